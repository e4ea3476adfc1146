"""The failing rows that the layers find, in one table of the database: added to, counted, and written out whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import duckdb
import pyarrow as pa

from onrecord.validation.files import Files
from onrecord.validation.outcome import KEPT_FAILURES, Failure, Rule, RuleResult

#: Columns of failures that are no text.
_TYPES = {"start": pa.int64(), "end": pa.int64()}
#: How the value of a failure begins that tells why a rule was not held against the rows.
NOT_EVALUATED = "could not be evaluated"


def result_of(
    connection: duckdb.DuckDBPyConnection, rule: Rule, files: Files, failed: int, skipped: str | None
) -> RuleResult:
    checked = 0 if skipped else files.row_counts[rule.table] if rule.table else 1
    first = tuple(_first_failures(connection, rule)) if failed else ()
    return RuleResult(rule, checked, failed, first, skipped)


def write_failures(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Write every failing row found so far to a Parquet file, in rule book order."""
    target = str(path).replace("'", "''")
    connection.execute(
        f"""COPY (SELECT * EXCLUDE (position) FROM failures ORDER BY position, key, "column", value)
            TO '{target}' (FORMAT parquet, COMPRESSION zstd)"""
    )


def add_failures(connection: duckdb.DuckDBPyConnection, found: Iterable[Failure]) -> None:
    """Put failures of another layer before those of the rules."""
    rest = iter(found)
    while some := list(islice(rest, 10_000)):
        columns = ("rule_id", "severity", "table", "key", "column", "value", "article_id", "start", "end")
        rows = pa.table({name: pa.array([getattr(one, name) for one in some], _TYPES.get(name, pa.string()))
                         for name in columns})  # fmt: skip
        connection.register("found_rows", rows)
        connection.execute("INSERT INTO failures SELECT -1, * FROM found_rows").fetchall()
        connection.unregister("found_rows")


def _first_failures(connection: duckdb.DuckDBPyConnection, rule: Rule) -> Iterator[Failure]:
    rows = connection.execute(
        'SELECT key, "column", value, article_id, start, "end" FROM failures WHERE rule = ? '
        'ORDER BY key, "column", value LIMIT ?',
        [rule.id, KEPT_FAILURES],
    )
    for row in rows.fetchall():
        yield Failure(rule.id, rule.severity, rule.table, *row)
