"""What a fault is: one small edit of a good dataset that breaks one rule, and what the rule must then name.

The faults themselves are in the `faults_*` modules, by table; `test_every_rule.py` walks them all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from onrecord_schema.arrow import arrow_schema
from onrecord_schema.tables import TABLES

Rows = dict[str, list[dict[str, Any]]]
"""Table -> its rows, as `good_rows` orders them."""

#: What the ids of a table's rules begin with.
TABLE_OF = {
    "SRC": "sources", "ART": "articles", "SEG": "segments", "CLM": "claims", "EVT": "events", "MEN": "mentions",
    "QTY": "quantities", "DAT": "dates", "PER": "persons", "STO": "stories", "JDG": "judgments", "CFL": "conflicts",
    "COR": "corrections", "CHG": "changes", "CRS": "crosswalk",
}  # fmt: skip

# The rows of `good_rows`. Sources; the first three are also the articles.
HARBOUR, REPRINT, FOREST, DUPLICATE, REJECTED = range(5)
# Segments: all of HARBOUR, then the first paragraphs of REPRINT and FOREST.
TITLE, BYLINE, PARAGRAPH, SECOND_PARAGRAPH, CYCLING_RACE, RIGHTS, BIOGRAPHY = range(7)
REPRINTED_PARAGRAPH, FOREST_PARAGRAPH = 8, 11
# Claims; the first two are one group.
QUOTE, REPRINTED_QUOTE, WALKOUT_CLAIM, ARREST_CLAIM, DENIAL = range(5)
# Events and quantities: one of HARBOUR, one of FOREST.
WALKOUT, ARREST = DOCKERS, MEN = range(2)
# Mentions, persons and dates.
AUTHOR_IN_BYLINE, AUTHOR_IN_NOTE, LEADER, LEADER_AGAIN, REPRINTED_LEADER = range(5)
FERRIS, BRANDT = range(2)
FOURTH_OF_MAY, REPRINTED_FOURTH_OF_MAY, APRIL, TWELFTH_OF_JUNE = range(4)
# Stories, judgments, and the only row of a table.
PORT, FIRE = SAME, APART = range(2)
SAME_CLAIM = 2
ONLY = 0

#: The digits of an id that no row has, and of one that a row is given.
NOWHERE, OTHER = "0" * 16, "f" * 16


@dataclass(frozen=True)
class Fault:
    """A fault in the rows of a dataset."""

    rule: str
    wrong: str
    """What a person did wrong."""
    row: int
    """The row that must be named, by its number in the rule's table before the edit."""
    edit: Callable[[Rows], object]

    def inject(self, rows: Rows) -> str:
        """Edit the rows; returns the key of the row that must be named."""
        table = TABLE_OF[self.rule[:3]]
        row = rows[table][self.row]
        self.edit(rows)
        return key_of(table, row)


@dataclass(frozen=True)
class FolderFault:
    """A fault in the files of a dataset, or in so many rows that no single one is named."""

    rule: str
    wrong: str
    names: str
    """The file, column or source that must be named."""
    edit: Callable[[Path], object]


def change(table: str, row: int, **values: Any) -> Callable[[Rows], None]:
    return lambda rows: rows[table][row].update(values)


def delete(table: str, first: int, last: int | None = None) -> Callable[[Rows], None]:
    """Delete a row, or all from the first to the last."""
    return lambda rows: rows[table].__delitem__(slice(first, (first if last is None else last) + 1))


def put(rule: str, wrong: str, row: int, **values: Any) -> Fault:
    """A fault that sets values in the row that must be named."""
    return Fault(rule, wrong, row, change(TABLE_OF[rule[:3]], row, **values))


def again(rule: str, wrong: str, row: int, **values: Any) -> Fault:
    """A fault that adds a row once more, with other values."""

    def edit(rows: Rows) -> None:
        table = rows[TABLE_OF[rule[:3]]]
        table.append({**table[row], **values})

    return Fault(rule, wrong, row, edit)


def moved(rule: str, wrong: str, row: int, words: str) -> Fault:
    """A fault that moves a row onto other words of its article."""

    def edit(rows: Rows) -> None:
        moving = rows[TABLE_OF[rule[:3]]][row]
        moving.update(text=words, **span(rows, moving["article_id"], words))

    return Fault(rule, wrong, row, edit)


def span(rows: Rows, article_id: str, words: str, first: str = "start", past: str = "end") -> dict[str, int]:
    """The span of words in an article."""
    (text,) = (article["text"] for article in rows["articles"] if article["article_id"] == article_id)
    return {first: text.index(words), past: text.index(words) + len(words)}


def edited(table: str, edit_rows: Callable[[list[dict[str, Any]]], object]) -> Callable[[Path], None]:
    """An edit of a table's rows in its file."""

    def edit(folder: Path) -> None:
        rows = read(folder, table)
        edit_rows(rows)
        write(folder, table, rows)

    return edit


def read(folder: Path, table: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(folder / f"{table}.parquet").to_pylist()
    return rows


def write(folder: Path, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write rows as another program would: nothing checked, every column and list item nullable."""
    types = {field.name: field.type for field in arrow_schema(TABLES[table])}
    nullable = {name: pa.list_(pa.string()) if pa.types.is_list(kind) else kind for name, kind in types.items()}
    pq.write_table(pa.Table.from_pylist(rows, schema=pa.schema(nullable)), folder / f"{table}.parquet")


def key_of(table: str, row: Mapping[str, Any]) -> str:
    return " | ".join(row[column] for column in TABLES[table].key if row[column] is not None)
