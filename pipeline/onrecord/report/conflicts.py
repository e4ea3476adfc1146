"""The disagreements that the report shows: one entry for what is told in several articles with different values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from onrecord.report.tables import Row, Rows

_QUESTIONS = {"number": "How many", "date": "When", "assertion": "Whether"}


@dataclass(frozen=True)
class Reading:
    """One sentence, where it stands, and the row that says it."""

    article_id: str | None
    row_id: str | None
    sentence: str


@dataclass(frozen=True)
class Conflict:
    """What is asked, of what, what differs, and the sentences, each once."""

    kind: str
    about: str
    differs: tuple[str, ...]
    readings: tuple[Reading, ...]

    @property
    def question(self) -> str:
        return _QUESTIONS.get(self.kind, "What")


def disagreements(conflicts: Rows) -> list[Conflict]:
    """The conflicts, those with a row in common as one, those with most sentences first."""
    found = [_together(rows) for rows in _with_rows_in_common(conflicts)]
    return sorted(found, key=lambda one: (-len(one.readings), one.about, one.differs))


def _with_rows_in_common(conflicts: Iterable[Row]) -> list[list[Row]]:
    """Conflicts of one kind in lists, each row of a dataset in one list a kind: the first conflict that names it."""
    of_row: dict[tuple[str, str], list[Row]] = {}
    lists = []
    for conflict in conflicts:
        sides = [(conflict["kind"], conflict[side]) for side in ("left", "right")]
        known = next((of_row[side] for side in sides if side in of_row), None)
        if known is None:
            known = []
            lists.append(known)
        known.append(conflict)
        for side in sides:
            of_row.setdefault(side, known)
    return lists


def _together(rows: list[Row]) -> Conflict:
    readings = dict.fromkeys(reading for row in rows for reading in _readings(row))
    ordered = sorted(readings, key=lambda one: (one.article_id or "", one.row_id or ""))
    differs = tuple(dict.fromkeys(row["differs"] or "" for row in rows))
    return Conflict(rows[0]["kind"] or "", rows[0]["about"] or "", differs, tuple(ordered))


def _readings(row: Row) -> Iterator[Reading]:
    for side in ("left", "right"):
        yield Reading(row[f"{side}_article_id"], row[side], row[f"{side}_text"] or "")
