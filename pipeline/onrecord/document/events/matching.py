"""Matching: which pattern of the lexicon a word and its arguments fulfil."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from onrecord.document.events.frames import Frame, frame_of
from onrecord.document.events.lexicon import Condition, Pattern, by_lemma
from onrecord.document.people.kinds import classes_of
from onrecord.language.en.syntax import antecedent, auxiliaries, is_gerund, is_negated, phrase
from onrecord.language.en.words import governs

if TYPE_CHECKING:
    from onrecord.language.en import Doc, Token

_PARTS = {"VERB": "V", "AUX": "V", "NOUN": "N", "PROPN": "N", "ADJ": "A"}
#: An embedded event is looked for this deep: "agreed to stop refusing to release".
_MAX_DEPTH = 3


@dataclass(frozen=True)
class Match:
    """A word that names an event, the pattern it fulfils, and the arguments that pattern was tested on."""

    head: Token
    frame: Frame
    pattern: Pattern

    @property
    def befell_subject(self) -> bool:
        """Whether the subject of the active verb is the one to whom it was done: "came under fire", "is in jail"."""
        return not self.frame.passive and any(
            condition.roles == ("undergoer",) for condition in self.pattern.conditions
        )


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    return frozenset(lemma for lemma, _ in by_lemma())


def lemma_of(token: Token) -> str:
    """The token's lemma; a verb's final e that the rule lemmatizer lost (fined: fin, staged: stag) is put back."""
    lemma: str = token.lower_ if is_gerund(token) else token.lemma_.lower()
    if token.i >= 2 and token.nbor(-1).text == "-" and f"{token.nbor(-2).lower_}-{lemma}" in _known():
        return f"{token.nbor(-2).lower_}-{lemma}"  # the tokenizer splits "sit-in"
    if lemma not in _known() and token.tag_ in ("VBD", "VBN", "VBG") and f"{lemma}e" in _known():
        return f"{lemma}e"
    return lemma


def _part_of(token: Token) -> str | None:
    return "N" if is_gerund(token) else _PARTS.get(token.pos_)


def forms_of(frame: Frame) -> frozenset[str]:
    """The grammatical forms that a pattern can ask for."""
    head = frame.head
    verb = head.head if head.pos_ == "ADJ" or head.tag_ == "MD" else head
    found = {"passive" if frame.passive else "active"}
    words = [verb, *auxiliaries(verb)]
    tags = {word.tag_ for word in words}
    lowered = {word.lower_ for word in words[1:]}
    if (
        "VBD" in tags
        or (lowered & {"had", "has", "have", "'ve", "'d", "was", "were"} and "VBN" in tags)
        or (verb.tag_ == "VBN" and verb.dep_ in ("conj", "acl"))
        or (verb.dep_ == "conj" and verb.tag_ == "VBD")
    ):
        found.add("past")
    if tags & {"VBZ", "VBP"} and "past" not in found:
        found.add("present")
    if verb.tag_ == "VBG" and len(words) > 1:
        found.add("progressive")
    if lowered & {"will", "shall", "'ll", "would"}:
        found.add("future")
    if is_negated(verb):
        found.add("negated")
    governor = verb
    while governor.dep_ == "conj":
        governor = governor.head
    if governor.dep_ == "ccomp" and governs("reporting", governor.head.lemma_):
        found.add("reported")
    return frozenset(found)


@dataclass
class Matcher:
    """Finds the patterns of one document; remembers what it found for each word."""

    doc: Doc
    _found: dict[int, Match | None] = field(default_factory=dict)
    _classes: dict[int, frozenset[str]] = field(default_factory=dict)
    _phrases: dict[int, list[Token]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._lemmas = [lemma_of(token) for token in self.doc]
        #: Token position -> the words of its sentence in every form that a condition can name.
        self._words: list[set[str]] = []
        for sentence in self.doc.sents:
            words = {form for t in sentence for form in (t.lower_, t.lemma_.lower(), self._lemmas[t.i])}
            self._words += [words] * len(sentence)

    def match(self, token: Token, depth: int = 0) -> Match | None:
        """The most specific pattern that `token` fulfils, be it one that shields it; None where none does."""
        if token.i in self._found:
            return self._found[token.i]
        lemma = self._lemmas[token.i]
        part = _part_of(token) if lemma in _known() else None
        words = self._words[token.i]
        candidates = [p for p in by_lemma().get((lemma, part or ""), ()) if p.could_hold(words)]
        if not candidates or depth > _MAX_DEPTH:
            return None
        frame = frame_of(token)
        forms = forms_of(frame) if part != "N" else frozenset[str]()
        best = next((p for p in candidates if self._is_met(p, frame, forms, depth)), None)
        found = Match(token, frame, best) if best else None
        if depth == 0:
            self._found[token.i] = found
        return found

    def fulfils(self, token: Token, pattern: Pattern) -> bool:
        """Whether a word and its arguments meet a pattern, whether or not a more specific one wins."""
        if lemma_of(token) not in pattern.lemmas or _part_of(token) != pattern.part:
            return False
        frame = frame_of(token)
        forms = forms_of(frame) if pattern.part != "N" else frozenset[str]()
        return self._is_met(pattern, frame, forms, 0)

    def _is_met(self, pattern: Pattern, frame: Frame, forms: frozenset[str], depth: int) -> bool:
        """Whether a frame meets all conditions; a passive need not say by whom where other words tell the act.

        "Sanctions were imposed on the general": that only a state or the like imposes sanctions lies in the noun.
        """
        is_agentless = (
            pattern.tells_without_agent
            and "subj" not in frame.roles
            and (frame.passive or pattern.part == "N" or frame.head.tag_ in ("VBD", "VBZ"))
        )
        return all(
            (is_agentless and condition.is_agent) or self._holds(condition, frame, forms, depth)
            for condition in pattern.conditions
        )

    def _holds(self, condition: Condition, frame: Frame, forms: frozenset[str], depth: int) -> bool:
        if condition.roles == ("form",):
            met = not condition.alternatives.isdisjoint(forms)
        elif condition.roles == ("sentence",):
            met = any(word.lemma_.lower() in condition.alternatives for word in frame.head.sent)
        else:
            fillers = (filler for role in condition.roles for filler in frame.roles.get(role, ()))
            met = any(self._fits(filler, condition.alternatives, depth) for filler in fillers)
        return met != condition.negated

    def _classes_of(self, token: Token) -> frozenset[str]:
        if token.i not in self._classes:
            self._classes[token.i] = classes_of(token)
        return self._classes[token.i]

    def _with_antecedent(self, token: Token) -> frozenset[str]:
        meant = antecedent(token)
        return self._classes_of(token) if meant is token else self._classes_of(token) | self._classes_of(meant)

    def _phrase(self, head: Token) -> list[Token]:
        if head.i not in self._phrases:
            self._phrases[head.i] = phrase(head)
        return self._phrases[head.i]

    def _embedded(self, filler: Token, depth: int) -> Iterator[list[str]]:
        """The event types that a complement names, in its verb or in that verb's object ("to impose a curfew")."""
        for token in (filler, *(child for child in filler.children if child.dep_ == "dobj")):
            inner = self.match(token, depth)
            if inner is not None and inner.pattern.event_type is not None:
                yield inner.pattern.event_type.split("+")

    def _fits(self, filler: Token, alternatives: frozenset[str], depth: int) -> bool:
        written = (filler.lower_, filler.lemma_.lower(), self._lemmas[filler.i])
        if not alternatives or not alternatives.isdisjoint(written):
            return True
        classes: frozenset[str] | None = None
        for alternative in alternatives:
            if alternative[0] == "~":
                named = alternative[1:]
                if any(
                    named.lower() in self._classes_of(t) if named.isupper() else t.lemma_.lower() == named
                    for t in self._phrase(filler)
                ):
                    return True
            elif alternative[0] == "@":
                if not is_negated(filler) and any(
                    alternative[1:] in types for types in self._embedded(filler, depth + 1)
                ):
                    return True
            elif alternative.isupper():
                classes = self._with_antecedent(filler) if classes is None else classes
                if alternative.lower() in classes:
                    return True
        return False
