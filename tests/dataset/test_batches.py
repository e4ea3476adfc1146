"""Rows that are joined some at a time give the table that one join gives."""

from __future__ import annotations

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.dataset import batches
from onrecord.dataset.batches import make_in_parts, transform_in_parts

PAIRS = st.sets(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=20)
JOIN = """
    SELECT a, b, one.name || other.name AS names FROM {}
    JOIN told AS one ON one.id = a JOIN told AS other ON other.id = b
"""


@settings(max_examples=30, deadline=None, derandomize=True)
@given(PAIRS, st.integers(1, 30))
def test_every_part_of_the_rows_is_joined_once(pairs: set[tuple[int, int]], rows: int) -> None:
    with duckdb.connect() as connection, pytest.MonkeyPatch.context() as patch:
        patch.setattr(batches, "_PART_ROWS", rows)
        connection.execute("CREATE TABLE told AS SELECT range AS id, chr(97 + range::INTEGER) AS name FROM range(9)")
        connection.register("given", pa.table([[a for a, _ in pairs], [b for _, b in pairs]], ["a", "b"]))
        connection.execute("CREATE TABLE pairs AS SELECT a::INTEGER AS a, b::INTEGER AS b FROM given")
        make_in_parts(connection, "FROM pairs", "a, b", JOIN.format("some_rows"), "made")
        schema = pa.schema([("a", pa.int32()), ("b", pa.int32()), ("names", pa.string())])
        transform_in_parts(connection, "FROM pairs", "a, b", JOIN.format("some_rows"), iter, "changed", schema)
        expected = sorted(connection.execute(JOIN.format("pairs")).fetchall())
        for table in ("made", "changed"):
            assert connection.execute(f"FROM {table} ORDER BY a, b").fetchall() == expected
