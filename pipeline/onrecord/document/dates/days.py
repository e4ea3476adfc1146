"""Readings of days, months and times of day; an unstated year comes from words beside, a date before or publication."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from onrecord.document.dates import periods
from onrecord.document.dates.context import UNKNOWN, Context, stated
from onrecord.document.dates.grammar import Match, classes, is_a
from onrecord.document.dates.periods import Anchor, Kind, Reading

#: A date of another year gives its year to one without within this many characters, about a sentence.
_SENTENCE_CHARS = 160
#: A date may be this many days on the other side of publication than the tense of its verb says.
_LEEWAY_DAYS = 45


def written(match: Match, context: Context) -> Reading | None:
    """`2018-11-26`, and `11/26/2018` where only one order of day and month is possible, else its year."""
    parts = re.split(r"\D", match.own[0].text)
    if len(parts[0]) == 4:
        return stated(periods.day(int(parts[0]), int(parts[1]), int(parts[2])))
    first, second, year = (int(part) for part in parts)
    if len(parts[2]) == 2:
        year += 2000 if year < 50 else 1900
    if first > 12 >= second:
        return stated(periods.day(year, second, first))
    if second > 12 >= first or first == second:
        return stated(periods.day(year, first, second))
    return stated(periods.year(year)) if first <= 12 and second <= 12 else None


def day(match: Match, context: Context) -> Reading | None:
    """`Dec. 24`, `24 December 2018`."""
    of_month, number = _month(match), match.number("DAY")
    if not of_month or number is None or not periods.day(2000, of_month, number):
        return None
    return _dated(match, context, of_month, (number,))


def days(match: Match, context: Context) -> Reading | None:
    """`26-27 November`: a period of days."""
    of_month, numbers = _month(match), match.numbers("DAY")
    return _dated(match, context, of_month, (numbers[0], numbers[1])) if of_month and numbers[0] < numbers[1] else None


def week_of(match: Match, context: Context) -> Reading | None:
    """`the week of March 3`, Monday to Sunday; `beginning` or `ending March 3`: the seven days from or to it."""
    reading = day(match, context)
    if reading is None or reading.value is None:
        return reading
    named = date.fromisoformat(reading.value)
    value = periods.week(named)
    if match.has("beginning", "starting"):
        value = f"{named}/{named + timedelta(6)}"
    elif match.has("ending", "ended"):
        value = f"{named - timedelta(6)}/{named}"
    return replace(reading, value=value)


def holiday(match: Match, context: Context) -> Reading | None:
    """Feasts on a fixed day: `Christmas Eve`, `New Year's Day`."""
    if not match.own[-1].text[0].isupper() and not match.is_bound("YEAR"):
        return None
    date_of = match.number("HOLIDAY") or 101
    of_month, number = divmod(date_of, 100)
    if match.has("eve"):
        of_month, number = (12, 31) if date_of == 101 else (of_month, number - 1)
    return _dated(match, context, of_month, (number,))


def month_of_year(match: Match, context: Context) -> Reading | None:
    """`September 2017`, `July last year`."""
    of_month = _month(match)
    return _dated(match, context, of_month) if of_month else None


def month(match: Match, context: Context) -> Reading | None:
    """A month without a year; `last July` is never the month of publication itself."""
    number = _month(match)
    if not number or (len(match.own) == 1 and not _names_month(match, context)):
        return None
    following = match.words[match.last] if match.last < len(match.words) else None
    if following and match.is_bound("THIS") and following.kind == "number" and (following.value or 0) <= 31:
        return None  # this Dec. 8 photo: the day is read from Dec. on
    step = -1 if match.is_bound("LAST") or match.has("past") else 1 if match.is_bound("NEXT") else 0
    if not step:
        return _dated(match, context, number)
    published = context.published
    if published is None or published.month is None:
        return UNKNOWN
    is_other_year = number >= published.month if step < 0 else number <= published.month
    return context.against_publication("date", periods.month(published.year + step * is_other_year, number))


def _month(match: Match) -> int | None:
    """The month; None for a word in lower case that is none (`may`, `march`)."""
    word = match.words[match.bound["MONTH"][0]]
    return match.number("MONTH") if word.text[0].isupper() or len(word.text) > 5 else None


def _names_month(match: Match, context: Context) -> bool:
    """Whether the name of a month is used as one: no person, no verb, no Jan without its full stop."""
    word = match.own[0].lower
    if word in ("may", "march") and not context.last_token(match).tag_.startswith("NNP"):
        return False
    if word == "march" and match.before == "the" and match.after in ("for", "of", "on", "against"):
        return False
    return context.last_token(match).ent_type_ != "PERSON" and (
        len(word) > 4 or word.endswith(".") or word in ("may", "june", "july", "sept")
    )


def _dated(match: Match, context: Context, of_month: int, numbers: tuple[int, ...] = ()) -> Reading | None:
    """The month, or its day or days, in the year that the context gives."""

    def value(year: int) -> str | None:
        found = [periods.day(year, of_month, number) for number in numbers] or [periods.month(year, of_month)]
        return "/".join(point for point in found if point) if all(found) else None

    if year := match.number("YEAR") or _year_beside(match, of_month):
        return stated(value(year))
    if year := context.counted_year(match):
        return context.against_publication("date", value(year))
    told = context.direction(match)
    if told <= 0 and (before := _date_before(match, context)):
        return context.against_text("date", value(before.year + (of_month < (before.month or 0))), before)
    weekdays = match.numbers("WEEKDAY") or match.numbers("WKD")
    nearest = _nearest(value, of_month, bool(numbers), context.published, told, weekdays)
    return context.against_publication("date", nearest)


def _year_beside(match: Match, of_month: int) -> int | None:
    """The year right after: `March and June of 2015`, `the July unrest in 2021`, `July 19 (2020)`."""
    at, words = match.last, match.words
    following = [word.kind for word in words[at : at + 3]]
    if match.after == "(" and match.lower(at + 2) == ")" and following[1] == "year":
        return int(words[at + 1].value or 0)
    if match.lower(at + 1) == "in" and following[::2] == ["word", "year"]:
        return int(words[at + 2].value or 0)
    if not is_a(match.after, "JOIN"):
        return None
    partner = 0
    for word in words[at + 1 : at + 6]:
        if word.kind == "year":
            return int(word.value or 0) - (of_month > partner) if partner else None
        if is_a(word.lower, "MONTH"):
            partner = int(classes()[word.lower]["MONTH"])
        elif word.kind == "word" and word.lower not in ("of", "the"):
            return None
    return None


def _date_before(match: Match, context: Context) -> Anchor | None:
    """A date of another year at most a sentence before, whose year holds for what follows."""
    offset, reading = context.named[-1] if context.named else (0, UNKNOWN)
    is_near = context.offset <= offset and match.own[0].start + context.offset - offset <= _SENTENCE_CHARS
    if reading.value is None or reading.basis not in ("stated", "inferred") or not is_near:
        return None
    anchor = Anchor.of(reading.value)
    is_elsewhere = anchor and anchor.month and (not context.published or anchor.year != context.published.year)
    return anchor if is_elsewhere else None


def _nearest(
    value: Callable[[int], str | None],
    of_month: int,
    has_day: bool,
    published: Anchor | None,
    told: int,
    weekdays: list[int],
) -> str | None:
    """The date before, after or closest to publication, by the tense; None where publication is too coarse.

    With a weekday (`Friday, April 6`) only years in which the day is one count.
    """
    if published is None or published.month is None:
        return None
    gaps: dict[str, float] = {}
    for year in (published.year - 1, published.year, published.year + 1):
        if point := value(year):
            gaps[point] = 30.5 * ((year - published.year) * 12 + of_month - published.month)
            if has_day and published.day:
                gaps[point] = (date.fromisoformat(point[:10]) - published.day).days
    if has_day and weekdays:
        fitting = [point for point in gaps if date.fromisoformat(point[:10]).weekday() in weekdays]
        gaps = {point: gaps[point] for point in fitting} or gaps
    leeway = _LEEWAY_DAYS if has_day else 0
    allowed = [point for point, gap in gaps.items() if (told >= 0 or gap <= leeway) and (told <= 0 or gap >= -leeway)]
    return min(allowed or gaps, key=lambda point: (abs(gaps[point]), gaps[point]), default=None)


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
    """The weekday that the tense points to; without tense the last one, which may be the day of publication."""
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
    """A time of day: its value is the day beside it or before it."""
    if match.is_bound("TODAY"):
        return context.counted("P1D", match.number("TODAY") or 0, "time")
    if match.is_bound("MONTH", "WEEKDAY"):
        reading = (day if match.is_bound("MONTH") else weekday)(match, context)
        return reading and Reading("time", reading.value, reading.basis, reading.anchor)
    if match.is_bound("NUMBER") and len(match.own[0].text) != 4:
        return None  # 1430 GMT, but not 5 EST
    is_marked = match.is_bound("ZONE", "MERIDIEM", "INSTANT") or match.has("clock")
    if not is_marked and match.before not in ("at", "by", "until"):
        return None
    anchor = context.talked_of("day")
    return context.against_text("time", anchor.value if anchor else None, anchor)


def weekdays_ago(match: Match, context: Context) -> Reading | None:
    """`two Fridays ago`, `a week ago Tuesday`: counted back from the last such day."""
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
    """The number of weeks; None for another unit, and where the number is no whole one."""
    unit = match.value("UNIT") or match.value("UNITS")
    if unit not in ("", "P1W"):
        return None
    if match.has("couple"):
        return 2
    number = match.words[match.bound["NUMBER"][0]].value if match.is_bound("NUMBER") else 1
    return int(number) if number and number == int(number) and number < 100 else None
