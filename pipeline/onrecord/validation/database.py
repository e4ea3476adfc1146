"""The database that the rules are evaluated in: a view of each file, within a bounded memory, spilling to a folder."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import pairwise
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from onrecord.scratch import scratch_for
from onrecord.validation.checks import ARTICLE_TABLES, MACROS, literal
from onrecord.validation.files import Files
from onrecord_schema.arrow import arrow_schema
from onrecord_schema.edtf import edtf_range
from onrecord_schema.tables import TABLES

#: DuckDB memory limit in MB: for a million rows, but at least, and at most. Low, because DuckDB fills what it may.
_MB_PER_MILLION_ROWS, _LEAST_MB, MOST_MB = 100, 128, 700
_MB_PER_THREAD = 64
#: Bytes of the table of articles, for each MB of the limit, whose texts are in memory at a time.
_BYTES_PER_MB = 2**16
_FAILURES = """
    CREATE TABLE failures (
        position INTEGER, rule VARCHAR, severity VARCHAR, "table" VARCHAR, key VARCHAR, "column" VARCHAR,
        expected VARCHAR, found VARCHAR, article_id VARCHAR, start BIGINT, "end" BIGINT)"""
_SQL_TYPES = {
    pa.string(): "VARCHAR",
    pa.bool_(): "BOOLEAN",
    pa.date32(): "DATE",
    pa.int32(): "INTEGER",
    pa.int64(): "BIGINT",
    pa.float32(): "FLOAT",
    pa.float64(): "DOUBLE",
}
_PROFILE = pa.schema([("name", pa.string()), ("column_name", pa.string()), ("rows", pa.int64()), ("nulls", pa.int64())])


def memory_limit_mb(files: Files) -> int:
    """The memory limit that does for these files, if nothing is unusual about them."""
    rows = sum(files.row_counts.values())
    return int(min(max(_MB_PER_MILLION_ROWS * rows / 1e6, _LEAST_MB), MOST_MB))


@contextmanager
def opened(files: Files, previous: Path | None = None, limit_mb: int = MOST_MB) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection in which every table is a view with the contract's columns.

    A file that cannot be read gives no rows, and an unusable column nulls.
    `article` has the dates and story of each article. `edtf` has the days of every date. `profile_now` and
    `profile_before` have the rows and nulls of this dataset and of the `previous` one.
    """
    with scratch_for(files.folder) as spill:
        config: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": f"{limit_mb}MB",
            "threads": max(1, min(os.cpu_count() or 1, limit_mb // _MB_PER_THREAD)),
            "temp_directory": str(spill),
            "autoinstall_known_extensions": "false",
            "preserve_insertion_order": "false",
        }
        with duckdb.connect(config=config) as connection:
            connection.execute("SET enable_progress_bar = false")
            for statement in (*MACROS, _FAILURES, "CREATE SCHEMA part"):
                connection.execute(statement)
            for name in TABLES:
                connection.execute(_view(files, name))
            connection.execute(f"CREATE TABLE article AS {_ARTICLES.format(_DATES_AND_STORY)}")
            connection.register("edtf", _edtf(connection))
            connection.register("profile_now", profile(files.folder))
            connection.register("profile_before", profile(previous))
            yield connection


#: Each article once: rows joined with an id that is there twice would be reported twice.
_ARTICLES = (
    "SELECT DISTINCT ON (article_id) {} FROM articles WHERE article_id IS NOT NULL ORDER BY article_id, source_path"
)
_DATES_AND_STORY = "article_id, published_start, published_end, story_id"
_ARTICLES_WITH_TEXT = f"""
    SELECT a.*, length(a.text) AS chars, s.* EXCLUDE (article_id)
    FROM ({_ARTICLES.format(f"{_DATES_AND_STORY}, text")}) a LEFT JOIN (
        SELECT article_id,
               coalesce(string_agg(text, chr(31)) FILTER (kept), '') AS kept,
               coalesce(string_agg(text, chr(31)) FILTER (NOT kept), '') AS stripped,
               string_agg(solid, '' ORDER BY ordinal, start) AS solid,
               coalesce(string_agg(solid, '' ORDER BY ordinal, start) FILTER (is_prose), '') AS prose,
               sum(CASE WHEN kept THEN length(solid) ELSE 0 END) AS kept_chars,
               sum(CASE WHEN kept THEN 0 ELSE length(solid) END) AS stripped_chars
        FROM (SELECT *, without_blanks(text) AS solid, role IN ('body', 'summary', 'subheading') AS is_prose
              FROM segments) GROUP BY 1
    ) s USING (article_id)"""


def some_articles(connection: duckdb.DuckDBPyConnection, files: Files) -> Iterator[None]:
    """Restrict the tables of articles and their rows to some articles at a time, until all were there.

    Meanwhile `article` also has the texts of these articles, so that memory does not grow with the dataset, and no text
    is copied for every row. Rows without an article come first.
    """
    for low, high in pairwise([None, *_bounds(connection, files), None]):
        chosen = f"article_id >= {literal(low)}" if low else "true"
        chosen += f" AND article_id < {literal(high)}" if high else ""
        chosen += " OR article_id IS NULL" if low is None else ""
        for name in ARTICLE_TABLES:
            connection.execute(f"CREATE OR REPLACE VIEW part.{name} AS SELECT * FROM main.{name} WHERE {chosen}")
        connection.execute("SET search_path = 'part,main'")
        connection.execute(f"CREATE OR REPLACE TABLE part.article AS {_ARTICLES_WITH_TEXT}")
        yield
        connection.execute("SET search_path = 'main'")
    connection.execute("DROP SCHEMA part CASCADE")


def _bounds(connection: duckdb.DuckDBPyConnection, files: Files) -> list[str]:
    """Article ids that divide the dataset into parts of about the same number of articles."""
    if "articles" not in files.row_counts:
        return []
    metadata = pq.read_metadata(files.path("articles"))
    size = sum(metadata.row_group(group).total_byte_size for group in range(metadata.num_row_groups))
    parts = -(-size // (_BYTES_PER_MB * memory_limit_mb(files))) or 1
    articles = -(-metadata.num_rows // parts) or 1
    ids = "SELECT article_id, row_number() OVER (ORDER BY article_id) - 1 AS place FROM article"
    found = connection.execute(f"SELECT article_id FROM ({ids}) WHERE place % {articles} = 0 AND place > 0 ORDER BY 1")
    return [key for (key,) in found.fetchall()]


def _view(files: Files, name: str) -> str:
    # DuckDB takes a path for a pattern: a bracket in a folder's name would match something else.
    path = literal(re.sub(r"([\[*?])", r"[\1]", str(files.path(name))))
    is_readable = name in files.row_counts
    columns = []
    for field in arrow_schema(TABLES[name]):
        kind = "VARCHAR[]" if pa.types.is_list(field.type) else _SQL_TYPES[field.type]
        value = f'"{field.name}"' if is_readable and field.name not in files.unusable[name] else "NULL"
        columns.append(f'{value}::{kind} AS "{field.name}"')
    source = f"FROM read_parquet({path})" if is_readable else "WHERE false"
    return f"CREATE VIEW {name} AS SELECT {', '.join(columns)} {source}"


def _edtf(connection: duckdb.DuckDBPyConnection) -> pa.Table:
    """(value, first, last): every distinct string that is EDTF, and its days, by the contract's own parser."""
    written = [(table.name, columns[0]) for table in TABLES.values() for columns in table.dates]
    values: set[str] = set()
    for name, column in [*written, ("dates", "anchor")]:
        found = connection.execute(f'SELECT DISTINCT "{column}" FROM {name} WHERE "{column}" IS NOT NULL')
        values.update(value for (value,) in found.fetchall())
    ranges: dict[str, tuple[date | None, date | None]] = {}
    for value in sorted(values):
        try:
            ranges[value] = edtf_range(value)
        except ValueError:
            continue
    first, last = zip(*ranges.values(), strict=True) if ranges else ((), ())
    columns = {"value": pa.array(ranges, pa.string()), "first": pa.array(first, pa.date32())}
    return pa.table(columns | {"last": pa.array(last, pa.date32())})


def profile(folder: Path | None) -> pa.Table:
    """(name, column_name, rows, nulls) of every table, and of its nullable columns, as the files' statistics have it.

    No page is read. Files that cannot be read, and columns without statistics, are left out.
    """
    found = [row for name in TABLES if folder for row in _profile_of(folder / f"{name}.parquet", name)]
    return pa.Table.from_pylist([dict(zip(_PROFILE.names, row, strict=True)) for row in found], schema=_PROFILE)


def _profile_of(path: Path, name: str) -> Iterator[tuple[str, str, int, int]]:
    if not path.is_file():  # reading a pipe would wait
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
