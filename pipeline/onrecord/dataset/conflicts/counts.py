"""Pairs of event reports, in different stories, that count the same thing and give numbers that cannot both be right.

Other newsrooms tell one event in other words, so the pairs are sought by what is told: the type, names in common, and
the telling words of the shorter report, all but a few of them, in the longer one. What stands beside such a pair in
both articles ("of those, 23 returned") is held against each other with fewer words.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from onrecord.dataset.batches import append, transform, transform_in_parts
from onrecord.dataset.content_words import content_words
from onrecord.dataset.event_groups import Report
from onrecord.dataset.similar import pair_similar

if TYPE_CHECKING:
    import duckdb

#: Share of the shorter report's word stems that the longer one holds, and how many these must be.
_CONTAINED, _LEAST_STEMS = 0.75, 3
#: Letters by which words of one stem are known: detained, detention; a country and its people.
_STEM = 5
#: Reports that appeared further apart than this are of other events, unless the texts date them.
_DAYS = 120
#: Characters within which two statements stand beside each other.
_BESIDE = 300
_STEMS = pa.schema([("id", pa.int32()), ("block", pa.string()), ("tokens", pa.list_(pa.string()))])
_PAIRS = pa.schema([("a", pa.int32()), ("b", pa.int32()), ("is_certain", pa.bool_())])


def pair_conflicting_counts(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `counts_in_conflict(a, b)`, numbers of events, from `event_details` and the events' articles."""
    query = """
        SELECT number, concat_ws(' ', event_type, mode), text FROM event_details JOIN event_ranks USING (number)
        WHERE coalesce(count_min, count_max) IS NOT NULL AND id NOT IN (
            SELECT event_id FROM quantities WHERE event_id IS NOT NULL AND (approximate OR vague)
        )"""
    transform(connection, query, _stems, "counted_stems", _STEMS)
    pair_similar(connection, "counted_stems", "counted_alike", at_least=_CONTAINED, contained=True)
    query = f"""
        SELECT a, b, least(len(x.tokens), len(y.tokens)) AS stems, list_intersect(x.tokens, y.tokens) AS shared,
            one.text, other.text, one.* EXCLUDE (number, article_id, text, country),
            other.* EXCLUDE (number, article_id, text, country)
        FROM some_rows JOIN event_details AS one ON one.number = a JOIN event_details AS other ON other.number = b
        JOIN counted_stems AS x ON x.id = a JOIN counted_stems AS y ON y.id = b
        JOIN event_places AS here ON here.number = a JOIN event_places AS there ON there.number = b
        WHERE here.article_id <> there.article_id AND one.story_id <> other.story_id AND (
            coalesce(one.date_start, one.date_end, other.date_start, other.date_end) IS NOT NULL
            OR coalesce(abs(date_diff('day', here.published_start, there.published_start)) <= {_DAYS}, true))"""
    connection.execute(
        """CREATE OR REPLACE TABLE event_places AS
        SELECT number, article_id, start, published_start FROM event_ranks JOIN events ON event_id = event_ranks.id
        JOIN articles USING (article_id)"""
    )
    pairs = "SELECT a, b FROM counted_alike"
    transform_in_parts(connection, pairs, "a, b", query, _contradicting, "number_pairs", _PAIRS)
    connection.execute(
        f"""
        CREATE OR REPLACE TABLE placed_pairs AS
            SELECT a, b, is_certain, here.article_id AS here, here.start AS at, there.article_id AS there,
                there.start AS place
            FROM number_pairs JOIN event_places AS here ON here.number = a
            JOIN event_places AS there ON there.number = b;
        CREATE OR REPLACE TABLE counts_in_conflict AS
            SELECT a, b FROM placed_pairs WHERE is_certain UNION
            SELECT pairs.a, pairs.b FROM placed_pairs AS pairs JOIN placed_pairs AS sure ON sure.is_certain
            AND pairs.here IN (sure.here, sure.there) AND pairs.there IN (sure.here, sure.there)
            AND abs(pairs.at - CASE WHEN pairs.here = sure.here THEN sure.at ELSE sure.place END) <= {_BESIDE}
            AND abs(pairs.place - CASE WHEN pairs.there = sure.there THEN sure.place ELSE sure.at END) <= {_BESIDE}
            WHERE NOT pairs.is_certain;
        DROP TABLE counted_stems; DROP TABLE counted_alike; DROP TABLE event_places; DROP TABLE number_pairs;
        DROP TABLE placed_pairs;
        """
    )


def _stems(rows: list[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    for number, block, text in rows:
        stems = {word[:_STEM] for word in content_words(text) if not word[0].isdigit()}
        if len(stems) > 1:
            yield number, block, sorted(stems)


def _contradicting(rows: list[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    for a, b, stems, shared, text, other_text, *stated in rows:
        half = len(stated) // 2
        one, other = Report(*stated[:half]), Report(*stated[half:])
        if one.contradictions(other) != ["other counts"]:
            continue
        named = set(shared) & _names(text) & _names(other_text)
        if named:
            yield a, b, stems >= _LEAST_STEMS


def _names(text: str) -> set[str]:
    """Stems of the words that are written with a capital, but for the first one."""
    return {word.lower()[:_STEM] for word in text.replace("-", " ").split()[1:] if word[:1].isupper()} | (
        {text.lower()[:_STEM]} if text[:1].isupper() else set()
    )


def add_conflicting_counts(connection: duckdb.DuckDBPyConnection) -> None:
    """Add the pairs to `event_judged`, as reports held apart that conflict in a number."""
    from onrecord.dataset.judgments import JUDGED

    pair_conflicting_counts(connection)
    rows = connection.execute("SELECT a, b FROM counts_in_conflict ORDER BY a, b").fetchall()
    reasons = ["they tell of the same", "other counts"]
    append(connection, "event_judged", [(a, b, False, 0.4, reasons, "number") for a, b in rows], JUDGED)
