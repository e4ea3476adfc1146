"""Scores what is known of an article: each fact that gold states is right or not."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.evaluation.dataset import Document
from onrecord.evaluation.gold import GoldArticle
from onrecord.evaluation.quotes import plain
from onrecord.evaluation.tally import Miss, Tally
from onrecord_schema.edtf import edtf_range

#: Facts of the contract that gold may state; `published` is compared as the days it may mean.
_FACTS = ("title", "authors", "publisher", "agency", "url", "source_url", "language", "dateline_place", "published")


def score_article(document: Document, gold: GoldArticle, tally: Tally) -> Iterator[Miss]:
    """Yields a miss for every fact that differs."""
    for fact in _FACTS:
        if fact not in gold.model_fields_set:
            continue
        expected = getattr(gold, fact)
        found = document.article[fact] if document.article else None
        if fact == "authors":
            right = {plain(name) for name in expected or []} == {plain(name) for name in found or []}
        elif fact == "published":
            right = _is_same_date(expected, found, inferred=gold.published_basis == "inferred")
        else:
            right = plain(expected) == plain(found)
        right = right and document.article is not None
        if not tally.compare(fact, right):
            title = (document.article or {}).get("title") or ""
            yield Miss(document.name, "articles", "different", fact, title, expected, found)


def _is_same_date(expected: str | None, found: str | None, *, inferred: bool) -> bool:
    """The same days; of a date that no text states, any that overlap."""
    if not expected or not found:
        return expected == found
    (first, last), (begin, end) = edtf_range(expected), edtf_range(found)
    if inferred and first and last and begin and end:
        return begin <= last and first <= end
    return (first, last) == (begin, end)
