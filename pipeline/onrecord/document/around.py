"""Finds the spans around a place without looking at all of them: texts repeat, and so would the work."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate
from typing import Generic, TypeVar

Thing = TypeVar("Thing")


class Around(Generic[Thing]):
    """Things with a span each, `(start, end, thing)`."""

    def __init__(self, spans: Iterable[tuple[int, int, Thing]]) -> None:
        self._spans = sorted(
            ((start, end, n, thing) for n, (start, end, thing) in enumerate(spans)), key=lambda s: s[:3]
        )
        self._starts = [span[0] for span in self._spans]
        self._furthest = list(accumulate((span[1] for span in self._spans), max))

    def of(self, start: int, end: int) -> list[Thing]:
        """The things whose span has `[start, end)` inside, in the order in which they were given."""
        found = []
        at = bisect_right(self._starts, start) - 1
        while at >= 0 and self._furthest[at] >= end:
            if self._spans[at][1] >= end:
                found.append(self._spans[at][2:])
            at -= 1
        return [thing for _, thing in sorted(found, key=lambda one: one[0])]
