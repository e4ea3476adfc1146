"""The names of a document, and which of them name the same person: a surname belongs to the full name it is part of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import takewhile, zip_longest
from typing import TYPE_CHECKING

from onrecord.document.people.binding import MARKS
from onrecord.document.people.descriptions import kin_before
from onrecord.language.en.syntax import SUBJECTS
from onrecord.language.en.words import given_gender, kin, title

if TYPE_CHECKING:
    from onrecord.document.people.candidates import Candidate
    from onrecord.document.people.credits import Credit
    from onrecord.document.people.pseudonyms import Pseudonym
    from onrecord.language.en import Doc, Token
    from onrecord.language.en.annotate import Annotation

GENDERS = {
    "he": "male", "him": "male", "his": "male", "himself": "male",
    "she": "female", "her": "female", "hers": "female", "herself": "female",
}  # fmt: skip


@dataclass(frozen=True)
class Name:
    """One place where a person is named: characters `[start, end)`, and how it was found."""

    start: int
    end: int
    words: tuple[str, ...]
    candidate: Candidate | None = None
    credit: Credit | None = None
    pseudonym: Pseudonym | None = None
    titles: frozenset[str] = frozenset()
    """What stands before the name, in small letters: {'prime', 'minister'}."""


def all_names(
    persons: Sequence[Candidate], pseudonyms: Sequence[Pseudonym], credits: Sequence[Credit], annotation: Annotation
) -> list[Name]:
    """Every name in order of position; where they overlap, a credit or a pseudonym wins."""
    names = [Name(credit.start, credit.end, tuple(credit.name.split()), credit=credit) for credit in credits]
    certain = {pseudonym.candidate.words for pseudonym in pseudonyms}
    by_candidate = {pseudonym.candidate: pseudonym for pseudonym in pseudonyms}
    taken = bytearray(len(annotation.text))
    for name in names:
        taken[name.start : name.end] = b"\x01" * (name.end - name.start)
    for candidate in sorted(persons, key=lambda c: (c.words not in certain, c.first)):
        start, end = annotation.offsets(candidate.first, candidate.last)
        if not any(taken[start:end]):
            words = tuple(annotation.text[start:end].split())
            before = annotation.doc[max(candidate.before, candidate.first - 3) : candidate.first]
            titles = frozenset(token.lower_ for token in before if token.is_alpha or token.text.endswith("."))
            names.append(Name(start, end, words, candidate, None, by_candidate.get(candidate), titles))
            taken[start:end] = b"\x01" * (end - start)
    return sorted(names, key=lambda name: name.start)


def group_names(names: Sequence[Name], doc: Doc) -> list[list[Name]]:
    """Names of the same person together, persons in order of their first mention, names in order of position."""
    namesakes = {order: kept for order in range(1, len(names)) if (kept := _named_after(names, order, doc))}
    fullest = _fullest(name.words for order, name in enumerate(names) if order not in namesakes)
    fullest += sorted({names[order].words for order in namesakes} - set(fullest))
    groups: dict[tuple[str, ...], list[Name]] = {}
    meant: dict[tuple[str, ...], tuple[str, ...]] = {}
    last_seen: dict[tuple[str, ...], int] = {}
    couples = _couples(names, doc)
    named = Counter(name.words for name in names)
    first = {name.words: order for order, name in reversed(list(enumerate(names)))}
    for order, name in enumerate(names):
        if order in namesakes and names[order].words == namesakes[order].words:
            groups.setdefault((*name.words, str(order)), []).append(name)
            continue
        options = [full for full in fullest if name.words == full]
        if not options:
            options = [full for full in fullest if _abbreviates(name.words, full)]
            options = _agreeing(name, options, groups, couples)
        gender = stated_gender(sorted(name.titles))
        if (
            len(options) == 1
            and name.words != options[0]
            and gender
            and _is_spouse(gender, name.words, options[0], couples)
        ):
            groups.setdefault((*name.words, gender), []).append(name)
            continue
        # A surname goes on meaning whom it meant before a namesake came up; else whose full name was read last. Where
        # none was read yet, as in a headline, it means whom the article names most, or first.
        chosen = meant.get(name.words, ())
        if chosen not in options:
            chosen = max(options, key=lambda full: (last_seen.get(full, -1), named[full], -first[full]))
        if name.words == chosen:
            last_seen[chosen] = order
        elif sum(full in groups for full in options) <= 1:
            meant.setdefault(name.words, chosen)
        groups.setdefault(chosen, []).append(name)
    return list(groups.values())


def _fullest(forms: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The forms that abbreviate no other."""
    found: list[tuple[str, ...]] = []
    for words in sorted(set(forms), key=lambda words: (-len(words), words)):
        if not any(_abbreviates(words, full) for full in found):
            found.append(words)
    return found


def _named_after(names: Sequence[Name], order: int, doc: Doc) -> Name | None:
    """Of 'Viktor Hale and his son, Viktor Hale' the father, for the second: nobody is a relative of himself."""
    name, before = names[order], names[order - 1]
    if not (name.candidate and before.candidate) or len(name.words) < 2 or len(before.words) < 2:
        return None
    noun, possessor = kin_before(name.candidate, doc) or (None, None)
    if noun is None or possessor is None or not _abbreviates(before.words, name.words):
        return None
    is_near = before.candidate.last <= possessor.i and doc[before.candidate.first].sent == noun.sent
    return before if is_near else None


def _couples(names: Sequence[Name], doc: Doc) -> dict[tuple[str, ...], set[str]]:
    """The genders that the text states of each form: of 'Mrs Hale' and 'Mr Hale' the form 'Hale' has two.

    For a name without a title the pronouns right after it tell: 'Ana Hale said that her husband, Tom Hale, ...'.
    """
    stated: dict[tuple[str, ...], set[str]] = {}
    told: dict[tuple[str, ...], Counter[str]] = {}
    for name, following in zip_longest(names, names[1:]):
        genders = stated.setdefault(name.words, set())
        if gender := stated_gender(sorted(name.titles)):
            genders.add(gender)
        if name.candidate and (len(name.words) > 1 or _is_subject(name.candidate, doc)):
            last = doc[name.candidate.last - 1].sent.end
            if following and following.candidate:
                last = min(last, following.candidate.first)
            following_words = takewhile(lambda token: token.text not in MARKS, doc[name.candidate.last : last])
            after = (GENDERS[token.lower_] for token in following_words if _may_be_its(token, name.words))
            told.setdefault(name.words, Counter()).update([gender] if (gender := next(after, None)) else [])
    for words, counted in told.items():
        commonest = counted.most_common(2)
        if not stated[words] and commonest and commonest[0][1] > sum(count for _, count in commonest[1:]):
            stated[words].add(commonest[0][0])
    return stated


def _is_subject(candidate: Candidate, doc: Doc) -> bool:
    return doc[candidate.first : candidate.last].root.dep_ in SUBJECTS


def _may_be_its(pronoun: Token, words: tuple[str, ...]) -> bool:
    """Whether a pronoun tells of the name before it: not in Hale thanked <him>; of a surname, only another subject."""
    return pronoun.lower_ in GENDERS and (pronoun.dep_ in SUBJECTS if len(words) == 1 else pronoun.dep_ != "dobj")


def _is_spouse(
    gender: str, words: tuple[str, ...], full: tuple[str, ...], couples: dict[tuple[str, ...], set[str]]
) -> bool:
    """Whether 'Mrs Hale' cannot be Tom Hale: he is Mr, or there is a Mr Hale too and nothing says who is who."""
    return couples[full] == {"male" if gender == "female" else "female"} or (
        not couples[full] and len(couples[words]) > 1
    )


def _agreeing(
    name: Name,
    options: list[tuple[str, ...]],
    groups: dict[tuple[str, ...], list[Name]],
    couples: dict[tuple[str, ...], set[str]],
) -> list[tuple[str, ...]]:
    """Those of several namesakes whom title and pronouns fit: Ms Okello is no man, Minister Okello was called so.

    Secretary Okello is not who was called President Okello. Where no title tells who is meant, the pronouns after the
    surname do: of Ana and Tom Hale it is she if 'Hale' is.
    """
    if len(options) < 2:
        return options
    gender = stated_gender(sorted(name.titles))
    stated = {full: set[str]().union(*(one.titles for one in groups.get(full, ()))) for full in options}
    if gender:
        agreeing = [full for full in options if stated_gender(sorted(stated[full])) in (None, gender)]
        return [full for full in agreeing if couples[full] <= {gender}] or agreeing or options
    closeness = {full: len(name.titles & stated[full]) for full in options}
    agreeing = [full for full in options if closeness[full] == max(closeness.values())]
    if _has_office(name.titles) and not any(closeness.values()):
        agreeing = [full for full in options if not _has_office(stated[full])] or options
    told = couples[name.words] if len(couples[name.words]) == 1 else set[str]()
    fitting = [full for full in agreeing if not told or (couples[full] or {given_gender(full)} - {None}) <= told]
    return fitting or agreeing


def _has_office(titles: AbstractSet[str]) -> bool:
    return any(known.kind in ("office", "rank") for known in map(title, titles) if known)


def _abbreviates(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Whether `short` is the full name with words left out, its surname or its given name kept."""
    short, full = tuple(map(_folded, short)), tuple(map(_folded, full))
    if len(short) > len(full) or (short[-1] != full[-1] and short != full[: len(short)]):
        return False
    remaining = iter(full)
    return all(any(word == other or _is_initial(word, other) for other in remaining) for word in short)


def _is_initial(word: str, other: str) -> bool:
    return len(word.strip(".")) == 1 and other.startswith(word[0])


def _folded(word: str) -> str:
    return word.casefold().replace("’", "'")


def stated_gender(words: Sequence[str]) -> str | None:
    """The gender that titles and kinship words state; None where they state none or contradict each other."""
    stated = {kin().get(word.lower()) or getattr(title(word), "gender", None) for word in words} - {None}
    lower = [word.lower() for word in words]
    stated |= {"male" for word in lower if word.endswith("sman") or word in ("boy", "schoolboy", "man")}
    stated |= {"female" for word in lower if word.endswith("swoman") or word in ("girl", "schoolgirl", "woman")}
    return stated.pop() if len(stated) == 1 else None
