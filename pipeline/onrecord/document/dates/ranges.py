"""Reads the words around an expression: `since September` has an open end, `from May to July` two ends.

A row of `dates` is the expression alone (`September`); what happened `since September` has another period.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from datetime import date

from onrecord_schema.articles import Article
from onrecord_schema.dates import DateExpression
from onrecord_schema.edtf import edtf_range

_LEAD = re.compile(
    r"\b(since|from|between|until|till|through|before|after|by|prior to|starting|beginning)"
    r"(?:\s+(?:on|in|at least|at|about|around|early|late|mid|the|as early as|as late as)){0,3}\s*-?\s*$",
    re.IGNORECASE,
)
_JOIN = re.compile(r"\s*(and|to|through|until|till|-|–|—)\s*(?:early|late|mid-?|the)?\s*", re.IGNORECASE)
_OPEN = {"since": "{}/..", "after": "{}/..", "starting": "{}/..", "beginning": "{}/.."}
_CLOSED = {"until": "../{}", "till": "../{}", "through": "../{}", "before": "../{}", "prior to": "../{}", "by": "../{}"}
_LENGTH = re.compile(r"P(\d+)([DWMY])")
#: A length of time with one of these words ends at publication.
_UP_TO_NOW = re.compile(r"\b(?:past|last)\b", re.IGNORECASE)


def governing_range(row: DateExpression, dates: Sequence[DateExpression], article: Article) -> str | None:
    """The EDTF period of what an expression dates; None where it has none.

    `since 2017` gives `2017/..`, `until May` `../2018-05`, both ends of `between March and June of 2015`
    `2015-03/2015-06`, `the past two years` the years up to publication; anything else the row's own value.
    `dates` are all the rows of the article, in order.
    """
    if row.kind == "duration":
        return _up_to_publication(row, article)
    if row.kind == "set" or row.value is None:
        return None
    at = bisect_left(dates, (row.start, row.end), key=lambda other: (other.start, other.end))
    for first, second in ((at, at + 1), (at - 1, at)):
        if first >= 0 and second < len(dates) and (pair := _pair(dates[first], dates[second], article.text)):
            return pair
    lead = _lead(row, article.text)
    if lead in _OPEN:
        return _OPEN[lead].format(row.value.split("/")[0])
    return _CLOSED[lead].format(row.value.split("/")[-1]) if lead in _CLOSED else row.value


def _lead(row: DateExpression, text: str) -> str:
    """The preposition before an expression, in lower case."""
    line = text.rfind("\n", max(0, row.start - 60), row.start) + 1
    match = _LEAD.search(text, max(line, row.start - 60), row.start)
    return match[1].lower() if match else ""


def _pair(first: DateExpression, second: DateExpression, text: str) -> str | None:
    """The period from one expression to the next, where the words between make them its ends."""
    join = _JOIN.fullmatch(text, first.end, second.start)
    are_points = {first.kind, second.kind} <= {"date", "time"}
    if join is None or "\n" in join.group() or not are_points or first.value is None or second.value is None:
        return None
    word, lead = join[1].lower(), _lead(first, text)
    if (word == "and" and lead != "between") or (word in ("until", "till") and lead != "from"):
        return None
    value = f"{first.value.split('/')[0]}/{second.value.split('/')[-1]}"
    try:
        edtf_range(value)
    except ValueError:
        return None
    return value


def _up_to_publication(row: DateExpression, article: Article) -> str | None:
    """`the past two weeks` as a period that ends at publication, as precise as its unit."""
    match = _LENGTH.fullmatch(row.value or "")
    last = article.published_end
    if match is None or last is None or article.published_start != last or not _UP_TO_NOW.search(row.text):
        return None
    count, unit = int(match[1]), match[2]
    if unit in "DW":
        ordinal = last.toordinal() - count * (7 if unit == "W" else 1)
        return f"{date.fromordinal(ordinal)}/{last}" if ordinal > 0 else None
    if unit == "M":
        months = last.year * 12 + last.month - 1 - count
        return f"{months // 12:04}-{months % 12 + 1:02}/{last:%Y-%m}" if months >= 12 else None
    return f"{last.year - count:04}/{last.year:04}" if count < last.year else None
