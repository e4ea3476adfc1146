"""Entries of lists that are not single rows: conflicts about the same thing, and the text removed from an article."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from onrecord.report.tables import Row, Tables

_QUESTIONS = {"number": "How many", "date": "When", "assertion": "Whether"}
_SIDES = ("left", "right")


class Statement(NamedTuple):
    """A sentence of a conflict and the row that it comes from."""

    article_id: str | None
    row_id: str | None
    sentence: str


@dataclass(frozen=True)
class Conflict:
    """What the statements disagree about, and each statement once."""

    kind: str
    about: str
    differs: tuple[str, ...]
    statements: tuple[Statement, ...]

    @property
    def question(self) -> str:
        return _QUESTIONS.get(self.kind, "What")


class Conflicts:
    """Conflicts, joined where they share a row, those with most statements first; read when they are shown."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        rows = tables.rows(
            'SELECT rowid AS position, kind, about, differs, "left", "right" FROM conflicts ORDER BY conflict_id, rowid'
        )
        self._positions = [[row["position"] for row in joined] for joined in sorted(_joined(rows), key=_order)]

    def __len__(self) -> int:
        return len(self._positions)

    def between(self, first: int, last: int) -> list[Conflict]:
        """The conflicts `[first, last)`, counted from 0."""
        query = "SELECT * FROM conflicts WHERE rowid IN (SELECT unnest(?)) ORDER BY conflict_id, rowid"
        return [_conflict(self._tables.rows(query, positions)) for positions in self._positions[first:last]]


def _joined(conflicts: Iterable[Row]) -> list[list[Row]]:
    """Lists of conflicts of one kind; each conflict is in the list of the first one that shares a row with it."""
    of_row: dict[tuple[str, str], list[Row]] = {}
    lists = []
    for conflict in conflicts:
        sides = [(conflict["kind"], conflict[side]) for side in _SIDES]
        known = next((of_row[side] for side in sides if side in of_row), None)
        if known is None:
            known = []
            lists.append(known)
        known.append(conflict)
        for side in sides:
            of_row.setdefault(side, known)
    return lists


def _order(rows: list[Row]) -> tuple[int, str, tuple[str, ...]]:
    return -len({row[side] for row in rows for side in _SIDES}), rows[0]["about"] or "", _differs(rows)


def _differs(rows: list[Row]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row["differs"] or "" for row in rows))


def _conflict(rows: list[Row]) -> Conflict:
    statements = {
        Statement(row[f"{side}_article_id"], row[side], row[f"{side}_text"] or "") for row in rows for side in _SIDES
    }
    ordered = sorted(statements, key=lambda one: (one.article_id or "", one.row_id or "", one.sentence))
    return Conflict(rows[0]["kind"] or "", rows[0]["about"] or "", _differs(rows), tuple(ordered))


class RemovedText(NamedTuple):
    role: str
    reason: str
    score: float | None
    text: str


@dataclass(frozen=True)
class RemovedFromArticle:
    """The text removed from one article; consecutive segments with one reason are joined."""

    article_id: str
    share: float | None
    parts: tuple[RemovedText, ...]

    @property
    def roles(self) -> dict[str, int]:
        """Role -> number of stretches."""
        return dict(Counter(part.role for part in self.parts))


def removed_from(tables: Tables, articles: list[Row]) -> list[RemovedFromArticle]:
    """The text removed from each of the articles, in their order."""
    segments: dict[str, list[Row]] = defaultdict(list)
    for row in tables.rows(
        "SELECT article_id, kept, role, reason, score, text FROM segments WHERE article_id IN (SELECT unnest(?)) "
        "ORDER BY article_id, ordinal, rowid",
        [article["article_id"] for article in articles],
    ):
        segments[row["article_id"]].append(row)
    return [
        RemovedFromArticle(one["article_id"], one["removed_share"], tuple(_parts(segments[one["article_id"]])))
        for one in articles
    ]


def _parts(rows: list[Row]) -> Iterator[RemovedText]:
    for (kept, role, reason), run in groupby(rows, key=lambda row: (row["kept"], row["role"], row["reason"])):
        if kept is False:
            stretch = list(run)
            scores = [row["score"] for row in stretch if row["score"] is not None]
            text = "".join(row["text"] or "" for row in stretch).strip()
            yield RemovedText(role or "", reason or "", min(scores, default=None), text)
