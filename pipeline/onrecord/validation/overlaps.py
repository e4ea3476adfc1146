"""Finds rows of an article that stand on the same words, going over their spans in order once each way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow.compute as pc

from onrecord.validation.columns import Columns
from onrecord.validation.held_against_text import Reading
from onrecord.validation.texts import APART, Articles


def apart(among: tuple[str, Any] | None = None, differ: str = "") -> Reading:
    """No two rows overlap: of those with a value in a column (`among`), none with different values in `differ`.

    A span without a character, which overlaps nothing, breaks a rule of its own.
    """

    def faulty(articles: Articles, rows: Columns) -> Iterator[tuple[int, None]]:
        starts, ends = rows.ints("start"), rows.ints("end")
        chosen = (starts >= 0) & (starts < ends)
        if among:
            chosen &= rows.are(*among)
        place = np.flatnonzero(chosen)
        place = place[np.lexsort((ends[place], starts[place], rows.article[place]))]
        first, past = (rows.article[place] * APART + one[place] for one in (starts, ends))
        # What overlaps any before it, or the next one.
        late = np.flatnonzero(first[1:] < np.maximum.accumulate(past)[:-1]) + 1
        few = np.union1d(late, np.flatnonzero(past[:-1] > first[1:]))
        value = _codes(rows, differ)[place[few]] if differ else np.arange(len(few))
        found = _overlapping(first[few].tolist(), past[few].tolist(), value.tolist())
        yield from ((position, None) for position in sorted(place[few[found]].tolist()))

    columns = ((among[0],) if among else ()) + ((differ,) if differ else ())
    return Reading(("start", "end", *columns), faulty, of_whole=True)


def _codes(rows: Columns, column: str) -> Any:
    """Numbers that are the same for the same values, null being one too."""
    coded = rows.column(column).combine_chunks().dictionary_encode()
    return pc.fill_null(coded.indices, -1).to_numpy(zero_copy_only=False)


def _overlapping(first: list[int], past: list[int], value: list[int]) -> list[int]:
    """Which of some spans, in order, overlap one of another value."""
    found = set()
    # How far those before reach: furthest, of which value, and furthest of the other values.
    furthest, whose, others = -1, None, -1
    for one, (begin, end, its) in enumerate(zip(first, past, value, strict=True)):
        if begin < (others if its == whose else furthest):
            found.add(one)
        if its == whose:
            furthest = max(furthest, end)
        elif end > furthest:
            furthest, whose, others = end, its, furthest
        else:
            others = max(others, end)
    # Where the next begins: of which value, and where the next of another value.
    nearest: float
    beyond: float
    nearest, whose, beyond = float("inf"), None, float("inf")
    for one in reversed(range(len(first))):
        if past[one] > (beyond if value[one] == whose else nearest):
            found.add(one)
        if value[one] != whose:
            beyond, whose = nearest, value[one]
        nearest = first[one]
    return sorted(found)
