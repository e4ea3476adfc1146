"""Event groups: reports of the same event, however many articles print it.

Two reports are of the same event when they have the same type, tell it in much the same words, and state nothing
(dates, counts, places, persons) that rules the other out. In different stories they also agree on a date or a count,
because different events of a type are told in the same words; with the same large count, fewer common words are enough.
What is told of an unresolved pronoun is the same event only in versions of a story, and only at the same repetition.
"""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from onrecord.dataset.database import Connection, Rows, create, drop, fill, transform
from onrecord.dataset.groups import group_scored_pairs, rank_rows
from onrecord.dataset.pairs import fill_candidates, score_candidates
from onrecord.dataset.words import content_words, same_name
from onrecord.language.en.syntax import leaves_open

#: Share of common content words (Jaccard) from which two reports can be of one event, and from which they are recorded.
_SAME_WORDS, _NEAR = 0.5, 0.4
#: Share of the shorter report's content words that another with the same count contains; smaller counts are too common.
_CONTAINED, _LEAST_COUNT = 0.6, 5
#: Two passages of an article, or of its versions, with fewer common words ("thrown into prison") need another sign.
_LEAST_IN_STORY = 4
#: From this share of common words on, two reports in versions of a story are one passage; where a single statement
#: contradicts that, it is a conflict.
_SAME_PASSAGE = 0.7
_CONFLICTS = {"other counts": "number", "other dates": "date", "one is denied": "assertion"}

_DETAILS = """
    SELECT number, event_type, mode, status, date_start, date_end, count_min, count_max, place, actor, recipient,
        coalesce(people.person_ids, []) AS person_ids, versions.story_id, article_id, country
    FROM event_ranks JOIN events ON event_id = event_ranks.id JOIN versions USING (article_id)
    LEFT JOIN event_people AS people USING (event_id)
"""
_WORDS = """
    SELECT number, text, actor, recipient, lower(text) AS lower_text,
        row_number() OVER (PARTITION BY article_id, event_type, lower_text ORDER BY start, event_id)
    FROM event_ranks JOIN events ON event_id = id
"""
_PAIRS_WITH_DETAILS = f"""
    SELECT a, b, similarity, containment,
        one.story_id = other.story_id AND len(list_intersect(x.tokens, y.tokens)) < {_LEAST_IN_STORY}
            AND (one.article_id = other.article_id OR similarity < {_SAME_PASSAGE}) AS is_scant,
        (x.is_open OR y.is_open) AND NOT (
            one.story_id = other.story_id AND one.article_id <> other.article_id
            AND (x.occurrence = y.occurrence OR x.lower_text <> y.lower_text)
        ) AS is_unresolved,
        one.* EXCLUDE (number, article_id, country), other.* EXCLUDE (number, article_id, country)
    FROM some_rows JOIN event_details AS one ON one.number = a JOIN event_details AS other ON other.number = b
    JOIN event_words AS x ON x.number = a JOIN event_words AS y ON y.number = b
"""


class Report(NamedTuple):
    """The columns of `event_details` that are compared: what one row states of the event it reports."""

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
        """What the two state that cannot be true of one event, in words."""
        found = []
        if self.mode and other.mode and self.mode != other.mode:
            found.append(f"{self.mode} against {other.mode}")
        if {self.status, other.status} == {"happened", "denied"}:
            found.append("one is denied")
        if self.is_dated and other.is_dated and not self._overlaps(other):
            found.append("other dates")
        if self.is_counted and other.is_counted and not self._has_common_count(other):
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

    def _has_common_count(self, other: Report) -> bool:
        """Whether one number fits both: 'more than 20' and '23', but not '29' and '33'."""
        least = max(self.count_min or 0, other.count_min or 0)
        return all(most is None or least <= most for most in (self.count_max, other.count_max))


def pair_of_reports(values: list[Any]) -> tuple[Report, Report]:
    """The reports whose columns follow each other."""
    half = len(Report._fields)
    return Report(*values[:half]), Report(*values[half:])


def group_events(connection: Connection) -> None:
    """Fill `event_ranks`, `event_details`, `event_scored` and `event_members`."""
    order = "NOT versions.is_canonical, date IS NULL, -length(text), event_id"
    rank_rows(connection, "event", "event_id", "events JOIN versions USING (article_id)", order)
    fill(connection, event_details=_DETAILS)
    create(connection, "event_words")
    transform(connection, _WORDS, _words, "event_words")
    words = "event_words JOIN event_details USING (number)"
    similar = f"SELECT number AS id, event_type AS block, tokens FROM {words}"
    containing = f"""SELECT number AS id, concat_ws(' ', event_type, count_min, count_max) AS block, tokens FROM {words}
        WHERE count_min >= {_LEAST_COUNT} AND len(tokens) >= 4"""
    fill_candidates(connection, "event", similar, _NEAR, containing, _CONTAINED)
    score_candidates(connection, "event", _PAIRS_WITH_DETAILS, _scored)
    group_scored_pairs(connection, "event", [("mode", "mode"), ("country", "country"), ("date_start", "date_end")])
    drop(connection, "event_words")


def _words(rows: Rows) -> Rows:
    for number, text, actor, recipient, lower_text, occurrence in rows:
        if words := content_words(text):
            yield number, words, leaves_open(text, actor, recipient), lower_text, occurrence


def _scored(rows: Rows) -> Rows:
    for a, b, similarity, containment, is_scant, is_unresolved, *stated in rows:
        one, other = pair_of_reports(stated)
        in_story = one.story_id == other.story_id
        against, agreed = one.contradictions(other), one.agreements(other)
        alike = f"{similarity:.0%} of their words agree"
        if containment > similarity:
            alike = f"one holds {containment:.0%} of the other's words"
        if similarity < _SAME_WORDS and not containment:
            against.append("too few words in common")
        if is_scant and not agreed:
            against.append("two passages of an article with few words in common, and nothing else")
        if is_unresolved:
            against.append("a pronoun may mean another")
        if in_story:
            agreed.append("versions of one story")
        elif not {"dates that overlap", "the same count"} & set(agreed):
            against.append("neither a date nor a count in common")
        score = max(similarity, containment) * 0.5 ** len(against)
        is_passage = in_story and similarity >= _SAME_PASSAGE
        conflict = _CONFLICTS.get(against[0]) if len(against) == 1 and is_passage else None
        yield a, b, not against, round(score, 4), [alike, *agreed, *against], conflict
