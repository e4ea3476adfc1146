"""Finds event reports in different stories that count the same thing and give numbers that cannot both be right.

Other newsrooms tell an event in other words, so reports are paired by type, by names in common, and by the word stems
of the shorter report, most of which the longer one has. Beside such a pair ("of those, 23 returned") fewer stems do.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from onrecord.dataset.database import create, drop, fill, in_parts, insert, transform
from onrecord.dataset.event_groups import pair_of_reports
from onrecord.dataset.pairs import pair_similar
from onrecord.dataset.words import STEM_CHARS, content_words

if TYPE_CHECKING:
    import duckdb

#: Share of the shorter report's stems that the longer one has, and the least number of its stems.
_CONTAINED, _LEAST_STEMS = 0.75, 3
#: Undated reports published further apart than this are of different events.
_MOST_DAYS = 120
#: Reports within this distance in an article are beside each other.
_BESIDE_CHARS = 300

_COUNTED = """
    SELECT number, concat_ws(' ', details.event_type, details.mode), text
    FROM event_details AS details JOIN event_ranks USING (number) JOIN events ON event_id = id
    WHERE coalesce(details.count_min, details.count_max) IS NOT NULL AND event_id NOT IN (
        SELECT event_id FROM quantities WHERE event_id IS NOT NULL AND (approximate OR vague)
    )
"""
_PLACES = """
    SELECT number, article_id, start, published_start, events.text
    FROM event_ranks JOIN events ON event_id = event_ranks.id JOIN articles USING (article_id)
"""
_PAIRS_WITH_DETAILS = f"""
    SELECT a, b, here.article_id, here.start, there.article_id, there.start,
        least(len(x.tokens), len(y.tokens)), list_intersect(x.tokens, y.tokens), here.text, there.text,
        one.* EXCLUDE (number, article_id, country), other.* EXCLUDE (number, article_id, country)
    FROM some_rows JOIN event_details AS one ON one.number = a JOIN event_details AS other ON other.number = b
    JOIN event_stems AS x ON x.number = a JOIN event_stems AS y ON y.number = b
    JOIN event_places AS here ON here.number = a JOIN event_places AS there ON there.number = b
    WHERE here.article_id <> there.article_id AND one.story_id <> other.story_id AND (
        coalesce(one.date_start, one.date_end, other.date_start, other.date_end) IS NOT NULL
        OR coalesce(abs(date_diff('day', here.published_start, there.published_start)) <= {_MOST_DAYS}, true))
"""
_CERTAIN_AND_BESIDE = f"""
    SELECT a, b FROM count_conflicts WHERE is_certain UNION
    SELECT pair.a, pair.b FROM count_conflicts AS pair JOIN count_conflicts AS certain ON certain.is_certain
    AND pair.here IN (certain.here, certain.there) AND pair.there IN (certain.here, certain.there)
    AND abs(pair.at_here - if(pair.here = certain.here, certain.at_here, certain.at_there)) <= {_BESIDE_CHARS}
    AND abs(pair.at_there - if(pair.there = certain.there, certain.at_there, certain.at_here)) <= {_BESIDE_CHARS}
    WHERE NOT pair.is_certain
"""


def add_conflicting_counts(connection: duckdb.DuckDBPyConnection) -> None:
    """Add the pairs to `event_scored`, as reports of different events that conflict in a number."""
    create(connection, "event_stems", "count_conflicts")
    transform(connection, _COUNTED, _stems, "event_stems")
    sets = "SELECT number AS id, block, tokens FROM event_stems"
    pair_similar(connection, sets, at_least=_CONTAINED, is_containment=True)
    fill(connection, "event_places", _PLACES)
    for _ in in_parts(connection, "SELECT a, b FROM similar_pairs", "a, b"):
        transform(connection, _PAIRS_WITH_DETAILS, _conflicting, "count_conflicts")
    insert(
        connection,
        "event_scored",
        f"""SELECT a, b, false AS is_same, 0.4 AS score, ['they tell of the same', 'other counts'] AS reasons,
            'number' AS conflict FROM ({_CERTAIN_AND_BESIDE})""",
    )
    drop(connection, "event_stems", "similar_pairs", "event_places", "count_conflicts")


def _stems(rows: list[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    for number, block, text in rows:
        stems = {word[:STEM_CHARS] for word in content_words(text) if not word[0].isdigit()}
        if len(stems) > 1:
            yield number, block, sorted(stems)


def _conflicting(rows: list[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    for a, b, here, at_here, there, at_there, stems, shared, text, other_text, *stated in rows:
        one, other = pair_of_reports(stated)
        if one.contradictions(other) == ["other counts"] and set(shared) & _names(text) & _names(other_text):
            yield a, b, here, at_here, there, at_there, stems >= _LEAST_STEMS


def _names(text: str) -> set[str]:
    """Stems of the words that begin with a capital."""
    return {word.lower()[:STEM_CHARS] for word in text.replace("-", " ").split()[1:] if word[:1].isupper()} | (
        {text.lower()[:STEM_CHARS]} if text[:1].isupper() else set()
    )
