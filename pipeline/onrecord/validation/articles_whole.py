"""What an article says of its whole text held against the text and its segments: tiling, body, words, share."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from onrecord.validation.columns import Columns
from onrecord.validation.held_against_text import Reading
from onrecord.validation.stretch import Ints, Stretch
from onrecord.validation.texts import BREAK, Articles

#: Roles of segments whose texts are the article's body.
_PROSE = ("body", "summary", "subheading")
#: How far a removed share may be off: it is stored rounded.
_ROUNDED = 0.005


def _tiled(articles: Articles, rows: Columns) -> Iterator[tuple[int, str]]:
    order = articles.in_order
    article, starts, ends = rows.article[order], rows.ints("start")[order], rows.ints("end")[order]
    before = np.zeros(len(order), np.int64)
    before[1:] = np.where(article[1:] == article[:-1], ends[:-1], 0)
    for one in np.flatnonzero(starts != before).tolist():
        yield int(order[one]), f"begins at {starts[one]}, the one before ends at {before[one]}"


def _tiled_to_the_end(articles: Articles, rows: Columns) -> Iterator[tuple[int, str]]:
    order = articles.in_order
    article, ends = rows.article[order], rows.ints("end")[order]
    last = np.full(len(articles), -1)
    np.maximum.at(last, article, ends)
    text = articles.stretch
    has_segments = np.bincount(article, minlength=len(articles)) > 0
    for one in np.flatnonzero(has_segments & text.is_known & (last != text.chars)).tolist():
        position = order[(article == one) & (ends == last[one])][0]
        yield int(position), f"ends at {last[one]}, the text at {text.chars[one]}"


def _counted(articles: Articles, rows: Columns) -> Iterator[tuple[int, None]]:
    ordinals = rows.ints("ordinal")
    order = np.lexsort((ordinals, rows.ints("start"), rows.article))
    article = rows.article[order]
    # Of rows that are in order, the first of an article stands where its number does.
    count = np.arange(len(order)) - np.searchsorted(article, article)
    yield from ((position, None) for position in order[ordinals[order] != count].tolist())


def _body(articles: Articles, rows: Columns) -> Iterator[tuple[int, None]]:
    # The build puts a line feed between the pieces.
    segments, order = articles.segments, articles.in_order
    is_prose = segments.are("role", *_PROSE)
    built = articles.joined(is_prose, "\n", trimmed=True)
    bodies = rows.column("body").cast(pa.large_string()).combine_chunks()
    is_as_built = pc.fill_null(pc.equal(bodies, built.take(pa.array(rows.article))), True)
    for position in np.flatnonzero(~is_as_built.to_numpy(zero_copy_only=False)).tolist():
        # Whoever puts other blanks there has the same body.
        pieces = order[(is_prose & (segments.article == rows.article[position]))[order]]
        prose = segments.column("text").take(pa.array(pieces)).to_pylist()
        if _solid(bodies[position].as_py()) != _solid("".join(filter(None, prose))):
            yield position, None


def _removed_share(articles: Articles, rows: Columns) -> Iterator[tuple[int, str]]:
    shares = rows.column("removed_share").to_numpy().astype(np.float64)  # not a number where null
    stripped = Stretch(articles.stripped_joined)
    # The commonest blanks are counted fast; only where the share is off without them, all are looked for.
    removed, left = _printed(stripped), _printed(Stretch(articles.kept_joined))
    share = (removed / np.maximum(removed + left, 1))[rows.article]
    is_said = (shares != 0) | (stripped.chars > 0)[rows.article]
    for position in np.flatnonzero(is_said & (np.abs(shares - share) > _ROUNDED)).tolist():
        article = int(rows.article[position])
        gone, whole = len(_solid(articles.stripped[article])), len(_solid(articles.kept[article]))
        real = gone / max(gone + whole, 1)
        if abs(shares[position] - real) > _ROUNDED:
            yield position, f"{shares[position]:.3f} instead of {real:.3f}"


def _printed(text: Stretch) -> Ints:
    """Code points of each text that are none of the commonest blanks, and divide no segments."""
    blank = np.zeros(len(text.data), bool)
    for one in f" \n\t{BREAK}".encode():
        blank |= text.data == one
    return text.chars - text.counted(blank)


def _solid(text: str) -> str:
    return "".join(text.split())


def _words(articles: Articles, rows: Columns) -> Iterator[tuple[int, None]]:
    # Single blanks divide words almost always: only where that count differs are they looked for.
    text, counts = rows.stretch("body"), rows.ints("word_count")
    divided = 1 + text.counted((text.data == ord(" ")) | (text.data == ord("\n")))
    for position in np.flatnonzero((counts != divided) & text.is_known).tolist():
        if counts[position] != len(rows.column("body")[position].as_py().split()):
            yield position, None


#: Segments tile the text, up to its end, and are numbered in order.
TILED = Reading(("start", "end", "ordinal"), _tiled, of_segments=True)
TILED_TO_THE_END = Reading(("start", "end", "ordinal"), _tiled_to_the_end, of_segments=True)
NUMBERED = Reading(("start", "ordinal"), _counted, of_segments=True)
#: The body is the article's prose; its words and the share that was stripped are counted right.
BODY_IS_PROSE = Reading(("body",), _body, of_segments=True)
REMOVED_SHARE = Reading(("removed_share",), _removed_share, of_segments=True)
WORDS_COUNTED = Reading(("body", "word_count"), _words)
