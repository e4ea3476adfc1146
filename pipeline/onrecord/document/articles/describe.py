"""Makes an article's row: what its sidecar states comes first, and what nothing states is null."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from onrecord.document.articles.credits import agency, authors, publisher
from onrecord.document.articles.languages import language
from onrecord.document.articles.publication import publication
from onrecord.document.segments.split import dateline_place
from onrecord.inputs.page import Input, Page
from onrecord_schema import ids
from onrecord_schema.articles import Article
from onrecord_schema.edtf import edtf_range
from onrecord_schema.segments import Segment

_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"']+")
_BULLET = re.compile(r"^\W+")


def describe(received: Input, page: Page, segments: Sequence[Segment]) -> Article:
    """The article's row, whose story and version columns are those of a story with one article."""
    article_id = ids.article_id(received.sha256)
    texts = [segment.text.strip() for segment in segments if segment.role in ("body", "summary", "subheading")]
    body = "\n".join(filter(None, texts))
    names = authors(received, page, segments)
    published, basis = publication(received, page, segments)
    start, end = edtf_range(published) if published else (None, None)
    return Article(
        article_id=article_id,
        source_path=received.path,
        source_sha256=received.sha256,
        url=received.sidecar.url or _stated(page, "url"),
        source_url=_source_url(segments),
        publisher=publisher(received, page, segments, names),
        agency=agency(segments),
        title=received.sidecar.title or _title(page, segments),
        subtitle=_subtitle(segments),
        authors=names,
        dateline_place=_dateline_place(segments),
        published=published,
        published_start=start,
        published_end=end,
        published_basis=basis,
        language=received.sidecar.language or language(body, _stated(page, "language")),
        text=page.text,
        body=body,
        word_count=len(body.split()),
        removed_share=_removed_share(segments),
        story_id=ids.group_id("sto", [article_id]),
        is_canonical=True,
        version_similarity=1.0,
    )


def _stated(page: Page, what: str) -> str | None:
    return next((stated.value for stated in page.stated.get(what, ()) if stated.value.strip()), None)


def _title(page: Page, segments: Sequence[Segment]) -> str | None:
    headlines = (segment.text for segment in segments if segment.role == "headline")
    title = next(headlines, None) or _stated(page, "title")
    return " ".join(title.split()) if title else None


def _subtitle(segments: Sequence[Segment]) -> str | None:
    """The standfirst: the only line of the summary, unless it is a list item."""
    lines = [segment.text.strip() for segment in segments if segment.role == "summary"]
    return lines[0] if len(lines) == 1 and not _BULLET.match(lines[0].lstrip("\"'“‘")) else None


def _source_url(segments: Sequence[Segment]) -> str | None:
    found = (_URL.search(segment.text) for segment in segments if segment.role == "source_url")
    return next((match.group().rstrip(".,;)>") for match in found if match), None)


def _dateline_place(segments: Sequence[Segment]) -> str | None:
    """The place in the dateline that opens the running text."""
    for segment, following in itertools.pairwise(segments):
        if segment.role == "dateline" and following.role == "body" and not segment.text.rstrip(" ").endswith("\n"):
            return dateline_place(segment.text)
    return None


def _removed_share(segments: Sequence[Segment]) -> float:
    """Share of the text's characters, without blanks, that was removed."""
    sizes_chars = [len("".join(segment.text.split())) for segment in segments]
    total = sum(sizes_chars)
    removed = sum(size for segment, size in zip(segments, sizes_chars, strict=True) if not segment.kept)
    return round(removed / total, 4) if total else 0.0
