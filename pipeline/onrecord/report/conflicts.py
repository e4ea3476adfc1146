"""The disagreements that the report shows: one entry for what is told in several articles with different values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from onrecord.report.tables import Row, Tables

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


class Disagreements:
    """The conflicts, those with a row in common as one, those with most sentences first; read when they are shown."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        rows = tables.rows(
            'SELECT rowid AS place, kind, about, differs, "left", "right" FROM conflicts ORDER BY conflict_id, rowid'
        )
        found = sorted(_with_rows_in_common(rows), key=_most_sentences_first)
        self._places = [[row["place"] for row in together] for together in found]

    def __len__(self) -> int:
        return len(self._places)

    def between(self, first: int, last: int) -> list[Conflict]:
        """The disagreements from the first up to before the last of two places, from 0."""
        return [_together(self._rows(places)) for places in self._places[first:last]]

    def _rows(self, places: list[int]) -> list[Row]:
        return self._tables.rows(
            "SELECT * FROM conflicts WHERE rowid IN (SELECT unnest(?)) ORDER BY conflict_id, rowid", places
        )


def _most_sentences_first(rows: list[Row]) -> tuple[int, str, tuple[str, ...]]:
    sides = {row[side] for row in rows for side in ("left", "right")}
    return -len(sides), rows[0]["about"] or "", tuple(dict.fromkeys(row["differs"] or "" for row in rows))


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
