"""What rows say held against the texts of their articles: the comparisons that rules are made of, articles at a time.

A text is cut and searched here as Python cuts it, by code points; a database counts them from its beginning each time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from onrecord.validation.columns import Columns

Ints = npt.NDArray[np.int64]
#: More than the offsets of one article span, so that the places of several can stand in one row of numbers.
APART = 2**32
#: What divides a stretch from the next where several are searched as one: in no text that was decoded right.
_BREAK = "\x1f"


@dataclass(frozen=True)
class Reading:
    """A comparison of rows with their articles' texts: which columns it takes, and the faulty rows by their place.

    What is found instead of the value may stand beside the place, else None.
    """

    columns: tuple[str, ...]
    faulty: Callable[[Articles, Columns], Iterable[tuple[int, str | None]]]
    of_segments: bool = False
    """Whether the articles' segments are needed too."""


@dataclass(frozen=True)
class WordsOfPersons:
    """Words (`written`) that `persons`, a query, gives of persons: they stand in an article that mentions the person,
    or, with `kept`, in none of them in stripped text without standing in kept text of one.
    """

    persons: str
    kept: bool = False


@dataclass(frozen=True)
class Articles:
    """Some articles: texts and segments, each found by its place among them, which rows hold as `article`."""

    texts: Sequence[str | None]
    segments: Columns
    authors: frozenset[str]
    """Ids of the persons who write."""

    @cached_property
    def by_article(self) -> list[list[int]]:
        """The segments of each article in their order."""
        found: list[list[int]] = [[] for _ in self.texts]
        for position, article in enumerate(self.segments.numbers("article")):
            found[article].append(position)
        ordinals, starts = self.segments.numbers("ordinal"), self.segments.numbers("start")
        for positions in found:
            positions.sort(key=lambda position: (ordinals[position], starts[position]))
        return found

    @cached_property
    def kept(self) -> list[str]:
        """All that was kept of each article, as one text in which nothing runs on from one segment into the next."""
        return self._joined(True)

    @cached_property
    def stripped(self) -> list[str]:
        """All that was stripped of each article, likewise."""
        return self._joined(False)

    @cached_property
    def are_kept(self) -> dict[tuple[int, str], bool]:
        """Whether words are in kept text, for those that were looked for: tables name the same persons and places."""
        return {}

    @cached_property
    def without_blanks(self) -> dict[int, str]:
        return {}

    def _joined(self, kept: bool) -> list[str]:
        texts, marks = self.segments.values("text"), self.segments.values("kept")
        return [
            _BREAK.join([texts[one] or "" for one in positions if marks[one] is kept]) for positions in self.by_article
        ]

    def has_words(self, article: int, words: str) -> bool:
        """Whether the words are in the text, whatever blanks divide them; a text that is unknown may have any."""
        text = self.texts[article]
        if text is None or words in text:
            return True
        if article not in self.without_blanks:
            self.without_blanks[article] = "".join(text.split())
        return "".join(words.split()) in self.without_blanks[article]

    def touches_stripped(
        self, article: Ints, start: Ints, end: Ints, *, but_notes: bool = False
    ) -> npt.NDArray[np.bool_]:
        """Whether each span shares a character with a stripped segment, notes about the authors left out if wanted."""
        starts, furthest = self._notes_apart if but_notes else self._stripped_ends
        if not len(starts):
            return np.zeros(len(start), bool)
        before = np.searchsorted(starts, article * APART + end, "left")
        return (before > 0) & (furthest[np.maximum(before - 1, 0)] > article * APART + start)

    @cached_property
    def _stripped_ends(self) -> tuple[Ints, Ints]:
        return self._ends(is_note_meant=True)

    @cached_property
    def _notes_apart(self) -> tuple[Ints, Ints]:
        return self._ends(is_note_meant=False)

    def _ends(self, is_note_meant: bool) -> tuple[Ints, Ints]:
        """Starts of the stripped segments, in order, and how far those up to each reach."""
        segments = self.segments
        chosen = np.array(segments.values("kept"), object) == False  # noqa: E712  null is neither
        if not is_note_meant:
            chosen &= np.array(segments.values("role"), object) != "author_bio"
        base = segments.article[chosen] * APART
        start, end = base + segments.ints("start")[chosen], base + segments.ints("end")[chosen]
        order = np.argsort(start, kind="stable")
        return start[order], np.maximum.accumulate(end[order]) if len(order) else end


def at_span(column: str, start: str = "start", end: str = "end") -> Reading:
    """The column holds what stands in the text from `start` to `end`."""

    def faulty(articles: Articles, rows: Columns) -> Iterator[tuple[int, None]]:
        texts = articles.texts
        spans = zip(rows.numbers("article"), rows.numbers(start), rows.numbers(end), rows.values(column), strict=True)
        for position, (article, first, past, value) in enumerate(spans):
            text = texts[article]
            # A null offset is -1 here, and nothing stands there.
            if text is not None and value != (text[first:past] if 0 <= first <= past else None):
                yield position, None

    return Reading((column, start, end), faulty)


def in_text(column: str) -> Reading:
    """The column's words stand in the text, or a correction gave them."""

    def faulty(articles: Articles, rows: Columns) -> Iterator[tuple[int, None]]:
        wrong = {one for one in _not_kept(articles, rows, column) if not articles.has_words(*one)}
        return _rows_of(wrong, column, rows, curated=True)

    return Reading((column, "curated"), faulty, of_segments=True)


def not_in_stripped_text_alone(column: str) -> Reading:
    """The column's words do not stand in stripped text without standing in kept text."""

    def faulty(articles: Articles, rows: Columns) -> Iterator[tuple[int, None]]:
        stripped = articles.stripped
        wrong = {one for one in _not_kept(articles, rows, column) if one[1] in stripped[one[0]]}
        return _rows_of(wrong, column, rows)

    return Reading((column,), faulty, of_segments=True)


def _not_kept(articles: Articles, rows: Columns, column: str) -> Iterator[tuple[int, str]]:
    """(article, words) of the column, each once, where the words are not in the article's kept text."""
    kept, known = articles.kept, articles.are_kept
    for one in set(zip(rows.numbers("article"), rows.values(column), strict=True)):
        if one[1] is None:
            continue
        is_kept = known.get(one)
        if is_kept is None:
            is_kept = known[one] = one[1] in kept[one[0]]
        if not is_kept:
            yield one


def _rows_of(
    wrong: set[tuple[int, Any]], column: str, rows: Columns, *, curated: bool = False
) -> Iterator[tuple[int, None]]:
    """The rows that say what is wrong of an article; where `curated`, those that a correction made are right."""
    if wrong:
        marks = rows.values("curated") if curated and rows.has("curated") else [False] * len(rows)
        for position, one in enumerate(zip(rows.numbers("article"), rows.values(column), strict=True)):
            if one in wrong and not marks[position]:
                yield position, None


def not_in_stripped(start: str, end: str, *, but_authors: bool = False) -> Reading:
    """The span shares no character with stripped text; with `but_authors`, an author may be named in a note on them."""

    def faulty(articles: Articles, rows: Columns) -> Iterator[tuple[int, None]]:
        spans = rows.article, rows.ints(start), rows.ints(end)
        wrong = articles.touches_stripped(*spans) & (spans[1] >= 0)
        if but_authors and wrong.any():
            beside = articles.touches_stripped(*spans, but_notes=True)
            persons = rows.values("person_id")
            wrong &= np.fromiter((one not in articles.authors for one in persons), bool, len(persons)) | beside
        for position in np.flatnonzero(wrong).tolist():
            yield position, None

    return Reading((start, end, *(("person_id",) if but_authors else ())), faulty, of_segments=True)


def beside(pattern: str, kind: str, chars: int, *, inside: bool) -> Reading:
    """Rows of a kind have a match of `pattern` within some characters of either end of their span, or `inside` it.

    What a colon introduces is a quotation without marks.
    """
    find = re.compile(pattern).search

    def faulty(articles: Articles, rows: Columns) -> Iterator[tuple[int, None]]:
        spans = zip(rows.numbers("article"), rows.numbers("start"), rows.numbers("end"), strict=True)
        kinds, cues = rows.values("kind"), rows.values("cue")
        for position, (article, start, end) in enumerate(spans):
            text = articles.texts[article]
            if kinds[position] != kind or text is None or not 0 <= start <= end:
                continue
            if inside:
                is_found = find(text[max(start - chars, 0) : end + chars])
            else:
                is_found = (
                    cues[position] == ":"
                    or find(text[max(start - chars, 0) : start + 1])
                    or find(text[max(end - 1, 0) : end + chars])
                )
            if not is_found:
                yield position, None

    return Reading(("kind", "cue", "start", "end"), faulty)
