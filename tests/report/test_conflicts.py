"""Disagreements: two articles on one event whose numbers cannot both be right, and only those."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from onrecord.report.conflicts import find_conflicts
from onrecord.report.tables import read_tables

GROUP = "evg-0000000000000001"


def told(rows: Any, path: str, text: str, low: int | None, high: int | None) -> None:
    article = rows.article(path, text)
    rows.on(
        "events",
        "event_id",
        "evt",
        article,
        text,
        "COERCE",
        event_type="COERCE",
        count_min=low,
        count_max=high,
        event_group_id=GROUP,
    )


@pytest.mark.parametrize(
    ("first", "second", "disagree"),
    [
        ((12, 12), (15, 15), True),
        ((12, 12), (20, None), True),
        ((None, 10), (12, 12), True),
        ((12, 12), (10, None), False),
        ((12, 12), (12, 12), False),
        ((None, None), (12, 12), False),
    ],
)
def test_counts_disagree_when_they_have_nothing_in_common(
    rows: Any,
    tmp_path: Path,
    first: tuple[int | None, int | None],
    second: tuple[int | None, int | None],
    disagree: bool,
) -> None:
    told(rows, "a.txt", "Some were held", *first)
    told(rows, "b.txt", "Others were held", *second)
    conflicts = find_conflicts(read_tables(rows.write(tmp_path)))
    assert [conflict.about for conflict in conflicts] == ["How many"] * disagree
    assert all(len(conflict.readings) == 2 for conflict in conflicts)


def test_one_article_does_not_disagree_with_itself(rows: Any, tmp_path: Path) -> None:
    article = rows.article("a.txt", "Two died, later three died")
    for words, count in (("Two died", 2), ("three died", 3)):
        rows.on(
            "events",
            "event_id",
            "evt",
            article,
            words,
            "ASSAULT",
            count_min=count,
            count_max=count,
            event_group_id=GROUP,
        )
    assert find_conflicts(read_tables(rows.write(tmp_path))) == []


def test_units_are_compared_only_with_themselves(rows: Any, tmp_path: Path) -> None:
    for path, text, number, unit in (
        ("a.txt", "held 12 men", 12.0, "men"),
        ("b.txt", "held 3 women", 3.0, "women"),
        ("c.txt", "held 14 Men", 14.0, "Men"),
    ):
        article = rows.article(path, text)
        event = rows.on("events", "event_id", "evt", article, text, "COERCE", event_group_id=GROUP)
        rows.on(
            "quantities",
            "quantity_id",
            "qty",
            article,
            text.removeprefix("held "),
            unit,
            value_min=number,
            value_max=number,
            unit=unit,
            event_id=event["event_id"],
        )
    (conflict,) = find_conflicts(read_tables(rows.write(tmp_path)))
    assert conflict.about == "How many men"
    assert sorted(reading.value for reading in conflict.readings) == ["12 men", "14 Men"]
