"""Collects what the text states of each person: roles, affiliation, nationality, ages, gender, need of protection."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

from onrecord.document.people.descriptions import head_of, kin_before
from onrecord.document.people.naming import Name, stated_gender
from onrecord.document.people.roles import (
    affiliation_of,
    nationality_of,
    paragraph_text_after,
    role_after,
    role_before,
)
from onrecord.language.en.annotate import plain, written
from onrecord.language.en.words import harmed_bearers

if TYPE_CHECKING:
    from onrecord.language.en.annotate import Annotation

_AGE_AFTER = re.compile(
    r"\s*(?:, ?|\()(?:aged? |who is )?(\d{1,3})(?=[,.;)]| who|$)|,? aged? (\d{1,3})\b|,? (?:is|was) (\d{1,3}) years old"
    r"|, an? (?:[\w'-]+ ){0,2}?(\d{1,3})[- ]year[- ]old\b"
)
_AGE_BEFORE = re.compile(r"(\d{1,3})[- ]years?[- ]old (?:[\w'-]+ ){0,4}(?:[\w'-]+, )?$")
_OLDEST = 120
_ADULT = 18
_MINORS = frozenset(("baby", "infant", "newborn", "toddler", "schoolboy", "schoolgirl"))

Protection = Literal["none", "pseudonym", "victim_or_relative", "minor"]


class Role(NamedTuple):
    """A role as the parser sees it and as the article has it: as long, but for other quotation marks and capitals."""

    read: str
    written: str

    def part(self, read: str) -> str:
        """Some words of the role, as the article has them."""
        start = self.read.find(read)
        return self.written[start : start + len(read)] if start >= 0 else read


@dataclass
class Facts:
    """What the text states of one person; empty where it states nothing."""

    roles: list[Role] = field(default_factory=list)
    ages: list[int] = field(default_factory=list)
    genders: set[str] = field(default_factory=set)
    is_pseudonym: bool = False
    is_author: bool = False
    is_victim_or_relative: bool = False

    @property
    def affiliation(self) -> str | None:
        return next((role.part(found) for role in self.roles if (found := affiliation_of(role.read))), None)

    @property
    def nationality(self) -> str | None:
        return next((role.part(found) for role in self.roles if (found := nationality_of(role.read)[0])), None)

    @property
    def ethnicity(self) -> str | None:
        return next((role.part(found) for role in self.roles if (found := nationality_of(role.read)[1])), None)

    @property
    def gender(self) -> str | None:
        return next(iter(self.genders)) if len(self.genders) == 1 else None

    @property
    def is_called_victim(self) -> bool:
        """Whether a role says so: a refugee, a survivor of the attack."""
        return any(head_of(role.read) in harmed_bearers() for role in self.roles)  # but: refugee rights director

    @property
    def is_called_minor(self) -> bool:
        return any(role.read.lower().split()[-1] in _MINORS for role in self.roles)

    @property
    def protection(self) -> Protection:
        if self.is_pseudonym:
            return "pseudonym"
        if (self.ages and min(self.ages) < _ADULT) or self.is_called_minor:
            return "minor"
        return "victim_or_relative" if self.is_victim_or_relative else "none"


def facts_of(names: Sequence[Name], annotation: Annotation) -> Facts:
    """What is stated at a person's names."""
    facts, doc = Facts(), annotation.doc
    for name in names:
        if name.credit:
            facts.is_author = True
            facts.roles.append(Role(name.credit.role, name.credit.role))
        if pseudonym := name.pseudonym:
            facts.is_pseudonym = True
            facts.roles += [_role(annotation, *pseudonym.role)] if pseudonym.role else []
            facts.ages += [pseudonym.age] if pseudonym.age else []
            facts.genders |= {pseudonym.gender} if pseudonym.gender else set()
        if name.candidate is None:
            continue
        spans = (role_before(name.candidate, doc), role_after(name.candidate, doc))
        roles = [_role(annotation, *annotation.offsets(*span)) for span in spans if span]
        facts.roles += roles
        before = doc[max(name.candidate.before, name.candidate.first - 4) : name.candidate.first]
        words = [token.text for token in before] + [head_of(role.read) for role in roles]
        if gender := stated_gender(words):
            facts.genders.add(gender)
        relation = kin_before(name.candidate, doc)
        if relation is not None and (gender := stated_gender([relation[0].text])):
            facts.genders.add(gender)
        facts.ages += _ages(name, annotation)
    return facts


def _role(annotation: Annotation, start: int, end: int) -> Role:
    return Role(plain(annotation.cased[start:end]), written(annotation.text[start:end]))


def _ages(name: Name, annotation: Annotation) -> list[int]:
    assert name.candidate is not None
    paragraph = annotation.paragraph_of(name.candidate.first)
    first = max(paragraph.first, name.candidate.first - 12)
    before = _AGE_BEFORE.search(annotation.doc[first : name.candidate.first].text + " ")
    after = _AGE_AFTER.match(paragraph_text_after(name.candidate, annotation, 8))
    found = [int(next(filter(None, match.groups()))) for match in (before, after) if match]
    return [age for age in found if age <= _OLDEST]
