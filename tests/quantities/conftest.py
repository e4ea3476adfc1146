"""`parsed`: a text as the annotated article that the stages take."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from onrecord.annotate import Annotation, annotate
from onrecord_schema import ids
from onrecord_schema.articles import Article
from onrecord_schema.edtf import edtf_range
from onrecord_schema.segments import Segment

if TYPE_CHECKING:
    from spacy.language import Language

Parsed = Callable[[str, str | None], tuple[Article, Annotation]]


@pytest.fixture(scope="session")
def parsed(nlp: Language) -> Parsed:
    def parse(text: str, published: str | None) -> tuple[Article, Annotation]:
        digest = sha256(text.encode()).hexdigest()
        article_id = ids.article_id(digest)
        start, end = edtf_range(published) if published else (None, None)
        segments, at = [], 0
        for ordinal, line in enumerate(text.splitlines(keepends=True)):
            segments.append(
                Segment(
                    segment_id=ids.span_id("seg", article_id, at, at + len(line), "body"),
                    article_id=article_id,
                    ordinal=ordinal,
                    start=at,
                    end=at + len(line),
                    text=line,
                    role="body",
                    kept=True,
                    reason=None,
                    score=None,
                )
            )
            at += len(line)
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
        return article, annotation

    return parse
