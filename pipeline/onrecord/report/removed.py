"""Gathers what was set aside: article by article, consecutive stretches with one reason joined."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from onrecord.report.tables import Row, Tables


@dataclass(frozen=True)
class Removed:
    role: str
    reason: str
    score: float | None
    text: str


@dataclass(frozen=True)
class RemovedOfArticle:
    """What was set aside in one article."""

    article_id: str
    share: float | None
    parts: tuple[Removed, ...]

    @property
    def roles(self) -> dict[str, int]:
        """How many stretches were set aside in each role."""
        return dict(Counter(part.role for part in self.parts))


def removed_from(tables: Tables, articles: list[Row]) -> list[RemovedOfArticle]:
    """What was set aside in each of some articles, in their order."""
    segments: dict[str, list[Row]] = defaultdict(list)
    ids = [article["article_id"] for article in articles]
    for row in tables.rows(
        "SELECT article_id, kept, role, reason, score, text FROM segments WHERE article_id IN (SELECT unnest(?)) "
        "ORDER BY article_id, ordinal, rowid",
        ids,
    ):
        segments[row["article_id"]].append(row)
    return [
        RemovedOfArticle(one["article_id"], one["removed_share"], tuple(_parts(segments[one["article_id"]])))
        for one in articles
    ]


def _parts(rows: list[Row]) -> Iterable[Removed]:
    for (kept, role, reason), run in groupby(rows, key=lambda row: (row["kept"], row["role"], row["reason"])):
        if kept is False:
            stretch = list(run)
            scores = [row["score"] for row in stretch if row["score"] is not None]
            text = "".join(row["text"] or "" for row in stretch).strip()
            yield Removed(role or "", reason or "", min(scores, default=None), text)
