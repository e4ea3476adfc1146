"""EDTF level 1 dates: every accepted string names one range of days, and nothing outside the subset is accepted.

The subset is what a news report can state (ISO 8601-2, level 1): a day, month, year, season or decade, each with an
optional qualifier (`~` approximate, `?` uncertain, `%` both), and intervals of them with open ends. Our own and not
the `edtf` package's parser, because that takes 11 ms a string, ends winter in December and has no number for an open
end; a test holds the two together wherever both answer.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache

_POINT = re.compile(r"(?P<year>\d{4}|\d{3}X)(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?[~?%]?")
#: season code -> first month, number of months (northern, meteorological; winter runs into the next year)
_SEASONS = {21: 3, 22: 6, 23: 9, 24: 12}


def _point(value: str) -> tuple[date, date]:
    match = _POINT.fullmatch(value)
    if match is None:
        raise ValueError(f"{value!r} is not an EDTF level 1 date")
    year, month, day = match["year"], match["month"], match["day"]
    if year.endswith("X"):
        if month:
            raise ValueError(f"{value!r}: a decade has no month")
        first = int(year[:3]) * 10
        return date(first, 1, 1), date(first + 9, 12, 31)
    y = int(year)
    if month is None:
        return date(y, 1, 1), date(y, 12, 31)
    m = int(month)
    if m in _SEASONS:
        if day:
            raise ValueError(f"{value!r}: a season has no day")
        begin = _SEASONS[m]
        end = (y, begin + 2) if begin < 12 else (y + 1, 2)
        return date(y, begin, 1), date(*end, monthrange(*end)[1])
    if day is None:
        return date(y, m, 1), date(y, m, monthrange(y, m)[1])
    return date(y, m, int(day)), date(y, m, int(day))


@lru_cache(maxsize=65536)
def edtf_range(value: str) -> tuple[date | None, date | None]:
    """Earliest and latest day of an EDTF string, both inclusive; None on a side that is open.

    Raises ValueError for anything that is not in the subset, for days that do not exist and for intervals that end
    before they begin.
    """
    if "/" not in value:
        return _point(value)
    left, right = value.split("/", 1)
    start = None if left in ("", "..") else _point(left)[0]
    end = None if right in ("", "..") else _point(right)[1]
    if start is None and end is None:
        raise ValueError(f"{value!r} is open at both ends")
    if start and end and end < start:
        raise ValueError(f"{value!r} ends before it begins")
    return start, end
