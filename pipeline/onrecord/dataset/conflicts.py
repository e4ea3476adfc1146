"""Conflicts: claims or events that speak of one thing and cannot both be true, each with its sentence.

Most conflicting pairs are found where claims and events are compared. Other newsrooms tell an event in other words, so
event reports with a count are also paired by type, by names in common, and by the word stems of the shorter report,
most of which the longer one has. Beside such a pair ("of those, 23 returned") fewer stems are enough.
"""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from onrecord.dataset.database import Connection, Rows, create, drop, fill, in_parts, insert, transform
from onrecord.dataset.event_groups import pair_of_reports
from onrecord.dataset.pairs import pair_similar
from onrecord.dataset.words import STEM_CHARS, content_words
from onrecord_schema import ids

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
_ROWS = f"""
    SELECT '{{kind}}', number, {{kind}}_id, rows.article_id, rows.start, rows."end",
        greatest(rows.start - {_SENTENCE_CHARS}, 0) AS first_char,
        substring(articles.text, first_char + 1, rows."end" - first_char + {_SENTENCE_CHARS}), rows.text, {{stated}}
    FROM (FROM some_rows WHERE kind = '{{kind}}') JOIN {{kind}}_details AS details USING (number)
    JOIN {{kind}}_ranks USING (number) JOIN {{kind}}s AS rows ON {{kind}}_id = id
    JOIN articles ON articles.article_id = rows.article_id
"""
_STATED = {
    "claim": "rows.stance, details.numbers, NULL, NULL",
    "event": "rows.status, concat_ws(' to ', rows.count_min, rows.count_max), rows.date_start, rows.date_end",
}
_PAIRS_OF_SIDES = """
    SELECT conflict, one.* EXCLUDE (kind, number), other.* EXCLUDE (kind, number)
    FROM some_rows AS pair
    JOIN conflict_sides AS one ON one.kind = pair.kind AND one.number = a
    JOIN conflict_sides AS other ON other.kind = pair.kind AND other.number = b
    WHERE one.article_id <> other.article_id
        AND one.id NOT IN (SELECT row_id FROM settled) AND other.id NOT IN (SELECT row_id FROM settled)
"""


def add_conflicting_counts(connection: Connection) -> None:
    """Add the pairs to `event_scored`, as reports of different events that conflict in a number."""
    create(connection, "event_stems", "count_conflicts")
    transform(connection, _COUNTED, _stems, "event_stems")
    sets = "SELECT number AS id, block, tokens FROM event_stems"
    pair_similar(connection, sets, at_least=_CONTAINED, is_containment=True)
    fill(connection, event_places=_PLACES)
    for _ in in_parts(connection, "SELECT a, b FROM similar_pairs", "a, b"):
        transform(connection, _PAIRS_WITH_DETAILS, _conflicting, "count_conflicts")
    insert(
        connection,
        "event_scored",
        f"""SELECT a, b, false AS is_same, 0.4 AS score, ['they tell of the same', 'other counts'] AS reasons,
            'number' AS conflict FROM ({_CERTAIN_AND_BESIDE})""",
    )
    drop(connection, "event_stems", "similar_pairs", "event_places", "count_conflicts")


def _stems(rows: Rows) -> Rows:
    for number, block, text in rows:
        stems = {word[:STEM_CHARS] for word in content_words(text) if not word[0].isdigit()}
        if len(stems) > 1:
            yield number, block, sorted(stems)


def _conflicting(rows: Rows) -> Rows:
    for a, b, here, at_here, there, at_there, stems, shared, text, other_text, *stated in rows:
        one, other = pair_of_reports(stated)
        if one.contradictions(other) == ["other counts"] and set(shared) & _names(text) & _names(other_text):
            yield a, b, here, at_here, there, at_there, stems >= _LEAST_STEMS


def _names(text: str) -> set[str]:
    """Stems of the words that begin with a capital."""
    return {word.lower()[:STEM_CHARS] for word in text.replace("-", " ").split()[1:] if word[:1].isupper()} | (
        {text.lower()[:STEM_CHARS]} if text[:1].isupper() else set()
    )


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


def write_conflicts(connection: Connection) -> None:
    """Fill `conflicts` from the scored pairs that conflict."""
    fill(connection, conflicting_pairs=_STRONGEST)
    create(connection, "conflict_sides", "conflicts")
    sides = "SELECT kind, a AS number FROM conflicting_pairs UNION SELECT kind, b FROM conflicting_pairs"
    for _ in in_parts(connection, sides, "kind, number"):
        for kind, stated in _STATED.items():
            transform(connection, _ROWS.format(kind=kind, stated=stated), _with_sentences, "conflict_sides")
    for _ in in_parts(connection, "FROM conflicting_pairs", "kind, conflict, a, b"):
        transform(connection, _PAIRS_OF_SIDES, _conflicts, "conflicts")
    drop(connection, "conflict_sides", "conflicting_pairs")


def _with_sentences(rows: Rows) -> Rows:
    for kind, number, row_id, article_id, start, end, first_char, around, *stated in rows:
        first, last = _sentence(around, start - first_char, end - first_char, is_at_start=start <= _SENTENCE_CHARS)
        yield kind, number, row_id, article_id, first_char + first, first_char + last, around[first:last], *stated


def _conflicts(rows: Rows) -> Rows:
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
