"""The names of a document, and which of them name the same person: a surname belongs to the full name it is part of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.mentions.words import kin, title

if TYPE_CHECKING:
    from onrecord.annotate import Annotation
    from onrecord.mentions.candidates import Candidate
    from onrecord.mentions.credits import Credit
    from onrecord.mentions.pseudonyms import Pseudonym


@dataclass(frozen=True)
class Name:
    """One place where a person is named: characters `[start, end)`, and how it was found."""

    start: int
    end: int
    words: tuple[str, ...]
    candidate: Candidate | None = None
    credit: Credit | None = None
    pseudonym: Pseudonym | None = None


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
            names.append(Name(start, end, words, candidate, pseudonym=by_candidate.get(candidate)))
            taken[start:end] = b"\x01" * (end - start)
    return sorted(names, key=lambda name: name.start)


def group_names(names: Sequence[Name]) -> list[list[Name]]:
    """Names of the same person together, persons in order of their first mention, names in order of position."""
    fullest: list[tuple[str, ...]] = []
    for words in sorted({name.words for name in names}, key=lambda words: (-len(words), words)):
        if not any(_abbreviates(words, full) for full in fullest):
            fullest.append(words)
    groups: dict[tuple[str, ...], list[Name]] = {}
    last_seen: dict[tuple[str, ...], int] = {}
    for order, name in enumerate(names):
        options = [full for full in fullest if name.words == full] or [
            full for full in fullest if _abbreviates(name.words, full)
        ]
        # A surname that several persons share means the one spoken of last.
        chosen = max(options, key=lambda full: (last_seen.get(full, -1), -fullest.index(full)))
        last_seen[chosen] = order
        groups.setdefault(chosen, []).append(name)
    return list(groups.values())


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
