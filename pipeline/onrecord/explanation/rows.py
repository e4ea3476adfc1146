"""Rows of a dataset's tables by what they hold; a table that cannot be read is one clear line."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from onrecord.errors import OnRecordError


class UnreadableTable(OnRecordError):
    """A table of the dataset is there and is no Parquet file that holds the contract's columns."""


def rows_where(folder: Path, table: str, column: str, value: Any) -> list[dict[str, Any]]:
    return rows(folder, table, pc.field(column) == value)


def rows_of_any(folder: Path, table: str, columns: Collection[str], values: list[str]) -> list[dict[str, Any]]:
    """The rows that hold one of the values in one of the columns."""
    sought, condition = pa.array(values, pa.string()), pc.scalar(False)
    for column in columns:
        condition = condition | pc.field(column).isin(sought)
    return rows(folder, table, condition)


def rows(folder: Path, table: str, condition: pc.Expression | None = None) -> list[dict[str, Any]]:
    """The rows that meet a condition; none of a table that is not there. Raises UnreadableTable."""
    path = folder / f"{table}.parquet"
    if not path.exists():
        return []
    try:
        found: list[dict[str, Any]] = pq.read_table(path, filters=condition).to_pylist()
    except (OSError, pa.ArrowException) as error:
        why = " ".join(str(error).split())[:200]
        raise UnreadableTable(f"{path} cannot be read, build the dataset anew: {why}") from error
    return found
