"""Periods of the calendar as EDTF strings, and those that are some periods before or after a date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from onrecord_schema.edtf import edtf_range
from onrecord_schema.fields import Basis

Kind = Literal["date", "time", "duration", "set"]


@dataclass(frozen=True)
class Reading:
    """What an expression means, as the columns of its row."""

    kind: Kind
    value: str | None
    basis: Basis = "unknown"
    anchor: str | None = None


@dataclass(frozen=True)
class Anchor:
    """A date that others count from; unknown parts of it are None."""

    value: str
    year: int
    month: int | None
    day: date | None

    @classmethod
    def of(cls, value: str) -> Anchor | None:
        """The anchor of an EDTF string; None where not even its year is certain."""
        start, end = edtf_range(value)
        if start is None or end is None or start.year != end.year:
            return None
        same_month = start.month == end.month
        return cls(value, start.year, start.month if same_month else None, start if start == end else None)


def year(number: int) -> str | None:
    return f"{number:04}" if 1 <= number <= 9999 else None


def month(of_year: int, number: int) -> str:
    """The calendar month; 13 is January of the next year."""
    return f"{of_year + (number - 1) // 12:04}-{(number - 1) % 12 + 1:02}"


def day(of_year: int, of_month: int, number: int) -> str | None:
    """The day; None where the calendar has no such day."""
    try:
        return date(of_year, of_month, number).isoformat()
    except ValueError:
        return None


def week(of_day: date) -> str:
    """Monday to Sunday of the week of a day."""
    monday = of_day - timedelta(of_day.weekday())
    return f"{monday}/{monday + timedelta(6)}"


def weekend(of_day: date) -> str:
    """Saturday and Sunday of the week of a day."""
    monday = of_day - timedelta(of_day.weekday())
    return f"{monday + timedelta(5)}/{monday + timedelta(6)}"


def quarter(of_year: int, number: int) -> str:
    """The calendar quarter; 5 is the first of the next year."""
    of_year, number = of_year + (number - 1) // 4, (number - 1) % 4 + 1
    return f"{of_year:04}-{3 * number - 2:02}/{of_year:04}-{3 * number:02}"


def half(of_year: int, number: int) -> str:
    return f"{of_year:04}-{6 * number - 5:02}/{of_year:04}-{6 * number:02}"


def decade(of_year: int) -> str:
    return f"{of_year // 10:03}X"


def century(number: int) -> str:
    return f"{100 * number - 99:04}/{100 * number:04}"


def shifted(anchor: Anchor, unit: str, count: int) -> str | None:
    """The day, week, month ... that is `count` of them after the anchor's; None where the anchor is too coarse.

    `unit` is the ISO 8601 length of the unit, or WE for weekends.
    """
    try:
        if unit == "P1Y":
            return year(anchor.year + count)
        if unit == "P10Y":
            return decade(anchor.year + 10 * count)
        if unit == "P100Y":
            return century((anchor.year - 1) // 100 + 1 + count)
        if unit == "P3M" and anchor.month:
            return quarter(anchor.year, (anchor.month - 1) // 3 + 1 + count)
        if unit == "P1M" and anchor.month:
            return month(anchor.year, anchor.month + count)
        if anchor.day is None:
            return None
        if unit == "P1W":
            return week(anchor.day + timedelta(7 * count))
        if unit == "P2W":
            return week(anchor.day + timedelta(14 * count))
        if unit == "WE":
            return weekend(anchor.day + timedelta(7 * count))
        if unit == "P1D":
            return (anchor.day + timedelta(count)).isoformat()
        return anchor.day.isoformat() if count == 0 else f"{anchor.day - timedelta(1)}/{anchor.day}"
    except (OverflowError, ValueError):
        return None
