"""`reported`: the events of a text, found with the real stages before them."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from onrecord.annotate import Annotation, annotate
from onrecord.claims import find_claims
from onrecord.dates import find_dates
from onrecord.events import find_events
from onrecord.mentions import find_people
from onrecord.quantities import find_quantities
from onrecord_schema import ids
from onrecord_schema.articles import Article
from onrecord_schema.edtf import edtf_range
from onrecord_schema.events import Event
from onrecord_schema.segments import Segment

if TYPE_CHECKING:
    from spacy.language import Language

Parsed = Callable[..., tuple[Article, list[Segment], Annotation]]
Reported = Callable[..., list[Event]]


@pytest.fixture(scope="session")
def parsed(nlp: Language) -> Parsed:
    """A text as the stages take it: each line a paragraph of the given role."""

    def parse(
        text: str, published: str | None = "2018-11-26", role: str = "body"
    ) -> tuple[Article, list[Segment], Annotation]:
        digest = sha256(text.encode()).hexdigest()
        article_id = ids.article_id(digest)
        start, end = edtf_range(published) if published else (None, None)
        segments, at = [], 0
        for ordinal, line in enumerate(text.splitlines(keepends=True)):
            place = {"article_id": article_id, "ordinal": ordinal, "start": at, "end": at + len(line), "text": line}
            kept = {"role": role, "kept": True, "reason": None, "score": None}
            segment_id = ids.span_id("seg", article_id, at, at + len(line), role)
            segments.append(Segment.model_validate({"segment_id": segment_id} | place | kept))
            at += len(line)
        article = Article(
            article_id=article_id,
            source_path="report.txt",
            source_sha256=digest,
            url=None,
            source_url=None,
            publisher=None,
            agency=None,
            title=None,
            subtitle=None,
            authors=[],
            dateline_place=None,
            published=published,
            published_start=start,
            published_end=end,
            published_basis="stated" if published else "unknown",
            language="en",
            text=text,
            body=text,
            word_count=len(text.split()),
            removed_share=0.0,
            story_id=ids.group_id("sto", [article_id]),
            is_canonical=True,
            version_similarity=1.0,
        )
        annotation = annotate(text, segments, nlp)
        assert annotation is not None
        return article, segments, annotation

    return parse


@pytest.fixture(scope="session")
def reported(parsed: Parsed) -> Reported:
    def find(text: str, published: str | None = "2018-11-26", role: str = "body") -> list[Event]:
        article, segments, annotation = parsed(text, published, role)
        dates = find_dates(annotation, article)
        people = find_people(annotation, article, segments)
        quantities = find_quantities(annotation, article, dates)
        return find_events(
            annotation, article, people, dates, quantities, find_claims(annotation, article, people, dates)
        )

    return find
