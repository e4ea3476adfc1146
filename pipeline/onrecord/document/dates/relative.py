"""Readings that count from publication (`last week`) or a date before (`the next day`); lengths and repetitions."""

from __future__ import annotations

from datetime import timedelta

from onrecord.document.dates import periods
from onrecord.document.dates.context import UNKNOWN, Context
from onrecord.document.dates.grammar import Match, is_a
from onrecord.document.dates.periods import Reading
from onrecord.document.dates.years import year_ago

#: The coarsest date from which a unit can be counted.
_FINENESS = {"P1D": "day", "P1W": "day", "P2W": "day", "P1M": "month", "P3M": "month"}
_YEARS = {"P10Y": 10, "P100Y": 100}


def this_unit(match: Match, context: Context) -> Reading | None:
    """`last week`, `early next year`, `the past year`, `the end of the month`, `year-end`."""
    unit = match.value("UNIT") or "P1Y"
    if unit.startswith("PT") or match.has("previous", "preceding") or match.own[0].lower in ("past", "coming"):
        return None
    if (match.has("the") and unit == "P1D") or context.is_title(match, "UNIT"):
        return None  # the last day; This Week, the broadcast
    step = -1 if match.is_bound("LAST") else 1 if match.is_bound("NEXT") else 0
    return _weekend(match, context, step) if unit == "WE" else context.counted(unit, step)


def before_last(match: Match, context: Context) -> Reading | None:
    """`the week before last`, `the year after next`."""
    unit = match.value("UNIT")
    return None if unit.startswith("PT") else context.counted(unit, -2 if match.is_bound("LAST") else 2)


def same_unit(match: Match, context: Context) -> Reading | None:
    """`the weekend`, `in the week`, `the full year`: the current one where the text means no other."""
    unit = match.value("UNIT")
    if unit == "WE":
        return _weekend(match, context, 0)
    if unit == "P1Y" and match.has("full", "fiscal"):
        context.reported = None
        return context.counted(unit, 0)
    is_current = match.before in ("for", "in", "during", "of") and match.after not in (
        "of", "before", "after", "ended", "ending", "-", "'s", "to", "since",
    )  # fmt: skip
    return context.counted(unit, 0) if unit in ("P1W", "P1M", "P1Y") and is_current else None


def _weekend(match: Match, context: Context, step: int) -> Reading:
    """On a weekday, a weekend in the past is the last one."""
    published = context.published
    if published is None or published.day is None:
        return UNKNOWN
    if step == 0 and published.day.weekday() < 5:
        is_early = published.day.weekday() < 3 and not match.has("this")
        step = -1 if is_early or context.direction(match) < 0 else 0
    return context.counted("WE", step)


def _amount(match: Match) -> tuple[int | None, str]:
    """How many of which unit; None of them where the number is vague (`several years`)."""
    unit = match.value("UNITS") or match.value("UNIT")
    if match.has("couple"):
        return 2, unit
    if match.is_bound("NUMBER"):
        number = match.words[match.bound["NUMBER"][0]].value or 0.5
        return (int(number) if number == int(number) else None), unit
    return (1 if match.is_bound("ARTICLE") and not match.has("few") else None), unit


def ago(match: Match, context: Context) -> Reading | None:
    """`two years ago`, as precise as its unit; with about or over, approximate."""
    number, unit = _amount(match)
    if unit == "P1Y" and number == 1 and len(match.own) == 3 and context.reported:
        return year_ago(match, context)
    if number is None:
        return UNKNOWN
    if years := _YEARS.get(unit):  # a decade ago: about that year, not all of its decade
        reading = context.counted("P1Y", -years * number)
        return Reading("date", reading.value and reading.value + "~", reading.basis, reading.anchor)
    return _approximate(match, context.counted(unit, -number))


def later(match: Match, context: Context) -> Reading | None:
    """`two days later`, `a year earlier`: counted from the date before."""
    number, unit = _amount(match)
    is_back = match.has("earlier", "before", "previously")
    if match.has("before") and match.after not in ("", ",", ".", ";", ")"):
        return None  # two days before the attack: the length up to something else
    if unit == "P1Y" and number == 1 and is_back:
        return year_ago(match, context)
    anchor = context.talked_of(_FINENESS.get(unit, "year"))
    if number is None or anchor is None or unit.startswith("PT"):
        return UNKNOWN
    value = periods.shifted(anchor, unit, -number if is_back else number)
    reading = _approximate(match, context.against_text("date", value, anchor))
    return UNKNOWN if context.direction(match) < 0 and context.is_ahead(reading.value) else reading


def _approximate(match: Match, reading: Reading) -> Reading:
    is_rough = match.is_bound("APPROX") or match.has("over", "under", "than", "least", "up", "so")
    if not is_rough or reading.value is None or "/" in reading.value:
        return reading
    return Reading(reading.kind, reading.value + "~", reading.basis, reading.anchor)


def next_unit(match: Match, context: Context) -> Reading | None:
    """`the next day`, `the same month`, `that year`: counted from the date before."""
    step = 1 if match.has("following", "next") else -1 if match.has("previous") else 0
    unit = match.value("UNIT") or "P1D"
    if unit.startswith("PT"):
        return None
    if unit != "P1D" and match.has("next") and context.direction(match) > 0:
        return context.counted(unit, 1)
    anchor = context.talked_of(_FINENESS.get(unit, "year"))
    if match.is_bound("WEEKDAY"):
        anchor = anchor or context.published
        if anchor is None or anchor.day is None:
            return UNKNOWN
        gap = (match.number("WEEKDAY") or 0) - anchor.day.weekday()
        count = gap % 7 or 7 if step > 0 else -(-gap % 7 or 7) if step < 0 else gap
        return context.against_text("date", (anchor.day + timedelta(count)).isoformat(), anchor)
    value = periods.shifted(anchor, unit, step) if anchor else None
    return context.against_text("time" if match.is_bound("PART") else "date", value, anchor)


def reference(match: Match, context: Context) -> Reading | None:
    """`now`, `recently`, `in the future`: a time, but no date."""
    if match.is_bound("FUTURE") and match.after in ("as", "after", "before"):
        return None  # as soon as, soon after
    if match.has("past") and match.before not in ("in", "of", "during", "over", "for"):
        return None  # past the gate
    if match.is_bound("PRESENT") and match.first and match.own[0].text[0].isupper():
        return None if match.words[match.first - 1].text[0].isupper() else UNKNOWN  # the group Rights Now
    return UNKNOWN


#: Unit -> the smaller unit, and how many of it make one: two and a half years are 30 months.
_SMALLER = {
    ("P", "Y"): ("P", "M", 12),
    ("P", "D"): ("PT", "H", 24),
    ("PT", "H"): ("PT", "M", 60),
    ("PT", "M"): ("PT", "S", 60),
}


def _iso(number: float, unit: str) -> str | None:
    """`number` times the length of a unit; None where it is no whole number of units."""
    if unit == "WE":
        return None
    prefix, count, letter = ("PT" if unit.startswith("PT") else "P"), int(unit.strip("PTYMWDHS")), unit[-1]
    total = number * count
    if total != int(total) and (prefix, letter) in _SMALLER:
        prefix, letter, parts = _SMALLER[prefix, letter]
        total *= parts
    return f"{prefix}{int(total)}{letter}" if total == int(total) else None


def length(match: Match, context: Context) -> Reading | None:
    """`more than two years`, `12-year`, `for weeks`; not ages (`23-year-old`), `the minutes` or `three quarters of`."""
    after = [match.lower(match.last), match.lower(match.last + 1)]
    is_age = after[0] in ("old", "olds") or after in (["-", "old"], ["-", "olds"], ["of", "age"])
    if is_age or after in (["-", "ago"], ["-", "earlier"], ["-", "end"]):
        return None
    if after[0] == "of" and match.has("quarter", "quarters", "third", "second"):
        return None
    if len(match.own) == 1 and not is_a(match.before, "BEFORE_LENGTH"):
        return None
    if match.has("second", "seconds") and not match.is_bound("NUMBER", "ARTICLE"):
        return None
    if match.has("second") and match.is_bound("ARTICLE") and context.last_token(match).tag_ != "NN":
        return None  # a second defendant
    if match.has("months") and match.has("the") and match.is_bound("NUMBER"):
        context.reported = None  # for the nine months: what follows compares with these
    number = 2.0 if match.has("couple") else None
    if match.is_bound("NUMBER"):
        number = match.words[match.bound["NUMBER"][0]].value
    elif match.is_bound("ARTICLE") and not match.has("few", "couple", "number"):
        number = 1.0
    value = _iso(number, match.value("UNITS") or match.value("UNIT")) if number is not None else None
    return Reading("duration", value, "stated" if value else "unknown")


def repetition(match: Match, context: Context) -> Reading | None:
    """`every Monday`, `annually`, `twice a week`: the time from one to the next, where that is one unit."""
    if match.is_bound("REGULAR"):
        is_name = match.own[0].text[0].isupper() and match.first > 0
        return None if is_name else Reading("set", match.value("REGULAR"), "stated")
    if match.has("other") or match.value("UNIT") == "WE" or (match.is_bound("NUMBER") and match.is_bound("EVERY")):
        return Reading("set", None)
    if match.is_bound("UNIT"):
        return Reading("set", match.value("UNIT"), "stated")
    if match.is_bound("MONTH", "SEASON", "SEASONS"):
        return Reading("set", "P1Y", "stated")
    return Reading("set", "P1W" if match.is_bound("WEEKDAY", "WEEKDAYS") else "P1D", "stated")
