"""`segments`: every character of every article, in exactly one segment; what was stripped stays, with its reason."""

from __future__ import annotations

from typing import Literal

from onrecord_schema.fields import ArticleId, Count, Offset, SegmentId, Share, SpanRow, Text, column

Role = Literal[
    "headline",
    "subheading",
    "byline",
    "dateline",
    "summary",
    "caption",
    "body",
    "boilerplate",
    "author_bio",
    "source_url",
    "off_topic",
]
#: Never used for extraction (except that an author's note names its author).
REMOVED_ROLES: tuple[Role, ...] = ("boilerplate", "author_bio", "source_url", "off_topic")


class Segment(SpanRow):
    segment_id: SegmentId = column("Hash over (article_id, start, end, role).", key=True)
    article_id: ArticleId = column("The article it is part of.", references="articles.article_id")
    ordinal: Count = column("Position in the article, from 0.")
    start: Offset = column("First character, 0-based code point offset into `articles.text`.")
    end: Offset = column("One past the last character; blanks after a stretch belong to it.")
    text: Text = column("The stretch itself.")
    role: Role = column("What the stretch is for the article.")
    kept: bool = column("False for boilerplate, author_bio, source_url and off_topic.")
    reason: str | None = column("In words, why the stretch was set aside; null when it was kept.")
    score: Share | None = column("Strength of the evidence for setting it aside; null when it was kept.")
