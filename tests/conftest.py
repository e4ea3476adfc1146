"""Fixtures shared by the tests: the language model, the seeds' dataset, and a sentence or two as an article."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from onrecord.language import DEFAULT_MODEL
from onrecord.language.en.annotate import Annotation, annotate
from onrecord.language.en.model import load_model
from onrecord_schema import ids
from onrecord_schema.articles import Article
from onrecord_schema.edtf import edtf_range
from onrecord_schema.segments import REMOVED_ROLES, Role, Segment

if TYPE_CHECKING:
    from spacy.language import Language

    from onrecord import BuildResult

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def nlp() -> Language:
    return load_model(DEFAULT_MODEL)


@pytest.fixture(scope="session")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The five documents as received, with nothing known of them but what dates the two that no text dates."""
    folder = tmp_path_factory.mktemp("seeds")
    for path in [*(ROOT / "seeds").glob("*.txt"), *(ROOT / "tests/gold/sidecars").glob("*.yaml")]:
        shutil.copy(path, folder)
    return folder


@pytest.fixture(scope="session")
def dataset(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> BuildResult:
    """The seeds' dataset, built once."""
    from onrecord import build

    return build(seeds, tmp_path_factory.mktemp("built") / "data")


def as_article(
    text: str, published: str | None = None, roles: Sequence[Role] = (), authors: Sequence[str] = ()
) -> tuple[Article, list[Segment]]:
    """A text as a document alone: each line a segment of body text, or of the role given for it."""
    digest = sha256(text.encode()).hexdigest()
    article_id = ids.article_id(digest)
    segments, start = [], 0
    for ordinal, line in enumerate(text.splitlines(keepends=True)):
        role = roles[ordinal] if ordinal < len(roles) else "body"
        end, kept = start + len(line), role not in REMOVED_ROLES
        segments.append(
            Segment(
                segment_id=ids.span_id("seg", article_id, start, end, role), article_id=article_id, ordinal=ordinal,
                start=start, end=end, text=line, role=role, kept=kept, reason=None if kept else "a test", score=None,
            )
        )  # fmt: skip
        start = end
    first, last = edtf_range(published) if published else (None, None)
    article = Article(
        article_id=article_id, source_path="a.txt", source_sha256=digest, url=None, source_url=None, publisher=None,
        agency=None, title=None, subtitle=None, authors=list(authors), dateline_place=None, published=published,
        published_start=first, published_end=last, published_basis="stated" if published else "unknown", language="en",
        text=text, body=text, word_count=len(text.split()), removed_share=0.0,
        story_id=ids.group_id("sto", [article_id]), is_canonical=True, version_similarity=1.0,
    )  # fmt: skip
    return article, segments


Parsed = Callable[..., tuple[Article, list[Segment], Annotation]]


@pytest.fixture(scope="session")
def parsed(nlp: Language) -> Parsed:
    """A text as the stages take it: (article, segments, annotation), with `as_article`'s arguments."""

    def parse(
        text: str, published: str | None = None, roles: Sequence[Role] = (), authors: Sequence[str] = ()
    ) -> tuple[Article, list[Segment], Annotation]:
        article, segments = as_article(text, published, roles, authors)
        annotation = annotate(text, segments, nlp)
        assert annotation is not None
        return article, segments, annotation

    return parse
