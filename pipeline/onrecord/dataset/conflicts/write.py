"""Writes the table `conflicts`: the strongest conflicting pairs of claims and events, each side with its sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from onrecord.dataset.database import create, drop, fill, in_parts, transform
from onrecord.dataset.words import STEM_CHARS, content_words
from onrecord_schema import ids

if TYPE_CHECKING:
    import duckdb

#: Conflicts that are recorded of one row.
_MOST_PER_ROW = 5
#: A sentence is looked for within so many characters on either side of a row's words.
_SENTENCE_CHARS = 700
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*\s+|\n")

_STRONGEST = f"""
    SELECT kind, a, b, conflict FROM (
        SELECT *, row_number() OVER (PARTITION BY kind, a ORDER BY score DESC, b) AS place_of_a,
            row_number() OVER (PARTITION BY kind, b ORDER BY score DESC, a) AS place_of_b
        FROM (
            SELECT DISTINCT 'claim' AS kind, a, b, conflict, score FROM claim_scored WHERE conflict IS NOT NULL
            UNION SELECT DISTINCT 'event', a, b, conflict, score FROM event_scored WHERE conflict IS NOT NULL
        )
    ) WHERE place_of_a <= {_MOST_PER_ROW} AND place_of_b <= {_MOST_PER_ROW}
"""
_ROWS = """
    SELECT '{kind}', ranks.number, {kind}_id, rows.article_id, rows.start, rows."end",
        greatest(rows.start - {around}, 0) AS first_char,
        substring(articles.text, first_char + 1, rows."end" - first_char + {around}), rows.text, {columns}
    FROM (
        SELECT {kind}_ranks.* FROM some_rows JOIN {kind}_ranks USING (number) WHERE kind = '{kind}'
    ) AS ranks JOIN {kind}s AS rows ON {kind}_id = ranks.id JOIN articles USING (article_id)
"""
_CLAIMS = (
    _ROWS.format(kind="claim", around=_SENTENCE_CHARS, columns="rows.stance, numbers, NULL, NULL")
    + "JOIN claim_details ON claim_details.number = ranks.number"
)
_EVENTS = _ROWS.format(
    kind="event",
    around=_SENTENCE_CHARS,
    columns="status, concat_ws(' to ', count_min, count_max), date_start, date_end",
)
_PAIRS_OF_SIDES = """
    SELECT conflict, one.* EXCLUDE (kind, number), other.* EXCLUDE (kind, number)
    FROM some_rows AS pair
    JOIN conflict_sides AS one ON one.kind = pair.kind AND one.number = a
    JOIN conflict_sides AS other ON other.kind = pair.kind AND other.number = b
    WHERE one.article_id <> other.article_id
        AND one.id NOT IN (SELECT row_id FROM settled) AND other.id NOT IN (SELECT row_id FROM settled)
"""


class _Side(NamedTuple):
    """The columns of `conflict_sides` that are written or compared."""

    id: str
    article_id: str
    start: int
    end: int
    sentence: str
    words: str
    stance: str
    numbers: str
    first_day: date | None
    last_day: date | None


def write_conflicts(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill `conflicts` from the scored pairs that conflict."""
    fill(connection, "conflicting_pairs", _STRONGEST)
    create(connection, "conflict_sides", "conflicts")
    sides = "SELECT kind, a AS number FROM conflicting_pairs UNION SELECT kind, b FROM conflicting_pairs"
    for _ in in_parts(connection, sides, "kind, number"):
        for query in (_EVENTS, _CLAIMS):
            transform(connection, query, _with_sentences, "conflict_sides")
    for _ in in_parts(connection, "FROM conflicting_pairs", "kind, conflict, a, b"):
        transform(connection, _PAIRS_OF_SIDES, _conflicts, "conflicts")
    drop(connection, "conflict_sides", "conflicting_pairs")


def _with_sentences(rows: list[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    for kind, number, row_id, article_id, start, end, first_char, around, *stated in rows:
        first, last = _sentence(around, start - first_char, end - first_char, is_at_start=start <= _SENTENCE_CHARS)
        yield kind, number, row_id, article_id, first_char + first, first_char + last, around[first:last], *stated


def _conflicts(rows: list[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    half = len(_Side._fields)
    for kind, *sides in rows:
        left, right = sorted((_Side(*sides[:half]), _Side(*sides[half:])), key=lambda side: side.id)
        yield (
            ids.pair_id("cfl", kind, left.id, right.id),
            kind,
            left.id,
            right.id,
            _about(left.words, right.words),
            _difference(kind, left, right),
            *left[1:5],
            *right[1:5],
        )


def _about(one: str, other: str) -> str:
    """The words that both use, in the one's order; all of the one's where they share none."""
    stems = {word[:STEM_CHARS] for word in content_words(other)}
    shared = [w for w in re.findall(r"\w+", one) if w.lower()[:STEM_CHARS] in stems and not w[0].isdigit()]
    return " ".join(dict.fromkeys(shared)) or one[:200].strip()


def _difference(kind: str, left: _Side, right: _Side) -> str:
    if kind == "number":
        return f"{_figures(left.numbers)} against {_figures(right.numbers)}"
    if kind == "date":
        return f"{_days(left)} against {_days(right)}"
    if left.stance == right.stance:
        return "one says that it is so, the other that it is not"
    if "denies" in (left.stance, right.stance):
        return f"one {left.stance}, the other {right.stance}"
    return f"{left.stance} against {right.stance}"


def _figures(numbers: str) -> str:
    """'29' for '29 to 29' of an event, '2,000 or more' for '2,000..' of a claim, which may state several."""
    figures = []
    for bounds in numbers.split(" ") if ".." in numbers else [numbers.replace(" to ", "..")]:
        low, _, high = bounds.partition("..")
        low, high = low.removesuffix(".0"), high.removesuffix(".0")
        if low == high or not high:
            figures.append(low if high else f"{low} or more")
        else:
            figures.append(f"at most {high}" if not low else f"{low} to {high}")
    return ", ".join(figures)


def _days(side: _Side) -> str:
    if side.first_day == side.last_day:
        return str(side.first_day)
    return f"{side.first_day or '…'} to {side.last_day or '…'}"


def _sentence(around: str, start: int, end: int, *, is_at_start: bool) -> tuple[int, int]:
    """The span of the sentence around a span of the text `around`, without blanks at its edges.

    A sentence that does not begin or end within `around` begins or ends with the span, or with the text.
    """
    first = max((found.end() for found in _SENTENCE_END.finditer(around, 0, start)), default=None)
    if first is None:
        first = 0 if is_at_start else start
    found = _SENTENCE_END.search(around, max(start, end - 1))
    last = found.end() if found else min(len(around), end)
    words = around[first:last]
    return first + len(words) - len(words.lstrip()), last - (len(words) - len(words.rstrip()))
