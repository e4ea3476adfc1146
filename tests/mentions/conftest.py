"""Reads a text as an article whose every line is body text, or has the role that the test gives it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from onrecord.annotate import annotate
from onrecord.mentions import People, find_people
from onrecord_schema import ids
from onrecord_schema.articles import Article
from onrecord_schema.segments import REMOVED_ROLES, Role, Segment

if TYPE_CHECKING:
    from spacy.language import Language

Read = Callable[..., People]


def article_of(text: str, roles: Sequence[Role], authors: Sequence[str]) -> tuple[Article, list[Segment]]:
    digest = sha256(text.encode()).hexdigest()
    article_id = ids.article_id(digest)
    segments, start = [], 0
    for ordinal, line in enumerate(text.splitlines(keepends=True)):
        role = roles[ordinal] if ordinal < len(roles) else "body"
        end = start + len(line)
        kept = role not in REMOVED_ROLES
        segments.append(
            Segment(
                segment_id=ids.span_id("seg", article_id, start, end, role), article_id=article_id, ordinal=ordinal,
                start=start, end=end, text=line, role=role, kept=kept, reason=None if kept else "a test", score=None,
            )
        )  # fmt: skip
        start = end
    article = Article(
        article_id=article_id, source_path="a.txt", source_sha256=digest, url=None, source_url=None, publisher=None,
        agency=None, title=None, subtitle=None, authors=list(authors), dateline_place=None, published=None,
        published_start=None, published_end=None, published_basis="unknown", language="en", text=text, body=text,
        word_count=len(text.split()), removed_share=0.0, story_id=ids.group_id("sto", [article_id]), is_canonical=True,
        version_similarity=1.0,
    )  # fmt: skip
    return article, segments


@pytest.fixture(scope="session")
def read(nlp: Language) -> Read:
    def people(text: str, roles: Sequence[Role] = (), authors: Sequence[str] = ()) -> People:
        article, segments = article_of(text, roles, authors)
        return find_people(annotate(text, segments, nlp), article, segments)

    return people
