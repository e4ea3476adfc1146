"""Finds the names that the text says are not the person's own, and the unnamed person whom each of them stands for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.document.people.candidates import Candidate
    from onrecord.language.en.annotate import Annotation

#: What stands directly before such a name. 'a teacher who asked to be named as Rosa', 'gave only his first name, Yusuf'
_BEFORE = re.compile(
    r"(?:(?:\b(?P<whose>her|his|the|a)\s+)?(?:nickname|pseudonym|alias|(?:assumed|false|code) name|codename)(?: of)?"
    r"|(?:identified|named|known|quoted|referred to)\s+(?:here\s+)?only\s+(?:as|by)"
    r"(?:\s+(?:her|his|the)\s+(?:first name|surname|initials?))?"
    r"|asked to be (?:identified|called|named|referred to)(?: only)?(?: as| by)?"
    r"|\b(?:gave|given?|giving|provided|used|using|identified (?:\w+self )?(?:only )?by|goes by) (?:only )?"
    r"(?P<own>her|his|their) (?:first|given|last|middle|family)? ?names?(?: only)?"
    r"|identified (?:him|her)self only as)"
    r"\s*[,:]?\s*(?:(?:as|Mr|Mrs|Ms|Miss|Dr)\.?\s+)?[\"']?$"
)
#: What stands directly after it. 'Rosa, not her real name, said', 'Rosa (a pseudonym)', 'Rosa, whose name was changed'
_AFTER = re.compile(
    r"\s*[,(\[–—-]+\s*(?:which is )?(?:not (?P<whose>her|his|their) real name"
    r"|(?:a|her|his|the) (?:pseudonym|nickname|alias)"
    r"|(?:whose )?(?:real )?name (?:has been|was) (?:changed|withheld))"
)
_FOOTNOTE = re.compile(r"names? (?:has|have) been changed", re.IGNORECASE)
#: The person described: 'a 40-year-old Ruritanian teacher who asked', 'One 23-year-old citizen, who asked'
_DESCRIBED = re.compile(
    r"\b(?:[Aa]n?|[Oo]ne|[Tt]he)\s+(?:(?P<age>\d{1,3})-years?-old\s+)?(?P<role>(?:[\w'-]+\s+){0,3}[\w'-]+),?\s+who(?:se)?\s"
)
#: After a name or the pronoun that stands for its bearer: 'Her name has been changed', "Rosa's name was altered"
_CHANGED = re.compile(r"(?:['’]s)?\s+(?:real |full )?names? (?:ha(?:s|ve) been|was|is) (?:changed|altered)\b")
_REACH = 120


@dataclass(frozen=True)
class Pseudonym:
    """A candidate that is a pseudonym, and what the sentence says of its bearer."""

    candidate: Candidate
    gender: str | None
    age: int | None
    role: tuple[int, int] | None
    """Character offsets of the role in that description."""
    described: tuple[int, int] | None
    """Character offsets of the words that describe the bearer: 'A 40-year-old Peruvian nurse'."""


def find_pseudonyms(candidates: list[Candidate], annotation: Annotation) -> list[Pseudonym]:
    """The candidates that the words around them declare to be pseudonyms."""
    doc, found = annotation.doc, []
    has_footnote = bool(_FOOTNOTE.search(annotation.text))
    for candidate in candidates:
        paragraph = annotation.paragraph_of(candidate.first)
        first, last = max(paragraph.first, candidate.first - 30), min(paragraph.last, candidate.last + 12)
        before = _BEFORE.search(doc[first : candidate.first].text + " ")
        after = _AFTER.match(doc[candidate.last : last].text)
        starred = has_footnote and candidate.last < paragraph.last and doc[candidate.last].text == "*"
        if not (before or after or starred):
            continue
        whose = (before and (before["whose"] or before["own"])) or (after and after["whose"])
        gender = {"her": "female", "his": "male"}.get(whose or "")
        found.append(_with_bearer(candidate, gender, annotation))
    return found


def _with_bearer(candidate: Candidate, gender: str | None, annotation: Annotation) -> Pseudonym:
    end = annotation.starts[candidate.first]
    sentence = annotation.doc[candidate.first].sent
    begin = max(annotation.starts[sentence.start], end - _REACH)
    nearest = list(_DESCRIBED.finditer(annotation.cased, begin, end))[-1:]
    if not nearest:
        return Pseudonym(candidate, gender, None, None, None)
    described = nearest[0]
    age = int(described["age"]) if described["age"] else None
    return Pseudonym(candidate, gender, age, described.span("role"), (described.start(), described.end("role")))


def changed_names(annotation: Annotation, person_at: Mapping[int, int]) -> set[int]:
    """The persons of whose names the text says, in a sentence of its own, that they were changed.

    `person_at`: token -> the person whom it names or stands for.
    """
    ends = ((annotation.offsets(token, token + 1)[1], person) for token, person in person_at.items())
    return {person for end, person in ends if _CHANGED.match(annotation.cased, end)}
