"""Readings of lengths of time and of repetitions, as ISO 8601 durations."""

from __future__ import annotations

from onrecord.dates.context import Context
from onrecord.dates.grammar import Match
from onrecord.dates.periods import Reading

_BEFORE_BARE = frozenset(
    "for in within after over during before of took take takes lasted spent by recent past".split()
)


def _iso(number: float, unit: str) -> str | None:
    """`number` times a unit's own length; a half of a year, day or hour in the next smaller unit."""
    if unit == "WE":
        return None
    prefix, count, letter = ("PT" if unit.startswith("PT") else "P"), int(unit.strip("PTYMWDHS")), unit[-1]
    total = number * count
    if total == int(total):
        return f"{prefix}{int(total)}{letter}"
    smaller = {
        ("P", "Y"): ("P", "M", 12),
        ("P", "D"): ("PT", "H", 24),
        ("PT", "H"): ("PT", "M", 60),
        ("PT", "M"): ("PT", "S", 60),
    }
    if (prefix, letter) in smaller and (fine := total * smaller[prefix, letter][2]) == int(fine):
        return f"{smaller[prefix, letter][0]}{int(fine)}{smaller[prefix, letter][1]}"
    return None


def length(match: Match, context: Context) -> Reading | None:
    """`more than two years`, `12-year`, `weeks`; ages are no lengths of time (`23-year-old`, `8 months old`)."""
    after = match.lower(match.last)
    if (
        after == "old"
        or (after == "-" and match.lower(match.last + 1) in ("old", "olds"))
        or (after == "of" and match.lower(match.last + 1) == "age")
    ):
        return None
    if after == "-" and match.lower(match.last + 1) in ("ago", "earlier", "end"):
        return None
    if match.has("months") and "NUMBER" in match.bound and match.has("the"):
        context.reported = None  # for the nine months: what follows compares with these
    if after == "of" and match.has("quarter", "quarters", "third", "second"):
        return None  # three quarters of the budget
    if match.has("second", "seconds") and "NUMBER" not in match.bound and "ARTICLE" not in match.bound:
        return None
    if len(match.own) == 1 and match.lower(match.first - 1) not in _BEFORE_BARE:
        return None  # the minutes of a meeting
    unit = match.value("UNITS") or match.value("UNIT")
    number = 2.0 if match.has("couple") else None
    if "NUMBER" in match.bound:
        number = match.words[match.bound["NUMBER"][0]].value
    elif "ARTICLE" in match.bound and not match.has("few", "couple", "number"):
        number = 1.0
    value = _iso(number, unit) if number is not None else None
    return Reading("duration", value, "stated" if value else "unknown")


def repetition(match: Match, context: Context) -> Reading | None:
    """`every Monday`, `annually`, `twice a week`: how long from one to the next, where that is one unit."""
    if "REGULAR" in match.bound:
        is_named = match.own[0].text[0].isupper() and match.first > 0
        return None if is_named else Reading("set", match.value("REGULAR"), "stated")
    if match.has("other") or ("NUMBER" in match.bound and "EVERY" in match.bound):
        return Reading("set", None)
    if "UNIT" in match.bound and match.value("UNIT") != "WE":
        return Reading("set", match.value("UNIT"), "stated")
    if {"MONTH", "SEASON", "SEASONS"} & match.bound.keys():
        return Reading("set", "P1Y", "stated")
    if {"WEEKDAY", "WEEKDAYS", "UNIT"} & match.bound.keys():
        return Reading("set", "P1W", "stated")
    return Reading("set", "P1D", "stated")
