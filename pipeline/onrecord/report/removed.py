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
    article_id: str
    share: float | None
    parts: tuple[Removed, ...]

    @property
    def roles(self) -> dict[str, int]:
        """How many stretches were set aside in each role."""
        return dict(Counter(part.role for part in self.parts))


def removed_text(tables: Mapping[str, Rows]) -> list[RemovedOfArticle]:
    """Every article from which something was set aside, the largest share first."""
    found = []
    for article_id, share in tables["articles"].select("article_id", "removed_share"):
        parts = []
        segments = tables["segments"].of_article(article_id) if article_id else []
        for (kept, role, reason), run in groupby(segments, key=lambda row: (row["kept"], row["role"], row["reason"])):
            if kept is False:
                rows = list(run)
                scores = [row["score"] for row in rows if row["score"] is not None]
                text = "".join(row["text"] or "" for row in rows).strip()
                parts.append(Removed(role or "", reason or "", min(scores, default=None), text))
        if parts:
            found.append(RemovedOfArticle(article_id, share, tuple(parts)))
    return sorted(found, key=lambda removed: (-(removed.share or 0), removed.article_id))
