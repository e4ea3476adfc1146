"""Row model of the table `segments`."""

from __future__ import annotations

from typing import Literal

from onrecord_schema import fields as f

Role = Literal[
    "headline", "subheading", "byline", "dateline", "summary", "caption", "body", "boilerplate", "author_bio",
    "source_url", "off_topic",
]  # fmt: skip
#: Never used for extraction (except that an author's note names its author).
REMOVED_ROLES: tuple[Role, ...] = ("boilerplate", "author_bio", "source_url", "off_topic")


class Segment(f.SpanRow):
    """One row per stretch of an article; together they cover every character once, what was set aside included."""

    segment_id: f.SegmentId = f.fixed("Hash over (article_id, start, end, role).", key=True)
    article_id: f.ArticleId = f.fixed("Article of the segment.", references="articles.article_id")
    ordinal: f.Count = f.fixed("Position in the article, from 0.")
    start: f.Offset = f.fixed("Offset of the first character in `articles.text`.")
    end: f.Offset = f.fixed("Offset after the last character; blanks after a segment belong to it.")
    text: f.Text = f.fixed("Text of the segment.")
    role: Role = f.fixed("What the segment is in the article.", label=True)
    kept: bool = f.fixed("False for boilerplate, author_bio, source_url and off_topic.")
    reason: f.OptionalWords = f.fixed("Why the segment was set aside; null when it was kept.")
    score: f.Share | None = f.fixed("Strength of the evidence for setting it aside; null when it was kept.")
