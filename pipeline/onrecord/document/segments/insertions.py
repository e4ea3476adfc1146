"""Finds where an article can be between two parts of another.

Every pair of lines is weighed by the words that the lines between share with the rest; only the best are measured in
full, as an article at the end is, as if those lines were moved there.
"""

from __future__ import annotations

import heapq
import math
from collections import Counter
from collections.abc import Sequence
from itertools import chain

from onrecord.document.segments.boundaries import leaning, measure_moved
from onrecord.document.segments.paragraphs import Crossing, Crossings, Paragraph, crossings
from onrecord.document.segments.vocabulary import rarity

#: How many are measured in full.
MOST_MEASURED = 8
#: On longer pages only the first lines with a headline, stamp or dateline are tried as beginnings.
_MOST_ITEMS, _MOST_BEGINNINGS = 120, 40
#: So many paragraphs follow an insertion; fewer are a note at the end.
_FEWEST_AFTER = 2


def insertions(
    items: Sequence[Paragraph], measured: Sequence[tuple[int, dict[str, float]]]
) -> list[tuple[int, int, dict[str, float]]]:
    """(begin, end, features) of the lines that are most likely another article."""
    prose = [i for i, item in enumerate(items) if item.is_prose]
    if len(prose) < _FEWEST_AFTER + 2:
        return []
    latest = prose[-_FEWEST_AFTER]
    openings = {begin: _announcement(features) for begin, features in measured if begin < latest}
    if len(items) > _MOST_ITEMS:
        shown = sorted(begin for begin, points in openings.items() if points)[:_MOST_BEGINNINGS]
        openings = {begin: openings[begin] for begin in shown}
    whole = crossings(items)
    sizes = [len(item.terms) + 1 for item in items]
    stretches = [
        (points + score, begin, end)
        for begin, points in openings.items()
        for score, end in _best_ends(items, begin, latest, whole.terms, sizes)
    ]
    best = heapq.nlargest(MOST_MEASURED, stretches)
    return [(begin, end, features) for _, begin, end in best if (features := measure_stretch(items, begin, end, whole))]


def _announcement(features: dict[str, float]) -> float:
    return 2 * features["title"] * max(0.0, features["title_is_new"]) + 3 * features["stamp"] + features["dateline"]


def _best_ends(
    items: Sequence[Paragraph], begin: int, latest: int, whole: Crossing, sizes: Sequence[int]
) -> list[tuple[float, int]]:
    """(score, end) of the two best ends for `begin`, by the words that the lines between share with the rest."""
    inside = Crossing(())
    inside.total, inside.weights, inside.by_count = whole.total, whole.weights, whole.by_count
    size, total, has_prose = 0, sum(sizes), False
    found = []
    for end in range(begin + 1, latest + 1):
        item = items[end - 1]
        inside.pass_over(item.terms)
        size += sizes[end - 1]
        has_prose = has_prose or item.is_prose
        if has_prose:
            expected = inside.expected(size / total)
            score = 0.5 * math.log1p(max(0.0, expected - inside.observed))
            score -= 6 * math.log((inside.observed + 8) / (expected + 8))
            found.append((score - 4 * inside.observed / (inside.behind + 10), end))
    return heapq.nlargest(2, found)


def measure_stretch(items: Sequence[Paragraph], begin: int, end: int, whole: Crossings) -> dict[str, float] | None:
    """The features of another article at `[begin, end)`; `whole` is the boundary before all `items`."""
    before = next((item for item in reversed(items[:begin]) if item.is_prose), None)
    features = measure_moved(items, begin, end, whole, before)
    if features is None:
        return None
    stretch = items[begin:end]
    inside, total = Counter(chain.from_iterable(item.terms for item in stretch)), whole.terms.total
    resumes = next((item for item in items[end:] if item.is_prose), items[end])
    last = next(item for item in reversed(stretch) if item.is_prose)
    goes_on = any(rarity(term) for item in stretch if item is not last for term in item.terms)
    return features | {
        "inserted": 1.0,
        # The words of the paragraph itself count once in `total` and `inside`: what is beyond that is elsewhere.
        "resumes": leaning(resumes.terms, lambda term: total[term] - inside[term] > 1, lambda term: inside[term] > 0),
        "stays": leaning(last.terms, lambda term: inside[term] > 1, lambda term: total[term] > inside[term])
        if goes_on
        else 0.0,
    }
