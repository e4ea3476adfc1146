"""How many rows and nulls each table of a dataset has, read off the files' own statistics: what drift is told by.

No page is read, so that comparing with the previous build costs nothing. Files that cannot be read, and columns whose
writer kept no statistics, are left out: nothing is said of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from onrecord_schema.arrow import arrow_schema
from onrecord_schema.tables import TABLES

_SCHEMA = pa.schema([("name", pa.string()), ("column_name", pa.string()), ("rows", pa.int64()), ("nulls", pa.int64())])


def profile(folder: Path | None) -> pa.Table:
    """(name, column_name, rows, nulls) of every nullable column of every table; empty without a folder."""
    found = [row for name in TABLES if folder for row in _of_table(folder, name)]
    return pa.Table.from_pylist([dict(zip(_SCHEMA.names, row, strict=True)) for row in found], schema=_SCHEMA)


def _of_table(folder: Path, name: str) -> Iterator[tuple[str, str, int, int]]:
    path = folder / f"{name}.parquet"
    if not path.is_file():  # a pipe would be waited for
        return
    try:
        metadata = pq.read_metadata(path)
        groups = [metadata.row_group(number) for number in range(metadata.num_row_groups)]
    except (OSError, pa.ArrowException, ValueError):
        return
    yield name, "", metadata.num_rows, 0
    nullable = {field.name for field in arrow_schema(TABLES[name]) if field.nullable}
    for position in range(metadata.num_columns):
        column = metadata.schema.column(position).path
        counts = [group.column(position).statistics for group in groups]
        if column in nullable and all(one is not None and one.has_null_count for one in counts):
            yield name, column, metadata.num_rows, sum(one.null_count for one in counts)
