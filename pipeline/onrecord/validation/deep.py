"""Layer 1 over files: every row is read into its row model again, as strictly as when it was made.

About a minute a million rows, so only when asked for; the other layers find the same in columns at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from pydantic import ValidationError

from onrecord.validation.files import Files
from onrecord.validation.outcome import VALUE_CHARS, Failure, Rule
from onrecord.validation.rules.contract import prefix_of
from onrecord_schema.tables import TABLES, Table

_ROWS = 8192


def row_rule(table: Table) -> Rule:
    """The rule that a table's rows are valid rows of its model."""
    sentence = "Every row, read again, is a valid row of the contract's model (checked with `--deep`)."
    return Rule(f"{prefix_of(table)}-00", "critical", table.name, "row", sentence)


def invalid_rows(files: Files, name: str) -> Iterator[Failure]:
    """What is wrong with each row of a table, one failure a column; nothing of a table that lacks columns."""
    table, rule = TABLES[name], row_rule(TABLES[name])
    if files.unusable[name]:
        return
    for row in _rows(files.path(name), table):
        try:
            table.row.model_validate(row)
        except ValueError as error:
            place = row.get("article_id"), row.get("start"), row.get("end")
            key = " | ".join(str(row[column]) for column in table.key)
            for column, message in _told(error):
                yield Failure(rule.id, rule.severity, name, key, column, message[:VALUE_CHARS], *place)


def _told(error: ValueError) -> Iterator[tuple[str, str]]:
    """(column, what is wrong); the column is empty where a check of the whole row found it."""
    if not isinstance(error, ValidationError):  # such a check's error comes as it was raised
        yield "", str(error)
        return
    for one in error.errors(include_url=False, include_input=False):
        yield (str(one["loc"][0]) if one["loc"] else ""), one["msg"]


def _rows(path: Path, table: Table) -> Iterator[dict[str, Any]]:
    with pq.ParquetFile(path) as parquet:
        for batch in parquet.iter_batches(batch_size=_ROWS, columns=list(table.columns)):
            yield from batch.to_pylist()
