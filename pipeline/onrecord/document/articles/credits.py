"""Author, news agency and publisher of an article, as its text and page credit them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from onrecord.document.articles.publication import MOST_CHARS, full_date
from onrecord.inputs.page import Input, Page
from onrecord.language.en import lexicons
from onrecord_schema.segments import Segment

_BY = re.compile(
    r"^\W{0,3}(?:(?:written|reported|text|story|words|report|reporting|interview|analysis|compiled|posted|published"
    r"|dispatch|words\sand\s(?:pictures|photographs|photos))\s+)?(?:by:?|von|por|par|di|door|oleh|af)\s+"
    r"|^(?:words|text|story|report|reporting|interview):\s+",
    re.IGNORECASE,
)
_AND = re.compile(r"\s*(?:,|;|\||&|\b(?:and|with|und|et|y)\b)\s*", re.IGNORECASE)
_CAPITAL = r"[^\W\d_a-zß-ÿ]"
_NAME = rf"{_CAPITAL}[\w'’.-]+(?:\s(?:{_CAPITAL}[\w'’.-]*|de|van|von|der|bin|al|el|la|del|da|dos|ibn)){{1,4}}"
_FULL_NAME = re.compile(rf"(?P<name>{_NAME})(?:\sin\s{_CAPITAL}[\w'’. -]+)?$")
#: 'Mary Hale is a freelance journalist based in Lisbon.'
_NOTE = re.compile(
    rf"^\W{{0,3}}(?P<names>{_NAME}(?:(?:,|\s(?:and|&))\s{_NAME}){{0,3}}),?\s(?:is|are|was|were|covers?|writes?|reports?|has)\b"
)
_JOB = re.compile(
    r"\b(?:staff|writer|reporter|correspondent|editor|columnist|journalist|contributor|bureau|desk|agency|agencies|news|wire"
    r"|press|media|service|team|online|special|photos?|photograph\w*|images?|for|in|of|from|chief|director)\b",
    re.IGNORECASE,
)
#: 'Example Times, 9 January 2019' names the publisher, 'London, 9 January 2019' does not.
_OUTLET_AND_DATE = re.compile(r"^\W{0,3}(?P<outlet>[^\W\d_a-z][^\d,|•–\n]{2,60}?)\s*[,|•–-]\s")
_OUTLET = re.compile(
    r"\b(?:news|times|post|press|agency|daily|herald|tribune|journal|gazette|radio|television|tv|media|magazine|review"
    r"|observer|guardian|chronicle|service|network|weekly|today|report|mail|express|standard|star|sun|independent)\b",
    re.IGNORECASE,
)
#: 'LIMA, Oct. 14 (Andes News Service) -': an agency in brackets before the dash of a dateline.
_DATELINE_CREDIT = re.compile(
    r"\(([^\W\d_][^()\d\n]{1,40}\b(?:agency|news|press|wire|service))\)\s*[-–—]+\s*$", re.IGNORECASE
)
#: Points for each place that names an agency; with two points it is the article's.
_IN_CREDIT, _IN_PICTURE, _AS_ITSELF = 2, 1, 1
MOST_SEGMENTS = 2_000


def authors(received: Input, page: Page, segments: Sequence[Segment]) -> list[str]:
    """The names in the byline, else in the page's metadata, else in the author's note; in order, each once."""
    if received.sidecar.authors is not None:
        return list(received.sidecar.authors)
    found = [name for segment in segments if segment.role == "byline" for name in _byline_names(segment.text)]
    found = found or [_cased(name.value.strip()) for name in page.stated.get("authors", ()) if name.value.strip()]
    found = found or _noted_names([segment for segment in segments if segment.role == "author_bio"])
    return list(dict.fromkeys(found))


def _byline_names(text: str) -> list[str]:
    bare = re.split(r"\s[–—|•·-]+\s?|\s{3,}|[(\[@]", _BY.sub("", text.strip(), count=1).strip())[0]
    parts = [_FULL_NAME.match(part.strip(" .,–—-:")) for part in _AND.split(bare)]
    return [_cased(part["name"]) for part in parts if part is not None and not _JOB.search(part["name"])]


def _cased(name: str) -> str:
    return " ".join(word.capitalize() for word in name.split()) if name.isupper() else name


def _noted_names(notes: Sequence[Segment]) -> list[str]:
    """'Mary Hale is a journalist' names her; a line above a note that begins with the same words names a desk."""
    names: list[str] = []
    for i, note in enumerate(notes):
        text = note.text.strip()
        match = _NOTE.match(text)
        if match is not None:
            names += [part for part in _AND.split(match["names"]) if part and not _JOB.search(part)]
        elif i + 1 < len(notes) and len(text) < 80 and notes[i + 1].text.strip().startswith(text):
            names.append(text)
    return names


def agency(segments: Sequence[Segment]) -> str | None:
    """The news agency that dateline, byline or pictures credit, or that the text mentions as its own."""
    points: Counter[str] = Counter()
    for segment in segments[:MOST_SEGMENTS]:
        if segment.role in ("dateline", "byline"):
            points.update(dict.fromkeys(_credited("anywhere", segment.text[:300]), _IN_CREDIT))
        elif segment.role == "caption":
            points.update(dict.fromkeys(_credited("picture", segment.text[-120:]), _IN_PICTURE))
        elif segment.role == "body":
            points.update(dict.fromkeys(_credited("itself", segment.text[:MOST_CHARS]), _AS_ITSELF))
            points.update(dict.fromkeys(_credited("closing", segment.text[-200:].rstrip()[-60:]), _IN_CREDIT))
    best = max(points, key=lambda name: (points[name], name), default=None)
    if best is not None and points[best] >= _IN_CREDIT:
        return best
    credits = (_DATELINE_CREDIT.search(segment.text) for segment in segments if segment.role == "dateline")
    return next((credit[1] for credit in credits if credit), None)


@lru_cache(maxsize=1)
def _agencies() -> dict[str, str]:
    """Name or short name of an agency -> its name."""
    rows = lexicons.rows("agencies.tsv")
    return {alias: name for name, others in rows for alias in [name, *filter(None, others.split("|"))]}


@lru_cache(maxsize=1)
def _credit_patterns() -> dict[str, re.Pattern[str]]:
    """Kind of credit -> its pattern, in which one group is what the agency is called."""
    names = "|".join(re.escape(alias) for alias in sorted(_agencies(), key=len, reverse=True))
    patterns = {
        "anywhere": rf"(?<![\w/])({names})(?!\w)",
        "picture": rf"[(\[/|:]\s*({names})(?:\s?[/)\]]|\s(?i:photo|image|file|via|picture))",
        # "told the AP" is how others quote an agency's report; its own has "told The Associated Press".
        "itself": rf"\b(?:(?:told|tells)\s(?:The\s)?({names})[,. ]"
        rf"|(?:[Aa]n?|[Bb]y|[Ww]ith)\s(?:the\s)?({names})"
        r"\s(?:story|report|investigation|reporters?|journalists?|analysis|tally|count|photographer)\b)",
        "closing": rf"(?:[—–-]{{1,2}}\s?|[(\[])({names})[)\]]?\.?$",
    }
    return {kind: re.compile(pattern) for kind, pattern in patterns.items()}


def _credited(kind: str, text: str) -> set[str]:
    """The agencies that a text credits."""
    return {_agencies()[match[match.lastindex or 0]] for match in _credit_patterns()[kind].finditer(text)}


def publisher(received: Input, page: Page, segments: Sequence[Segment], named: Sequence[str]) -> str | None:
    """The publisher that the sidecar, the page or a line of the text states, else the house of a desk as author."""
    if received.sidecar.publisher:
        return received.sidecar.publisher
    for stated in page.stated.get("publisher", ()):
        return stated.value
    for segment in segments:
        match = _OUTLET_AND_DATE.match(segment.text) if segment.role == "dateline" and "\n" in segment.text else None
        if match is not None and full_date(segment.text[match.end() :]) is not None:
            outlet = match["outlet"].strip()
            if outlet in _agencies() or _OUTLET.search(outlet):
                return _agencies().get(outlet, outlet)
    for name in named:
        house, mark, _ = name.replace("’", "'").partition("'s ")
        if mark and _JOB.search(name):
            return house
    return None
