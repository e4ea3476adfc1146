"""Reads rows of a dataset's tables by their values; a table that cannot be read gives one clear message."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from onrecord.errors import OnRecordError

Row = dict[str, Any]


class UnreadableTable(OnRecordError):
    """A table of the dataset is no Parquet file with the columns of the contract."""


@dataclass(frozen=True)
class Tables:
    """The tables in a dataset's folder; one that is missing has no rows. Reading raises UnreadableTable."""

    folder: Path

    def where(self, table: str, column: str, value: Any) -> list[Row]:
        return self.rows(table, pc.field(column) == value)

    def with_any(self, table: str, columns: Collection[str], values: list[str]) -> list[Row]:
        """The rows that hold one of the values in one of the columns."""
        sought, condition = pa.array(values, pa.string()), pc.scalar(False)
        for column in columns:
            condition = condition | pc.field(column).isin(sought)
        return self.rows(table, condition)

    def rows(self, table: str, condition: pc.Expression | None = None) -> list[Row]:
        path = self.folder / f"{table}.parquet"
        if not path.exists():
            return []
        try:
            found: list[Row] = pq.read_table(path, filters=condition).to_pylist()
        except (OSError, pa.ArrowException) as error:
            why = " ".join(str(error).split())[:200]
            raise UnreadableTable(f"{path} cannot be read, build the dataset again: {why}") from error
        return found
