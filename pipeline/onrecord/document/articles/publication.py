"""Finds when an article was published, as precisely as its sidecar, page, text or address states it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache

from onrecord.inputs.page import NEWS_YEARS, Input, Page
from onrecord.language.en import lexicons
from onrecord_schema.edtf import edtf_range
from onrecord_schema.fields import Basis
from onrecord_schema.segments import Segment

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
#: Full dates in time stamps, each with an example.
FULL_DATES: tuple[tuple[str, str], ...] = (
    (rf"\b{_DAY}(?:\s+of)?[\s-]+{_MONTH},?[\s-]+{_YEAR}\b", "Updated 09 March 2019"),
    (rf"\b{_MONTH}\s+{_DAY},?\s+{_YEAR}\b", "March 9, 2019 10:42 AM"),
    (rf"\b{_YEAR}(?P<mark>[-/.])(?P<month>\d{{1,2}})(?P=mark)(?P<day>\d{{1,2}})(?!\d)", "2019-03-09T10:42:00Z"),
)
_FULL = tuple(re.compile(pattern, re.IGNORECASE) for pattern, _ in FULL_DATES)
_IN_ANY_LANGUAGE = re.compile(
    r"(?<!\d)(?P<day>\d{1,2})(?:\.|er|º|ª)?\s+(?:de\s+)?(?P<month>[^\W\d_]{3,12})\.?,?\s+(?:del?\s+)?(?P<year>(?:19|20)\d\d)\b"
)
_NUMERIC = re.compile(r"\b(\d{1,2})([-/.])(\d{1,2})\2((?:19|20)\d\d)\b")
_IN_URL = re.compile(
    r"/(?P<year>(?:19|20)\d\d)[/-]?(?P<month>0[1-9]|1[0-2]|(?<=/)[1-9](?=/))[/-]?(?P<day>0[1-9]|[12]\d|3[01]|(?<=/)[1-9](?=/))(?=[/_.T-]|$)"
)
#: 'between January and September of 2018': figures for a period are reported soon after it ends.
_PERIOD = re.compile(
    rf"\b(?:between|from)\s+(?:{'|'.join(_MONTHS)})[a-z]{{0,6}}\.?\s+(?:and|to|until|through)\s+{_MONTH}(?:\s+of)?\s+{_YEAR}\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?…])[\"'”’)]*\s+")
#: Words of sentences about what has happened, and about what is to come.
_PAST = re.compile(r"\b(?:said|told|announced|reported|was|were|had|[a-z]{3,}ed)\b")
_FUTURE = re.compile(r"\b(?:will|would|shall|scheduled|plans?|planned|expected|upcoming|next|set to|due to|to be)\b")
_LABEL = re.compile(r"\W{0,3}(?:(?:first|last)\s)?(?:published|posted|updated|date)\b", re.IGNORECASE)
_AGO = re.compile(
    r"\b(?P<count>\d{1,2}|an?|one)\s*(?P<unit>s|sec|m|min|h|hr|hour|d|day)(?:ond|ute)?s?\b.{0,15}\bago\b", re.IGNORECASE
)
_ON_DAY = re.compile(
    rf"\bon\s+(?:\w+day,?\s+)?(?:{_MONTH}\s+{_DAY}|(?P<day2>\d{{1,2}})\s+(?P<month2>[A-Z][a-z]{{2,8}})\b)(?!,?\s*\d{{4}}|\d)"
)
#: An event with a date is reported within a week.
_REPORTED_WITHIN = timedelta(days=6)
#: A period gives its year to days up to this long after its last month begins.
_KNOWN_WITHIN = timedelta(days=120)
_ANY_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
#: How much of a text is read for its date.
MOST_PARAGRAPHS, MOST_CHARS = 300, 5_000


def publication(received: Input, page: Page, segments: Sequence[Segment]) -> tuple[str | None, Basis]:
    """The EDTF date and its basis; (None, "unknown") where nothing states it."""
    if received.sidecar.published:
        return received.sidecar.published, "curated"
    for stated in page.stated.get("published", ()):
        found = full_date(stated.value)
        if found is not None and found.year in NEWS_YEARS:
            return found.isoformat(), "stated"
    for segment in _stamps(segments):
        found = full_date(segment.text)
        if found is not None and found.year in NEWS_YEARS:
            return found.isoformat(), "stated"
    relative = _from_retrieval(received, segments)
    if relative is not None:
        return relative, "relative"
    inferred = _from_address(received, page, segments) or _from_text(segments)
    return (inferred, "inferred") if inferred else (None, "unknown")


def _stamps(segments: Sequence[Segment]) -> list[Segment]:
    """Datelines and bylines at the article's beginning; further down, only those with a label such as 'Updated'."""
    body = [segment.ordinal for segment in segments if segment.role == "body"]
    head = body[min(2, len(body) - 1)] if body else len(segments)
    lines = [segment for segment in segments if segment.role in ("dateline", "byline") and len(segment.text) < 300]
    return [segment for segment in lines if segment.ordinal <= head or _LABEL.match(segment.text)]


def full_date(text: str) -> date | None:
    """The first full date in a stamp; None without one, and where day and month could be exchanged."""
    for pattern in _FULL:
        match = pattern.search(text)
        if match is not None:
            return _day(match["year"], match["month"], match["day"])
    named = _IN_ANY_LANGUAGE.search(text)
    if named is not None and named["month"].casefold() in _month_names():
        return _day(named["year"], _month_names()[named["month"].casefold()], named["day"])
    match = _NUMERIC.search(text)
    if match is None:
        return None
    first, second, year = int(match[1]), int(match[3]), match[4]
    if first > 12 >= second:
        return _day(year, str(second), str(first))
    if second > 12 >= first or first == second:
        return _day(year, str(first), str(second))
    return None


@lru_cache(maxsize=1)
def _month_names() -> dict[str, str]:
    """Name of a month in one of several languages -> its number."""
    return {name: number for number, names in lexicons.rows("month_names.tsv") for name in names.split("|")}


def _day(year: str, month: str, day: str) -> date | None:
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1
    try:
        return date(int(year), number, int(day))
    except ValueError:
        return None


def _from_address(received: Input, page: Page, segments: Sequence[Segment]) -> str | None:
    """The day in the path of the article's address, which most news sites set at publication."""
    addresses = [received.sidecar.url, *(stated.value for stated in page.stated.get("url", ()))]
    addresses += [segment.text.strip() for segment in segments if segment.role == "source_url"]
    for address in filter(None, addresses):
        match = _IN_URL.search(address)
        found = _day(match["year"], match["month"], match["day"]) if match else None
        if found is not None:
            return found.isoformat()
    return None


def _from_text(segments: Sequence[Segment]) -> str | None:
    """The week from the day of an event in the opening, 'on November 26', whose year a period in the text gives.

    The year is the one in which the day is shortly after the end of the latest period of months with a year. Without
    such a period, or with a later year in the text, the date is unknown.
    """
    body = [segment.text[:MOST_CHARS] for segment in segments if segment.role in ("body", "summary")][:MOST_PARAGRAPHS]
    months = [
        edtf_range(f"{match['year']}-{_MONTHS.index(match['month'][:3].lower()) + 1:02}")[0]
        for text in body
        for match in _PERIOD.finditer(text)
    ]
    years = [found for text in body for found in _ANY_YEAR.findall(text)]
    known = max((month for month in months if month is not None), default=None)
    sentences = [sentence for text in body[:3] for sentence in _SENTENCE.split(text)]
    told = [sentence for sentence in sentences if _PAST.search(sentence) and not _FUTURE.search(sentence)]
    event = next((match for sentence in told for match in [_ON_DAY.search(sentence)] if match is not None), None)
    if known is None or event is None:
        return None
    month, day = event["month"] or event["month2"], event["day"] or event["day2"]
    if month[:3].lower() not in _MONTHS:
        return None
    for year in (known.year, known.year + 1):
        happened = _day(str(year), month, day)
        is_shortly_after = happened is not None and known <= happened <= known + _KNOWN_WITHIN
        if happened is not None and is_shortly_after and all(int(found) <= year for found in years):
            return f"{happened.isoformat()}/{(happened + _REPORTED_WITHIN).isoformat()}"
    return None


def _from_retrieval(received: Input, segments: Sequence[Segment]) -> str | None:
    """'3 days ago' on a page with a known day of retrieval; some hours ago may be the day before."""
    saved = full_date(received.sidecar.retrieved) if received.sidecar.retrieved else None
    found = (_AGO.search(segment.text) for segment in segments if segment.role == "dateline")
    stamp = next(filter(None, found), None)
    if saved is None or stamp is None:
        return None
    count, unit = (int(stamp["count"]) if stamp["count"].isdigit() else 1), stamp["unit"][0].lower()
    if unit == "d":
        return (saved - timedelta(days=count)).isoformat()
    if unit == "h":
        return f"{(saved - timedelta(days=1 + count // 24)).isoformat()}/{saved.isoformat()}"
    return saved.isoformat()
