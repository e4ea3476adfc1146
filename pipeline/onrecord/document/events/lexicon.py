"""Patterns that name events, read from `event_patterns.tsv`; the example of each is its test."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from onrecord.document.people.kinds import class_names
from onrecord.language.en import lexicons

#: What only verbs have: a noun's pattern cannot be had from a verb's that asks for one of these.
_VERBAL_ROLES = {"form", "prt", "inf", "that", "purpose", "acomp", "obj2", "dat", "mod", "sentence"}
#: Classes that tell who or where, not what: "a man was held" leaves open by whom and so what it was.
_PARTIES = {"ACTOR", "HUMAN", "STATE", "OFFICIAL", "ORGANIZATION", "ARMED", "PEOPLE", "PERSON", "PLACE", "PROPERTY"}


@dataclass(frozen=True)
class Condition:
    """`role=a|b`: some filler of the role is a lemma, of an ACTOR CLASS, or a complement of an `@EVENT` type.

    No alternatives: the role is filled at all. `negated`: no filler may be one of these (or the role is empty).
    """

    roles: tuple[str, ...]
    """The roles that may hold it: `on|upon=WORD`."""
    alternatives: frozenset[str]
    negated: bool

    @property
    def is_agent(self) -> bool:
        """Whether it only says what kind of actor does it."""
        return self.roles == ("subj",) and not self.negated and self.alternatives <= _PARTIES

    @property
    def weight(self) -> int:
        if self.negated or not self.alternatives:
            return 1
        if "negated" in self.alternatives:  # a negated clause is what the pattern is about
            return 6
        return 2 if all(alternative.isupper() for alternative in self.alternatives) else 3


@dataclass(frozen=True)
class Pattern:
    """One line of the lexicon."""

    lemmas: tuple[str, ...]
    part: str
    """V, N or A."""
    conditions: tuple[Condition, ...]
    event_type: str | None
    """None where the pattern only shields its words from a more general one."""
    mode: str | None
    example: str

    @cached_property
    def _asked(self) -> tuple[frozenset[str], ...]:
        """Of each condition that names nothing but words, those words."""
        return tuple(
            frozenset(word.removeprefix("~") for word in condition.alternatives)
            for condition in self.conditions
            if condition.alternatives
            and not condition.negated
            and condition.roles != ("form",)
            and not any(word.isupper() or word[0] == "@" for word in condition.alternatives)
        )

    def could_hold(self, words: set[str]) -> bool:
        """Whether a sentence of these words has what the pattern asks for by name; saves looking at its syntax."""
        return not any(asked.isdisjoint(words) for asked in self._asked)

    @cached_property
    def tells_without_agent(self) -> bool:
        """Whether words other than who does it single out the act."""
        return any(
            not c.negated and c.roles not in (("form",), ("subj",)) and c.alternatives and not c.alternatives & _PARTIES
            for c in self.conditions
        )

    @cached_property
    def weight(self) -> int:
        """How specific the pattern is: words weigh more than classes, classes more than that a role is filled."""
        return sum(condition.weight for condition in self.conditions)


def _condition(text: str) -> Condition:
    role, _, alternatives = text.removeprefix("!").partition("=")
    named = frozenset(filter(None, alternatives.split("|")))
    unknown = {a for a in named if a.isupper() and a[0] != "@" and a.lstrip("~").lower() not in class_names()}
    if unknown:
        raise ValueError(f"lexicon: no such class {sorted(unknown)}")
    return Condition(tuple(role.split("|")), named, text.startswith("!"))


@lru_cache(maxsize=1)
def patterns() -> tuple[Pattern, ...]:
    """All patterns, in the order of the file. Raises ValueError for a line that cannot be read."""
    found = []
    for lemmas, part, conditions, event_type, mode, example in lexicons.rows("event_patterns.tsv"):
        found.append(
            Pattern(
                tuple(lemmas.split("|")),
                part,
                tuple(map(_condition, conditions.split())),
                None if event_type == "-" else event_type,
                None if mode in ("", "-") else mode,
                example,
            )
        )
    return tuple(found)


@lru_cache(maxsize=1)
def verbs_by_noun() -> dict[str, str]:
    """Noun that names the act of a verb -> that verb."""
    return {row[0]: row[1] for row in lexicons.rows("nominals.tsv")}


def _nominal(pattern: Pattern) -> Pattern | None:
    """A verb's pattern as its noun fulfils it; None where the pattern rests on what a noun has not."""
    asked = {role for condition in pattern.conditions for role in condition.roles if not condition.negated}
    return None if asked & _VERBAL_ROLES or "obj" not in asked else replace(pattern, part="N")


@lru_cache(maxsize=1)
def by_lemma() -> dict[tuple[str, str], tuple[Pattern, ...]]:
    """(lemma, part of speech) -> its patterns, the most specific first, of equally specific ones the later line."""
    found: dict[tuple[str, str], list[Pattern]] = {}
    for pattern in reversed(patterns()):
        for lemma in pattern.lemmas:
            found.setdefault((lemma, pattern.part), []).append(pattern)
    for noun, verb in verbs_by_noun().items():
        nominal = filter(None, map(_nominal, found.get((verb, "V"), ())))
        found.setdefault((noun, "N"), []).extend(nominal)
    return {key: tuple(sorted(some, key=lambda pattern: -pattern.weight)) for key, some in found.items()}
