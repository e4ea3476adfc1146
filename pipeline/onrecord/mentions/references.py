"""Resolves pronouns and descriptions ('the minister', 'One 23-year-old citizen') to persons named in the document.

Conservative: a pronoun is resolved to the subject of its own or the preceding sentences when no gender stated in the
document speaks against it and no other person stands nearer; else it gets no row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from onrecord.mentions.words import is_person_noun, kin, title

if TYPE_CHECKING:
    from onrecord.annotate import Annotation
    from onrecord.parse import Token

GENDERS = {
    "he": "male", "him": "male", "his": "male", "himself": "male",
    "she": "female", "her": "female", "hers": "female", "herself": "female",
}  # fmt: skip
_SENTENCES_BACK = 4
_AGE_TOKENS = 6
_SUBJECTS = frozenset(("nsubj", "nsubjpass"))


@dataclass
class _Seen:
    """A person last referred to at a token, in a sentence; `rank` is 2 for a main clause's subject, 1 for another's."""

    person: int
    sentence: int
    rank: int
    at: int
    quoted: bool


@dataclass
class Resolver:
    """Walks a document from its first token to its last, keeping in mind who was spoken of."""

    annotation: Annotation
    genders: dict[int, set[str]]
    """Person -> genders stated in words."""
    used: dict[int, str] = field(default_factory=dict)
    """Person -> gender of the pronouns already resolved to him or her."""

    def resolve(self, known: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        """(token, person) of every pronoun that can be resolved; `known` are (head token, person) of names."""
        doc, found, seen = self.annotation.doc, [], list[_Seen]()
        named = dict(known)
        sentence, in_quote = 0, False
        for token in doc:
            if token.is_sent_start and token.i:
                sentence += 1
            if token.text == '"':
                in_quote = not in_quote
            elif self.annotation.paragraph_of(token).first == token.i:
                in_quote = False
            if token.i in named:
                seen.append(_Seen(named[token.i], sentence, _rank(token), token.i, in_quote))
            elif (gender := GENDERS.get(token.lower_)) and not _is_address(token):
                person = self._antecedent(token, gender, sentence, seen, in_quote)
                if person is not None:
                    found.append((token.i, person))
                    if not _is_reported(token):
                        self.used.setdefault(person, gender)
                    seen.append(_Seen(person, sentence, _rank(token), token.i, in_quote))
            elif is_by_age(token):
                person = self._spoken_of(sentence, seen)
                if person is not None:
                    found.append((token.i, person))
                seen.append(_Seen(-1 if person is None else person, sentence, _rank(token), token.i, in_quote))
            elif _is_stranger(token):
                seen.append(_Seen(-1, sentence, 2, token.i, in_quote))
        return found

    def _antecedent(self, token: Token, gender: str, sentence: int, seen: list[_Seen], in_quote: bool) -> int | None:
        near = (one for one in seen[-12:] if sentence - one.sentence <= _SENTENCES_BACK)
        # Who is quoted may speak of a stranger: "The driver failed to stop," she said.
        recent = [one for one in near if in_quote or one.person >= 0 or not one.quoted]
        own = {one.person for one in recent if one.at in _subjects_over(token)}
        fitting = [one for one in recent if one.person not in {-1, *own} and self._fits(one.person, gender)]
        sure = [one for one in fitting if self._known(one.person) == gender]
        if in_quote:
            fitting = sure
        if not fitting:
            return None
        # The nearest sentence counts most, in it a subject, then whose gender is known, then what stands first.
        best = max(fitting, key=lambda one: (one.sentence, one.rank, one in sure))
        if best not in sure and sure and sure[-1].sentence >= best.sentence - (best.rank < 2):
            best = sure[-1]
        later = recent[len(recent) - recent[::-1].index(best) :]
        if token.dep_ in ("dobj", "dative") and token.lower_ != "himself" and token.lower_ != "herself":
            later = [one for one in later if one.sentence < sentence]  # an object is not its clause's subject
        is_sure = self.genders[best.person] == {gender}
        if any(one.person < 0 and (one.sentence > best.sentence or not is_sure) for one in later):
            return None
        rivals = {one.person for one in fitting if (one.sentence, one.rank) == (best.sentence, best.rank)}
        return None if len(rivals) > 1 and best not in sure else best.person

    def _spoken_of(self, sentence: int, seen: list[_Seen]) -> int | None:
        """Whom the sentence before is about, where it has one main subject."""
        before = [one for one in seen[-12:] if one.sentence == sentence - 1 and one.rank == 2]
        return before[0].person if len({one.person for one in before}) == 1 and before[0].person >= 0 else None

    def _known(self, person: int) -> str | None:
        stated = self.genders[person]
        return next(iter(stated)) if len(stated) == 1 else self.used.get(person)

    def _fits(self, person: int, gender: str) -> bool:
        return self._known(person) in (None, gender)


def _subjects_over(token: Token) -> set[int]:
    """Heads of the subject whose object the pronoun is, whom it cannot mean: [Judge Lopez] sentenced <him>."""
    above = token.head.head if token.dep_ == "pobj" else token.head
    if token.dep_ not in ("dobj", "dative", "pobj") or token.lower_.endswith("self"):
        return set()
    subjects = [child for child in above.lefts if child.dep_ in _SUBJECTS]
    beside = [word for subject in subjects for word in subject.children if word.dep_ == "appos"]
    return {word.i for word in (*subjects, *beside)}


def _is_reported(token: Token) -> bool:
    """Whether the pronoun stands in what someone says, where it may mean another than the speaker."""
    return token.dep_ == "ccomp" or any(above.dep_ == "ccomp" for above in token.ancestors)


def _is_address(token: Token) -> bool:
    """His Majesty, Her Excellency: no pronoun of anyone named before."""
    known = title(token.head.text) if token.tag_ == "PRP$" and token.head.text[0].isupper() else None
    return known is not None and known.kind == "form"


def is_by_age(token: Token) -> bool:
    """Whether the token ends 'The 27-year-old', said of someone named before; the phrase is six tokens."""
    if token.lower_ != "old" or token.dep_ not in _SUBJECTS or token.i < _AGE_TOKENS - 1:
        return False
    article, number, _, year, _ = token.doc[token.i - _AGE_TOKENS + 1 : token.i]
    return bool(article.lower_ == "the" and number.text.isdecimal() and year.lower_ == "year")


def by_age(token: Token) -> tuple[int, int, int]:
    """(first token, last, age) of such a phrase."""
    first = token.i - _AGE_TOKENS + 1
    return first, token.i + 1, int(token.doc[first + 1].text)


def _rank(token: Token) -> int:
    subject = token.head if token.dep_ == "appos" else token
    while subject.dep_ == "conj" and subject.head.pos_ in ("NOUN", "PROPN"):
        subject = subject.head  # of 'Tom Hale and Daniel Okello were shot' neither is more of a subject
    if subject.dep_ not in _SUBJECTS:
        return 0
    return 2 if subject.head.dep_ in ("ROOT", "conj", "parataxis") else 1


#: Whose owner is the one who speaks: "my boy is coming home", she said.
_OURS = frozenset(("my", "our", "your"))


def _is_stranger(token: Token) -> bool:
    """An unnamed person as subject: 'an aunt had moved out', 'a Kenyan official called', 'Hale's deputy resigned'.

    So is a name that the recogniser takes for a person's, whom nothing else bore out.
    """
    if token.dep_ in _SUBJECTS and token.pos_ == "PROPN" and token.ent_type_ == "PERSON":
        return True
    return bool(
        token.dep_ in _SUBJECTS
        and token.tag_ == "NN"
        and (token.lower_ in kin() or is_person_noun(token.text))
        and any(
            child.lower_ in ("a", "an", "one", "another")
            or (child.dep_ == "poss" and child.lower_ not in _OURS)
            or (child.lower_ == "the" and _rank(token) == 2)
            for child in token.children
        )
    )


_SEVERAL = frozenset(("second", "third", "another", "other", "fellow"))


def descriptions(annotation: Annotation, roles: dict[int, list[str]]) -> list[tuple[int, int, int]]:
    """(first, last, person) of 'the minister', where one person of the document alone has that role."""
    by_noun: dict[str, set[int]] = {}
    for person, stated in roles.items():
        for role in stated:
            by_noun.setdefault(_head_of(role), set()).add(person)
    doc, found = annotation.doc, []
    for token in doc:
        if any(child.lower_ in _SEVERAL for child in token.children):
            by_noun.pop(token.lower_, None)  # there are others: a second defendant, Tom Hale
    for token in doc:
        people = by_noun.get(token.lower_)
        if people is None or len(people) > 1 or token.i == 0 or token.tag_ != "NN":
            continue
        article = doc[token.i - 1]
        is_bare = token.i + 1 >= len(doc) or doc[token.i + 1].lower_ not in ("of", "for", "'s", "-")
        if article.lower_ == "the" and is_bare and token.dep_ != "compound" and not token.text[0].isupper():
            found.append((article.i, token.i + 1, next(iter(people))))
    return found


def _head_of(role: str) -> str:
    """The noun that heads a role: 'head of the group' -> head, 'Foreign Minister' -> minister."""
    words = role.lower().replace(",", " ").split()
    for position, word in enumerate(words):
        if word in ("of", "for", "at", "in", "with", "from", "to") and position:
            return words[position - 1]
    return words[-1]
