"""Event groups: reports of the same event, however many articles carry it.

Two reports are of one event when they have the same type, speak of it in much the same words, and nothing they state
(dates, counts, places, persons) rules the other out. Across stories they must also agree on a stated date or count,
since different events of a kind are told in the same words.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from onrecord.groups import content_words, same_name, write_groups, write_sets
from onrecord.similar import similar_pairs, stars

if TYPE_CHECKING:
    import duckdb

#: Share of content words (Jaccard) that two reports have in common.
SAME_WORDS = 0.5
Range = tuple[int | None, int | None]


@dataclass(frozen=True)
class _Report:
    mode: str | None
    status: str
    days: tuple[date | None, date | None]
    counts: Range
    place: str | None
    person_ids: frozenset[str]
    story_id: str

    def is_same_as(self, other: _Report) -> bool:
        return not self._contradicts(other) and (self.story_id == other.story_id or self._agrees(other))

    def _contradicts(self, other: _Report) -> bool:
        return (
            bool(self.mode and other.mode and self.mode != other.mode)
            or {self.status, other.status} == {"happened", "denied"}
            or (any(self.days) and any(other.days) and not _overlap(self.days, other.days))
            or (any(self.counts) and any(other.counts) and self.counts != other.counts)
            or bool(self.place and other.place and not same_name(self.place, other.place))
            or bool(self.person_ids and other.person_ids and not self.person_ids & other.person_ids)
        )

    def _agrees(self, other: _Report) -> bool:
        dated = any(self.days) and any(other.days)
        counted = any(self.counts) and self.counts == other.counts
        return dated or counted


def _overlap(one: tuple[date | None, date | None], other: tuple[date | None, date | None]) -> bool:
    start = max(one[0] or date.min, other[0] or date.min)
    end = min(one[1] or date.max, other[1] or date.max)
    return start <= end


def group_events(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `event_groups(member, group_id, is_canonical, article_count, story_count)` from events and versions."""
    rows = connection.execute(
        """
        SELECT event_id, text, event_type, mode, status, date_start, date_end, count_min, count_max, place,
            people.person_ids, versions.story_id
        FROM events JOIN versions USING (article_id) LEFT JOIN event_people AS people USING (event_id)
        ORDER BY versions.is_canonical DESC, (date IS NULL), length(text) DESC, event_id
        """
    ).fetchall()
    reports, sets = {}, []
    for event_id, text, kind, mode, status, first, last, least, most, place, people, story_id in rows:
        reports[event_id] = _Report(
            mode, status, (first, last), (least, most), place, frozenset(people or ()), story_id
        )
        sets.append((event_id, kind, content_words(text)))
    pairs = [
        (left, right)
        for left, right, _ in similar_pairs(connection, write_sets(connection, sets), SAME_WORDS)
        if reports[left].is_same_as(reports[right])
    ]
    write_groups(connection, "events", "event", "evg", stars(list(reports), pairs))
