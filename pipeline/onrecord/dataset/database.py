"""The database of one build: a file with a memory limit, whose tables are declared in `tables.py`.

Steps of the comparing add rows by column name, so a column that is not declared fails at once.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa

from onrecord.dataset.tables import COLUMNS, LIKE_FINAL
from onrecord_schema.arrow import arrow_schema
from onrecord_schema.tables import TABLES

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]

Rows = list[tuple[Any, ...]]

#: DuckDB memory limit in MB; kept low because DuckDB fills it, however little it needs.
_LEAST_MB, _MOST_MB = 56, 2_000
#: What DuckDB needs for each thread.
_MB_PER_THREAD = 60
#: While comparing, the limit follows the data: a share of what was loaded, and some times the texts of one batch.
_SHARE_OF_LOADED, _BATCH_TEXTS, _TIMES_TEXTS = 0.75, 2_048, 6
#: Rows that pass through Python at a time.
_BATCH_ROWS = 4_000
#: Rows of a part, and the number of parts beyond which parts are larger: each part scans the tables it is joined to.
_PART_ROWS, _MOST_PARTS = 16_000, 32


def open_database(folder: Path, memory_factor: int = 1) -> duckdb.DuckDBPyConnection:
    """A database in the empty `folder` that spills to disk there beyond its memory limit, which the factor raises."""
    connection = duckdb.connect(str(folder / "gathered.duckdb"))
    connection.execute(f"SET VARIABLE memory_factor = {memory_factor}")
    _limit_memory(connection, _LEAST_MB)
    connection.execute("SET temp_directory = ?", [str(folder / "spill")])
    connection.execute("SET preserve_insertion_order = false")
    connection.execute("SET streaming_buffer_size = '1MB'")
    return connection


def fit_memory(connection: duckdb.DuckDBPyConnection) -> None:
    """Set the memory limit to what comparing the loaded documents needs."""
    connection.execute("CHECKPOINT")
    ((loaded_mb, texts_mb),) = connection.execute(
        f"""
        SELECT used_blocks * block_size / 1e6, (
            SELECT coalesce(least(count(*), {_BATCH_TEXTS}) * avg(strlen(text)), 0) / 1e6 FROM articles
        ) FROM pragma_database_size()
        """
    ).fetchall()
    megabytes = max(_LEAST_MB, _SHARE_OF_LOADED * loaded_mb) + _TIMES_TEXTS * texts_mb
    _limit_memory(connection, int(min(megabytes, _MOST_MB)))


def _limit_memory(connection: duckdb.DuckDBPyConnection, megabytes: int) -> None:
    ((factor,),) = connection.execute("SELECT getvariable('memory_factor')").fetchall()
    megabytes *= factor
    connection.execute(f"SET memory_limit = '{megabytes}MB'")
    connection.execute(f"SET threads = {max(1, min(os.cpu_count() or 1, megabytes // _MB_PER_THREAD))}")


def create(connection: duckdb.DuckDBPyConnection, *names: str) -> None:
    """Create declared tables without rows; a table of that name is replaced."""
    for name in names:
        if name in COLUMNS:
            connection.execute(f"CREATE OR REPLACE TABLE {name} ({COLUMNS[name]})")
        else:
            connection.register("no_rows", arrow_schema(TABLES[LIKE_FINAL.get(name, name)]).empty_table())
            connection.execute(f"CREATE OR REPLACE TABLE {name} AS FROM no_rows")
            connection.unregister("no_rows")


def fill(connection: duckdb.DuckDBPyConnection, name: str, query: str) -> None:
    """Create a declared table with the rows of a query."""
    create(connection, name)
    insert(connection, name, query)


def insert(connection: duckdb.DuckDBPyConnection, name: str, query: str) -> None:
    """Add the rows of a query, whose columns have the names of the table's."""
    connection.execute(f"INSERT INTO {name} BY NAME {query}")


def append(connection: duckdb.DuckDBPyConnection, name: str, rows: Iterable[tuple[Any, ...]]) -> None:
    """Add rows whose values are in the order of the table's columns."""
    columns = list(zip(*rows, strict=True))
    if not columns:
        return
    schema = connection.table(name).limit(0).to_arrow_table().schema
    arrays = [_array(column, field.type) for column, field in zip(columns, schema, strict=True)]
    connection.register("batch", pa.table(arrays, schema=schema))
    connection.execute(f"INSERT INTO {name} FROM batch")
    connection.unregister("batch")


def _array(values: Sequence[Any], of: pa.DataType) -> pa.Array:
    """Builds an array of lists from its flat values: Arrow takes six times as long to convert a list of lists."""
    if not pa.types.is_list(of) or None in values:
        return pa.array(values, of)
    bounds = pa.array([0, *accumulate(map(len, values))], pa.int32())
    return pa.ListArray.from_arrays(bounds, pa.array(list(chain.from_iterable(values)), of.value_type), type=of)


def drop(connection: duckdb.DuckDBPyConnection, *names: str) -> None:
    """Drop tables that no later step reads, so that their room in the file is used again."""
    for name in names:
        connection.execute(f"DROP TABLE {name}")


def transform(
    connection: duckdb.DuckDBPyConnection,
    query: str,
    function: Callable[[Rows], Iterable[tuple[Any, ...]]],
    into: str,
) -> None:
    """Add to a table what `function` makes of each batch of the query's rows, which come in no particular order."""
    for rows in batches(connection, query):
        append(connection, into, function(rows))


def batches(connection: duckdb.DuckDBPyConnection, query: str, parameters: Sequence[str] = ()) -> Iterator[Rows]:
    """The rows of a query, some thousands at a time; meanwhile the connection may write."""
    reader = connection.cursor().execute(query, list(parameters))
    while rows := reader.fetchmany(_BATCH_ROWS):
        yield rows


def in_parts(
    connection: duckdb.DuckDBPyConnection, query: str, order: str, most_parts: int | None = _MOST_PARTS
) -> Iterator[None]:
    """Put the query's rows into the table `some_rows`, one part at a time, at least once; `order` is unique.

    A join that would not fit in memory for all rows is made for each part instead.
    """
    connection.execute(
        f"""CREATE OR REPLACE TABLE all_rows AS
        SELECT *, (row_number() OVER (ORDER BY {order}) - 1) // {_PART_ROWS} AS part FROM ({query})"""
    )
    ((last,),) = connection.execute("SELECT coalesce(max(part), 0) FROM all_rows").fetchall()
    step = last // most_parts + 1 if most_parts else 1
    for part in range(0, last + 1, step):
        connection.execute(
            f"CREATE OR REPLACE TABLE some_rows AS SELECT * EXCLUDE (part) FROM all_rows "
            f"WHERE part >= {part} AND part < {part + step}"
        )
        yield
    drop(connection, "some_rows", "all_rows")


def numbers(connection: duckdb.DuckDBPyConnection, query: str) -> tuple[Numbers, ...]:
    """The columns of a query of numbers, as arrays of shape (rows,)."""
    import numpy as np

    found = connection.execute(query).fetchnumpy()
    return tuple(np.asarray(column, dtype=np.int64) for column in found.values())
