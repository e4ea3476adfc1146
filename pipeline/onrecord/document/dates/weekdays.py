"""Readings of days that are named as seen from publication's, and of times of day: `Monday`, `yesterday`, `noon`."""

from __future__ import annotations

from onrecord.document.dates import days
from onrecord.document.dates.context import Context
from onrecord.document.dates.grammar import Match
from onrecord.document.dates.periods import Kind, Reading


def today(match: Match, context: Context) -> Reading | None:
    """`yesterday`, `the day after tomorrow`, `tomorrow morning`."""
    if match.has("before", "after"):
        return context.counted("P1D", -2 if match.has("yesterday") else 2)
    previous = match.words[match.first - 1].text if match.first else ""
    if match.own[-1].text.isupper() and previous.isupper():
        return None  # the name of a paper
    is_hour = match.is_bound("PART", "INSTANT") or match.has("tonight")
    return context.counted("P1D", match.number("TODAY") or 0, "time" if is_hour else "date")


def weekday(match: Match, context: Context) -> Reading | None:
    """The day of that name that the tense points to; without tense the last one, which may be publication's own day."""
    kind: Kind = "time" if match.is_bound("PART", "INSTANT") else "date"
    if (len(match.own) == 1 and not match.own[0].text[0].isupper()) or context.is_title(match, "PART"):
        return None
    published = context.published
    if published is None or published.day is None:
        return Reading(kind, None)
    gap = (match.number("WEEKDAY") or 0) - published.day.weekday()
    if match.has("week"):  # Thursday of last week
        return context.counted("P1D", gap + (-7 if match.is_bound("LAST") else 7 if match.is_bound("NEXT") else 0))
    if match.is_bound("LAST") or match.has("past"):
        return context.counted("P1D", -(-gap % 7 or 7), kind)
    if match.is_bound("NEXT"):
        return context.counted("P1D", gap % 7 or 7, kind)
    return context.counted("P1D", gap % 7 if context.direction(match) > 0 else -(-gap % 7), kind)


def part_of_day(match: Match, context: Context) -> Reading | None:
    """`last night`, `this morning`."""
    return context.counted("P1D", -1 if match.is_bound("LAST") else 0, "time")


def clock(match: Match, context: Context) -> Reading | None:
    """A time of day: its value is the day, where one is named beside it or before."""
    if match.is_bound("TODAY"):
        return context.counted("P1D", match.number("TODAY") or 0, "time")
    if match.is_bound("MONTH", "WEEKDAY"):
        reading = (days.day if match.is_bound("MONTH") else weekday)(match, context)
        return reading and Reading("time", reading.value, reading.basis, reading.anchor)
    if match.is_bound("NUMBER") and len(match.own[0].text) != 4:
        return None  # 1430 GMT, but not 5 EST
    if not (
        match.is_bound("ZONE", "MERIDIEM", "INSTANT") or match.has("clock") or match.before in ("at", "by", "until")
    ):
        return None
    anchor = context.talked_of("day")
    return context.against_text("time", anchor.value if anchor else None, anchor)


def weekdays_ago(match: Match, context: Context) -> Reading | None:
    """`two Fridays ago`, `a week ago Tuesday`: as many such days back as are counted; the last one is the first."""
    published, named = context.published, "WEEKDAYS" if match.is_bound("WEEKDAYS") else "WEEKDAY"
    weeks = _weeks(match)
    if weeks is None:
        return None
    if published is None or published.day is None:
        return Reading("date", None)
    since_last = (published.day.weekday() - (match.number(named) or 0)) % 7 or 7
    return context.counted("P1D", -since_last - 7 * (weeks - 1 if named == "WEEKDAYS" else weeks))


def weeks_from(match: Match, context: Context) -> Reading | None:
    """`a week from Monday`: counted from the next such day."""
    published, weeks = context.published, _weeks(match)
    if weeks is None:
        return None
    if published is None or published.day is None:
        return Reading("date", None)
    ahead = ((match.number("WEEKDAY") or 0) - published.day.weekday()) % 7 or 7
    return context.counted("P1D", ahead + 7 * weeks)


def _weeks(match: Match) -> int | None:
    """How many weeks are counted; None where the unit is another or the number no whole one."""
    unit = match.value("UNIT") or match.value("UNITS")
    if unit not in ("", "P1W"):
        return None
    if match.has("couple"):
        return 2
    number = match.words[match.bound["NUMBER"][0]].value if match.is_bound("NUMBER") else 1
    return int(number) if number and number == int(number) and number < 100 else None
