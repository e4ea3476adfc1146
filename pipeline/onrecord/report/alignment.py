"""Aligns the words of two texts, in time almost linear in their length."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

#: Lengths of runs that belong together where they occur once in each text; shorter ones count where no longer do.
_RUNS = (5, 2, 1)
#: Largest product of the lengths of two stretches that difflib compares, and largest sum of all such products.
_SMALL, _MOST_WORK = 40_000, 2_000_000
#: How often stretches between unique runs are searched for unique runs of their own.
_DEEPEST = 8


def aligned(one: Sequence[str], other: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of positions (in one, in the other) of equal words, both rising.

    Runs that are unique in both texts are paired first (Cohen's patience diff); difflib compares the short stretches
    between them. A stretch too long for it, which no ordinary text has, counts as rewritten.
    """
    pairs: list[tuple[int, int]] = []
    work = 0
    todo = [(0, len(one), 0, len(other), 0)]
    while todo:
        first, last, other_first, other_last, depth = todo.pop()
        while first < last and other_first < other_last and one[first] == other[other_first]:
            pairs.append((first, other_first))
            first, other_first = first + 1, other_first + 1
        while first < last and other_first < other_last and one[last - 1] == other[other_last - 1]:
            last, other_last = last - 1, other_last - 1
            pairs.append((last, other_last))
        size = (last - first) * (other_last - other_first)
        if not size:
            continue
        if size <= _SMALL and work + size <= _MOST_WORK:
            work += size
            # Without autojunk, which ignores the frequent words of a long text.
            matcher = SequenceMatcher(None, one[first:last], other[other_first:other_last], autojunk=False)
            for a, b, length in matcher.get_matching_blocks():
                pairs += ((first + a + step, other_first + b + step) for step in range(length))
        elif depth < _DEEPEST:
            sure = _sure(one, other, first, last, other_first, other_last)
            pairs += sure
            if sure:
                todo += _between(sure, first, last, other_first, other_last, depth + 1)
    return sorted(pairs)


def _sure(
    one: Sequence[str], other: Sequence[str], first: int, last: int, other_first: int, other_last: int
) -> list[tuple[int, int]]:
    for length in _RUNS:
        here, there = _once(one, first, last, length), _once(other, other_first, other_last, length)
        found = _rising(sorted((here[run], there[run]) for run in here.keys() & there.keys()))
        if found:
            return sorted({(a + step, b + step) for a, b in found for step in range(length)})
    return []


def _once(words: Sequence[str], first: int, last: int, length: int) -> dict[tuple[str, ...], int]:
    """Runs of words that occur once in a stretch -> their positions."""
    places: dict[tuple[str, ...], int] = {}
    for place in range(first, last - length + 1):
        run = tuple(words[place : place + length])
        places[run] = -1 if run in places else place
    return {run: place for run, place in places.items() if place >= 0}


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest sequence of the pairs, which are sorted by the first, whose second rises too; overlaps in step."""
    ends: list[int] = []
    places: list[int] = []
    before: list[int | None] = []
    for number, (_, there) in enumerate(pairs):
        at = bisect_left(ends, there)
        before.append(places[at - 1] if at else None)
        if at == len(ends):
            ends.append(there)
            places.append(number)
        else:
            ends[at], places[at] = there, number
    chosen: list[tuple[int, int]] = []
    number_or_none = places[-1] if places else None
    while number_or_none is not None:
        chosen.append(pairs[number_or_none])
        number_or_none = before[number_or_none]
    return _in_step(reversed(chosen))


def _in_step(pairs: Iterator[tuple[int, int]]) -> list[tuple[int, int]]:
    """The pairs without overlapping runs that are shifted against the last one, which would pair a word twice."""
    kept: list[tuple[int, int]] = []
    for a, b in pairs:
        if kept:
            gap, other_gap = a - kept[-1][0], b - kept[-1][1]
            if gap != other_gap and min(gap, other_gap) < max(_RUNS):
                continue
        kept.append((a, b))
    return kept


def _between(
    sure: list[tuple[int, int]], first: int, last: int, other_first: int, other_last: int, depth: int
) -> Iterator[tuple[int, int, int, int, int]]:
    at, other_at = first, other_first
    for a, b in [*sure, (last, other_last)]:
        if a > at or b > other_at:
            yield at, a, other_at, b, depth
        at, other_at = a + 1, b + 1
