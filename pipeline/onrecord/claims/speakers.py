"""Who speaks: the words at the cue, what kind of speaker they name, and whom a pronoun or a short form stands for.

An antecedent is given only when number and kind agree and the nearest one fits; else the words stay as written.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from onrecord.claims.phrases import noun_phrase

if TYPE_CHECKING:
    from spacy.tokens import Token

    from onrecord.annotate import Annotation
    from onrecord.mentions import People
    from onrecord_schema.fields import ActorKind
    from onrecord_schema.persons import Person

_PERSONAL = {"he", "she", "i", "him", "her", "his", "hers"}
_PLURAL = {"they", "them", "their"}
_RELATIVE = {"who", "which", "that", "whom", "whose"}
_ENTITY_KINDS: dict[str, ActorKind] = {"PERSON": "person", "ORG": "organization", "GPE": "government", "NORP": "group"}


@dataclass(frozen=True)
class Speaker:
    """`text` is the name or antecedent, `[start, end)` the words at the cue (character offsets)."""

    text: str
    kind: ActorKind
    start: int
    end: int
    person_id: str | None


@lru_cache(maxsize=1)
def _kinds_of_nouns() -> dict[str, ActorKind]:
    kinds: dict[str, ActorKind] = {}
    for line in files("onrecord.claims").joinpath("speaker_nouns.tsv").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            kind, _, nouns = line.partition("\t")
            for noun in nouns.split():
                kinds.setdefault(noun, kind)  # type: ignore[arg-type]
    return kinds


def kind_of(head: Token) -> ActorKind:
    """What the head noun of a speaker says the speaker is; `unknown` when neither word nor entity type tells."""
    word = head.lower_
    if word in _PERSONAL:
        return "person"
    if word in _PLURAL:
        return "group"
    nouns = _kinds_of_nouns()
    if head.ent_type_ == "PERSON":
        return "person"
    kind = nouns.get(word) or nouns.get(head.lemma_.lower())
    if kind is not None:
        if kind == "person" and head.tag_ in ("NNS", "NNPS"):
            return "group"
        if kind == "organization" and head.lemma_.lower() == "group" and any(c.lower_ == "of" for c in head.children):
            return "group"
        return kind
    if head.ent_type_ in _ENTITY_KINDS:
        return _ENTITY_KINDS[head.ent_type_]
    return "unknown"


class Speakers:
    """Resolves the speakers of one article, asked in reading order."""

    def __init__(self, annotation: Annotation, people: People) -> None:
        self._annotation, self._people = annotation, people
        self._subjects = [t for t in annotation.doc if t.dep_ in ("nsubj", "nsubjpass") and _in_main_clause(t)]
        self._spoken: list[Token] = []
        """Heads of the speakers so far that are no pronouns."""

    def speaker(self, first: int, last: int) -> Speaker | None:
        """The speaker named by the tokens `[first, last)`; None when they name nothing."""
        head = self._annotation.doc[first:last].root
        start, end = self._annotation.offsets(first, last)
        if head.lower_ in _RELATIVE:
            return self._relative(head, start, end)
        written, kind = self._annotation.text[start:end], kind_of(head)
        if not any(c.isalnum() for c in written):
            return None
        person = self._person(head) if kind in ("person", "unknown") else None
        if person is not None:
            name = person.name if head.pos_ == "PRON" or (head.pos_ == "NOUN" and _is_definite(head)) else written
            return Speaker(name, "person", start, end, person.person_id)
        if head.lower_ in _PLURAL or head.lower_ == "it":
            antecedent = self._antecedent(head)
        elif _is_definite(head) and head.i - first == 1 and kind in ("organization", "government", "document", "group"):
            antecedent = self._named(head)
        else:
            antecedent = None
            if head.pos_ != "PRON":
                self._spoken.append(head)
        if antecedent is not None:
            return Speaker(self._words(antecedent), kind_of(antecedent), start, end, None)
        return Speaker(written, kind, start, end, None)

    def _person(self, head: Token) -> Person | None:
        """The person the head names; for "the minister" the one person before it who is called so."""
        person = self._people.at(*self._annotation.offsets(head.i, head.i + 1))
        if person is not None or head.pos_ != "NOUN" or not _is_definite(head):
            return person
        noun, before = head.lower_, self._annotation.starts[head.i]
        called = {p.person_id: p for p in self._people.persons if any(noun in role.lower().split() for role in p.roles)}
        named = {m.person_id for m in self._people.mentions if m.start < before and m.person_id in called}
        return called[named.pop()] if len(named) == 1 else None

    def _relative(self, pronoun: Token, start: int, end: int) -> Speaker | None:
        """The noun that "who" or "which" takes up."""
        clause = pronoun.head
        while clause.dep_ != "relcl" and clause.head != clause:
            clause = clause.head
        if clause.dep_ != "relcl":
            return Speaker(self._annotation.text[start:end], "unknown", start, end, None)
        noun = clause.head
        person = self._person(noun) if kind_of(noun) in ("person", "unknown") else None
        kind: ActorKind = "person" if person is not None else kind_of(noun)
        return Speaker(self._words(noun), kind, start, end, person.person_id if person is not None else None)

    def _words(self, noun: Token) -> str:
        start, end = self._annotation.offsets(*noun_phrase(noun))
        return self._annotation.text[start:end].strip(' ,;:-–—"“”')

    def _before(self, token: Token) -> list[Token]:
        """Speakers, then subjects of main clauses, nearest first: before the sentence, back to the paragraph before."""
        floor = self._annotation.paragraph_of(token).first
        if floor > 0:
            floor = self._annotation.paragraph_of(floor - 1).first
        limit = token.sent.start
        spoken = [t for t in reversed(self._spoken) if floor <= t.i < limit]
        return spoken + [t for t in reversed(self._subjects) if floor <= t.i < limit]

    def _antecedent(self, pronoun: Token) -> Token | None:
        """Whom "they" or "it" stands for: the nearest of number and kind that agree."""
        plural = pronoun.lower_ in _PLURAL
        for noun in self._before(pronoun):
            kind = kind_of(noun)
            if plural and (kind == "group" or noun.tag_ in ("NNS", "NNPS")) and kind in ("group", "government"):
                return noun
            if not plural and noun.tag_ in ("NN", "NNP") and kind in ("organization", "government", "document"):
                return noun
        return None

    def _named(self, head: Token) -> Token | None:
        """The fuller mention that "the ministry" takes up: the nearest one before with the same head noun."""
        for noun in self._before(head):
            if noun.lower_ == head.lower_ and noun_phrase(noun)[0] < noun.i - 1:
                return noun
        return None


def _is_definite(head: Token) -> bool:
    return any(child.dep_ == "det" and child.lower_ in ("the", "this") for child in head.lefts)


def _in_main_clause(subject: Token) -> bool:
    return subject.pos_ != "PRON" and subject.head.dep_ in ("ROOT", "conj", "parataxis")
