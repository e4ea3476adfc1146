"""The vocabulary that stands on both sides of a boundary between two lines, against what chance would put there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from copy import copy
from itertools import chain
from typing import NamedTuple

from onrecord.document.segments.paragraphs import Paragraph
from onrecord.document.segments.vocabulary import rarity

#: A word that is repeated more often comes in clusters, which shuffling would not give.
MOST_COUNTED = 6


class Crossing:
    """How much vocabulary stands on both sides of a boundary, against what shuffled paragraphs would give."""

    def __init__(self, sets: Sequence[frozenset[str]]) -> None:
        self.total = Counter(chain.from_iterable(sets))
        self.weights = {term: rarity(term) for term in self.total}
        self.by_count: dict[int, float] = {}
        for term, count in self.total.items():
            count = min(count, MOST_COUNTED)
            if count > 1:
                self.by_count[count] = self.by_count.get(count, 0.0) + self.weights[term]
        self.seen: Counter[str] = Counter()
        self.observed = 0.0
        self.whole = sum(self.weights.values())
        self.ahead = self.whole
        """Weight of the words that still occur after the boundary."""
        self.behind = 0.0
        """Weight of the words that occur before it."""

    def pass_over(self, own: frozenset[str]) -> None:
        seen, total, weights = self.seen, self.total, self.weights
        for term in own:
            before, count, weight = seen.get(term, 0), total[term], weights[term]
            seen[term] = before + 1
            if before == 0:
                self.behind += weight
                self.observed += weight if count > 1 else 0.0
            if before + 1 == count:
                self.ahead -= weight
                self.observed -= weight if count > 1 else 0.0

    def all_but(self, ahead: Sequence[frozenset[str]]) -> Crossing:
        """The boundary between all else and the paragraphs `ahead`, as if these had been moved to the end."""
        moved, left = copy(self), Counter(chain.from_iterable(ahead))
        moved.seen = self.total.copy()
        moved.seen.subtract(left)
        moved.ahead = sum(self.weights[term] for term in left)
        moved.observed = sum(self.weights[term] for term, count in left.items() if count < self.total[term])
        moved.behind = self.whole - (moved.ahead - moved.observed)
        return moved

    def expected(self, share: float) -> float:
        return sum(weight * (1 - share**n - (1 - share) ** n) for n, weight in self.by_count.items())


class Crossings(NamedTuple):
    """The same boundary as the content words, the names, and both together see it."""

    words: Crossing
    names: Crossing
    terms: Crossing


def crossings(items: Sequence[Paragraph]) -> Crossings:
    """The words, the names and both together, before the first of some paragraphs."""
    return Crossings(
        Crossing([item.words for item in items]),
        Crossing([item.names for item in items]),
        Crossing([item.terms for item in items]),
    )
