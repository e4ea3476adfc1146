"""Lays events out on a timeline: a day is a tick, any other date a bar from its first possible day to its last.

Years are as wide as they have events that begin or end in them; years without events are folded into a gap.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args

from onrecord_schema.events import EventType

LABEL_WIDTH, ROW_HEIGHT, LANE_PADDING, AXIS_HEIGHT = 104, 12, 8, 26
_GAP_WIDTH, _YEAR_WIDTH, _EVENT_WIDTH, _WIDEST_YEAR, _TICK_WIDTH = 22.0, 46.0, 9.0, 230.0, 5.0
_LEAST_WIDTH, _QUARTERED_WIDTH, _LANE_ROWS = 1190.0, 180.0, 8


@dataclass(frozen=True)
class Bar:
    """A drawn event; `x` and `width` are in pixels."""

    event: Mapping[str, Any]
    x: float
    width: float
    row: int
    is_day: bool
    open_left: bool
    open_right: bool


@dataclass(frozen=True)
class Lane:
    event_type: str
    y: float
    height: float
    bars: tuple[Bar, ...]
    left_out: int


@dataclass(frozen=True)
class Year:
    label: str
    """The year; empty for a gap of folded years."""
    x: float
    width: float

    @property
    def quarters(self) -> list[tuple[str, float]]:
        """(name, x) of the quarters that begin within the year; empty where their names have no room."""
        if not self.label or self.width < _QUARTERED_WIDTH:
            return []
        return [
            (name, round(self.x + self.width * day / 366, 1)) for name, day in (("Apr", 91), ("Jul", 182), ("Oct", 274))
        ]


@dataclass(frozen=True)
class Timeline:
    width: float
    height: float
    years: tuple[Year, ...]
    lanes: tuple[Lane, ...]
    undated: int
    left_out: int


def lay_out(events: Iterable[Mapping[str, Any]]) -> Timeline | None:
    """The timeline of the dated events; None where there are none."""
    rows = list(events)
    dated = [row for row in rows if row["date_start"] or row["date_end"]]
    if not dated:
        return None
    years = _years(dated)
    right = years[-1].x + years[-1].width
    lanes, y = list[Lane](), 6.0
    for event_type in get_args(EventType):
        lane = _lane(event_type, [row for row in dated if row["event_type"] == event_type], years, y)
        if lane is not None:
            lanes.append(lane)
            y += lane.height
    left_out = sum(lane.left_out for lane in lanes)
    return Timeline(right + 16, y + AXIS_HEIGHT, tuple(years), tuple(lanes), len(rows) - len(dated), left_out)


def _years(dated: list[Mapping[str, Any]]) -> list[Year]:
    ends = Counter(day.year for row in dated for day in (row["date_start"], row["date_end"]) if day)
    widths = {year: min(_YEAR_WIDTH + _EVENT_WIDTH * count, _WIDEST_YEAR) for year, count in ends.items()}
    # A few years fill the page.
    scale = max(1.0, (_LEAST_WIDTH - LABEL_WIDTH) / sum(widths.values()))
    columns, x, previous = list[Year](), float(LABEL_WIDTH), None
    for year in sorted(widths):
        if previous is not None and year > previous + 1:
            columns.append(Year("", x, _GAP_WIDTH))
            x += _GAP_WIDTH
        columns.append(Year(f"{year:04}", x, widths[year] * scale))
        x += widths[year] * scale
        previous = year
    return columns


def _x(day: date, years: list[Year], *, end_of_day: bool) -> float:
    column = next(year for year in years if year.label == f"{day.year:04}")
    return column.x + column.width * (day.timetuple().tm_yday - (not end_of_day)) / 366


def _lane(event_type: str, events: list[Mapping[str, Any]], years: list[Year], y: float) -> Lane | None:
    if not events:
        return None
    left, right = years[0].x, years[-1].x + years[-1].width
    spans = []
    for event in events:
        first, last = event["date_start"], event["date_end"]
        x = _x(first, years, end_of_day=False) if first else left
        end = _x(last, years, end_of_day=True) if last else right
        spans.append((x, max(end - x, _TICK_WIDTH), event))
    bars, filled, left_out = list[Bar](), list[float](), 0
    for x, width, event in sorted(spans, key=lambda span: (span[0], -span[1], span[2]["event_id"] or "")):
        row = next((number for number, free in enumerate(filled) if free <= x), len(filled))
        if row == _LANE_ROWS:
            left_out += 1
            continue
        filled[row : row + 1] = [x + width + 2]
        is_day = event["date_start"] == event["date_end"]
        open_left, open_right = event["date_start"] is None, event["date_end"] is None
        bars.append(Bar(event, round(x, 1), round(width, 1), row, is_day, open_left, open_right))
    return Lane(event_type, y, len(filled) * ROW_HEIGHT + LANE_PADDING, tuple(bars), left_out)
