"""Evaluates the rules in SQL: one scan of a table counts what breaks them, a second look lists the rows that do.

A clause that needs a missing or unusable column is skipped with the reason; one that DuckDB cannot evaluate counts as
broken. Memory that runs out is an error, for the caller to allow more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import duckdb

from onrecord.validation.checks import (
    ARTICLE_TABLES,
    Check,
    Clause,
    WorkingTable,
    key_of,
    location_of,
    words,
)
from onrecord.validation.database import some_articles
from onrecord.validation.files import Files
from onrecord.validation.outcome import KEPT_FAILURES, VALUE_CHARS, Failure, Rule, RuleResult
from onrecord_schema.tables import TABLES

#: How `found` begins where a clause could not be evaluated.
NOT_EVALUATED = "could not be evaluated"


@dataclass(frozen=True)
class _Readable:
    """A clause whose tables and columns can be read; `position` is its rule's place in the rule book."""

    position: int
    rule: Rule
    clause: Clause


def evaluate(connection: duckdb.DuckDBPyConnection, files: Files, checks: Sequence[Check]) -> list[RuleResult]:
    """The result of every check, in order. All failing rows are in the connection's table `failures` afterwards.

    Raises duckdb.OutOfMemoryException when the database may hold too little in memory.
    """
    readable: list[_Readable] = []
    working: dict[str, WorkingTable] = {}
    skipped: list[str | None] = []
    for position, check in enumerate(checks):
        reasons = [_why_unreadable(clause, check, files) for clause in check.clauses]
        clauses = [clause for clause, reason in zip(check.clauses, reasons, strict=True) if reason is None]
        readable += [_Readable(position, check.rule, clause) for clause in clauses]
        working |= {table.name: table for table in check.reads} if clauses else {}
        skipped.append(None if clauses else reasons[0])
    _evaluate(connection, files, readable, list(working.values()))
    counts = dict(connection.execute("SELECT rule, count(*) FROM failures GROUP BY 1").fetchall())
    return [
        result_of(connection, check.rule, files, counts.get(check.rule.id, 0), reason)
        for check, reason in zip(checks, skipped, strict=True)
    ]


def _evaluate(
    connection: duckdb.DuckDBPyConnection, files: Files, readable: Sequence[_Readable], working: Sequence[WorkingTable]
) -> None:
    of_table = {
        name: [one for one in readable if one.rule.table == name and one.clause.scope == "row"] for name in TABLES
    }
    of_articles = [one for one in readable if one.clause.scope == "article"]
    for table in working:
        if not table.by_article:
            _create(connection, table, readable)
    if of_articles or any(table.by_article for table in working) or any(of_table[name] for name in ARTICLE_TABLES):
        for _ in some_articles(connection, files):
            for table in working:
                if table.by_article:
                    _create(connection, table, readable)
            for name in ARTICLE_TABLES:
                _scan(connection, name, of_table[name])
            for one in of_articles:
                _insert(connection, one, f"({one.clause.sql}) t")
    for name in TABLES:
        if name not in ARTICLE_TABLES:
            _scan(connection, name, of_table[name])
    for one in readable:
        if one.clause.scope == "dataset":
            _insert(connection, one, f"({one.clause.sql}) t")


def _create(connection: duckdb.DuckDBPyConnection, table: WorkingTable, readable: Sequence[_Readable]) -> None:
    """Create a working table, or add to it what some more articles give."""
    exists = connection.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = ?", [table.name]).fetchall()
    try:
        connection.execute(
            f"INSERT INTO main.{table.name} {table.query}"
            if exists
            else f"CREATE TABLE main.{table.name} AS {table.query}"
        )
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error as error:
        for one in readable:
            if one.clause.mentions(rf"\b{table.name}\b"):
                _insert_error(connection, one, error)


def _scan(connection: duckdb.DuckDBPyConnection, table: str, readable: Sequence[_Readable]) -> None:
    """Count what breaks each condition on a table's rows in one scan; look again only at those that are broken."""
    if not readable:
        return
    counts = ", ".join(f"count(*) FILTER (WHERE {one.clause.sql})" for one in readable)
    source = _source(table, [one.clause for one in readable])
    try:
        found = connection.execute(f"SELECT {counts} FROM {source}").fetchall()[0]
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error:  # one of them fails: let each speak for itself
        found = (1,) * len(readable)
    for one, count in zip(readable, found, strict=True):
        if count:
            _insert(connection, one, f"{_source(table, [one.clause])} WHERE {one.clause.sql}")


def _source(table: str, clauses: Sequence[Clause]) -> str:
    """SQL for what conditions read: the row as `t` and, where one needs it, its article as `a`."""
    has_article = any(clause.mentions(r"\ba[.]") for clause in clauses)
    return f"{table} t LEFT JOIN article a USING (article_id)" if has_article else f"{table} t"


def _insert(connection: duckdb.DuckDBPyConnection, one: _Readable, faulty: str) -> None:
    """Add the rows of `faulty` (what follows FROM, the row as `t`) to the failures."""
    rule, clause = one.rule, one.clause
    column = f"'{clause.column}'" if clause.column else "t.column_name"
    try:
        connection.execute(
            f"INSERT INTO failures SELECT {one.position}, '{rule.id}', '{rule.severity}', '{rule.table}', "
            f"{key_of(rule.table)}, {column}, {words(clause.expected)}, {words(clause.found)}, "
            f"{location_of(rule.table)} FROM {faulty}"
        )
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error as error:
        _insert_error(connection, one, error)


def _insert_error(connection: duckdb.DuckDBPyConnection, one: _Readable, error: Exception) -> None:
    rule = one.rule
    found = f"{NOT_EVALUATED}: {(str(error).splitlines() or ['?'])[0]}"[:VALUE_CHARS]
    expected = "tables that can be read"
    row = (one.position, rule.id, rule.severity, rule.table, "", one.clause.column, expected, found, None, None, None)
    connection.execute(f"INSERT INTO failures VALUES ({', '.join('?' * len(row))})", row)


def _why_unreadable(clause: Clause, check: Check, files: Files) -> str | None:
    """Why a clause cannot be evaluated: a table or column that it names is missing or of another type."""
    working = " ".join(table.query for table in check.reads if clause.mentions(rf"\b{table.name}\b"))
    sql = f"{clause.column} {clause.sql} {clause.expected} {clause.found} {working}"
    used = {*re.findall(r"\b(?:FROM|JOIN)\s+(\w+)", sql), check.rule.table}
    if "article" in used or re.search(r"\ba[.]", sql):
        used.add("articles")
    if re.search(r"\ba[.](kept|stripped|solid|prose)", sql):
        used.add("segments")
        sql += " article_id ordinal start text kept role"
    for name in (name for name in TABLES if name in used):
        if name not in files.row_counts:
            return f"{name}.parquet cannot be read"
        for column in sorted(files.unusable[name]):
            if re.search(rf"\b{column}\b", sql):
                return f"{name}.{column} is missing or of another type"
    return None


def result_of(
    connection: duckdb.DuckDBPyConnection, rule: Rule, files: Files, failed: int, skipped: str | None
) -> RuleResult:
    """The result of a rule whose failing rows are in the table `failures`, with the first of them."""
    checked = 0 if skipped else files.row_counts[rule.table] if rule.table else 1
    return RuleResult(rule, checked, failed, tuple(_first_failures(connection, rule)) if failed else (), skipped)


def _first_failures(connection: duckdb.DuckDBPyConnection, rule: Rule) -> Iterator[Failure]:
    rows = connection.execute(
        'SELECT key, "column", found, article_id, start, "end", expected FROM failures WHERE rule = ? '
        'ORDER BY key, "column", found LIMIT ?',
        [rule.id, KEPT_FAILURES],
    )
    for row in rows.fetchall():
        yield Failure(rule.id, rule.severity, rule.table, *row)
