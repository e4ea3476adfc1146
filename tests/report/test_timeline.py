"""The timeline draws every event over all its possible days."""

from __future__ import annotations

from datetime import date
from typing import Any

from onrecord.report.timeline import Bar, lay_out
from onrecord_schema.edtf import edtf_range


def event(number: int, edtf: str | None, event_type: str = "COERCE") -> dict[str, Any]:
    start, end = edtf_range(edtf) if edtf else (None, None)
    return {"event_id": f"evt-{number}", "event_type": event_type, "date": edtf, "date_start": start, "date_end": end}


def bars(*dates: str | None) -> list[Bar]:
    line = lay_out([event(number, edtf) for number, edtf in enumerate(dates)])
    assert line is not None
    return sorted((bar for lane in line.lanes for bar in lane.bars), key=lambda bar: bar.event["event_id"])


def test_a_bar_covers_all_possible_days() -> None:
    day, month, year = bars("2018-11-26", "2018-11", "2018")
    assert day.is_day and not month.is_day
    assert day.width < month.width < year.width
    assert year.x <= month.x <= day.x <= month.x + month.width <= year.x + year.width + 0.2


def test_an_open_end_reaches_the_edge_and_is_marked_open() -> None:
    since, later = bars("2018-09/..", "2019-03-01")
    assert since.open_right and not since.open_left and not since.is_day
    assert since.x + since.width >= later.x + later.width


def test_bars_of_a_lane_do_not_cover_each_other() -> None:
    drawn = bars("2018", "2018-03", "2018-03-05", "2018-03-05", "2017-12/2018-02", "2019")
    for one in drawn:
        for other in drawn:
            if one is not other and one.row == other.row:
                assert one.x + one.width <= other.x or other.x + other.width <= one.x


def test_years_without_events_are_folded() -> None:
    line = lay_out([event(1, "1998-01-05"), event(2, "2018-01-05")])
    assert line is not None
    assert [year.label for year in line.years] == ["1998", "", "2018"]


def test_events_that_are_not_drawn_are_counted() -> None:
    line = lay_out([event(number, "2018-03-05") for number in range(20)] + [event(99, None)])
    assert line is not None
    assert line.undated == 1
    assert line.left_out + sum(len(lane.bars) for lane in line.lanes) == 20
    assert lay_out([event(1, None)]) is None


def test_leap_day_and_year_end_lie_within_their_year() -> None:
    line = lay_out([event(1, "2020-02-29"), event(2, "2020-12-31"), event(3, "2021-01-01")])
    assert line is not None
    assert [date.fromisoformat(bar.event["date"]).year for lane in line.lanes for bar in lane.bars] == [
        2020,
        2020,
        2021,
    ]
    for year in line.years:
        assert line.width > year.x + year.width
