"""The calendar day that a page's markup states, as stated: no time zone moves it to the day before or after."""

from __future__ import annotations

import re
from datetime import date

from onrecord.inputs.page import NEWS_YEARS

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?P<m>{'|'.join(_MONTHS)})[a-z]{{0,6}}\.?"
_DAY = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<y>\d{4})(?!\d)"
#: Ways to write a day that cannot be read in two ways (11/12/19 can), each with an example.
DAY_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), example)
    for pattern, example in (
        (r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?!\d)", "2019-11-18T17:50:58-05:00"),
        (r"(?P<y>\d{4})/(?P<m>\d{1,2})/(?P<d>\d{1,2})(?!\d)", "2019/11/18"),
        (r"(?<!\d)(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?:T\d|$)", "20191118T2117"),
        (rf"(?<!\d){_DAY}[ -]{_MONTH},?[ -]{_YEAR}", "Mon, 18 Nov 2019 16:07"),
        (rf"\b{_MONTH} {_DAY},? {_YEAR}", "Nov. 19, 2019 8:03 am ET"),
    )
)


#: What programs write that have no date.
_ZERO_OF_CLOCKS = date(1970, 1, 1)


def stated_day(text: str) -> str | None:
    """The first day in a text as an ISO date; None where there is none, it could be read in two ways, or no
    news was printed then."""
    for pattern, _ in DAY_PATTERNS:
        if match := pattern.search(text[:200]):
            month = match["m"].lower()
            number = int(month) if month.isdigit() else _MONTHS.index(month[:3]) + 1
            try:
                day = date(int(match["y"]), number, int(match["d"]))
            except ValueError:
                continue
            return day.isoformat() if day.year in NEWS_YEARS and day != _ZERO_OF_CLOCKS else None
    return None
