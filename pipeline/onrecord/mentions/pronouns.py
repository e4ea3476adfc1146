"""Resolves he and she to the person last named, where the text leaves no other choice."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.annotate import Annotation

_GENDER = {"he": "male", "him": "male", "his": "male", "himself": "male", "she": "female", "her": "female", "hers": "female", "herself": "female"}


def resolve(annotation: Annotation, names: list[tuple[int, int]], genders: dict[int, set[str]]) -> list[tuple[int, int]]:
    """(token, person) for each pronoun resolved; `names` are (first token, person) in order of position."""
    found: list[tuple[int, int]] = []
    position, recent = 0, []
    subjects: list[int] = []
    for token in annotation.doc:
        while position < len(names) and names[position][0] <= token.i:
            person = names[position][1]
            if person in recent:
                recent.remove(person)
            recent.append(person)
            position += 1
        gender = _GENDER.get(token.lower_)
        if gender is None:
            continue
        options = [p for p in reversed(recent) if genders[p] <= {gender}]
        if options:
            found.append((token.i, options[0]))
            genders[options[0]].add(gender)
    del subjects
    return found
