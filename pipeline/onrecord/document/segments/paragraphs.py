"""What the search for other articles knows of a paragraph, and of the text on both sides of a boundary."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from onrecord.document.segments.lines import Line
from onrecord.document.segments.vocabulary import rarity
from onrecord_schema.segments import Role

#: Ways of writing the same mark, of which an outlet uses one: straight or curly quotes, double hyphens or dashes.
_STYLES = ((re.compile(r"[\"']"), re.compile(r"[“”‘’]")), (re.compile(r"\s-{1,2}\s|--"), re.compile(r"[–—]")))
#: So many marks on each side make a house style certain.
_SURE_SIGNS = 4


@dataclass(frozen=True)
class Paragraph:
    """A line, what it is for its page, and its stems."""

    line: Line
    is_stamp: bool
    is_byline: bool
    is_prose: bool
    words: frozenset[str]
    names: frozenset[str]

    @cached_property
    def terms(self) -> frozenset[str]:
        return self.words | self.names

    @cached_property
    def signs(self) -> list[int]:
        """How often each way of writing each mark occurs, in the order of `_STYLES`."""
        return [len(way.findall(self.line.text)) for ways in _STYLES for way in ways]


def paragraph(line: Line, role: Role) -> Paragraph:
    is_credit = role in ("byline", "caption")
    is_stamp = role == "dateline" and not line.is_prose
    return Paragraph(line, is_stamp, role == "byline", line.is_prose and not is_credit, *line.terms)


def is_title_like(item: Paragraph) -> bool:
    line = item.line
    return (
        not item.is_stamp
        and not line.is_prose
        and not line.ends_sentence
        and not line.has_bullet
        and line.text[-1] not in ":,;"
        and 3 <= len(line.words) <= 28
    )


class Manner:
    """The house style and the length of paragraphs before and after a boundary, which moves down the page."""

    def __init__(self, items: Sequence[Paragraph]) -> None:
        prose = [item for item in items if item.is_prose]
        self.after = [sum(column) for column in zip(*(item.signs for item in prose), strict=True)] or [0] * 4
        self.before = [0] * len(self.after)
        self.words_before, self.words_after = 0, sum(len(item.line.words) for item in prose)
        self.count_before, self.count_after = 0, len(prose)

    def pass_over(self, item: Paragraph) -> None:
        if item.is_prose:
            self.before = [had + new for had, new in zip(self.before, item.signs, strict=True)]
            self.after = [had - new for had, new in zip(self.after, item.signs, strict=True)]
            self.words_before += len(item.line.words)
            self.words_after -= len(item.line.words)
            self.count_before += 1
            self.count_after -= 1

    def changes(self) -> dict[str, float]:
        style = 0.0
        for k in range(0, len(self.before), 2):
            early, late = self.before[k : k + 2], self.after[k : k + 2]
            surety = min(1.0, sum(early) / _SURE_SIGNS) * min(1.0, sum(late) / _SURE_SIGNS)
            style += surety * abs(early[0] / (sum(early) or 1) - late[0] / (sum(late) or 1))
        early_pace = (self.words_before + 30) / (self.count_before + 1)
        late_pace = (self.words_after + 30) / (self.count_after + 1)
        return {"style_changes": style, "pace_changes": abs(math.log(early_pace / late_pace))}


#: Words that are repeated more often occur in clusters, which shuffling would not give.
MOST_COUNTED = 6


class Crossing:
    """The vocabulary on both sides of a boundary, and how much of it shuffled paragraphs would have there."""

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
        """Weight of the words after the boundary."""
        self.behind = 0.0
        """Weight of the words before it."""

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
        """The boundary before the paragraphs `ahead`, as if they had been moved to the end."""
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
    """The same boundary for the content words, the names, and both together."""

    words: Crossing
    names: Crossing
    terms: Crossing


def crossings(items: Sequence[Paragraph]) -> Crossings:
    """The boundary before the first of some paragraphs."""
    return Crossings(
        Crossing([item.words for item in items]),
        Crossing([item.names for item in items]),
        Crossing([item.terms for item in items]),
    )
