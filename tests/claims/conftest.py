"""`claimed`: the claims of a text whose every line is a paragraph of the body, with the people and dates given."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from onrecord.annotate import Annotation, annotate
from onrecord.claims import find_claims
from onrecord.dates import find_dates
from onrecord.mentions import find_people
from onrecord_schema import ids
from onrecord_schema.articles import Article
from onrecord_schema.claims import Claim
from onrecord_schema.edtf import edtf_range
from onrecord_schema.segments import Segment

if TYPE_CHECKING:
    from spacy.language import Language

Claimed = Callable[[str], list[Claim]]
PUBLISHED = "2019-01-09"


def paragraphs(text: str, article_id: str) -> list[Segment]:
    segments, at = [], 0
    for ordinal, line in enumerate(text.splitlines(keepends=True)):
        end = at + len(line)
        segments.append(
            Segment(
                segment_id=ids.span_id("seg", article_id, at, end, "body"),
                article_id=article_id,
                ordinal=ordinal,
                start=at,
                end=end,
                text=line,
                role="body",
                kept=True,
                reason=None,
                score=None,
            )
        )
        at = end
    return segments


@pytest.fixture(scope="session")
def claimed(nlp: Language) -> Claimed:
    def find(text: str) -> list[Claim]:
        digest = sha256(text.encode()).hexdigest()
        article_id = ids.article_id(digest)
        start, end = edtf_range(PUBLISHED)
        article = Article(
            article_id=article_id,
            source_path="x.txt",
            source_sha256=digest,
            url=None,
            source_url=None,
            publisher=None,
            agency=None,
            title=None,
            subtitle=None,
            authors=[],
            dateline_place=None,
            published=PUBLISHED,
            published_start=start,
            published_end=end,
            published_basis="stated",
            language="en",
            text=text,
            body=text,
            word_count=len(text.split()),
            removed_share=0.0,
            story_id=ids.group_id("sto", [article_id]),
            is_canonical=True,
            version_similarity=1.0,
        )
        segments = paragraphs(text, article_id)
        annotation = annotate(text, segments, nlp)
        if annotation is None:
            return []
        people = find_people(annotation, article, segments)
        return find_claims(annotation, article, people, find_dates(annotation, article))

    return find


@pytest.fixture(scope="session")
def parsed(nlp: Language) -> Callable[[str], Annotation]:
    def parse(text: str) -> Annotation:
        annotation = annotate(text, paragraphs(text, ids.article_id("0" * 64)), nlp)
        assert annotation is not None
        return annotation

    return parse
