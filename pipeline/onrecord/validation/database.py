"""The database that the SQL rules are evaluated in: a view of each file, and what rules are held against.

DuckDB reads the files in place, within a bounded memory, and spills to a folder of its own.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa

from onrecord.validation.checks import MACROS
from onrecord.validation.drift import profile
from onrecord.validation.failures import NOT_EVALUATED
from onrecord.validation.files import Files
from onrecord.validation.rules.contract import edtf_columns
from onrecord_schema.arrow import arrow_schema
from onrecord_schema.edtf import edtf_range
from onrecord_schema.tables import TABLES

#: Megabytes that the database may hold in memory: for a million rows, but at least, and at most; for each thread.
_A_MILLION_ROWS, _LEAST, MOST = 100, 56, 700
_A_THREAD = 100
_FAILURES = """
    CREATE TABLE failures (
        position INTEGER, rule VARCHAR, severity VARCHAR, "table" VARCHAR, key VARCHAR, "column" VARCHAR, value VARCHAR,
        article_id VARCHAR, start BIGINT, "end" BIGINT)"""


def megabytes(files: Files) -> int:
    """What the database may hold in memory where nothing is unusual: it takes what it may, of a small dataset, too."""
    rows = sum(files.row_counts.values())
    return int(min(max(_A_MILLION_ROWS * rows / 1e6, _LEAST), MOST))


def ran_out_of_memory(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether a rule could not be evaluated within the memory that the database was allowed."""
    found = connection.execute(
        f"SELECT 1 FROM failures WHERE value LIKE '{NOT_EVALUATED}: Out of Memory%' LIMIT 1"
    ).fetchall()
    return bool(found)


@contextmanager
def opened(files: Files, previous: Path | None = None, memory: int = MOST) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection in which every readable table is a view with the contract's columns, unusable ones null.

    The database may hold so many megabytes of `memory`, and lays the rest in a folder of its own.
    `profile_now` and `profile_before` tell the rows and nulls of the dataset and of the `previous` one, if any.
    """
    with tempfile.TemporaryDirectory(prefix="onrecord-validate-") as spill:
        connection = duckdb.connect(
            config={
                "memory_limit": f"{memory}MB",
                "threads": max(1, min(os.cpu_count() or 1, memory // _A_THREAD)),
                "temp_directory": spill,
                "autoinstall_known_extensions": "false",
                "preserve_insertion_order": "false",
            }
        )
        try:
            connection.execute("SET enable_progress_bar = false")
            for macro in MACROS:
                connection.execute(macro)
            connection.execute(_FAILURES)
            for name in files.row_counts:
                connection.execute(_view(files, name))
            if "articles" in files.row_counts:
                _one_article_an_id(connection)
            _register_edtf(connection, files)
            connection.register("profile_now", profile(files.folder))
            connection.register("profile_before", profile(previous))
            yield connection
        finally:
            connection.close()


def _view(files: Files, name: str) -> str:
    path = re.sub(r"([\[*?])", r"[\1]", str(files.path(name))).replace("'", "''")
    columns = []
    for field in arrow_schema(TABLES[name]):
        kind = "VARCHAR[]" if pa.types.is_list(field.type) else _SQL_TYPES[field.type]
        value = "NULL" if field.name in files.unusable[name] else f'"{field.name}"'
        columns.append(f'{value}::{kind} AS "{field.name}"')
    return f"CREATE VIEW {name} AS SELECT {', '.join(columns)} FROM read_parquet('{path}')"


_SQL_TYPES = {
    pa.string(): "VARCHAR",
    pa.bool_(): "BOOLEAN",
    pa.date32(): "DATE",
    pa.int32(): "INTEGER",
    pa.int64(): "BIGINT",
    pa.float32(): "FLOAT",
    pa.float64(): "DOUBLE",
}


def _one_article_an_id(connection: duckdb.DuckDBPyConnection) -> None:
    """`article`: what rows are held against. Where an id is there twice, joining both would report its rows twice."""
    try:
        connection.execute(
            "CREATE TABLE article AS SELECT DISTINCT ON (article_id) article_id, published_start, published_end, "
            "story_id FROM articles"
        )
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error:  # damaged: every rule that reads it will say so
        connection.execute("CREATE VIEW article AS SELECT * FROM articles")


def _register_edtf(connection: duckdb.DuckDBPyConnection, files: Files) -> None:
    """`edtf`(value, first, last): every distinct string that is EDTF, and its days, by the contract's own parser."""
    values: set[str] = set()
    written = [(name, columns[0]) for name in TABLES for columns in edtf_columns(TABLES[name])]
    for name, column in [*written, ("dates", "anchor")]:
        if name in files.row_counts and column not in files.unusable[name]:
            try:
                found = connection.execute(f'SELECT DISTINCT "{column}" FROM {name} WHERE "{column}" IS NOT NULL')
                values.update(value for (value,) in found.fetchall())
            except duckdb.OutOfMemoryException:
                raise
            except duckdb.Error:
                continue
    ranges: dict[str, tuple[date | None, date | None]] = {}
    for value in sorted(values):
        try:
            ranges[value] = edtf_range(value)
        except ValueError:
            continue
    days = list(ranges.values())
    table = pa.table(
        {
            "value": pa.array(ranges, pa.string()),
            "first": pa.array([first for first, _ in days], pa.date32()),
            "last": pa.array([last for _, last in days], pa.date32()),
        }
    )
    connection.register("edtf", table)
