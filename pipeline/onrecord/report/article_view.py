"""An article as its page shows it: every character of its text, in marked pieces, with the rows it says beside it."""

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

#: Characters of one article's text that a page shows, to keep it under 5 MB.
_SHOWN_CHARS = 300_000

#: table -> (start column, end column, layer, what follows the row's id); longest first, so that classes nest.
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
#: table -> its columns that a page shows.
_SHOWN = {
    "segments": 'article_id, start, "end", role, kept, reason',
    "claims": 'claim_id, article_id, start, "end", kind, speaker, speaker_start, speaker_end, person_id, cue, '
    "cue_start, cue_end, stance, said, place, article_count, story_count",
    "events": 'event_id, article_id, start, "end", trigger_start, trigger_end, event_type, mode, status, date, '
    "date_basis, place, country, actor, recipient, person_ids, count_min, count_max",
    "mentions": 'mention_id, person_id, article_id, start, "end", form',
    "quantities": 'quantity_id, article_id, start, "end"',
    "dates": 'date_id, article_id, start, "end"',
}
#: Articles, and characters of their texts, that are in memory at once.
_ARTICLES_AT_ONCE, _CHARS_AT_ONCE = 50, 500_000
_KEYS = {
    "claims": "claim_id",
    "events": "event_id",
    "mentions": "mention_id",
    "quantities": "quantity_id",
    "dates": "date_id",
}


@dataclass
class Stretch:
    """A segment, or text that lies in none, with the claims and events that begin in it."""

    start: int
    end: int
    segment: Mapping[str, Any] | None
    continues: bool = False
    """Whether it was set aside for the same reason as the stretch before it."""
    before: str = ""
    """Blanks before the first character that shows, and after the last: part of the text, not of its look."""
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
    """Row id -> what it is called on the page: claims are numbered, events lettered."""
    people: list[tuple[str, int]]
    """Person ids in order of first mention, with how often they are mentioned."""
    unseen_chars: int

    @property
    def claims(self) -> list[Row]:
        return [row for stretch in self.stretches for row in stretch.claims]

    @property
    def events(self) -> list[Row]:
        return [row for stretch in self.stretches for row in stretch.events]

    def marked(self, stretch: Stretch) -> Markup:
        """The stretch's text with its marks; each that begins with a claim or an event bears what that is called."""
        made = [_blank(stretch.before)]
        for piece in stretch.pieces:
            text: str = escape(piece.text)
            if piece.layers:
                opened = self.called(piece.opens)
                name = f' data-n="{escape(opened)}"' if opened else ""
                classes, ids = " ".join(piece.layers), escape(" ".join(piece.row_ids))
                text = f'<mark class="{classes}" data-ids="{ids}"{name}>{text}</mark>'
            made.append(text)
        return Markup("".join([*made, _blank(stretch.after)]))

    def called(self, row_ids: Iterable[str]) -> str:
        """What the claims and events among some rows are called, '2 C'."""
        return " ".join(self.labels[row_id] for row_id in row_ids if row_id in self.labels)


def views(tables: Tables) -> Iterator[list[ArticleView]]:
    """Everything the dataset says of its articles, by their ids, so many at once as have room in memory."""
    for articles in _articles_at_once(tables):
        ids = [article["article_id"] for article in articles]
        rows: dict[str, dict[str, list[Row]]] = {article_id: {name: [] for name in _SHOWN} for article_id in ids}
        for name, columns in _SHOWN.items():
            order = ", ".join(f'"{column}"' for column in TABLES[name].sort)
            for row in tables.rows(
                f"SELECT {columns} FROM {name} WHERE article_id BETWEEN ? AND ? ORDER BY {order}, rowid",
                ids[0],
                ids[-1],
            ):
                if row["article_id"] in rows:
                    rows[row["article_id"]][name].append(row)
        yield [view(article, rows[article["article_id"]]) for article in articles]


def _articles_at_once(tables: Tables) -> Iterator[list[Row]]:
    places: list[int] = []
    together = 0
    order = "SELECT rowid, chars FROM articles WHERE article_id IS NOT NULL ORDER BY article_id, rowid"
    for place, chars in tables.values(order):
        if places and (together + (chars or 0) > _CHARS_AT_ONCE or len(places) == _ARTICLES_AT_ONCE):
            yield _with_texts(tables, places)
            places, together = [], 0
        places.append(place)
        together += chars or 0
    if places:
        yield _with_texts(tables, places)


def _with_texts(tables: Tables, places: list[int]) -> list[Row]:
    numbers = ", ".join(map(str, places))
    return tables.rows(f"SELECT * FROM articles WHERE rowid IN ({numbers}) ORDER BY article_id, rowid")


def view(article: Row, rows: Mapping[str, list[Row]]) -> ArticleView:
    """What rows of several tables say of one article; those whose offsets cannot be are listed, but mark nothing."""
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
    """The segments in order, each character once: gaps are filled, and of overlapping segments the first is shown."""
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
        key = _KEYS[name]
        for row in rows[name]:
            for start, end, layer, suffix in layers:
                if row[start] is not None and row[end] is not None:
                    shown_as = "pronoun" if row.get("form") == "pronoun" else layer
                    yield Highlight(row[start], row[end], shown_as, f"{row[key]}{suffix}")


def _blank(text: str) -> str:
    return f'<span class="blank">{escape(text)}</span>' if text else ""


def _at(starts: list[int], offset: int) -> int:
    """The position of the stretch that holds an offset; the first or last one for an offset outside the text."""
    return max(0, bisect_right(starts, offset) - 1)


def _letters(number: int) -> str:
    """0 is A, 25 Z, 26 AA."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
