"""Event groups: reports of the same event, however many articles carry it.

Two reports are of one event when they have the same type, speak of it in much the same words, and nothing they state
(dates, counts, places, persons) rules the other out. Across stories they must also agree on a stated date or count,
since different events of a kind are told in the same words; with the same telling count, fewer words in common will do.
What is told of a pronoun that nobody is known to be behind is one event only between versions of a story, the first
such sentence of one with the first of the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from onrecord.dataset.batches import transform, transform_in_parts
from onrecord.dataset.content_words import content_words, same_name
from onrecord.dataset.judgments import JUDGED, group_alike, rank
from onrecord.dataset.similar import pair_similar
from onrecord.language.en.syntax import leaves_open

if TYPE_CHECKING:
    import duckdb

#: Share of content words (Jaccard) that two reports have in common.
SAME_WORDS = 0.5
#: Pairs below the threshold that are still worth a judgment of their own.
_NEAR = 0.4
#: Share of the shorter report's content words that another with the same count holds; a count below the least one is
#: in too many reports.
CONTAINED = 0.6
_LEAST_COUNT = 5
#: Two passages of an article, or of its versions, with fewer content words in common ("thrown into prison") are of one
#: event only where they also agree on who, where, when or how many.
_LEAST_IN_STORY = 4
_FEATURES = pa.schema(
    [
        ("id", pa.int32()),
        ("block", pa.string()),
        ("tokens", pa.list_(pa.string())),
        ("is_open", pa.bool_()),
        ("time", pa.int32()),
    ]
)
#: `time` counts the events of an article that are told in the same words.
_WORDS = """
    SELECT number, event_type, text, actor, recipient,
        row_number() OVER (PARTITION BY article_id, event_type, lower(text) ORDER BY start, event_id)::INTEGER AS time
    FROM event_ranks JOIN events ON event_id = id
"""
_DETAILS = """
    SELECT number, event_type, mode, status, date_start, date_end, count_min, count_max, place, actor, recipient,
        coalesce(people.person_ids, []) AS person_ids, versions.story_id, article_id, text, country
    FROM event_ranks JOIN events ON event_id = event_ranks.id JOIN versions USING (article_id)
    LEFT JOIN event_people AS people USING (event_id)
"""


#: Share of content words from which on two reports in versions of one story are one passage, and what alone keeps them
#: apart is a conflict.
SAME_PASSAGE = 0.7
_CONFLICTS = {"other counts": "number", "other dates": "date", "one is denied": "assertion"}


@dataclass(frozen=True)
class Report:
    """What one row states of the event it reports."""

    event_type: str
    mode: str | None
    status: str
    date_start: date | None
    date_end: date | None
    count_min: int | None
    count_max: int | None
    place: str | None
    actor: str | None
    recipient: str | None
    person_ids: list[str]
    story_id: str

    @property
    def is_dated(self) -> bool:
        return bool(self.date_start or self.date_end)

    @property
    def is_counted(self) -> bool:
        return self.count_min is not None or self.count_max is not None

    def contradictions(self, other: Report) -> list[str]:
        """What the two state that cannot be of one event, in words; empty when nothing does."""
        found = []
        if self.mode and other.mode and self.mode != other.mode:
            found.append(f"{self.mode} against {other.mode}")
        if {self.status, other.status} == {"happened", "denied"}:
            found.append("one is denied")
        if self.is_dated and other.is_dated and not self._overlaps(other):
            found.append("other dates")
        if self.is_counted and other.is_counted and not self._can_count_as(other):
            found.append("other counts")
        if self.place and other.place and not same_name(self.place, other.place):
            found.append("other places")
        if self._has_other_persons(other):
            found.append("other persons")
        return found

    def _has_other_persons(self, other: Report) -> bool:
        """Whether no person is in both, or one who is in both did it with, or to, another each time."""
        mine, theirs = set(self.person_ids), set(other.person_ids)
        if not mine & theirs:
            return bool(mine and theirs)
        named = ((self.actor, other.actor), (self.recipient, other.recipient))
        return bool(mine - theirs and theirs - mine) and any(
            one and two and not same_name(one, two) for one, two in named
        )

    def agreements(self, other: Report) -> list[str]:
        """What both state alike, in words."""
        found = []
        if self.is_dated and other.is_dated and self._overlaps(other):
            found.append("dates that overlap")
        if self.is_counted and (self.count_min, self.count_max) == (other.count_min, other.count_max):
            found.append("the same count")
        if set(self.person_ids) & set(other.person_ids):
            found.append("a person in common")
        if self.place and other.place and same_name(self.place, other.place):
            found.append("the same place")
        for noun, one, two in (("actor", self.actor, other.actor), ("recipient", self.recipient, other.recipient)):
            if same_name(one, two):
                found.append(f"the same {noun}, as named")
        return found

    def _overlaps(self, other: Report) -> bool:
        start = max(self.date_start or date.min, other.date_start or date.min)
        return start <= min(self.date_end or date.max, other.date_end or date.max)

    def _can_count_as(self, other: Report) -> bool:
        """Whether a number can be both: 'more than 20' and '23', but not '29' and '33'."""
        low = max(self.count_min or 0, other.count_min or 0)
        return all(most is None or low <= most for most in (self.count_max, other.count_max))


def group_events(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `event_ranks`, `event_judged` and `event_members` from events, versions and event_people."""
    rank(
        connection,
        "event",
        "SELECT event_id AS id, (NOT versions.is_canonical, date IS NULL, -length(text), event_id) AS place "
        "FROM events JOIN versions USING (article_id)",
    )
    connection.execute(f"CREATE OR REPLACE TABLE event_details AS {_DETAILS}")
    transform(connection, _WORDS, _features, "event_sets", _FEATURES)
    pair_similar(connection, "event_sets", "alike_events", at_least=_NEAR)
    connection.execute(
        f"""CREATE OR REPLACE TABLE counted_sets AS
        SELECT id, concat_ws(' ', event_type, count_min, count_max) AS block, tokens
        FROM event_sets JOIN event_details ON number = id WHERE count_min >= {_LEAST_COUNT} AND len(tokens) >= 4"""
    )
    pair_similar(connection, "counted_sets", "counted_events", at_least=CONTAINED, contained=True)
    transform_in_parts(connection, _PAIRS, "a, b", _TOLD, _judged, "event_judged", JUDGED)
    group_alike(connection, "event", [("mode", "mode"), ("country", "country"), ("date_start", "date_end")])
    connection.execute(
        "DROP TABLE counted_sets; DROP TABLE event_sets; DROP TABLE alike_events; DROP TABLE counted_events"
    )


def _features(rows: list[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    for number, event_type, text, actor, recipient, time in rows:
        if words := content_words(text):
            yield number, event_type, words, leaves_open(text, actor, recipient), time


_PAIRS = """
    SELECT a, b, max(similarity) AS similarity, max(contained) AS contained FROM (
        SELECT a, b, similarity, 0.0 AS contained FROM alike_events
        UNION ALL SELECT a, b, 0.0, similarity FROM counted_events
    ) GROUP BY a, b
"""
_TOLD = f"""
    SELECT a, b, similarity, contained,
        one.story_id = other.story_id AND len(list_intersect(x.tokens, y.tokens)) < {_LEAST_IN_STORY}
            AND (one.article_id = other.article_id OR similarity < {SAME_PASSAGE}) AS is_scant,
        (x.is_open OR y.is_open) AND NOT (
            one.story_id = other.story_id AND one.article_id <> other.article_id
            AND (x.time = y.time OR lower(one.text) <> lower(other.text))
        ) AS is_other,
        one.* EXCLUDE (number, article_id, text, country), other.* EXCLUDE (number, article_id, text, country)
    FROM some_rows JOIN event_details AS one ON one.number = a JOIN event_details AS other ON other.number = b
    JOIN event_sets AS x ON x.id = a JOIN event_sets AS y ON y.id = b
"""


def _judged(rows: list[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    for a, b, similarity, contained, is_scant, is_other, *stated in rows:
        half = len(stated) // 2
        one, other = Report(*stated[:half]), Report(*stated[half:])
        against, agreed = one.contradictions(other), one.agreements(other)
        alike = f"{similarity:.0%} of their words agree"
        if contained > similarity:
            alike = f"one holds {contained:.0%} of the other's words"
        if similarity < SAME_WORDS and not contained:
            against.append("too few words in common")
        if is_scant and not agreed:
            against.append("two passages of an article with few words in common, and nothing else")
        if is_other:
            against.append("a pronoun may mean another")
        if one.story_id == other.story_id:
            agreed.append("versions of one story")
        elif not {"dates that overlap", "the same count"} & set(agreed):
            against.append("neither a date nor a count in common")
        score = max(similarity, contained) * 0.5 ** len(against)
        is_passage = one.story_id == other.story_id and similarity >= SAME_PASSAGE
        conflict = _CONFLICTS.get(against[0]) if len(against) == 1 and is_passage else None
        yield a, b, not against, round(score, 4), [alike, *agreed, *against], conflict
