"""Puts dates, bounds and counts into words, never more precisely than they are known."""

from __future__ import annotations

import re

_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_SEASONS = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}
_POINT = re.compile(r"(\d{3}[\dX])(?:-(\d{2}))?(?:-(\d{2}))?([~?%]?)")
_QUALIFIERS = {"": "{}", "~": "about {}", "?": "{}, uncertain", "%": "about {}, uncertain"}


def date_in_words(edtf: str | None) -> str:
    """'2018-11-26' is '26 November 2018', '2018-22' 'summer 2018', '2018-09/..' 'from September 2018 on'."""
    if not edtf:
        return "not known"
    first, slash, last = edtf.partition("/")
    if not slash:
        return _point_in_words(first)
    if last in ("", ".."):
        return f"from {_point_in_words(first)} on"
    if first in ("", ".."):
        return f"until {_point_in_words(last)}"
    return f"{_point_in_words(first)} to {_point_in_words(last)}"


def _point_in_words(point: str) -> str:
    match = _POINT.fullmatch(point)
    if match is None:
        return point
    year, month, day, qualifier = match.groups()
    words = f"the {year[:3]}0s" if year.endswith("X") else year
    if month in _SEASONS:
        words = f"{_SEASONS[month]} {words}"
    elif month and 1 <= int(month) <= 12:
        words = " ".join([*([str(int(day))] if day else []), _MONTHS[int(month) - 1], words])
    elif month:
        return point
    return _QUALIFIERS[qualifier].format(words)


def number_in_words(value: float) -> str:
    """A number with thousands separators and without empty decimals: 2000.0 is '2,000', 1.5 is '1.5'."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.10g}"


def bounds_in_words(low: float | None, high: float | None) -> str:
    """'29', 'at least 2,000', 'at most 1,000,000', '20 to 30'; empty when both bounds are unknown."""
    if low is None and high is None:
        return ""
    if high is None:
        return f"at least {number_in_words(low or 0)}"
    if low is None:
        return f"at most {number_in_words(high)}"
    return number_in_words(low) if low == high else f"{number_in_words(low)} to {number_in_words(high)}"


def counted(count: int | None, singular: str, plural: str | None = None) -> str:
    """'no claims', '1 claim', '1,204 claims'."""
    words = singular if count == 1 else plural or f"{singular}s"
    return f"{count:,} {words}" if count else f"no {words}"


def percent(share: float | None) -> str:
    """A share of 0..1 in whole percent; a smaller one is 'under 1 %'."""
    if share is None:
        return "–"
    return "under 1 %" if 0 < share < 0.01 else f"{share:.0%}".replace("%", " %")


def clipped(text: str | None, chars: int) -> str:
    """The text, or its first `chars` characters and an ellipsis."""
    text = text or ""
    return text if len(text) <= chars else text[: chars - 1].rstrip() + "…"
