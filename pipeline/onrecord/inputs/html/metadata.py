"""Finds what a page's markup states about its article, each fact with its origin, the most trusted first.

The order of trust: JSON-LD, Open Graph and other meta elements, `<time>`, the visible byline, `<title>`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from onrecord.inputs.html.json_ld import article_facts
from onrecord.inputs.page import Stated, Statements
from onrecord.inputs.statements import MOST_CHARS, author_names, clean, stated_day

if TYPE_CHECKING:
    from lxml.etree import _Element

#: The meta elements (by name, property or itemprop) that state each fact, the most trusted first.
_META = {
    what: tuple(names.split())
    for what, names in {
        "title": "og:title headline twitter:title dc.title parsely-title sailthru.title",
        "authors": "author byl parsely-author sailthru.author dc.creator dcterms.creator article:author",
        "published": "article:published_time article:published og:published_time datepublished parsely-pub-date "
        "sailthru.date dc.date.issued dcterms.issued dc.date pubdate publish-date publishdate date",
        "publisher": "og:site_name dc.publisher dcterms.publisher",
        "url": "og:url",
        "language": "og:locale content-language language dc.language",
        "description": "og:description description twitter:description dc.description",
    }.items()
}
_MOST_CHARS = MOST_CHARS | {"authors": 300, "published": 100}
#: How many `<time>` elements and bylines of a page are read; an article has two or three.
_MOST_PLACES = 100
#: An element of more pieces of text than this holds more than a byline.
_MOST_TEXTS = 30

_TAG = re.compile(r"<[^<>]{0,1000}>")
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}))?(?![a-z])", re.IGNORECASE)
_PUBLISHED_HINT = re.compile(r"pub-?date|publish|entry-date|posted|timestamp", re.IGNORECASE)
_CHANGED_HINT = re.compile(r"modif|updat", re.IGNORECASE)
_BYLINE_HINT = re.compile(r"(?:^|[\s_-])(?:byline|author)(?:[\s_-]|$)", re.IGNORECASE)
_ELSEWHERE_HINT = re.compile(r"comment|related|sidebar|widget|teaser|promo|footer", re.IGNORECASE)
_TITLE_PARTS = re.compile(r"\s+(?:[|–—»·:]|-+|::)\s+")


def stated(root: _Element) -> Statements:
    """What a page states: title, authors (one a name), published (ISO), publisher, url, language, description."""
    found: dict[str, list[Stated]] = {name: [] for name in _META}
    for name, value, by in _statements(root):
        # Some values bring markup and entities along.
        if value := clean(html.unescape(_TAG.sub("", html.unescape(value))), _MOST_CHARS[name]):
            found[name].append(Stated(value, by))
    outlets = _outlets(found)
    headings = frozenset(_text(heading) for heading in root.iter("h1"))
    days = [Stated(day, one.by) for one in found["published"] if (day := stated_day(one.value))]
    languages = [Stated(tag, one.by) for one in found["language"] if (tag := _language(one.value))]
    facts = {
        "title": _unique(_titles(found["title"], outlets, headings)),
        "authors": _authors(found["authors"], outlets),
        "published": _unique(days),
        "publisher": _unique(Stated(name, one.by) for one in found["publisher"] if (name := one.value.lstrip("@ "))),
        "url": _unique(one for one in found["url"] if one.value.startswith(("https://", "http://"))),
        "language": _unique(languages),
        "description": _unique(found["description"]),
    }
    return {name: statements for name, statements in facts.items() if statements}


def _statements(root: _Element) -> Iterator[tuple[str, str, str]]:
    """Every statement (fact, value as written, by) in the order of trust."""
    for link in root.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split():
            yield "url", link.get("href") or "", "link"
    for name, values in article_facts(root).items():
        yield from ((name, value, "json-ld") for value in values)
    metas: dict[str, list[str]] = {}
    for meta in root.iter("meta"):
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            if key := meta.get(attribute):
                metas.setdefault(key.lower(), []).append(meta.get("content") or "")
    for name, keys in _META.items():
        for key in keys:
            yield from ((name, value, "open-graph" if ":" in key else "meta") for value in metas.get(key, ()))
    times = sorted(
        (not _PUBLISHED_HINT.search(_names(time)), order, time)
        for order, time in enumerate(islice(root.iter("time"), _MOST_PLACES))
    )
    for is_unclear, _, time in times:
        if not (is_unclear and _CHANGED_HINT.search(_names(time))) and not _is_elsewhere(time):
            yield "published", time.get("datetime") or _text(time), "time"
    bylines = filter(
        _is_byline, root.iter("a", "span", "div", "p", "address", "li", "strong", "b", "h3", "h4", "h5", "h6")
    )
    for element in islice(bylines, _MOST_PLACES):
        if not _is_elsewhere(element):
            yield "authors", _text(element), "byline"
    yield "language", root.get("lang") or "", "html"
    for element in root.iter("title"):
        if not any(parent.tag == "svg" for parent in element.iterancestors()):
            yield "title", _text(element), "title"
            return


def _authors(found: list[Stated], outlets: frozenset[str]) -> tuple[Stated, ...]:
    """The names in the most trusted statement that names anyone: less trusted ones would only vary them."""
    for by in dict.fromkeys(one.by for one in found):
        names = dict.fromkeys(
            name for one in found if one.by == by for name in author_names(one.value, outlets, single=by == "json-ld")
        )
        if names:
            return tuple(Stated(name, by) for name in names)
    return ()


def _titles(found: list[Stated], outlets: frozenset[str], headings: frozenset[str]) -> Iterator[Stated]:
    """The titles without the outlet's name, and the section's, that pages put before or after them."""
    for one in found:
        parts = _TITLE_PARTS.split(one.value)
        heading = next((part for part in parts if part in headings), None)
        if heading is not None:
            yield Stated(heading, one.by)
            continue
        marks = list(_TITLE_PARTS.finditer(one.value))
        if marks and _is_outlet(parts[-1], outlets):
            yield Stated(one.value[: marks[-1].start()], one.by)
        elif marks and _is_outlet(parts[0], outlets):
            yield Stated(one.value[marks[0].end() :], one.by)
        elif not _is_outlet(one.value, outlets):
            yield one


def _is_outlet(name: str, outlets: frozenset[str]) -> bool:
    key = _key(name)
    return key in outlets or any(len(outlet) > 4 and key.startswith(outlet) for outlet in outlets)


def _outlets(found: dict[str, list[Stated]]) -> frozenset[str]:
    """The names the outlet goes by, in lower case without blanks: as publisher and in the page's own address."""
    names = {_key(one.value) for one in found["publisher"]}
    for one in found["url"]:
        try:
            host = urlsplit(one.value).hostname if one.value.startswith("http") else None
        except ValueError:  # brackets that are no IPv6 address
            host = None
        labels = (host or "").removeprefix("www.").split(".")
        names |= {".".join(labels), *labels[:-1]}
    return frozenset(name for name in names if len(name) > 2)


def _key(name: str) -> str:
    return "".join(name.lower().lstrip("@").split())


def _language(value: str) -> str | None:
    if not (match := _LANGUAGE.match(value)):
        return None
    language, script, region = match.groups()
    return "-".join(filter(None, (language.lower(), script and script.title(), region and region.upper())))


def _is_byline(element: _Element) -> bool:
    names = " ".join(filter(None, map(element.get, ("class", "itemprop", "rel"))))
    if not names or not _BYLINE_HINT.search(names):
        return False
    texts = list(islice(element.itertext(), _MOST_TEXTS))
    return len(texts) < _MOST_TEXTS and sum(map(len, texts)) <= _MOST_CHARS["authors"]


def _is_elsewhere(element: _Element) -> bool:
    """Whether an element is in a part of the page that is not about its article."""
    return any(
        one.tag in ("aside", "footer", "nav") or (one.tag != "body" and _ELSEWHERE_HINT.search(_names(one)))
        for one in (element, *element.iterancestors())
    )


def _names(element: _Element) -> str:
    return " ".join(filter(None, map(element.get, ("class", "id", "itemprop"))))


def _text(element: _Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _unique(statements: Iterable[Stated]) -> tuple[Stated, ...]:
    """The statements, of those with the same value the first."""
    by_value: dict[str, Stated] = {}
    for one in statements:
        by_value.setdefault(one.value, one)
    return tuple(by_value.values())
