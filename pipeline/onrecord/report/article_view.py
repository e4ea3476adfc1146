"""An article as its page shows it: its whole text in marked pieces, with the claims and events beside it."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup, escape

from onrecord.report.highlights import Highlight, Piece, cut
from onrecord.report.tables import Row, Tables
from onrecord_schema.tables import TABLES

#: Characters of one article's text that a page shows, to keep it below 5 MB.
_SHOWN_CHARS = 300_000

#: Table -> (start column, end column, layer, suffix of the row's id); longest first, so that classes nest.
_LAYERS: dict[str, tuple[tuple[str, str, str, str], ...]] = {
    "claims": (
        ("start", "end", "claim", ""),
        ("speaker_start", "speaker_end", "speaker", ".speaker"),
        ("cue_start", "cue_end", "cue", ".cue"),
    ),
    "events": (("start", "end", "event", ""), ("trigger_start", "trigger_end", "trigger", ".trigger")),
    "mentions": (("start", "end", "person", ""),),
    "quantities": (("start", "end", "quantity", ""),),
    "dates": (("start", "end", "date", ""),),
}
#: Articles and characters of their texts in memory at once.
_ARTICLES_AT_ONCE, _CHARS_AT_ONCE = 50, 500_000


@dataclass
class Stretch:
    """A segment, or text outside all segments, with the claims and events that begin in it."""

    start: int
    end: int
    segment: Mapping[str, Any] | None
    continues: bool = False
    """Whether it was removed for the same reason as the stretch before it."""
    before: str = ""
    """Blanks before the first visible character; `after` has those after the last."""
    after: str = ""
    pieces: list[Piece] = field(default_factory=list)
    claims: list[Row] = field(default_factory=list)
    events: list[Row] = field(default_factory=list)

    @property
    def kept(self) -> bool:
        return self.segment is not None and self.segment["kept"] is not False


@dataclass(frozen=True)
class ArticleView:
    article: Row
    stretches: list[Stretch]
    labels: dict[str, str]
    """Row id -> label on the page: claims have numbers, events letters."""
    people: list[tuple[str, int]]
    """Person ids in order of first mention, with the number of mentions."""
    unseen_chars: int

    @property
    def claims(self) -> list[Row]:
        return [row for stretch in self.stretches for row in stretch.claims]

    @property
    def events(self) -> list[Row]:
        return [row for stretch in self.stretches for row in stretch.events]

    def marked(self, stretch: Stretch) -> Markup:
        """The stretch's text with its marks; a mark has the labels of the claims and events that begin there."""
        made = [_blank(stretch.before)]
        for piece in stretch.pieces:
            text: str = escape(piece.text)
            if piece.layers:
                labels = self.labels_of(piece.opens)
                name = f' data-n="{escape(labels)}"' if labels else ""
                classes, ids = " ".join(piece.layers), escape(" ".join(piece.row_ids))
                text = f'<mark class="{classes}" data-ids="{ids}"{name}>{text}</mark>'
            made.append(text)
        return Markup("".join([*made, _blank(stretch.after)]))

    def labels_of(self, row_ids: Iterable[str]) -> str:
        """The labels of the claims and events among some rows, such as '2 C'."""
        return " ".join(self.labels[row_id] for row_id in row_ids if row_id in self.labels)


def views(tables: Tables) -> Iterator[list[ArticleView]]:
    """The articles in the order of their ids, a few at once to save memory."""
    for articles in _articles_at_once(tables):
        ids = [article["article_id"] for article in articles]
        shown = ("segments", *_LAYERS)
        rows: dict[str, dict[str, list[Row]]] = {article_id: {name: [] for name in shown} for article_id in ids}
        for name in shown:
            order = ", ".join(f'"{column}"' for column in TABLES[name].sort)
            query = f"SELECT * FROM {name} WHERE article_id BETWEEN ? AND ? ORDER BY {order}, rowid"
            for row in tables.rows(query, ids[0], ids[-1]):
                if row["article_id"] in rows:
                    rows[row["article_id"]][name].append(row)
        yield [view(article, rows[article["article_id"]]) for article in articles]


def _articles_at_once(tables: Tables) -> Iterator[list[Row]]:
    positions: list[int] = []
    chars_together = 0
    order = "SELECT rowid, chars FROM articles WHERE article_id IS NOT NULL ORDER BY article_id, rowid"
    for position, chars in tables.values(order):
        if positions and (chars_together + (chars or 0) > _CHARS_AT_ONCE or len(positions) == _ARTICLES_AT_ONCE):
            yield _with_texts(tables, positions)
            positions, chars_together = [], 0
        positions.append(position)
        chars_together += chars or 0
    if positions:
        yield _with_texts(tables, positions)


def _with_texts(tables: Tables, positions: list[int]) -> list[Row]:
    query = "SELECT * FROM articles WHERE rowid IN (SELECT unnest(?)) ORDER BY article_id, rowid"
    return tables.rows(query, positions)


def view(article: Row, rows: Mapping[str, list[Row]]) -> ArticleView:
    """The view of an article with its rows by table; rows with impossible offsets are listed but mark nothing."""
    text = article["text"] or ""
    stretches = list(_stretches(rows["segments"], min(len(text), _SHOWN_CHARS)))
    starts = [stretch.start for stretch in stretches]
    found: list[list[Highlight]] = [[] for _ in stretches]
    for highlight in _highlights(rows):
        for position in range(_at(starts, highlight.start), _at(starts, highlight.end - 1) + 1):
            found[position].append(highlight)
    for stretch, highlights in zip(stretches, found, strict=True):
        shown = text[stretch.start : stretch.end]
        first = stretch.start + len(shown) - len(shown.lstrip())
        last = max(first, stretch.start + len(shown.rstrip()))
        stretch.before, stretch.after = text[stretch.start : first], text[last : stretch.end]
        stretch.pieces = cut(text, first, last, highlights)
    if stretches:
        for row in rows["claims"]:
            stretches[_at(starts, row["start"] or 0)].claims.append(row)
        for row in rows["events"]:
            stretches[_at(starts, row["start"] or 0)].events.append(row)
    labels = {row["claim_id"]: str(number) for number, row in enumerate(rows["claims"], 1)}
    labels |= {row["event_id"]: _letters(number) for number, row in enumerate(rows["events"])}
    people = Counter(row["person_id"] for row in rows["mentions"])
    return ArticleView(article, stretches, labels, list(people.items()), max(0, len(text) - _SHOWN_CHARS))


def _stretches(segments: Iterable[Row], length: int) -> Iterator[Stretch]:
    """The segments in order, with gaps filled; where segments overlap the first is shown."""
    reached, before = 0, None
    for segment in sorted(segments, key=lambda row: (row["start"] or 0, row["end"] or 0)):
        first, last = max(segment["start"] or 0, reached), min(segment["end"] or 0, length)
        if last <= first:
            continue
        if first > reached:
            yield Stretch(reached, first, None)
            before = None
        cause = None if segment["kept"] is not False else (segment["role"], segment["reason"])
        yield Stretch(first, last, segment, continues=cause is not None and cause == before)
        reached, before = last, cause
    if reached < length:
        yield Stretch(reached, length, None)


def _highlights(rows: Mapping[str, list[Row]]) -> Iterator[Highlight]:
    for name, layers in _LAYERS.items():
        key = TABLES[name].key[0]
        for row in rows[name]:
            for start, end, layer, suffix in layers:
                if row[start] is not None and row[end] is not None:
                    shown_as = "pronoun" if row.get("form") == "pronoun" else layer
                    yield Highlight(row[start], row[end], shown_as, f"{row[key]}{suffix}")


def _blank(text: str) -> str:
    return f'<span class="blank">{escape(text)}</span>' if text else ""


def _at(starts: list[int], offset: int) -> int:
    """The position of the stretch with an offset; the first or last one for an offset outside the text."""
    return max(0, bisect_right(starts, offset) - 1)


def _letters(number: int) -> str:
    """0 is A, 25 Z, 26 AA."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
