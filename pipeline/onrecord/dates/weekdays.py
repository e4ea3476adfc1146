"""Readings of days that are named as seen from publication's, and of times of day: `Monday`, `yesterday`, `noon`."""

from __future__ import annotations

from onrecord.dates import days
from onrecord.dates.context import Context
from onrecord.dates.grammar import Match
from onrecord.dates.periods import Kind, Reading


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
