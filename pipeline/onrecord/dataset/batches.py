"""Rows of the database through a Python function, a batch at a time: memory does not grow with the table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, chain
from typing import TYPE_CHECKING, Any

import pyarrow as pa

if TYPE_CHECKING:
    import duckdb
    import numpy as np
    from numpy.typing import NDArray

_BATCH_ROWS = 4_000
#: Rows of a part, and parts at most: for each of them the tables are gone through that hold what is told.
_PART_ROWS, _PARTS = 16_000, 32
Rows = list[tuple[Any, ...]]


def transform(
    connection: duckdb.DuckDBPyConnection,
    query: str,
    function: Callable[[Rows], Iterable[tuple[Any, ...]]],
    into: str,
    schema: pa.Schema,
) -> None:
    """Make the table `into` of what `function` gives for each batch of the query's rows, in no particular order."""
    make_empty(connection, into, schema)
    # A second cursor: the one that reads stays open while the other writes.
    reader = connection.cursor().execute(query)
    while rows := reader.fetchmany(_BATCH_ROWS):
        append(connection, into, function(rows), schema)


def transform_in_parts(
    connection: duckdb.DuckDBPyConnection,
    rows: str,
    order: str,
    query: str,
    function: Callable[[Rows], Iterable[tuple[Any, ...]]],
    into: str,
    schema: pa.Schema,
) -> None:
    """The same for a query that joins to `some_rows` what is told of each of the `rows`, which another query gives.

    Were all pairs joined at once, all that is told of anything would be in memory, once for each side.
    """
    make_empty(connection, into, schema)
    for _ in in_parts(connection, rows, order):
        reader = connection.cursor().execute(query)
        while found := reader.fetchmany(_BATCH_ROWS):
            append(connection, into, function(found), schema)


def make_in_parts(connection: duckdb.DuckDBPyConnection, rows: str, order: str, query: str, into: str) -> None:
    """Make the table `into` of what a query joins to `some_rows`."""
    for part, _ in enumerate(in_parts(connection, rows, order)):
        connection.execute(f"INSERT INTO {into} {query}" if part else f"CREATE OR REPLACE TABLE {into} AS {query}")


def in_parts(connection: duckdb.DuckDBPyConnection, rows: str, order: str) -> Iterator[None]:
    """Make the table `some_rows` of a query's rows, some thousands at a time; once without rows where there are none.

    `order` are columns that tell all rows apart.
    """
    connection.execute(
        f"""CREATE OR REPLACE TABLE all_rows AS
        SELECT *, (row_number() OVER (ORDER BY {order}) - 1) // {_PART_ROWS} AS part FROM ({rows})"""
    )
    ((last,),) = connection.execute("SELECT coalesce(max(part), 0) FROM all_rows").fetchall()
    step = last // _PARTS + 1
    for part in range(0, last + 1, step):
        connection.execute(
            f"CREATE OR REPLACE TABLE some_rows AS SELECT * EXCLUDE (part) FROM all_rows "
            f"WHERE part >= {part} AND part < {part + step}"
        )
        yield
    connection.execute("DROP TABLE some_rows; DROP TABLE all_rows")


def make_empty(connection: duckdb.DuckDBPyConnection, table: str, schema: pa.Schema) -> None:
    """Make a table of the schema, without rows; one of that name is replaced."""
    connection.register("no_rows", schema.empty_table())
    connection.execute(f"CREATE OR REPLACE TABLE {table} AS SELECT * FROM no_rows")
    connection.unregister("no_rows")


def append(
    connection: duckdb.DuckDBPyConnection, table: str, rows: Iterable[tuple[Any, ...]], schema: pa.Schema
) -> None:
    """Add rows, given in the schema's order, to a table."""
    columns = list(zip(*rows, strict=True))
    if not columns:
        return
    arrays = [_array(column, field.type) for column, field in zip(columns, schema, strict=True)]
    connection.register("batch", pa.table(arrays, schema=schema))
    connection.execute(f"INSERT INTO {table} SELECT * FROM batch")
    connection.unregister("batch")


def _array(values: Sequence[Any], of: pa.DataType) -> pa.Array:
    """Lists of words are laid end to end: Arrow takes six times as long over a list of lists."""
    if not pa.types.is_list(of) or None in values:
        return pa.array(values, of)
    bounds = pa.array([0, *accumulate(map(len, values))], pa.int32())
    return pa.ListArray.from_arrays(bounds, pa.array(list(chain.from_iterable(values)), of.value_type))


def numbers(connection: duckdb.DuckDBPyConnection, query: str) -> tuple[NDArray[np.int64], ...]:
    """The columns of a query of numbers, as arrays of shape (rows,)."""
    import numpy as np

    found = connection.execute(query).fetchnumpy()
    return tuple(np.asarray(column, dtype=np.int64) for column in found.values())
