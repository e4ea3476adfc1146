"""Readings of expressions that count from somewhere: from publication (`last week`) or from a date named before (`the next day`)."""

from __future__ import annotations

from datetime import timedelta

from onrecord.dates import periods
from onrecord.dates.context import Context
from onrecord.dates.grammar import Match
from onrecord.dates.periods import Anchor, Reading

_UNKNOWN = Reading("date", None)


def _step(match: Match) -> int:
    if "LAST" in match.bound or match.has("past"):
        return -1
    return 1 if "NEXT" in match.bound else 0


def _counted(context: Context, unit: str, count: int) -> Reading:
    published = context.published
    return context.against_publication("date", periods.shifted(published, unit, count)) if published else _UNKNOWN


def this_unit(match: Match, context: Context) -> Reading | None:
    """`last week`, `early next year`, `the past year`, `the end of the month`, `year-end`."""
    unit = match.value("UNIT") or "P1Y"
    if "CLOCKUNIT" in match.bound or unit.startswith("PT") or match.text_of("UNIT") == "second":
        return None
    step = _step(match)
    if match.own[0].lower in ("past", "previous", "preceding", "coming") or match.has("previous", "preceding"):
        return None
    if (match.has("the") and unit == "P1D") or _is_title(match, "UNIT", context):
        return None  # the last day
    if unit == "WE" and context.published and context.published.day:
        return _weekend(match, context, step)
    return _counted(context, unit, step)


def _is_title(match: Match, name: str, context: Context) -> bool:
    """Whether a common noun of the expression is written large outside a headline: This Week, the broadcast."""
    return any(match.words[i].text[0].isupper() for i in match.bound.get(name, ())[-1:] if i > match.first) and (
        context.paragraph.segment.role != "headline"
    )


def _weekend(match: Match, context: Context, step: int) -> Reading:
    """Before its Saturday, a weekend in the past is the one of the week before."""
    published = context.published
    if published is None or published.day is None:
        return _UNKNOWN
    is_before_it = published.day.weekday() < 5
    if step == 0:
        step = (
            -1
            if is_before_it
            and (context.direction(match) < 0 or (not match.has("this") and published.day.weekday() < 3))
            else 0
        )
    elif step < 0 and not is_before_it:
        step = -1
    return _counted(context, "WE", step)


def same_unit(match: Match, context: Context) -> Reading | None:
    """`the weekend`, `the week`, `the year`: the current one, where nothing else in the text is meant."""
    unit = match.value("UNIT")
    if unit == "WE":
        return _weekend(match, context, 0)
    if (
        unit in ("P1W", "P1M", "P1Y")
        and match.lower(match.first - 1) in ("for", "in", "during", "of")
        and match.lower(match.last) not in ("of", "before", "after", "ended", "ending", "-", "'s", "to", "since")
    ):
        return _counted(context, unit, 0)
    if unit == "P1Y" and match.has("full", "fiscal"):
        context.reported = None
        return _counted(context, unit, 0)
    return None


def latest_unit(match: Match, context: Context) -> Reading | None:
    """`the latest quarter`, `the quarter`: the one that the text reports on, or the same a year before."""
    is_named = match.has("latest", "corresponding", "comparable")
    if (not is_named and (not match.has("the") or match.has("period"))) or match.lower(match.last) == "-":
        return None
    reported = context.reported
    if reported is None or reported.year is None or reported.month is None:
        return _UNKNOWN
    back = 1 if match.has("ago", "earlier", "corresponding", "comparable") or "LAST" in match.bound else 0
    return _reported_quarter(context, back)


def _reported_quarter(context: Context, years_back: int) -> Reading:
    reported = context.reported
    if reported is None or reported.year is None or reported.month is None:
        return _UNKNOWN
    value = periods.quarter(reported.year - years_back, (reported.month - 1) // 3 + 1)
    return context.against_text("date", value, reported)


def year_ago(match: Match, context: Context) -> Reading | None:
    """`the year-ago quarter`, `year-earlier results`: a year before what the text reports on."""
    return _year_before(match, context)


def _year_before(match: Match, context: Context) -> Reading:
    if context.reported:
        return _reported_quarter(context, 1)
    if match.has("earlier", "before", "previously") and (anchor := context.talked_of()) and anchor.year:
        return context.against_text("date", periods.year(anchor.year - 1), anchor)
    return _counted(context, "P1Y", -1)


def _amount(match: Match) -> tuple[float | None, str]:
    """How many of which unit; the number is None where it is vague (`several years`)."""
    name = "UNITS" if "UNITS" in match.bound else "UNIT"
    unit = match.value(name)
    number: float | None = None
    if "NUMBER" in match.bound:
        number = match.words[match.bound["NUMBER"][0]].value
    elif "ARTICLE" in match.bound and not match.has("few"):
        number = 1
    if match.has("couple"):
        number = 2
    return number, unit


def ago(match: Match, context: Context) -> Reading | None:
    """`two years ago`, to the unit that is counted; with about or over, approximately."""
    number, unit = _amount(match)
    if match.has("a", "an") and unit == "P1Y" and number == 1 and len(match.own) == 3 and context.reported:
        return _year_before(match, context)
    if number is None or number != int(number):
        return _UNKNOWN
    reading = _counted(context, unit, -int(number))
    return _approximate(match, reading)


def _approximate(match: Match, reading: Reading) -> Reading:
    is_rough = "APPROX" in match.bound or match.has("over", "under", "than", "least", "up", "so")
    if not is_rough or reading.value is None or "/" in reading.value:
        return reading
    return Reading(reading.kind, reading.value + "~", reading.basis, reading.anchor)


def later(match: Match, context: Context) -> Reading | None:
    """`two days later`, `a year earlier`: counted from the date named before."""
    number, unit = _amount(match)
    back = match.has("earlier", "before", "previously")
    if match.has("before") and match.lower(match.last) not in ("", ",", ".", ";", ")"):
        return None  # two days before the attack: the length up to something else
    if unit == "P1Y" and number == 1 and back:
        return _year_before(match, context)
    finest = {"P1D": "day", "P1W": "day", "P1M": "month"}.get(unit, "year")
    anchor = context.talked_of(finest)
    if number is None or number != int(number) or anchor is None or unit.startswith("PT"):
        return _UNKNOWN
    count = -int(number) if back else int(number)
    return _approximate(match, context.against_text("date", periods.shifted(anchor, unit, count), anchor))


def next_unit(match: Match, context: Context) -> Reading | None:
    """`the next day`, `the same month`, `that year`: counted from the date named before."""
    step = 1 if match.has("following", "next") else -1 if match.has("previous") else 0
    if "PART" in match.bound:
        anchor = context.talked_of("day")
        return context.against_text("time", periods.shifted(anchor, "P1D", step) if anchor else None, anchor)
    if "WEEKDAY" in match.bound:
        return _following_weekday(match, context, step)
    unit = match.value("UNIT")
    if unit.startswith("PT") or unit == "WE" or (match.has("that") and unit == "P1D" and not match.has("same", "very")):
        return None if unit.startswith("PT") else _same_day(context)
    anchor = context.talked_of({"P1D": "day", "P1W": "day", "P1M": "month"}.get(unit, "year"))
    if match.has("next") and unit != "P1D" and context.direction(match) > 0:
        return _counted(context, unit, 1)
    return context.against_text("date", periods.shifted(anchor, unit, step) if anchor else None, anchor)


def _same_day(context: Context) -> Reading:
    anchor = context.talked_of("day")
    return context.against_text("date", anchor.value if anchor else None, anchor)


def _following_weekday(match: Match, context: Context, step: int) -> Reading:
    anchor = context.talked_of("day") or context.published
    if anchor is None or anchor.day is None:
        return _UNKNOWN
    gap = (match.number("WEEKDAY") or 0) - anchor.day.weekday()
    if step > 0:
        gap = gap % 7 or 7
    elif step < 0:
        gap = -(-gap % 7 or 7)
    return context.against_text("date", (anchor.day + timedelta(gap)).isoformat(), anchor)


def today(match: Match, context: Context) -> Reading | None:
    if match.has("before", "after"):
        return _counted(context, "P1D", -2 if match.has("yesterday") else 2)
    previous = match.words[match.first - 1] if match.first else None
    if match.own[-1].text.isupper() and previous and previous.text.isupper():
        return None  # the name of a paper
    has_hour = "PART" in match.bound or "INSTANT" in match.bound or match.has("tonight")
    return _on_day(context, "time" if has_hour else "date", match.number("TODAY") or 0)


def _on_day(context: Context, kind: str, count: int) -> Reading:
    published = context.published
    value = periods.shifted(published, "P1D", count) if published else None
    return context.against_publication(kind, value)


def weekday(match: Match, context: Context) -> Reading | None:
    """The day of that name that the tense points to; without tense the last one, which may be the day of publication."""
    kind = "time" if "PART" in match.bound or "INSTANT" in match.bound else "date"
    if not match.words[match.bound["WEEKDAY"][0]].text[0].isupper() and kind == "date" and len(match.own) == 1:
        return None
    if _is_title(match, "PART", context):
        return None
    published = context.published
    if published is None or published.day is None:
        return context.against_publication(kind, None)
    gap = (match.number("WEEKDAY") or 0) - published.day.weekday()
    if "LAST" in match.bound or match.has("past"):
        count = -(-gap % 7 or 7)
    elif "NEXT" in match.bound:
        count = gap % 7 or 7
    elif context.direction(match) > 0:
        count = gap % 7
    else:
        count = -(-gap % 7)
    return _on_day(context, kind, count)


def part_of_day(match: Match, context: Context) -> Reading | None:
    return _on_day(context, "time", -1 if "LAST" in match.bound else 0)


def clock(match: Match, context: Context) -> Reading | None:
    """A time of day: the value is its day, where one is named beside it."""
    if "TODAY" in match.bound:
        return _on_day(context, "time", match.number("TODAY") or 0)
    if "MONTH" in match.bound:
        from onrecord.dates import stated

        reading = stated.day(match, context)
    elif "WEEKDAY" in match.bound:
        reading = weekday(match, context)
    else:
        is_said = (
            "MERIDIEM" in match.bound
            or "INSTANT" in match.bound
            or match.lower(match.first - 1) in ("at", "by", "until")
        )
        anchor: Anchor | None = context.talked_of("day")
        if not is_said:
            return None
        return context.against_text("time", anchor.value if anchor else None, anchor)
    return reading and Reading("time", reading.value, reading.basis, reading.anchor)


def reference(match: Match, context: Context) -> Reading | None:
    """`now`, `recently`, `in the future`: said to be in time, but nowhere on the calendar."""
    if (match.lower(match.last) in ("as", "after", "before") and "FUTURE" in match.bound) or (
        match.has("past") and match.lower(match.first - 1) not in ("in", "of", "during", "over", "for")
    ):
        return None  # as soon as, soon after; past the gate
    return Reading("date", None)
