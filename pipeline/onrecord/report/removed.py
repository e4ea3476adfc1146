"""Gathers what was set aside: article by article, consecutive stretches with one reason joined."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from onrecord.report.tables import Rows


@dataclass(frozen=True)
class Removed:
    role: str
    reason: str
    score: float | None
    text: str


@dataclass(frozen=True)
class RemovedOfArticle:
    """What was set aside in one article; its text is read when it is asked for, so that a long list stays light."""

    article_id: str
    share: float | None
    segments: Rows

    @property
    def parts(self) -> tuple[Removed, ...]:
        parts = []
        rows = self.segments.of_article(self.article_id)
        for (kept, role, reason), run in groupby(rows, key=lambda row: (row["kept"], row["role"], row["reason"])):
            if kept is False:
                stretch = list(run)
                scores = [row["score"] for row in stretch if row["score"] is not None]
                text = "".join(row["text"] or "" for row in stretch).strip()
                parts.append(Removed(role or "", reason or "", min(scores, default=None), text))
        return tuple(parts)

    @property
    def roles(self) -> dict[str, int]:
        """How many stretches were set aside in each role."""
        return dict(Counter(part.role for part in self.parts))


def removed_text(tables: Mapping[str, Rows]) -> list[RemovedOfArticle]:
    """Every article from which something was set aside, the largest share first."""
    segments = tables["segments"]
    cut = {article for article, kept in segments.select("article_id", "kept") if article and kept is False}
    found = [
        RemovedOfArticle(article_id, share, segments)
        for article_id, share in tables["articles"].select("article_id", "removed_share")
        if article_id in cut
    ]
    return sorted(found, key=lambda removed: (-(removed.share or 0), removed.article_id))
