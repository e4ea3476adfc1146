"""Readings of years, seasons, quarters and longer stretches: `late 2016`, `the nineties`, `the third quarter`."""

from __future__ import annotations

from onrecord.document.dates import periods
from onrecord.document.dates.context import UNKNOWN, Context, stated
from onrecord.document.dates.grammar import Match, is_a
from onrecord.document.dates.periods import Anchor, Reading

#: Prepositions that also precede a number of things: a total of 2000 men.
_BEFORE_COUNT = frozenset({"of", "for", "to", "from", "than", "by", "as", "and", "after"})
_FIRST_MONTH = {21: 3, 22: 6, 23: 9, 24: 12}
#: Without a publication date, years and decades are read as in this year.
_PRESENT = 2030


def year(match: Match, context: Context) -> Reading | None:
    """A year, where something beside the four figures shows that they are one."""
    number = match.number("YEAR") or match.number("NUMBER") or 0
    is_one = 1000 <= number <= 2199 and (len(match.own) > 1 or _is_year(match, context, number))
    return stated(periods.year(number)) if is_one else None


def _is_year(match: Match, context: Context, number: int) -> bool:
    before, end = match.before, match.own[0].end + context.offset
    latest = (context.published.year if context.published else _PRESENT) + 60
    if before in ("$", "#", "£", "€", "¥", "no", ".", "/") or is_a(match.after, "MEASURE") or number > latest:
        return False
    following = context.annotation.tokens(end, end + 2)
    is_recent = number % 100 != 0 and latest - 130 <= number <= latest - 55
    counts_things = bool(len(following)) and following[-1].tag_ == "NNS" and not is_recent  # 2000 men, the 1991 reforms
    if is_a(before, "BEFORE_YEAR"):
        return not (counts_things and before in _BEFORE_COUNT)
    if number < 1800:
        return False
    if is_a(before, "POSSESSOR"):
        return True
    return not counts_things and (
        before in ("", "(", "a", "-", "–", ",") or context.last_token(match).ent_type_ == "DATE"
    )


def fiscal_year(match: Match, context: Context) -> Reading | None:
    """`fiscal 1989`, `the 1988 period`, `the last three months of 2018`: the year, no more precise."""
    return stated(periods.year(match.number("YEAR") or 0))


def around_year(match: Match, context: Context) -> Reading | None:
    """`about 1900`, `1900 or so`, but not `about 2000 men`."""
    number, end = match.number("YEAR") or 0, match.own[-1].end + context.offset
    following = context.annotation.tokens(end, end + 2)
    is_counting = len(following) and following[-1].pos_ in ("NOUN", "PROPN", "ADJ", "NUM")
    is_led = match.before in ("in", "from", "since", "to", "until", "by") or match.own[0].lower != str(number)
    is_one = 1000 <= number <= 2199 and not is_counting and is_led and not is_a(match.after, "MEASURE")
    return stated(f"{number:04}~") if is_one and match.before not in ("$", "£", "€") else None


def years(match: Match, context: Context) -> Reading | None:
    """`1989-90`, `2011/12`: two years or more."""
    first, second = match.number("YEAR") or 0, match.number("NUMBER") or 0
    if second < 100:
        second += first // 100 * 100
    return stated(f"{first:04}/{second:04}") if first < second <= first + 100 else None


def decade(match: Match, context: Context) -> Reading | None:
    """`the 1970s`, `the '80s`: two figures mean the last such decade before publication."""
    number, word = match.number("DECADE") or 0, match.own[-1].text
    if number >= 1000:
        return stated(periods.decade(number))
    is_named = match.has("the") or match.before == "the" or "'" in word
    if number >= 100 or not is_named:
        return None  # a woman in her 70s
    latest = context.published.year if context.published else _PRESENT
    return stated(periods.decade(number + (1900 if number + 2000 > latest else 2000)))


def century(match: Match, context: Context) -> Reading | None:
    """`the 19th century`: 1801 to 1900."""
    number = match.number("ORDINAL") or 0
    return stated(periods.century(number)) if 1 <= number <= 30 else None


def season(match: Match, context: Context) -> Reading | None:
    """A season of a stated year, or the one that `this`, `last`, `next` or the tense gives."""
    code = match.number("SEASON") or 0
    if of_year := match.number("YEAR"):
        return stated(f"{of_year:04}-{code}")
    if of_year := context.counted_year(match):
        return context.against_publication("date", f"{of_year:04}-{code}")
    if match.after == "of" or match.has("a", "an"):
        return None  # the fall of the wall
    leads = ("in", "since", "by", "until", "during")
    if len(match.own) == 1 and (match.before not in leads or not context.last_token(match).tag_.startswith("N")):
        return None
    published = context.published
    if published is None or published.month is None:
        return UNKNOWN
    of_year = published.year + _years_to_season(match, _FIRST_MONTH[code], published.month, context.direction(match))
    return context.against_publication("date", f"{of_year:04}-{code}")


def _years_to_season(match: Match, first: int, now: int, told: int) -> int:
    """Years from that of publication to that of the season, which for winter is the year of its December."""
    if match.is_bound("LAST") or match.has("past"):
        return -1 - (first == 12 and now <= 2) if now <= first + 2 else 0
    if match.is_bound("NEXT") or match.has("coming"):
        return int(first <= now)
    if first == 12 and now <= 5 and told <= 0:
        return -1
    if told < 0 and first > now:
        return -1
    return int(told > 0 and now > first + 2)


def quarter(match: Match, context: Context) -> Reading | None:
    """A calendar quarter; a company's fiscal quarter is read as one where the text gives no other year."""
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
    """Whether a quarter began before publication and is not one that the reported quarter is compared with."""
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
    """`the latest quarter`, `the quarter`: the one that the text reports on, or that of the year before."""
    is_named = match.has("latest", "corresponding", "comparable")
    if match.after == "-" or not (is_named or (match.has("the") and match.has("quarter"))):
        return None
    years_back = int(match.has("ago", "earlier", "corresponding", "comparable") or match.is_bound("LAST"))
    return _reported(context, years_back) if context.reported else UNKNOWN


def year_ago(match: Match, context: Context) -> Reading | None:
    """`the year-ago quarter`, `a year earlier`: a year before the reported quarter or the last date."""
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
