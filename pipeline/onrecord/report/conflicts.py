"""Finds what is held to be one event or statement, but told with numbers or dates that cannot all be right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import permutations
from typing import Any

from onrecord.report.tables import Row, Rows
from onrecord.report.words import bounds_in_words, date_in_words

#: Readings compared of one group: every pair is looked at.
_MOST_READINGS = 200


@dataclass(frozen=True)
class Reading:
    """What one article says: the value in words, and the row that says it."""

    value: str
    row: Mapping[str, Any]


@dataclass(frozen=True)
class Conflict:
    """Readings of one thing of which at least two exclude each other."""

    about: str
    readings: tuple[Reading, ...]


@dataclass(frozen=True)
class _Bounds:
    low: Any
    high: Any
    reading: Reading


def find_conflicts(tables: Mapping[str, Rows]) -> list[Conflict]:
    """Conflicts over counts, dates and quantities within the dataset's event and claim groups, most readings first."""
    events, claims = list(tables["events"]), list(tables["claims"])
    rows = {row["event_id"]: (row["event_group_id"], row) for row in events}
    rows |= {row["claim_id"]: (row["claim_group_id"], row) for row in claims}
    groups: dict[tuple[str, str], list[_Bounds]] = defaultdict(list)
    for row in events:
        group = row["event_group_id"] or row["event_id"]
        words = bounds_in_words(row["count_min"], row["count_max"])
        groups[group, "How many"].append(_Bounds(row["count_min"], row["count_max"], Reading(words, row)))
        when = Reading(date_in_words(row["date"]), row)
        groups[group, "When"].append(_Bounds(row["date_start"], row["date_end"], when))
    for quantity in tables["quantities"]:
        owner = rows.get(quantity["event_id"]) or rows.get(quantity["claim_id"])
        # A quantity without a unit, or of a vague size, excludes nothing.
        if owner and quantity["unit"] and not quantity["vague"]:
            group, row = owner
            unit = quantity["unit"].casefold()
            reading = Reading(quantity["text"] or "", row)
            groups[group, f"How many {unit}"].append(_Bounds(quantity["value_min"], quantity["value_max"], reading))
    found = [Conflict(about, readings) for (_, about), bounds in groups.items() if (readings := _conflicting(bounds))]
    return sorted(found, key=lambda one: (-len(one.readings), one.about, _place(one.readings[0].row)))


def _conflicting(bounds: list[_Bounds]) -> tuple[Reading, ...]:
    """The readings, one an article and value, when the bounds of two articles have nothing in common."""
    known = [one for one in bounds if one.low is not None or one.high is not None]
    distinct = {(one.reading.row["article_id"], one.reading.value): one for one in known}
    readings = list(distinct.values())[:_MOST_READINGS]
    if not any(_excludes(one, other) for one, other in permutations(readings, 2)):
        return ()
    return tuple(sorted((one.reading for one in readings), key=lambda reading: _place(reading.row)))


def _excludes(one: _Bounds, other: _Bounds) -> bool:
    if one.reading.row["article_id"] == other.reading.row["article_id"]:
        return False
    return one.high is not None and other.low is not None and bool(one.high < other.low)


def _place(row: Row | Mapping[str, Any]) -> tuple[str, int]:
    return row["article_id"] or "", row["start"] or 0
