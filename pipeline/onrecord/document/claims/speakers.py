"""Who speaks: the words at the cue, what kind of speaker they name, and whom a pronoun or a short form stands for.

An antecedent is given only when number and kind agree and the nearest one fits; else the words stay as written.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.document.people.binding import speakers_of_quotations
from onrecord.document.people.descriptions import head_of
from onrecord.document.people.kinds import kind_of
from onrecord.language.en.syntax import SUBJECTS, noun_phrase
from onrecord.language.en.words import title

if TYPE_CHECKING:
    from onrecord.document.people import People
    from onrecord.language.en import Token
    from onrecord.language.en.annotate import Annotation
    from onrecord_schema.fields import ActorKind
    from onrecord_schema.persons import Person

_SINGULAR = {"he", "she"}
_FIRST = {"i", "me", "my", "myself"}
_RELATIVE = {"who", "which", "that", "whom", "whose"}


@dataclass(frozen=True)
class Speaker:
    """`text` is the name or antecedent, `[start, end)` the words at the cue (character offsets)."""

    text: str
    kind: ActorKind
    start: int
    end: int
    person_id: str | None
    signs: str | None = None
    """How the words at the cue were resolved (rows of `reference_shares.tsv`); None where they name the speaker."""


class Speakers:
    """Resolves the speakers of one article, asked in reading order."""

    def __init__(self, annotation: Annotation, people: People, quoted: list[tuple[int, int]]) -> None:
        self._annotation, self._people = annotation, people
        inside = {i for start, end in quoted for i in range(*_tokens(annotation, start, end))}
        self._subjects = [
            token
            for token in annotation.doc
            if token.dep_ in SUBJECTS and token.i not in inside and _in_main_clause(token)
        ]
        """Who is spoken of outside the quoted words: whom a quotation names does not go on to speak it."""
        self._spoken: list[Token] = []
        """Heads of the speakers so far that are no pronouns."""
        self._quoting: dict[int, int] | None = None
        """Token of a quotation -> head of the words that say who speaks it, once asked for."""

    def speaker(self, first: int, last: int) -> Speaker | None:
        """The speaker named by the tokens `[first, last)`; None when they name nothing."""
        head = self._annotation.doc[first:last].root
        start, end = self._annotation.offsets(first, last)
        if head.lower_ in _RELATIVE:
            return self._relative(head, start, end)
        written, kind = self._annotation.text[start:end], kind_of(head)
        if not any(c.isalnum() for c in written) or is_impersonal(head):
            return None
        if head.lower_ in _FIRST:
            return self._first_person(head, start, end) or Speaker(written, kind, start, end, None)
        if head.pos_ == "PRON" and any(word.i < last for word in head.conjuncts):
            return Speaker(written, kind, start, end, None)  # he and his deputy
        named = self._named_beside(head)
        if named is not None:
            return named
        person = self._person(head) if kind in ("person", "unknown") or head.pos_ == "PROPN" else None
        if person is not None:
            if head.pos_ == "PROPN":
                start, end = self._whole_name(head, start, end)
                written = self._annotation.text[start:end]
            if head.pos_ == "PRON" or (head.pos_ == "NOUN" and is_definite(head)):
                return Speaker(person.name, "person", start, end, person.person_id, self._signs(head))
            return Speaker(written, "person", start, end, person.person_id)
        signs = "one unnamed"
        if head.lower_ in ("they", "it"):
            antecedent, signs = self._antecedent(head), f"{head.lower_} of who spoke"
        elif head.lower_ in _SINGULAR:
            antecedent = self._unnamed(head)
        elif is_definite(head) and head.i - first == 1 and kind in ("organization", "government", "document", "group"):
            antecedent, signs = self._named(head), "noun again"
        else:
            antecedent = None
            if head.pos_ != "PRON":
                self._spoken.append(head)
        if antecedent is not None:
            return Speaker(self._words(antecedent), self._kind(antecedent), start, end, None, signs)
        return Speaker(written, self._kind(head), start, end, None)

    def _kind(self, head: Token) -> ActorKind:
        """What a speaker is who is no person of the article: where capitals are lost, a mere name may be anything's."""
        kind, is_name = kind_of(head), head.pos_ == "PROPN" and title(head.text) is None
        return "unknown" if kind == "person" and is_name and self._annotation.is_case_lost else kind

    def _first_person(self, pronoun: Token, start: int, end: int) -> Speaker | None:
        """Who says "I": whoever is quoted saying it; None where that is not known, or the article itself tells it."""
        if self._quoting is None:
            self._quoting = speakers_of_quotations(self._annotation)
        speaker = self._quoting.get(pronoun.i)
        person = self._people.at(*self._annotation.offsets(speaker, speaker + 1)) if speaker is not None else None
        if person is None:
            return None
        return Speaker(person.name, "person", start, end, person.person_id, "pronoun in a quotation")

    def _signs(self, head: Token) -> str | None:
        """How a pronoun or a description was resolved to a person."""
        mention = self._people.mention_at(*self._annotation.offsets(head.i, head.i + 1))
        return "role" if mention is None else self._people.signs.get(mention.mention_id)

    def _person(self, head: Token) -> Person | None:
        """The person the head names; for "the minister" the one person before it who is called so."""
        person = self._people.at(*self._annotation.offsets(head.i, head.i + 1))
        if person is not None or head.pos_ != "NOUN" or not is_definite(head):
            return person
        before = self._annotation.starts[head.i]
        called = {p.person_id: p for p in self._people.persons if is_called(head, p)}
        named = {m.person_id for m in self._people.mentions if m.start < before and m.person_id in called}
        return called[named.pop()] if len(named) == 1 else None

    def _named_beside(self, head: Token) -> Speaker | None:
        """The person whom an apposition names: his wife, {Elena}, said."""
        if head.tag_ == "VBG" and head.i + 2 < len(head.doc) and head.nbor().text == ",":
            head = head.nbor(2)  # in court: Defending, Lena Marsh said
            person = self._people.at(*self._annotation.offsets(head.i, head.i + 1))
            mention = next((m for m in self._people.mentions if m.start == self._annotation.starts[head.i]), None)
            return (
                Speaker(mention.text, "person", mention.start, mention.end, person.person_id)
                if person and mention
                else None
            )
        if head.pos_ != "NOUN" or kind_of(head) not in ("person", "unknown"):
            return None
        beside = [
            child
            for child in head.rights
            if child.dep_ == "appos" and child.pos_ == "PROPN" and child.left_edge.nbor(-1).text in (",", head.text)
        ]
        if (
            len(beside) != 1
            or (person := self._people.at(*self._annotation.offsets(beside[0].i, beside[0].i + 1))) is None
        ):
            return None
        start, end = self._whole_name(beside[0], *self._annotation.offsets(beside[0].i, beside[0].i + 1))
        return Speaker(self._annotation.text[start:end], "person", start, end, person.person_id)

    def _whole_name(self, head: Token, start: int, end: int) -> tuple[int, int]:
        """The characters `[start, end)` widened to the whole name that the head is part of."""
        at = self._annotation.starts[head.i]
        mention = self._people.mention_at(at, at + 1)
        if mention is None or mention.form != "name":
            return start, end
        return min(start, mention.start), max(end, mention.end)

    def _relative(self, pronoun: Token, start: int, end: int) -> Speaker | None:
        """The noun that "who" or "which" takes up."""
        clause = next((above for above in pronoun.ancestors if above.dep_ == "relcl"), None)
        if clause is None:
            return Speaker(self._annotation.text[start:end], "unknown", start, end, None)
        noun = clause.head
        person = self._person(noun) if kind_of(noun) in ("person", "unknown") else None
        kind: ActorKind = "person" if person is not None else kind_of(noun)
        person_id = person.person_id if person is not None else None
        return Speaker(self._words(noun), kind, start, end, person_id, "relative")

    def _words(self, noun: Token) -> str:
        start, end = self._annotation.offsets(*noun_phrase(noun))
        return self._annotation.text[start:end].strip(' ,;:-–—"“”')

    def _floor(self, token: Token) -> int:
        """The first token of the paragraph before."""
        first = self._annotation.paragraph_of(token).first
        return self._annotation.paragraph_of(first - 1).first if first > 0 else first

    def _before(self, token: Token) -> list[Token]:
        """Speakers, then subjects of main clauses, nearest first: before the sentence, back to the paragraph before."""
        floor, limit = self._floor(token), token.sent.start
        spoken = [t for t in reversed(self._spoken) if floor <= t.i < limit]
        return spoken + [t for t in reversed(self._subjects) if floor <= t.i < limit]

    def _antecedent(self, pronoun: Token) -> Token | None:
        """Whom "they" or "it" stands for: the last speaker of number and kind that agree; a mere subject is a guess."""
        plural = pronoun.lower_ == "they"
        floor = self._floor(pronoun)
        for noun in (one for one in reversed(self._spoken) if floor <= one.i < pronoun.sent.start):
            kind = kind_of(noun)
            if plural and (kind == "group" or noun.tag_ in ("NNS", "NNPS")) and kind in ("group", "government"):
                return noun
            if not plural and noun.tag_ in ("NN", "NNP") and kind in ("organization", "government", "document"):
                return noun
        return None

    def _unnamed(self, pronoun: Token) -> Token | None:
        """The unnamed person whom "he" or "she" stands for: only one who was spoken of last."""
        last = max(self._before(pronoun), key=lambda noun: noun.i, default=None)
        if last is None or last.pos_ != "NOUN" or last.tag_ != "NN" or kind_of(last) != "person":
            return None
        return last if self._person(last) is None and self._named_beside(last) is None else None

    def _named(self, head: Token) -> Token | None:
        """The fuller mention that "the ministry" takes up: the nearest one before with the same head noun."""
        for noun in self._before(head):
            if noun.lower_ == head.lower_ and noun_phrase(noun)[0] < noun.i - 1:
                return noun
        return None


def _tokens(annotation: Annotation, start: int, end: int) -> tuple[int, int]:
    span = annotation.tokens(start, end)
    return span.start, span.end


def _in_main_clause(subject: Token) -> bool:
    return subject.pos_ != "PRON" and subject.head.dep_ in ("ROOT", "conj", "parataxis")


_IMPERSONAL = frozenset(("appear", "seem", "happen", "emerge", "transpire", "turn", "look"))


def is_impersonal(pronoun: Token) -> bool:
    """Whether "it" stands for nobody: it appears that ..., it is hard to ..., it would be easier to ..."""
    verb = pronoun.head
    if pronoun.lower_ != "it" or pronoun.dep_ != "nsubj":
        return pronoun.dep_ == "expl"
    if verb.lemma_ in _IMPERSONAL:
        return True
    is_judged = any(child.dep_ in ("acomp", "attr", "oprd") for child in verb.rights)
    return (is_judged and verb.lemma_ == "be") or (verb.lemma_ == "come" and any(c.lower_ == "to" for c in verb.rights))


def is_called(noun: Token, person: Person) -> bool:
    """Whether a role of the person is what "the minister" says, with what is said of him: not the {Mexican} president.

    A role is headed by its last noun before a preposition: the opposition is no opposition leader.
    """
    told = [word for word in noun.subtree if word.pos_ in ("PROPN", "ADJ") and word.text[0].isupper() and word != noun]
    for role in person.roles:
        words = role.casefold().split()
        if head_of(role) == noun.lower_ and all(word.lower_ in words for word in told):
            return True
    return False


def is_definite(head: Token) -> bool:
    return any(child.dep_ == "det" and child.lower_ in ("the", "this") for child in head.lefts)
