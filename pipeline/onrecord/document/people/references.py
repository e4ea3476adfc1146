"""Resolves pronouns, and 'The 27-year-old', to persons named in the document, and tells by which signs.

Conservative: a pronoun is resolved to the subject of its own or the preceding sentences when no gender stated in the
document speaks against it and no other person stands nearer; else it gets no row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from onrecord.document.people.binding import (
    MARKS,
    main_subject_after,
    named_under,
    speakers_of_quotations,
    subject_after,
    subjects_of,
    subjects_over,
)
from onrecord.document.people.descriptions import is_by_age
from onrecord.document.people.naming import GENDERS
from onrecord.language.en import lexicons
from onrecord.language.en.syntax import SUBJECTS
from onrecord.language.en.words import is_person_noun, kin, title

if TYPE_CHECKING:
    from onrecord.language.en import Token
    from onrecord.language.en.annotate import Annotation

_SENTENCES_BACK = 4
_OBJECTS = frozenset(("him", "her"))


class Reference(NamedTuple):
    """The token that stands for the person, and the signs by which that was told (rows of `reference_shares.tsv`)."""

    token: int
    person: int
    signs: str


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
    """Walks a document from its first token to its last, keeping in mind who was spoken of; then again.

    The second time it knows of everyone whether "he" or "she" was said, and who speaks the quotations.
    """

    annotation: Annotation
    genders: dict[int, set[str]]
    """Person -> genders stated in words."""
    used: dict[int, str] = field(default_factory=dict)
    """Person -> gender of the pronouns already resolved to him or her."""
    named: dict[int, int] = field(default_factory=dict)
    """Head token of a name or description -> person."""
    likely: dict[int, str] = field(default_factory=dict)
    """Person -> gender of those who bear the given name, where no word states one."""
    speakers: dict[int, int] = field(default_factory=dict)
    """Token of a quotation -> head of the words that say who speaks it."""
    meant: dict[int, int] = field(default_factory=dict)
    """Pronoun -> whom it was resolved to the first time."""

    def resolve(self, known: Sequence[tuple[int, int]]) -> list[Reference]:
        """Every pronoun that can be resolved; `known` are (head token, person) of names."""
        self.named = dict(known)
        self.speakers = speakers_of_quotations(self.annotation)
        first = self._walk()
        self.meant = {token: person for token, person, _ in first}
        return self._walk()

    def _walk(self) -> list[Reference]:
        doc, found, seen, named = self.annotation.doc, list[Reference](), list[_Seen](), self.named
        sentence, in_quote = 0, False
        for token in doc:
            if token.is_sent_start and token.i:
                sentence += 1
            if token.i in doc.paragraph_starts:
                in_quote = False
                if token.i and self.annotation.role_of(token.i - 1) == "caption":
                    # Who is in the picture is not whom the text goes on about.
                    seen = [one for one in seen if self.annotation.role_of(one.at) != "caption"]
            if token.text in MARKS:
                in_quote = not in_quote
            elif token.i in named:
                seen.append(_Seen(named[token.i], sentence, _rank(token), token.i, in_quote))
            elif (gender := GENDERS.get(token.lower_)) and not _is_address(token):
                reference = self._antecedent(token, gender, sentence, seen, in_quote)
                if reference is not None:
                    found.append(reference)
                    person = reference.person
                    if not _is_reported(token):
                        self.used.setdefault(person, gender)
                    seen.append(_Seen(person, sentence, _rank(token), token.i, in_quote))
            elif is_by_age(token):
                spoken_of = self._spoken_of(sentence, seen)
                if spoken_of is not None:
                    found.append(Reference(token.i, spoken_of, "by age"))
                seen.append(_Seen(-1 if spoken_of is None else spoken_of, sentence, _rank(token), token.i, in_quote))
            elif _is_stranger(token):
                seen.append(_Seen(-1, sentence, 2, token.i, in_quote))
        return found

    def _antecedent(
        self, token: Token, gender: str, sentence: int, seen: list[_Seen], in_quote: bool
    ) -> Reference | None:
        follower = None if in_quote else subject_after(token)
        if follower is not None and follower.i in self.named and self._fits(self.named[follower.i], gender):
            return Reference(token.i, self.named[follower.i], "pronoun before its subject")
        near = (one for one in seen[-12:] if sentence - one.sentence <= _SENTENCES_BACK)
        # Who is quoted may speak of a stranger: "The driver failed to stop," she said.
        recent = [one for one in near if in_quote or one.person >= 0 or not one.quoted]
        others = {self.named[i] for i in named_under(token) if i in self.named}
        if in_quote and token.i in self.speakers:
            speaker = self.speakers[token.i]
            others.add(self.named.get(speaker, self.meant.get(speaker, -1)))
        if token.lower_.endswith("self") and (subjects := subjects_of(token)):
            itself = next((one.person for one in recent if one.at in subjects), -1)
            fits = itself >= 0 and self._fits(itself, gender)
            return Reference(token.i, itself, "himself, herself") if fits else None
        own = others | {one.person for one in recent if one.at in subjects_over(token)}
        fitting = [one for one in recent if one.person not in {-1, *own} and self._fits(one.person, gender)]
        sure = [one for one in fitting if self._known(one.person) == gender]
        if in_quote:
            fitting = sure
        if not fitting:
            return None
        # The nearest sentence counts most, in it a subject, then whose gender is known, then what stands first.
        best = max(fitting, key=lambda one: (one.sentence, one.rank, one in sure))
        if best not in sure and sure and self._is_surer(sure[-1], best):
            best = sure[-1]
        later = recent[len(recent) - recent[::-1].index(best) :]
        if token.dep_ in ("dobj", "dative"):
            later = [one for one in later if one.sentence < sentence]  # an object is not its clause's subject
        is_sure = gender in (self.likely.get(best.person), *self.genders[best.person])
        if any(one.person < 0 and (one.sentence > best.sentence or not is_sure) for one in later):
            return None
        beside = any(one.person < 0 and one.sentence == best.sentence for one in recent)
        if beside and token.dep_ in SUBJECTS and self.annotation.doc[best.at].dep_ == "poss":
            return None  # A dealer feared Mr [Hale]'s departure. <He> sold.
        after = None if in_quote else main_subject_after(token)
        if after is not None and self.named.get(after.i, best.person) != best.person:
            return None
        rivals = {
            one.person
            for one in (sure if best in sure else fitting)
            if (one.sentence, one.rank) == (best.sentence, best.rank)
        }
        if len(rivals) > 1 and (best not in sure or best.rank):
            return None
        return Reference(token.i, best.person, _signs(best, sentence, fitting, in_quote))

    def _is_surer(self, sure: _Seen, best: _Seen) -> bool:
        """Whether one whose gender is known is rather meant than a nearer or better placed one: told <him> that he."""
        if best.rank == 2:
            return sure.sentence == best.sentence and self.annotation.doc[sure.at].lower_ in _OBJECTS
        return sure.sentence >= best.sentence - 1

    def _spoken_of(self, sentence: int, seen: list[_Seen]) -> int | None:
        """Whom the sentence before is about, where it has one main subject."""
        before = [one for one in seen[-12:] if one.sentence == sentence - 1 and one.rank == 2]
        return before[0].person if len({one.person for one in before}) == 1 and before[0].person >= 0 else None

    def _known(self, person: int) -> str | None:
        stated = self.genders[person]
        return next(iter(stated)) if len(stated) == 1 else self.likely.get(person) or self.used.get(person)

    def _fits(self, person: int, gender: str) -> bool:
        return self._known(person) in (None, gender)


def _signs(best: _Seen, sentence: int, fitting: list[_Seen], in_quote: bool) -> str:
    """What tells how sure the antecedent is: whether another would fit too, whether it is a subject, how far back."""
    if in_quote:
        return "pronoun in a quotation"
    if all(one.person == best.person for one in fitting):
        return "pronoun, one person fits, a subject" if best.rank else "pronoun, one person fits"
    if not best.rank:
        return "pronoun, several fit"
    where = "of its sentence" if best.sentence == sentence else "of one before"
    return f"pronoun, several fit, a subject {where}"


def _is_reported(token: Token) -> bool:
    """Whether the pronoun stands in what someone says, where it may mean another than the speaker."""
    return token.dep_ == "ccomp" or any(above.dep_ == "ccomp" for above in token.ancestors)


def _is_address(token: Token) -> bool:
    """His Majesty, Her Excellency: no pronoun of anyone named before."""
    known = title(token.head.text) if token.tag_ == "PRP$" and token.head.text[0].isupper() else None
    return known is not None and known.kind == "form"


def _rank(token: Token) -> int:
    subject = token.head if token.dep_ == "appos" else token
    while subject.dep_ == "conj" and subject.head.pos_ in ("NOUN", "PROPN"):
        subject = subject.head  # of 'Tom Hale and Daniel Okello were shot' neither is more of a subject
    if subject.dep_ not in SUBJECTS:
        return 0
    return 2 if subject.head.dep_ in ("ROOT", "conj", "parataxis") else 1


def _is_described(token: Token) -> bool:
    """Whether an apposition introduces somebody: she said the {driver}, a 32-year-old <man>, had been held."""
    return any(
        child.dep_ == "appos" and is_person_noun(child.text) and any(word.lower_ in ("a", "an") for word in child.lefts)
        for child in token.rights
    )


#: Whose owner is the one who speaks: "my boy is coming home", she said.
_OURS = frozenset(("my", "our", "your"))


def _is_stranger(token: Token) -> bool:
    """An unnamed person as subject: 'an aunt had moved out', 'a Kenyan official called', 'Hale's deputy resigned'.

    So is a name that the recogniser takes for a person's, whom nothing else bore out.
    """
    if token.dep_ in SUBJECTS and token.pos_ == "PROPN" and token.ent_type_ == "PERSON":
        return True
    return bool(
        token.dep_ in SUBJECTS
        and token.tag_ == "NN"
        and (token.lower_ in kin() or is_person_noun(token.text))
        and any(
            child.lower_ in ("a", "an", "one", "another")
            or (child.dep_ == "poss" and child.lower_ not in _OURS)
            or (child.lower_ == "the" and (_rank(token) == 2 or _is_described(token)))
            for child in token.children
        )
    )


@lru_cache(maxsize=1)
def _shares() -> dict[str, float]:
    return {signs: float(share) for signs, share, _ in lexicons.rows("weights/reference_shares.tsv")}


def share_right(signs: str | None) -> float | None:
    """The share of references with these signs that were right; None for a name and where none were judged."""
    return None if signs is None else _shares().get(signs)
