"""What rows say held against the texts of their articles: the comparisons that rules are made of, articles at a time.

All rows of some articles are compared at once, by the bytes of their texts; Python looks at single ones only where
something has to be searched for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from onrecord.validation.columns import Columns
from onrecord.validation.stretch import Bools, Ints, are_same
from onrecord.validation.texts import Articles


@dataclass(frozen=True)
class Reading:
    """A comparison of rows with their articles' texts: which columns it takes, and the faulty rows by their place.

    What is found instead of the value may stand beside the place, else None.
    """

    columns: tuple[str, ...]
    faulty: Callable[[Articles, Columns], Iterable[tuple[int, str | None]]]
    of_segments: bool = False
    """Whether the articles' segments are needed too."""
    of_whole: bool = False
    """Whether all of an article's rows are needed at once."""


@dataclass(frozen=True)
class WordsOfPersons:
    """Words (`written`) that `persons`, a query, gives of persons: they stand in an article that mentions the person,
    or, with `kept`, in none of them in stripped text without standing in kept text of one.
    """

    persons: str
    kept: bool = False


def _places(wrong: Bools) -> Iterator[tuple[int, None]]:
    return ((position, None) for position in np.flatnonzero(wrong).tolist())


def at_span(column: str, start: str = "start", end: str = "end") -> Reading:
    """The column holds what stands in the text from `start` to `end`."""

    def faulty(articles: Articles, rows: Columns) -> Iterator[tuple[int, None]]:
        text, said, article = articles.stretch, rows.stretch(column), rows.article
        first, past = rows.ints(start), rows.ints(end)
        # A null offset is -1 here, and nothing stands there.
        is_span = (first >= 0) & (past >= first)
        at = text.byte_of(article, np.maximum(first, 0))
        size = text.byte_of(article, np.maximum(past, 0)) - at
        right = np.where(is_span, said.is_known & (size == said.ends - said.begins), ~said.is_known)
        compared = np.flatnonzero(right & is_span)
        right[compared] = are_same(text, at[compared], said, said.begins[compared], size[compared])
        return _places(~right & text.is_known[article])

    return Reading((column, start, end), faulty)


def ends_in_text(start: str, end: str) -> Reading:
    """A span that begins before it ends does so within the text."""

    def faulty(articles: Articles, rows: Columns) -> Iterator[tuple[int, None]]:
        text, first, past = articles.stretch, rows.ints(start), rows.ints(end)
        is_span = ~rows.column(start).is_null().to_numpy() & (first < past) & text.is_known[rows.article]
        return _places(is_span & (past > text.chars[rows.article]))

    return Reading((start, end), faulty)


def in_text(column: str) -> Reading:
    """The column's words stand in the text, or a correction gave them."""

    def faulty(articles: Articles, rows: Columns) -> Iterator[tuple[int, None]]:
        found = articles.not_kept(rows, column)
        wrong = _rows_of(
            [place for place, article, words in found if not articles.has_words(article, words)], column, rows
        )
        if wrong.any() and rows.has("curated"):
            wrong &= ~rows.are("curated", True)
        return _places(wrong)

    return Reading((column, "curated"), faulty, of_segments=True)


def not_in_stripped_text_alone(column: str) -> Reading:
    """The column's words do not stand in stripped text without standing in kept text."""

    def faulty(articles: Articles, rows: Columns) -> Iterator[tuple[int, None]]:
        found, stripped = articles.not_kept(rows, column), articles.stripped
        return _places(_rows_of([place for place, article, words in found if words in stripped[article]], column, rows))

    return Reading((column,), faulty, of_segments=True)


def _rows_of(said: list[int], column: str, rows: Columns) -> Bools:
    """The rows that say it, given by its places among all that the column says."""
    return np.isin(rows.said(column)[0], said) if said else np.zeros(len(rows), bool)


def not_in_stripped(start: str, end: str, *, but_authors: bool = False) -> Reading:
    """The span shares no character with stripped text; with `but_authors`, an author may be named in a note on them."""

    def faulty(articles: Articles, rows: Columns) -> Iterator[tuple[int, None]]:
        spans = rows.article, rows.ints(start), rows.ints(end)
        wrong = articles.touches_stripped(*spans) & (spans[1] >= 0)
        if but_authors and wrong.any():
            few: Ints = np.flatnonzero(wrong)
            persons = rows.column("person_id").take(few).to_pylist()
            beside = articles.touches_stripped(*(one[few] for one in spans), but_notes=True)
            wrong[few] = np.array([one not in articles.authors for one in persons]) | beside
        return _places(wrong)

    return Reading((start, end, *(("person_id",) if but_authors else ())), faulty, of_segments=True)


def beside(characters: str, kind: str, chars: int, *, inside: bool) -> Reading:
    """Rows of a kind have one of some characters within `chars` of either end of their span, or `inside` it.

    What a colon introduces is a quotation without marks.
    """
    # Cut between code points, UTF-8 holds a character's bytes only where it holds the character.
    find = re.compile("|".join(re.escape(one) for one in characters).encode()).search

    def faulty(articles: Articles, rows: Columns) -> Iterator[tuple[int, None]]:
        text, start, end = articles.stretch, rows.ints("start"), rows.ints("end")
        chosen = rows.are("kind", kind) & text.is_known[rows.article] & (start >= 0) & (start <= end)
        if not inside:
            chosen &= ~rows.are("cue", ":")
        data = text.data.tobytes()
        for side in ("both",) if inside else ("start", "end"):
            few: Ints = np.flatnonzero(chosen)
            first = start[few] - chars if side != "end" else end[few] - 1
            past = end[few] + chars if side != "start" else start[few] + 1
            cuts = (text.byte_of(rows.article[few], np.maximum(one, 0)).tolist() for one in (first, past))
            chosen[few] = [find(data, *cut) is None for cut in zip(*cuts, strict=True)]
        return _places(chosen)

    return Reading(("kind", "cue", "start", "end"), faulty)
