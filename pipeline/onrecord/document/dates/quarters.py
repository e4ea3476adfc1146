"""Readings of quarters and halves of a year, and of the periods that a company's report compares them with."""

from __future__ import annotations

from onrecord.document.dates import periods
from onrecord.document.dates.context import UNKNOWN, Context, stated
from onrecord.document.dates.grammar import Match
from onrecord.document.dates.periods import Anchor, Reading


def quarter(match: Match, context: Context) -> Reading | None:
    """A calendar quarter; a company's own fiscal quarter is read as such where the text gives no other year."""
    number = match.number("ORDINAL") or match.number("QUARTER") or 0
    if not 1 <= number <= 4:
        return None
    reading = _quarter(match, context, number)
    if reading.value and not match.has("ago", "earlier") and _is_reported(context, reading.value):
        context.reported = Anchor(reading.value, int(reading.value[:4]), int(reading.value[5:7]), None)
    return reading


def _quarter(match: Match, context: Context, number: int) -> Reading:
    if (year := match.number("YEAR")) is not None:
        return Reading("date", periods.quarter(year, number), "stated")
    published = context.published
    if published is None or published.month is None:
        return UNKNOWN
    year = context.counted_year(match)
    if year is None:
        now, told = (published.month - 1) // 3 + 1, context.direction(match)
        has_just_ended = (number - now) % 4 == 3
        if has_just_ended and (told <= 0 or now == 4):
            year = published.year - (number > now)
        else:
            year = published.year + int(told > 0 and number < now) - int(told < 0 and number > now)
    return context.against_publication("date", periods.quarter(year - match.has("ago", "earlier"), number))


def _is_reported(context: Context, value: str) -> bool:
    """Whether a quarter has begun by publication and is not one that the reported quarter is compared with."""
    if context.published and value[:7] > context.published.value[:7]:
        return False
    return context.reported is None or value[:4] >= context.reported.value[:4]


def half(match: Match, context: Context) -> Reading | None:
    """`the first half of 2018`, `H1 2018`."""
    number = 2 if match.is_bound("NTH") else match.number("ORDINAL") or match.number("HALF") or 0
    if number not in (1, 2):
        return None
    if year := match.number("YEAR"):
        return stated(periods.half(year, number))
    year = context.counted_year(match) or (context.published.year if context.published else None)
    return context.against_publication("date", periods.half(year, number) if year else None)


def latest_unit(match: Match, context: Context) -> Reading | None:
    """`the latest quarter`, `the quarter`: the one that the text reports on, or the same a year before."""
    is_named = match.has("latest", "corresponding", "comparable")
    if match.after == "-" or not (is_named or (match.has("the") and match.has("quarter"))):
        return None
    years_back = int(match.has("ago", "earlier", "corresponding", "comparable") or match.is_bound("LAST"))
    return _reported(context, years_back) if context.reported else UNKNOWN


def year_ago(match: Match, context: Context) -> Reading | None:
    """`the year-ago quarter`, `year-earlier`, `a year earlier`: a year before what the text reports or talks of."""
    if context.reported:
        return _reported(context, 1)
    anchor = context.talked_of() if match.has("earlier", "before", "previously") else None
    if anchor:
        return context.against_text("date", periods.year(anchor.year - 1), anchor)
    return context.counted("P1Y", -1)


def _reported(context: Context, years_back: int) -> Reading:
    reported = context.reported
    if reported is None or reported.month is None:
        return UNKNOWN
    value = periods.quarter(reported.year - years_back, (reported.month - 1) // 3 + 1)
    return context.against_text("date", value, reported)
