"""Measures, at every line of an article, what speaks for another article beginning there.

Two articles joined on one page share few rare words, the parts of one article many. What is usual inside a document is
known from its own words: if paragraphs were shuffled, a word of `n` paragraphs would stand on both sides of a boundary
with the chance 1 - p^n - (1-p)^n, where p is the share of text before it. Beside this cohesion, new articles show
themselves by a headline, a time stamp, a dateline or a lead.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from onrecord.segment.lines import Line
from onrecord.segment.split import opening
from onrecord.segment.vocabulary import rarity

#: Lines after which boundaries are not looked for any more, to bound the work on very long pages.
MOST_LINES = 1500
#: A word that is repeated more often comes in clusters, which shuffling would not give.
MOST_COUNTED = 6
#: The measures, in the order in which `measure` gives them.
MEASURES = (
    "word_cohesion", "name_cohesion", "missing_links", "known_words", "length", "near_known", "title", "title_is_new",
    "title_repeated", "stamp", "dateline", "looks_back", "opens_with_quote", "lead_length",
)  # fmt: skip
_BACKWARD = frozenset(
    [
        "he",
        "she",
        "they",
        "it",
        "his",
        "her",
        "their",
        "its",
        "him",
        "them",
        "this",
        "these",
        "those",
        "that",
        "such",
        "but",
        "however",
        "and",
        "so",
        "also",
        "then",
        "meanwhile",
        "still",
        "yet",
        "moreover",
        "furthermore",
        "besides",
        "instead",
        "nevertheless",
        "nonetheless",
        "thus",
        "therefore",
        "both",
        "another",
        "others",
        "earlier",
        "later",
        "separately",
        "similarly",
        "likewise",
        "additionally",
        "finally",
        "because",
    ]
)


@dataclass(frozen=True)
class Paragraph:
    """A line, what it is for its page, and the stems it holds."""

    line: Line
    is_stamp: bool
    words: frozenset[str]
    names: frozenset[str]

    @cached_property
    def terms(self) -> frozenset[str]:
        return self.words | self.names


def paragraph(line: Line, *, is_stamp: bool) -> Paragraph:
    return Paragraph(line, is_stamp, *line.terms)


def is_title_like(item: Paragraph) -> bool:
    line = item.line
    return (
        not item.is_stamp
        and not line.is_prose
        and not line.ends_sentence
        and not line.has_bullet
        and 3 <= len(line.words) <= 28
    )


class _Crossing:
    """How much vocabulary stands on both sides of a boundary, against what shuffled paragraphs would give."""

    def __init__(self, sets: Sequence[frozenset[str]]) -> None:
        self.total = Counter(term for own in sets for term in own)
        self.by_count: dict[int, float] = {}
        for term, count in self.total.items():
            count = min(count, MOST_COUNTED)
            if count > 1:
                self.by_count[count] = self.by_count.get(count, 0.0) + rarity(term)
        self.seen: Counter[str] = Counter()
        self.observed = 0.0
        self.ahead = sum(rarity(term) for term in self.total)
        """Weight of the words that still occur after the boundary."""

    def pass_over(self, own: frozenset[str]) -> None:
        for term in own:
            before, count = self.seen[term], self.total[term]
            self.seen[term] = before + 1
            if count > 1 and before == 0:
                self.observed += rarity(term)
            if before + 1 == count:
                self.ahead -= rarity(term)
                self.observed -= rarity(term) if count > 1 else 0.0

    def expected(self, share: float) -> float:
        return sum(weight * (1 - share**n - (1 - share) ** n) for n, weight in self.by_count.items())


def measure(items: Sequence[Paragraph], first: int) -> list[tuple[int, dict[str, float]]]:
    """(position, features) for every line from `first` on at which an article with running text could begin."""
    items = items[:MOST_LINES]
    if not items:
        return []
    sizes = [len(item.terms) + 1 for item in items]
    whole, passed = sum(sizes), 0
    words, names, terms = (_Crossing([getattr(item, which) for item in items]) for which in ("words", "names", "terms"))
    last_prose = max((i for i, item in enumerate(items) if item.line.is_prose), default=-1)
    found = []
    for i, item in enumerate(items):
        if first <= i <= last_prose and (item.line.is_prose or is_title_like(item) or item.is_stamp):
            found.append((i, _cohesion(words, names, terms, passed / whole) | _opening(items, i, terms.seen)))
        words.pass_over(item.words)
        names.pass_over(item.names)
        terms.pass_over(item.terms)
        passed += sizes[i]
    return found


def _cohesion(words: _Crossing, names: _Crossing, terms: _Crossing, share: float) -> dict[str, float]:
    expected_words, expected_names = words.expected(share), names.expected(share)
    return {
        "word_cohesion": math.log((words.observed + 4) / (expected_words + 4)),
        "name_cohesion": math.log((names.observed + 4) / (expected_names + 4)),
        "missing_links": math.log1p(max(0.0, expected_words + expected_names - words.observed - names.observed)),
        "known_words": terms.observed / (terms.ahead + 10),
        "length": math.log(terms.ahead + 10),
    }


def _opening(items: Sequence[Paragraph], i: int, seen: Counter[str]) -> dict[str, float]:
    head = items[i : i + 4]
    lead = next(item for item in items[i:] if item.line.is_prose)
    titles = [item for item in head[: head.index(lead)] if is_title_like(item)] if lead in head else []
    title = titles[0] if titles and titles[0] is head[0] else None
    first_words = [word.casefold() for word in lead.line.words[:3]]
    following: set[str] = set().union(*(item.terms for item in items[i + 1 : i + 6] if item.line.is_prose))
    opens = lead in head
    return {
        "near_known": _known([item for item in items[i : i + 6] if item.line.is_prose][:2], seen),
        "title": float(title is not None),
        "title_is_new": _difference(title, following, seen) if title else 0.0,
        "title_repeated": float(len({item.line.plain for item in titles}) < len(titles)),
        "stamp": float(any(item.is_stamp for item in head[:3])) if title or head[0].is_stamp else 0.0,
        "dateline": float(opening(lead.line.text) is not None) if opens else 0.0,
        "looks_back": float(bool(first_words) and (first_words[0] in _BACKWARD or "also" in first_words)),
        "opens_with_quote": float(lead.line.text[0] in "\"“'‘«„"),
        "lead_length": math.log(min(60, len(lead.line.words)) / 25),
    }


def _known(items: Sequence[Paragraph], seen: Counter[str]) -> float:
    """Share of the rare terms of some paragraphs that occurred before them."""
    terms: set[str] = set().union(*(item.terms for item in items))
    total = sum(rarity(term) for term in terms)
    return sum(rarity(term) for term in terms if seen[term]) / (total + 10)


def _difference(title: Paragraph, following: set[str], seen: Counter[str]) -> float:
    """Share of the title's rare terms in the text after it, less the share in the text before it, -1..1."""
    total = sum(rarity(term) for term in title.terms) or 1.0
    after = sum(rarity(term) for term in title.terms if term in following)
    before = sum(rarity(term) for term in title.terms if seen[term])
    return (after - before) / total
