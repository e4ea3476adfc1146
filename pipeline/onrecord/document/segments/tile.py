"""Divides a page's text into segments: every character is in exactly one, and what is removed has a reason."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.document.segments.lines import Judged, lines_of
from onrecord.document.segments.markup import judge_marked
from onrecord.document.segments.roles import judge
from onrecord.document.segments.split import opening
from onrecord.document.segments.topic import mark_other_articles
from onrecord.inputs.page import Page
from onrecord_schema import ids
from onrecord_schema.segments import REMOVED_ROLES, Role, Segment


def segment(page: Page, article_id: str) -> list[Segment]:
    """The segments of a page's text, in order; none only for an empty text."""
    if not page.text:
        return []
    repeated = {start for start, _ in page.running}
    everything = lines_of(page)
    running = [line for line in everything if line.start in repeated]
    lines = [line for line in everything if line.start not in repeated]
    titles = [stated.value for stated in page.stated.get("title", ())]
    judged = mark_other_articles(judge_marked(lines, titles) if page.blocks else judge(lines), titles)
    judged += [Judged(line, "boilerplate", "head or foot of a printed page", 0.99) for line in running]
    judged.sort(key=lambda item: item.line.start)
    pieces = list(_pieces(judged)) or [(0, "boilerplate", "nothing but blanks", 1.0)]
    starts = [0, *(start for start, _, _, _ in pieces[1:])]
    ends = [*starts[1:], len(page.text)]
    return [
        Segment(
            segment_id=ids.span_id("seg", article_id, start, end, role),
            article_id=article_id,
            ordinal=ordinal,
            start=start,
            end=end,
            text=page.text[start:end],
            role=role,
            kept=role not in REMOVED_ROLES,
            reason=reason,
            score=None if score is None else round(score, 3),
        )
        for ordinal, (start, end, (_, role, reason, score)) in enumerate(zip(starts, ends, pieces, strict=True))
    ]


def _pieces(judged: list[Judged]) -> Iterator[tuple[int, Role, str | None, float | None]]:
    """(start, role, reason, score) of each segment; a line that opens with a byline or dateline gives two."""
    is_lead = True
    for item in judged:
        start = item.line.start
        if item.role == "body" and is_lead and item.line.is_prose:
            is_lead = False
            found = opening(item.line.text)
            if found is not None:
                role, length = found
                yield start, role, None, None
                start += length
        yield start, item.role, item.reason, item.score
