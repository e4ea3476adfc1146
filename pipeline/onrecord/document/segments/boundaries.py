"""Measures for every line of an article what speaks for another article beginning there.

Two articles on one page share few rare words, the parts of one article many. The document itself shows how many are
usual: with its paragraphs shuffled, a word of `n` paragraphs is on both sides of a boundary with the probability
1 - p^n - (1-p)^n, where p is the share of text before it. A new article also has a headline, a time stamp, a dateline
or a lead.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from onrecord.document.segments.paragraphs import Crossing, Crossings, Manner, Paragraph, crossings, is_title_like
from onrecord.document.segments.split import opening
from onrecord.document.segments.vocabulary import rarity

#: Later lines are not measured, which bounds the work on very long pages.
MOST_LINES = 1500
#: The measures, in the order in which `measure` gives them.
MEASURES = (
    "word_cohesion", "name_cohesion", "missing_links", "known_words", "length", "near_known", "title", "title_is_new",
    "title_repeated", "stamp", "dateline", "looks_back", "opens_with_quote", "lead_length", "names_day", "first_fits",
    "last_fits", "headline_gone", "style_changes", "pace_changes", "before", "many_titles", "inserted", "resumes",
    "stays",
)  # fmt: skip
_BACKWARD = re.compile(
    r"(?:he|she|they|it|his|her|their|its|him|them|this|these|those|that|such|but|however|and|so|also|then|meanwhile"
    r"|still|yet|moreover|furthermore|besides|instead|nevertheless|nonetheless|thus|therefore|both|another|others"
    r"|earlier|later|separately|similarly|likewise|additionally|finally|because)$"
)
#: Words of this weight show what an article is about; more of them add nothing.
_SURE_BEFORE = 500.0
_WEEKDAY = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")


@dataclass(frozen=True)
class _Page:
    """What every boundary of a page is compared with."""

    items: Sequence[Paragraph]
    last_prose: int
    titles: Sequence[int]
    """Positions of headlines between paragraphs of running text."""
    headline: frozenset[str]
    """The terms of the page's own headlines."""

    @classmethod
    def of(cls, items: Sequence[Paragraph]) -> _Page:
        lead = next((i for i, item in enumerate(items) if item.is_prose), len(items))
        last_prose = max((i for i, item in enumerate(items) if item.is_prose), default=-1)
        titles = [i for i, item in enumerate(items) if lead < i < last_prose and is_title_like(item)]
        headline: frozenset[str] = frozenset().union(*(item.terms for item in items[:lead] if is_title_like(item)))
        return cls(items, last_prose, titles, headline)

    def may_begin(self, i: int) -> bool:
        """Whether an article with running text can begin at a line."""
        item = self.items[i]
        return i <= self.last_prose and (item.is_prose or is_title_like(item) or item.is_stamp)


def measure(items: Sequence[Paragraph], first: int) -> list[tuple[int, dict[str, float]]]:
    """(position, features) of every line from `first` on where an article with running text can begin."""
    items = items[:MOST_LINES]
    if not items:
        return []
    sizes = [len(item.terms) + 1 for item in items]
    whole, passed = sum(sizes), 0
    page, crossed, manner = _Page.of(items), crossings(items), Manner(items)
    previous: Paragraph | None = None
    found = []
    for i, item in enumerate(items):
        if i >= first and page.may_begin(i):
            found.append((i, _features(page, i, crossed, passed / whole, previous, manner)))
        crossed.words.pass_over(item.words)
        crossed.names.pass_over(item.names)
        crossed.terms.pass_over(item.terms)
        manner.pass_over(item)
        passed += sizes[i]
        previous = item if item.is_prose else previous
    return found


def measure_moved(
    items: Sequence[Paragraph], begin: int, end: int, whole: Crossings, before: Paragraph | None
) -> dict[str, float] | None:
    """The features of an article at `[begin, end)`, as if those lines were moved to the end; None where none can begin.

    `whole` is the boundary before all `items`, and `before` the last paragraph of running text before `begin`.
    """
    stretch, rest = items[begin:end], [*items[:begin], *items[end:]]
    page, at = _Page.of([*rest, *stretch]), len(rest)
    if at >= MOST_LINES or not page.may_begin(at):
        return None
    sizes = [len(item.terms) + 1 for item in page.items]
    manner = Manner(page.items)
    for item in rest:
        manner.pass_over(item)
    crossed = Crossings(
        whole.words.all_but([item.words for item in stretch]),
        whole.names.all_but([item.names for item in stretch]),
        whole.terms.all_but([item.terms for item in stretch]),
    )
    return _features(page, at, crossed, sum(sizes[:at]) / sum(sizes), before, manner)


def _features(
    page: _Page, i: int, crossed: Crossings, share: float, before: Paragraph | None, manner: Manner
) -> dict[str, float]:
    features = _cohesion(crossed, share) | _opening(page.items, i, crossed.terms.seen)
    opens = next(item for item in page.items[i:] if item.is_prose)
    features |= _fits(opens, before, page.headline, crossed.terms) | manner.changes()
    features["many_titles"] = features["title"] * math.log1p(sum(not i <= at <= i + 3 for at in page.titles))
    return features | {"inserted": 0.0, "resumes": 0.0, "stays": 0.0}


def _fits(lead: Paragraph, before: Paragraph | None, headline: frozenset[str], terms: Crossing) -> dict[str, float]:
    """To which side of the boundary the paragraphs beside it and the page's headline belong."""
    own = before.terms if before else frozenset()
    return {
        "names_day": float(bool(_WEEKDAY.search(lead.line.text))),
        "first_fits": leaning(
            lead.terms, lambda term: terms.total[term] - terms.seen[term] > 1, lambda term: terms.seen[term] > 0
        ),
        "last_fits": leaning(
            own, lambda term: terms.seen[term] > 1, lambda term: terms.total[term] - terms.seen[term] > 0
        ),
        "headline_gone": leaning(
            headline, lambda term: terms.seen[term] > 1, lambda term: terms.total[term] - terms.seen[term] > 0
        ),
    }


def leaning(own: frozenset[str], here: Callable[[str], bool], there: Callable[[str], bool]) -> float:
    """Share of some terms, by weight, that are here less the share that are there, -1..1."""
    total = leans = 0.0
    for term in own:
        weight = rarity(term)
        total += weight
        leans += weight * (here(term) - there(term))
    return leans / (total + 10)


def _cohesion(crossed: Crossings, share: float) -> dict[str, float]:
    words, names, terms = crossed
    expected_words, expected_names = words.expected(share), names.expected(share)
    return {
        "word_cohesion": math.log((words.observed + 4) / (expected_words + 4)),
        "name_cohesion": math.log((names.observed + 4) / (expected_names + 4)),
        "missing_links": math.log1p(max(0.0, expected_words + expected_names - words.observed - names.observed)),
        "known_words": terms.observed / (terms.ahead + 10),
        "length": math.log(terms.ahead + 10),
        "before": math.log(min(terms.behind, _SURE_BEFORE) + 10),
    }


def _opening(items: Sequence[Paragraph], i: int, seen: Counter[str]) -> dict[str, float]:
    head = items[i : i + 4]
    lead = next(item for item in items[i:] if item.is_prose)
    titles = [item for item in head[: head.index(lead)] if is_title_like(item)] if lead in head else []
    title = titles[0] if titles and titles[0] is head[0] else None
    first_words = [word.casefold() for word in lead.line.words[:3]]
    following: set[str] = set().union(*(item.terms for item in items[i + 1 : i + 6] if item.is_prose))
    opens = lead in head
    return {
        "near_known": _known([item for item in items[i : i + 6] if item.is_prose][:2], seen),
        "title": float(title is not None),
        "title_is_new": _difference(title, following, seen) if title else 0.0,
        "title_repeated": float(len({item.line.plain for item in titles}) < len(titles)),
        "stamp": float(any(item.is_stamp for item in head[:3])) if title or head[0].is_stamp else 0.0,
        "dateline": float(opening(lead.line.text) is not None) if opens else 0.0,
        "looks_back": float(bool(first_words) and bool(_BACKWARD.match(first_words[0]) or "also" in first_words)),
        "opens_with_quote": float(lead.line.text[0] in "\"“'‘«„"),
        "lead_length": math.log(min(60, len(lead.line.words)) / 25),
    }


def _known(items: Sequence[Paragraph], seen: Counter[str]) -> float:
    """Share of the terms of some paragraphs, by weight, that occurred before them."""
    terms: set[str] = set().union(*(item.terms for item in items))
    total = sum(rarity(term) for term in terms)
    return sum(rarity(term) for term in terms if seen[term]) / (total + 10)


def _difference(title: Paragraph, following: set[str], seen: Counter[str]) -> float:
    """Share of the title's terms, by weight, in the text after it less the share in the text before it, -1..1."""
    total = sum(rarity(term) for term in title.terms) or 1.0
    after = sum(rarity(term) for term in title.terms if term in following)
    before = sum(rarity(term) for term in title.terms if seen[term])
    return (after - before) / total
