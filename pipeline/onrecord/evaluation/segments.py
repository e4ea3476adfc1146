"""Scores segments by characters: each character that is not blank has one role in gold and one in the table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby

from onrecord.evaluation.dataset import Document
from onrecord.evaluation.gold import GoldError, GoldSegment
from onrecord.evaluation.matching import Span, locate
from onrecord.evaluation.tally import Miss, Tally
from onrecord_schema.segments import REMOVED_ROLES


class Characters(defaultdict[str, Tally]):
    """Role -> tally of characters; `removed` counts all removed roles as one."""

    def __init__(self) -> None:
        super().__init__(Tally)

    def count(self, expected: str, found: str, characters: int) -> None:
        sides = [(role, role == expected, role == found) for role in {expected, found} - {""}]
        for role, is_gold, is_found in [*sides, ("removed", expected in REMOVED_ROLES, found in REMOVED_ROLES)]:
            if is_gold:
                self[role].count_gold(is_found, characters)
            if is_found:
                self[role].count_row(is_gold, characters)


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
        positions = list(run)
        characters.count(wanted, got, len(positions))
        if wanted != got:
            start, end = positions[0], positions[-1] + 1
            words = text[start:end]
            yield Miss(document.name, "segments", "different", "role", words, wanted, got or None, start, end)


def _stretch(text: str, segment: GoldSegment, number: int) -> Span:
    def find(words: str, nth: int = 1, start: int = 0) -> Span:
        found = locate(text, words, nth, start)
        if found is None:
            raise GoldError(f"segments[{number}]: {not_in_text(words, nth)}")
        return found

    if segment.text is not None:
        return find(segment.text, segment.nth)
    first = find(segment.start_text or "", segment.nth)
    return Span(first.start, find(segment.end_text or "", start=first.start).end)


def not_in_text(words: str, nth: int) -> str:
    """Says that the text does not hold a quote."""
    which = "" if nth == 1 else f" (occurrence {nth})"
    return f"not in the text of its source{which}: {' '.join(words.split())[:100]!r}"
