"""Conflicts: claims and events that speak of one thing and cannot both hold, each with the sentence that says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from onrecord.dataset.batches import transform_in_parts
from onrecord.dataset.content_words import content_words
from onrecord_schema import ids
from onrecord_schema.arrow import arrow_schema
from onrecord_schema.tables import TABLES

if TYPE_CHECKING:
    import duckdb

#: Conflicts that are written down of one row: the strongest.
_MOST = 5
#: A sentence longer than this is no sentence; then the row's own words stand for it.
_SENTENCE_CHARS = 700
_END = re.compile(r"[.!?…][\"'”’)\]]*\s+|\n")
_STEM = 5

_SIDES = """
    SELECT ranks.number, '{kind}' AS what, {kind}_id AS id, rows.article_id, rows.start, rows."end",
        greatest(rows.start - {around}, 0) AS first_char, rows.text AS words, {columns},
        substring(articles.text, first_char + 1, rows."end" - first_char + {around}) AS around
    FROM (
        SELECT {kind}_ranks.* FROM some_rows JOIN {kind}_ranks USING (number) WHERE kind = '{kind}'
    ) AS ranks JOIN {kind}s AS rows ON {kind}_id = ranks.id JOIN articles USING (article_id)
"""
_COLUMNS = {
    "event": "status AS stance, concat_ws(' to ', count_min, count_max) AS numbers, date_start AS first, "
    "date_end AS last",
    "claim": "rows.stance AS stance, numbers, NULL::DATE AS first, NULL::DATE AS last",
}
_UNREAD = """
    SELECT what, number, id, article_id, start, "end", first_char, around, words, stance, numbers, first, last
    FROM ({events} UNION ALL BY NAME {claims})
"""
#: A row that conflicts with others, and the sentence around it.
_SIDE = pa.schema(
    [
        ("what", pa.string()),
        ("number", pa.int32()),
        ("id", pa.string()),
        ("article_id", pa.string()),
        ("first_char", pa.int32()),
        ("last_char", pa.int32()),
        ("sentence", pa.string()),
        ("words", pa.string()),
        ("stance", pa.string()),
        ("numbers", pa.string()),
        ("first", pa.date32()),
        ("last", pa.date32()),
    ]
)


def find_conflicts(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `conflicts` from the pairs that were judged to conflict, and the articles they stand in."""
    events, claims = (_SIDES.format(kind=kind, columns=_COLUMNS[kind], around=_SENTENCE_CHARS) for kind in _COLUMNS)
    claims += "JOIN claim_details ON claim_details.number = ranks.number"
    connection.execute(
        f"""
        CREATE OR REPLACE TABLE conflicting AS
        SELECT kind, a, b, conflict FROM (
            SELECT *, row_number() OVER (PARTITION BY kind, a ORDER BY score DESC, b) AS of_a,
                row_number() OVER (PARTITION BY kind, b ORDER BY score DESC, a) AS of_b
            FROM (
                SELECT DISTINCT 'claim' AS kind, a, b, conflict, score FROM claim_judged WHERE conflict IS NOT NULL
                UNION SELECT DISTINCT 'event', a, b, conflict, score FROM event_judged WHERE conflict IS NOT NULL
            )
        ) WHERE of_a <= {_MOST} AND of_b <= {_MOST}
        """
    )
    unread = _UNREAD.format(events=events, claims=claims)
    sides = "SELECT kind, a AS number FROM conflicting UNION SELECT kind, b FROM conflicting"
    transform_in_parts(connection, sides, "kind, number", unread, _read, "conflict_sides", _SIDE)
    columns = "id, article_id, first_char, last_char, sentence, words, stance, numbers, first, last"
    one, other = (", ".join(f"{side}.{column.strip()}" for column in columns.split(",")) for side in ("x", "y"))
    query = f"""
        SELECT conflict, {one}, {other} FROM some_rows
        JOIN conflict_sides AS x ON x.what = kind AND x.number = a
        JOIN conflict_sides AS y ON y.what = kind AND y.number = b
        WHERE x.article_id <> y.article_id
            AND x.id NOT IN (SELECT row_id FROM settled) AND y.id NOT IN (SELECT row_id FROM settled)"""
    pairs, schema = "SELECT * FROM conflicting", arrow_schema(TABLES["conflicts"])
    transform_in_parts(connection, pairs, "kind, conflict, a, b", query, _rows, "conflicts", schema)
    connection.execute("DROP TABLE conflict_sides; DROP TABLE conflicting")


def _read(rows: list[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """The sides with the sentence around each: a row can stand in several conflicts."""
    for what, number, row_id, article_id, start, end, first_char, around, *stated in rows:
        yield what, number, row_id, *_sentence(article_id, start, end, first_char, around), *stated


def _rows(rows: list[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    for kind, *sides in rows:
        half = len(sides) // 2
        left, right = sorted((sides[:half], sides[half:]), key=lambda side: side[0])
        about = _about(left[5], right[5])
        yield (
            ids.pair_id("cfl", kind, left[0], right[0]),
            kind,
            left[0],
            right[0],
            about,
            _differs(kind, left, right),
            *left[1:5],
            *right[1:5],
        )


def _about(one: str, other: str) -> str:
    """The words that both use, in the one's order; all of the one's where they share none."""
    stems = {word[:_STEM] for word in content_words(other)}
    shared = [word for word in re.findall(r"\w+", one) if word.lower()[:_STEM] in stems and not word[0].isdigit()]
    return " ".join(dict.fromkeys(shared)) or one[:200].strip()


def _differs(kind: str, left: list[Any], right: list[Any]) -> str:
    if kind == "number":
        return f"{_figures(left)} against {_figures(right)}"
    if kind == "date":
        return f"{_days(*left[8:10])} against {_days(*right[8:10])}"
    if left[6] == right[6]:
        return "one says that it is so, the other that it is not"
    return (
        f"one {left[6]}, the other {right[6]}" if "denies" in (left[6], right[6]) else f"{left[6]} against {right[6]}"
    )


def _figures(side: list[Any]) -> str:
    """'29' for '29 to 29', '2,000 or more' for an open bound, as the row's numbers stand."""
    spoken = []
    numbers = str(side[7])
    for figure in numbers.split(" ") if ".." in numbers else [numbers.replace(" to ", "..")]:
        low, _, high = figure.partition("..")
        low, high = (number.removesuffix(".0") for number in (low, high))
        if low == high or not high:
            spoken.append(low if high else f"{low} or more")
        else:
            spoken.append(f"at most {high}" if not low else f"{low} to {high}")
    return ", ".join(spoken)


def _days(first: date | None, last: date | None) -> str:
    return str(first) if first == last else f"{first or '…'} to {last or '…'}"


def _sentence(article_id: str, start: int, end: int, first_char: int, around: str) -> tuple[str, int, int, str]:
    """The sentence around a span, on its line: where it stands, and its words without blanks at the edges.

    `around` is the stretch of the text from `first_char` on in which the sentence is sought.
    """
    at, to = start - first_char, end - first_char
    first = max((found.end() for found in _END.finditer(around, 0, at)), default=None)
    if first is None:
        first = at if start > _SENTENCE_CHARS else 0
    found = _END.search(around, max(at, to - 1))
    last = found.end() if found else min(len(around), to)
    words = around[first:last]
    first, last = first + len(words) - len(words.lstrip()), last - (len(words) - len(words.rstrip()))
    return article_id, first_char + first, first_char + last, around[first:last]
