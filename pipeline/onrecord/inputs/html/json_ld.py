"""Reads what a page's JSON-LD (schema.org) states about its article; broken or foreign JSON-LD states nothing."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lxml.etree import _Element

#: The endings of schema.org's types of articles; Report and its kin are types of Article too.
_ARTICLE_TYPE = re.compile(r"(?:Article|Posting|Report|Review|WebPage)$")
_WEAK_TYPE = re.compile(r"(?:WebPage|Review)$")
_MOST_SCRIPT_CHARS = 2_000_000
_MOST_NODES = 20_000
_WRAPPING = re.compile(r"^\s*(?://\s*)?(?:<!--|<!\[CDATA\[)|(?://\s*)?(?:-->|\]\]>)\s*;?\s*$")


def article_facts(root: _Element) -> dict[str, list[str]]:
    """The values of the page's own article by our names for them (title, authors, ...), as written; {} if none."""
    nodes = list(_nodes(root))
    by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
    articles = [node for node in nodes if _is(node, _ARTICLE_TYPE)]
    # The page itself, or a review in it, speaks for the article only where no article does.
    article = next((node for node in articles if not _is(node, _WEAK_TYPE)), articles[0] if articles else {})
    page = article.get("mainEntityOfPage")
    page = (page.get("@id") or page.get("url")) if isinstance(page, dict) else page
    people = _people(article.get("author", article.get("creator")), by_id)
    facts = {
        "title": list(_texts(article.get("headline") or article.get("name"))),
        "authors": [name for name, is_person in people if is_person],
        "published": list(_texts(article.get("datePublished") or article.get("dateCreated"))),
        "publisher": [name for name, _ in _people(article.get("publisher"), by_id)],
        "url": [*_texts(article.get("url")), *_texts(page)],
        "language": list(_texts(article.get("inLanguage"))),
        "description": list(_texts(article.get("description"))),
    }
    return {name: values for name, values in facts.items() if values}


def _nodes(root: _Element) -> Iterator[dict[str, Any]]:
    """All objects in the page's JSON-LD, the outer before the inner ones."""
    waiting: deque[Any] = deque()
    for script in root.iter("script"):
        text = script.text or ""
        if "ld+json" in (script.get("type") or "").lower() and len(text) <= _MOST_SCRIPT_CHARS:
            try:
                waiting.append(json.loads(_WRAPPING.sub("", text), strict=False))
            except (ValueError, RecursionError):
                continue
    seen = 0
    while waiting and seen < _MOST_NODES:
        node = waiting.popleft()
        seen += 1
        if isinstance(node, dict):
            yield node
            node = list(node.values())
        if isinstance(node, list):
            waiting.extend(value for value in node if isinstance(value, dict | list))


def _is(node: dict[str, Any], type_: re.Pattern[str]) -> bool:
    return any(type_.search(name) for name in _texts(node.get("@type")))


def _texts(value: Any) -> Iterator[str]:
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict):
            one = one.get("@value")
        if isinstance(one, str) and one.strip():
            yield one


def _people(value: Any, by_id: dict[str, dict[str, Any]]) -> Iterator[tuple[str, bool]]:
    """The names of authors and whether each is a person's, as far as the markup says."""
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, str):
            yield one, True
        elif isinstance(one, dict):
            node = by_id.get(str(one.get("@id")), one) if "name" not in one else one
            is_person = not any("organization" in name.lower() for name in _texts(node.get("@type")))
            yield from ((name, is_person) for name in _texts(node.get("name")))
