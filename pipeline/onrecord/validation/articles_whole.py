"""What an article says of its whole text held against the text and its segments: tiling, body, words, share."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from onrecord.validation.columns import Columns
from onrecord.validation.held_against_text import Articles, Reading

#: Roles of segments whose texts are the article's body.
_PROSE = frozenset(("body", "summary", "subheading"))
#: How far a removed share may be off: it is stored rounded.
_ROUNDED = 0.005


def _tiled(articles: Articles, rows: Columns) -> Iterator[tuple[int, str]]:
    starts, ends = rows.numbers("start"), rows.numbers("end")
    for positions in articles.by_article:
        if positions and starts[positions[0]] != 0:
            yield positions[0], f"begins at {starts[positions[0]]}, the one before ends at 0"
        for before, this in pairwise(positions):
            if starts[this] != ends[before]:
                yield this, f"begins at {starts[this]}, the one before ends at {ends[before]}"


def _tiled_to_the_end(articles: Articles, rows: Columns) -> Iterator[tuple[int, str]]:
    ends = rows.numbers("end")
    for text, positions in zip(articles.texts, articles.by_article, strict=True):
        if positions and text is not None:
            last = max(positions, key=ends.__getitem__)
            if ends[last] != len(text):
                yield last, f"ends at {ends[last]}, the text at {len(text)}"


def _counted(articles: Articles, rows: Columns) -> Iterator[tuple[int, None]]:
    ordinals, starts = rows.numbers("ordinal"), rows.numbers("start")
    for positions in articles.by_article:
        in_place = sorted(positions, key=lambda position: (starts[position], ordinals[position]))
        yield from ((this, None) for count, this in enumerate(in_place) if ordinals[this] != count)


def _body(articles: Articles, rows: Columns) -> Iterator[tuple[int, None]]:
    texts, roles = articles.segments.values("text"), articles.segments.values("role")
    for position, (article, body) in enumerate(zip(rows.numbers("article"), rows.values("body"), strict=True)):
        prose = [texts[one].strip() for one in articles.by_article[article] if roles[one] in _PROSE and texts[one]]
        # The build puts a line feed between them; whoever puts other blanks there has the same body.
        if body is not None and body != "\n".join(filter(None, prose)) and _solid(body) != _solid("".join(prose)):
            yield position, None


def _removed_share(articles: Articles, rows: Columns) -> Iterator[tuple[int, str]]:
    for position, (article, share) in enumerate(
        zip(rows.numbers("article"), rows.values("removed_share"), strict=True)
    ):
        stripped, kept = articles.stripped[article], articles.kept[article]
        if share is None or not (share or stripped):
            continue
        # The commonest blanks are counted fast; only where the share is off without them, all are looked for.
        if abs(share - _share(*(_printed(text) for text in (stripped, kept)))) > _ROUNDED:
            real = _share(*(len(_solid(text)) for text in (stripped, kept)))
            if abs(share - real) > _ROUNDED:
                yield position, f"{share:.3f} instead of {real:.3f}"


def _share(removed: int, kept: int) -> float:
    return removed / max(removed + kept, 1)


def _printed(text: str) -> int:
    return len(text) - sum(map(text.count, " \n\t\x1f"))


def _solid(text: str) -> str:
    return "".join(text.split())


def _words(articles: Articles, rows: Columns) -> Iterator[tuple[int, None]]:
    for position, (body, count) in enumerate(zip(rows.values("body"), rows.numbers("word_count"), strict=True)):
        # Single blanks divide words almost always.
        if body is not None and count != 1 + body.count(" ") + body.count("\n") and count != len(body.split()):
            yield position, None


#: Segments tile the text, up to its end, and are numbered in order.
TILED = Reading(("start", "end", "ordinal"), _tiled, of_segments=True)
TILED_TO_THE_END = Reading(("start", "end", "ordinal"), _tiled_to_the_end, of_segments=True)
NUMBERED = Reading(("start", "ordinal"), _counted, of_segments=True)
#: The body is the article's prose; its words and the share that was stripped are counted right.
BODY_IS_PROSE = Reading(("body",), _body, of_segments=True)
REMOVED_SHARE = Reading(("removed_share",), _removed_share, of_segments=True)
WORDS_COUNTED = Reading(("body", "word_count"), _words)
