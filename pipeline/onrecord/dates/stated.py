"""Readings of expressions that name a piece of the calendar: days, months, years, decades, seasons, quarters, halves.

What is not said of them (mostly the year) is taken from the words next to them, from the date named just before, or from
the publication date, in that order.
"""

from __future__ import annotations

import re
from datetime import date

from onrecord.dates import periods
from onrecord.dates.context import Context
from onrecord.dates.grammar import Match
from onrecord.dates.periods import Reading

_JOINS = frozenset({"and", "to", "through", "until", "till", "or", "-", "–", "/"})
#: Words after which four figures are a year and not a number of things.
_BEFORE_YEAR = frozenset(
    "in of since by from until till before after through during for to and between than as early mid late year "
    "summer winter spring fall autumn".split()
)
_MEASURED = frozenset(
    "% percent per meters metres feet miles km kilometers kilometres kg tons tonnes dollars euros".split()
)


def _point(value: str | None) -> Reading | None:
    """A date that the words state in full; None where no such date exists."""
    return Reading("date", value, "stated") if value else None


def written(match: Match, context: Context) -> Reading | None:
    """`2018-11-26`, and `11/26/2018` where only one order of day and month is possible; else its year."""
    parts = re.split(r"\D", match.own[0].text)
    if len(parts[0]) == 4:
        return _point(periods.day(int(parts[0]), int(parts[1]), int(parts[2])))
    first, second, of_year = (int(part) for part in parts)
    if len(parts[2]) == 2:
        of_year += 2000 if of_year < 50 else 1900
    if first > 12 >= second:
        return _point(periods.day(of_year, second, first))
    if second > 12 >= first or first == second:
        return _point(periods.day(of_year, first, second))
    return _point(periods.year(of_year)) if first <= 12 and second <= 12 else None


def _stated_year(match: Match, context: Context) -> int | None:
    """The year that the expression states, or counts from publication (`July last year`)."""
    if (number := match.number("YEAR")) is not None:
        return number
    if context.published and context.published.year:
        for name, step in (("LAST", -1), ("THIS", 0), ("NEXT", 1)):
            if name in match.bound and match.has("year"):
                return context.published.year + step
    return None


def _year_of_partner(match: Match, month: int) -> int | None:
    """The year that the other end of a pair states: `between January and September of 2018`."""
    at = match.last
    if match.lower(at) == "(" and match.lower(at + 2) == ")" and match.words[at + 1].kind == "year":
        return int(match.words[at + 1].value or 0)
    for after in (at + 1, at + 2):  # the July unrest in 2021
        if match.lower(after) == "in" and after + 1 < len(match.words) and match.words[after + 1].kind == "year":
            return (
                int(match.words[after + 1].value or 0) if all(w.kind == "word" for w in match.words[at:after]) else None
            )
    if match.lower(at) not in _JOINS:
        return None
    partner = 0
    for word in match.words[at + 1 : at + 6]:
        if word.kind == "year":
            return int(word.value or 0) - (month > partner) if partner else None
        named = re.sub(r"\W", "", word.lower)[:3]
        if word.kind == "word" and named in _MONTHS:
            partner = _MONTHS[named]
        elif word.kind == "word" and word.lower not in ("of", "the"):
            return None
    return None


_MONTHS = {name: i for i, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}


def _dated(match: Match, context: Context, month: int, days: tuple[int, ...] = ()) -> Reading | None:
    """The month, or its day or days, in the year that the surroundings give."""

    def value(of_year: int) -> str | None:
        if not days:
            return periods.month(of_year, month)
        found = [periods.day(of_year, month, number) for number in days]
        return "/".join(day for day in found if day) if all(found) else None

    if of_year := match.number("YEAR") or _year_of_partner(match, month):
        return _point(value(of_year))
    if of_year := _stated_year(match, context):
        return context.against_publication("date", value(of_year))
    told = context.direction(match)
    before = context.named[-1] if context.named else None
    if before and told <= 0 and before[1].basis in ("stated", "inferred") and _is_near(context, match, before[0]):
        anchor = periods.Anchor.of(before[1].value or "") if before[1].value else None
        if anchor and anchor.month and anchor.year and (not context.published or anchor.year != context.published.year):
            return context.against_text("date", value(anchor.year + (month < anchor.month)), anchor)
    return context.against_publication("date", _nearest(value, month, days, context, told))


def _is_near(context: Context, match: Match, offset: int) -> bool:
    """Whether an earlier expression stands in the same paragraph, at most a sentence or so before."""
    return offset >= context.offset and match.own[0].start + context.offset - offset <= 160


def _nearest(value, month: int, days: tuple[int, ...], context: Context, told: int) -> str | None:  # type: ignore[no-untyped-def]
    """The occurrence before, after or closest to publication, as the tense tells."""
    published = context.published
    if published is None or published.year is None or published.month is None:
        return None
    if days and published.day:
        years = [y for y in (published.year - 1, published.year, published.year + 1) if value(y)]
        gaps = {y: (date.fromisoformat(value(y)[:10]) - published.day).days for y in years}
        near = [y for y in years if (told >= 0 or gaps[y] <= 45) and (told <= 0 or gaps[y] >= -45)]
        return value(min(near or years, key=lambda y: (abs(gaps[y]), gaps[y]))) if years else None
    gap = {
        y: (y - published.year) * 12 + month - published.month for y in range(published.year - 1, published.year + 2)
    }
    allowed = [y for y in gap if (told >= 0 or gap[y] <= 0) and (told <= 0 or gap[y] >= 0)]
    return value(min(allowed, key=lambda y: (abs(gap[y]), gap[y])))


def _month(match: Match) -> int | None:
    """The month named; None where the word is not the month (`may`, `march`)."""
    word = match.words[match.bound["MONTH"][0]]
    return match.number("MONTH") if word.text[0].isupper() or len(word.text) > 5 else None


def day(match: Match, context: Context) -> Reading | None:
    month, number = _month(match), match.number("DAY")
    if not month or number is None or not periods.day(2000, month, number):
        return None
    return _dated(match, context, month, (number,))


def days(match: Match, context: Context) -> Reading | None:
    month, numbers = _month(match), match.numbers("DAY")
    if not month or numbers[0] >= numbers[1]:
        return None
    return _dated(match, context, month, (numbers[0], numbers[1]))


def month_of_year(match: Match, context: Context) -> Reading | None:
    month = _month(match)
    return _dated(match, context, month) if month else None


def month(match: Match, context: Context) -> Reading | None:
    """A month without a year; `last July` is never the month of publication itself."""
    number = _month(match)
    word = match.own[-1].lower
    if not number or (
        len(match.own) == 1
        and (
            context.entity(match) == "PERSON"
            or (len(word.rstrip(".")) < 4 and not word.endswith(".") and word != "may")
            or (word in ("may", "march") and not context.tag(match).startswith("NNP"))
        )
    ):
        return None
    following = match.words[match.last] if match.last < len(match.words) else None
    if (
        following
        and following.is_figure
        and following.kind == "number"
        and (following.value or 0) <= 31
        and "THIS" in match.bound
    ):
        return None  # this Dec. 8 photo: the day is read from Dec. on
    published = context.published
    if {"LAST", "NEXT"} & match.bound.keys() or match.has("past", "coming"):
        if published is None or published.year is None or published.month is None:
            return Reading("date", None)
        if "LAST" in match.bound or match.has("past"):
            return context.against_publication(
                "date", periods.month(published.year - (number >= published.month), number)
            )
        return context.against_publication("date", periods.month(published.year + (number <= published.month), number))
    return _dated(match, context, number)


def year(match: Match, context: Context) -> Reading | None:
    """A bare year, where something beside the four figures says that it is one."""
    number = match.number("YEAR") or match.number("NUMBER") or 0
    if not 1000 <= number <= 2199:
        return None
    if len(match.own) > 1:
        return _point(periods.year(number))
    before, after = match.lower(match.first - 1), match.lower(match.last)
    latest = context.published.year + 60 if context.published and context.published.year else 2199
    if before in ("$", "#", "£", "€", "¥", "no", ".", "/") or after in _MEASURED or number > latest:
        return None
    tokens = context.annotation.tokens(match.own[0].end + context.offset, match.own[0].end + context.offset + 2)
    counts_things = bool(len(tokens)) and tokens[-1].tag_ == "NNS" and not tokens[-1].is_punct
    if before in _BEFORE_YEAR and not (
        counts_things and before in ("of", "for", "to", "from", "than", "by", "as", "and", "after")
    ):
        return _point(periods.year(number))
    is_plausible = number >= 1800
    if is_plausible and (
        before in ("(", "the", "'s", "his", "her", "its", "their", "a", "-", "–", ",")
        or not match.lower(match.first - 1)
    ):
        return (
            _point(periods.year(number))
            if not counts_things or before in ("the", "'s", "his", "her", "its", "their")
            else None
        )
    return (
        _point(periods.year(number)) if is_plausible and context.entity(match) == "DATE" and not counts_things else None
    )


def fiscal_year(match: Match, context: Context) -> Reading | None:
    return _point(periods.year(match.number("YEAR") or 0))


def years(match: Match, context: Context) -> Reading | None:
    """`1989-90`, `2011/12`: two years in a row or a span of years."""
    first, second = match.number("YEAR") or 0, match.number("NUMBER") or 0
    if second < 100:
        second += first // 100 * 100
    return _point(f"{first:04}/{second:04}") if first < second <= first + 100 else None


def decade(match: Match, context: Context) -> Reading | None:
    """`the 1970s`, `the '80s`: two figures mean the century of publication's hundred years before."""
    number = match.number("DECADE") or 0
    if 100 <= number < 1000:
        return None
    if number < 100:
        if match.own[-1].text[0].isdigit() and match.lower(match.first - 1) in ("his", "her", "their", "in"):
            return None  # a woman in her 70s
        if (
            "the" not in match.lower(match.first)
            and match.lower(match.first - 1) != "the"
            and "'" not in match.own[-1].text
        ):
            return None
        latest = context.published.year if context.published and context.published.year else 2030
        number += 1900 if number + 2000 > latest else 2000
    return _point(periods.decade(number))


def century(match: Match, context: Context) -> Reading | None:
    number = match.number("ORDINAL") or 0
    return _point(periods.century(number)) if 1 <= number <= 30 else None


def season(match: Match, context: Context) -> Reading | None:
    """A season of a stated year, or the one that `this`, `last`, `next` or the tense points to."""
    code = match.number("SEASON") or 0
    published = context.published
    if of_year := _stated_year(match, context):
        value = f"{of_year:04}-{code}"
        return _point(value) if "YEAR" in match.bound else context.against_publication("date", value)
    if match.lower(match.last) == "of":
        return None  # the fall of the wall
    is_bare = len(match.own) == 1
    if is_bare and (
        match.lower(match.first - 1) not in ("in", "since", "by", "until", "during") or context.tag(match)[0] != "N"
    ):
        return None
    if match.own[0].lower in ("a", "an"):
        return None
    if published is None or published.year is None:
        return Reading("date", None)
    if published.month is None:
        return Reading("date", None)
    first = {21: 3, 22: 6, 23: 9, 24: 12}[code]
    told = context.direction(match)
    began = first <= published.month
    if "LAST" in match.bound or match.has("past"):
        is_over = published.month > first + 2
        of_year = published.year if is_over else published.year - 1
        if code == 24 and published.month <= 2:
            of_year = published.year - 2 if "LAST" in match.bound else published.year - 1
    elif "NEXT" in match.bound or match.has("coming"):
        of_year = published.year + began
    elif code == 24 and published.month <= 5 and told <= 0:
        of_year = published.year - 1
    else:
        of_year = published.year - (told < 0 and not began) + (told > 0 and published.month > first + 2)
    return context.against_publication("date", f"{of_year:04}-{code}")


def quarter(match: Match, context: Context) -> Reading | None:
    """A calendar quarter; a company's own fiscal quarters are read as such because the text gives no other year."""
    number = match.number("ORDINAL") or 0
    if not 1 <= number <= 4:
        return None
    reading = _quarter(match, context, number)
    if reading.value and not match.has("ago", "earlier") and _is_reported(context, reading.value):
        context.reported = periods.Anchor(reading.value, int(reading.value[:4]), int(reading.value[5:7]), None)
    return reading


def _is_reported(context: Context, value: str) -> bool:
    """Whether a quarter has begun by publication and is not one that the reported quarter is compared with."""
    if context.published and value[:7] > context.published.value[:7]:
        return False
    return context.reported is None or value[:4] >= context.reported.value[:4]


def _quarter(match: Match, context: Context, number: int) -> Reading:
    years_back = 1 if match.has("ago", "earlier") else 0
    if (of_year := match.number("YEAR")) is not None:
        return Reading("date", periods.quarter(of_year, number), "stated")
    published = context.published
    if published is None or published.year is None or published.month is None:
        return Reading("date", None)
    of_year = _stated_year(match, context)
    if of_year is None:
        now = (published.month - 1) // 3 + 1
        told = context.direction(match)
        if ((number - now) % 4 == 3 and told <= 0) or ((number - now) % 4 == 3 and now == 4):
            of_year = published.year - (number > now)  # the quarter that has just ended is what is reported on
        else:
            of_year = published.year + (1 if told > 0 and number < now else -1 if told < 0 and number > now else 0)
    return context.against_publication("date", periods.quarter(of_year - years_back, number))


def half(match: Match, context: Context) -> Reading | None:
    number = 2 if "NTH" in match.bound else match.number("ORDINAL") or 0
    of_year = _stated_year(match, context)
    if of_year is None and match.has("the") and context.published:
        of_year = context.published.year
    if number not in (1, 2) or of_year is None:
        return Reading("date", None) if number in (1, 2) else None
    value = periods.half(of_year, number)
    return _point(value) if "YEAR" in match.bound else context.against_publication("date", value)
