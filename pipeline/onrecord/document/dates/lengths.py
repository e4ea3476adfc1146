"""Readings of lengths of time and of repetitions, as ISO 8601 durations."""

from __future__ import annotations

from onrecord.document.dates.context import Context
from onrecord.document.dates.grammar import Match
from onrecord.document.dates.lexicon import is_a
from onrecord.document.dates.periods import Reading

#: Designator of a unit -> how many of which smaller one it has: two and a half years are 30 months.
_SMALLER = {
    ("P", "Y"): ("P", "M", 12),
    ("P", "D"): ("PT", "H", 24),
    ("PT", "H"): ("PT", "M", 60),
    ("PT", "M"): ("PT", "S", 60),
}


def _iso(number: float, unit: str) -> str | None:
    """`number` times a unit's own length; None where it is no whole number of a unit."""
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
    if match.has("second") and match.is_bound("ARTICLE") and context.tag(match) != "NN":
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
    """`every Monday`, `annually`, `twice a week`: how long from one to the next, where that is one unit."""
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
