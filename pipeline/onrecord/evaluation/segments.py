"""Scores segments by characters: each character that is not blank has one role in gold and one in the table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from onrecord.evaluation.dataset import Document
from onrecord.evaluation.gold import GoldError, GoldSegment
from onrecord.evaluation.matching import Span, locate
from onrecord.evaluation.tally import Miss, agreement
from onrecord_schema.segments import REMOVED_ROLES


@dataclass
class Characters:
    """Characters by role; `removed` counts all removed roles as one."""

    right: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    gold: Counter[str] = field(default_factory=Counter)

    def count(self, expected: str, found: str, characters: int) -> None:
        self.gold[expected] += characters
        self.found[found] += characters
        if expected == found:
            self.right[expected] += characters
        if expected in REMOVED_ROLES:
            self.gold["removed"] += characters
        if found in REMOVED_ROLES:
            self.found["removed"] += characters
            if expected in REMOVED_ROLES:
                self.right["removed"] += characters

    def as_json(self) -> dict[str, dict[str, float | int | None]]:
        return {
            role: {
                **agreement(self.right[role], self.found[role], self.right[role], self.gold[role]),
                "gold": self.gold[role],
                "found": self.found[role],
            }
            for role in sorted({*self.gold, *self.found} - {""})
        }


def score_segments(document: Document, gold: Sequence[GoldSegment], characters: Characters) -> Iterator[Miss]:
    """Yield a miss for every stretch with another role. Raises GoldError for a stretch that is not in the text."""
    text = document.text
    expected = ["body"] * len(text)
    stretches = [
        (_stretch(text, segment, number), segment.role) for number, segment in enumerate(gold) if document.article
    ]
    # Where stretches overlap the shorter one counts: it is painted last.
    for span, role in sorted(stretches, key=lambda one: (-one[0].length, one)):
        expected[span.start : span.end] = [role] * (span.end - span.start)
    found = [""] * len(text)
    for row in document.segments:
        role = row["role"] if row["kept"] or row["role"] in REMOVED_ROLES else "boilerplate"
        found[row["start"] : row["end"]] = [role] * (min(row["end"], len(text)) - row["start"])
    visible = [position for position, character in enumerate(text) if not character.isspace()]
    for (wanted, got), run in groupby(visible, key=lambda position: (expected[position], found[position])):
        places = list(run)
        characters.count(wanted, got, len(places))
        if wanted != got:
            start, end = places[0], places[-1] + 1
            words = text[start:end]
            yield Miss(document.name, "segments", "different", "role", words, wanted, got or None, start, end)


def _stretch(text: str, segment: GoldSegment, number: int) -> Span:
    def place(words: str, nth: int = 1, start: int = 0) -> Span:
        found = locate(text, words, nth, start)
        if found is None:
            raise GoldError(f"segments[{number}]: {not_in_text(words, nth)}")
        return found

    if segment.text is not None:
        return place(segment.text, segment.nth)
    first = place(segment.start_text or "", segment.nth)
    return Span(first.start, place(segment.end_text or "", start=first.start).end)


def not_in_text(words: str, nth: int) -> str:
    """Says that the text does not hold a quote."""
    which = "" if nth == 1 else f" (occurrence {nth})"
    return f"not in the text of its source{which}: {' '.join(words.split())[:100]!r}"
