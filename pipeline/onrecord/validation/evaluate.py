"""Evaluates the SQL rules over a dataset's Parquet files: one scan a table, a second look only where a rule is broken.

A rule that reads a table or column which layer 2 found unusable is skipped and says so; one that DuckDB cannot evaluate
counts as broken.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import duckdb
import pyarrow as pa

from onrecord.validation.checks import Check, key_of, location_of, quoted, source_of
from onrecord.validation.failures import NOT_EVALUATED, result_of
from onrecord.validation.files import Files
from onrecord.validation.held_against_text import Reading, WordsOfPersons
from onrecord.validation.outcome import VALUE_CHARS, RuleResult
from onrecord.validation.reading import MISREAD, Part, read_articles
from onrecord.validation.screens import unsuspected
from onrecord.validation.words_of_persons import Told
from onrecord_schema.tables import TABLES


def evaluate(connection: duckdb.DuckDBPyConnection, files: Files, checks: Sequence[Check]) -> list[RuleResult]:
    """The result of every check, in order. All failing rows are in the connection's table `failures` afterwards."""
    readable = [_readable(check, files) for check in checks]
    # Two that share a processor's two cores: the one reads in Python, the other counts in the database.
    with ThreadPoolExecutor(1) as beside:
        reading = beside.submit(_read, connection.cursor(), files, [check for check, _ in readable])
        _count(connection, files, readable)
        reading.result()
    _add_misread(connection, [check for check, _ in readable])
    counts = dict(connection.execute("SELECT rule, count(*) FROM failures GROUP BY 1").fetchall())
    return [result_of(connection, check.rule, files, counts.get(check.rule.id, 0), why) for check, why in readable]


def _count(connection: duckdb.DuckDBPyConnection, files: Files, readable: Sequence[tuple[Check, str | None]]) -> None:
    """Find what breaks the conditions, queries and statements."""
    unbroken: set[tuple[str, str]] = set()
    for name in files.row_counts:
        screens = {
            (check.rule.id, column): screen
            for check, _ in readable
            if check.rule.table == name
            for column, screen in check.screens.items()
            if column in check.conditions or column in check.queries
        }
        unbroken |= unsuspected(files, name, screens)
    for position, (check, _) in enumerate(readable):
        for column, sql in check.queries.items():
            if (check.rule.id, column) not in unbroken and not _insert(
                connection, check, position, column, f"({sql}) t"
            ):
                unbroken.add((check.rule.id, column))
        if check.statement:
            _insert_statement(connection, check, position)
    # Small tables first: large ones point at them, and what is found there need not be looked at again.
    for name in sorted(files.row_counts, key=lambda name: files.row_counts[name]):
        of_table = [(i, check) for i, (check, _) in enumerate(readable) if check.rule.table == name]
        _scan(connection, name, of_table, unbroken)


def _why_unreadable(sql: str, files: Files, table: str = "") -> str | None:
    """Why a rule's SQL cannot be read against these files: a table or column it names is not as the contract says."""
    used = set(re.findall(r"\b(?:FROM|JOIN)\s+(\w+)", sql)) | ({table} if table else set())
    if "article" in used or re.search(r"\ba[.]", sql):
        used.add("articles")
    for name in (name for name in TABLES if name in used):
        if name not in files.row_counts:
            return f"{name}.parquet cannot be read"
        for column in sorted(files.unusable[name]):
            if re.search(rf"\b{column}\b", sql):
                return f"{name}.{column} is missing or of another type"
    return None


def _readable(check: Check, files: Files) -> tuple[Check, str | None]:
    """The part of a check that can be evaluated, and why there is none when there is none."""
    table = check.rule.table
    found: list[dict[str, Any]] = []
    reasons = []
    for parts in (check.conditions, check.queries, {"": check.statement} if check.statement else {}):
        why = {
            column: _why_unreadable(" ".join((column, sql, *check.prepared)), files, table)
            for column, sql in parts.items()
        }
        found.append({column: sql for column, sql in parts.items() if why[column] is None})
        reasons += [reason for reason in why.values() if reason]
    for held in (check.readings, check.words):
        why = {column: _why_unreadable(_taken(column, one), files, table) for column, one in held.items()}
        found.append({column: one for column, one in held.items() if why[column] is None})
        reasons += [reason for reason in why.values() if reason]
    conditions, queries, statements, readings, words = found
    readable = Check(
        check.rule,
        conditions,
        queries,
        statements.get("", ""),
        readings,
        words,
        check.implied,
        check.screens,
        check.prepared,
    )
    return readable, None if any(found) or not reasons else reasons[0]


def _taken(column: str, held: Reading | WordsOfPersons) -> str:
    """The tables and columns that something held against the texts takes, in words of SQL."""
    segments = "FROM segments article_id ordinal start end text role kept"
    if isinstance(held, WordsOfPersons):
        return f"{column} {held.persons} FROM mentions FROM articles person_id article_id text {segments}"
    authors = "FROM persons is_author" if "person_id" in held.columns else ""
    segments = segments if held.of_segments else ""
    return f"{column} {' '.join(held.columns)} {authors} FROM articles article_id text {segments}"


def _read(connection: duckdb.DuckDBPyConnection, files: Files, checks: Sequence[Check]) -> None:
    """Hold rows against the texts of their articles; those that are faulty are in `misread` afterwards."""
    connection.execute(MISREAD)
    parts = [
        Part(position, check.rule.table, column, TABLES[check.rule.table].key[0], reading)
        for position, check in enumerate(checks)
        for column, reading in check.readings.items()
    ]
    told = [Told(position, *one) for position, check in enumerate(checks) for one in check.words.items()]
    if not parts and not told:
        return
    try:
        read_articles(connection, files, parts, told)
    except (duckdb.Error, pa.ArrowException, OSError, ValueError) as error:
        for position, check in enumerate(checks):
            for column in (*check.readings, *check.words):
                _insert_error(connection, check, position, column, error)


def _add_misread(connection: duckdb.DuckDBPyConnection, checks: Sequence[Check]) -> None:
    """Add the rows that do not say what their texts say."""
    found = connection.execute("SELECT DISTINCT position, column_name FROM misread ORDER BY ALL").fetchall()
    for position, column in found:
        rule = checks[position].rule
        key = TABLES[rule.table].key[0]
        faulty = (
            f'(SELECT t.*, coalesce(m.found, t."{column}"::VARCHAR) AS found FROM {rule.table} t JOIN misread m '
            f"ON m.key = t.{key} AND m.position = {position} AND m.column_name = '{column}') t"
        )
        _insert(connection, checks[position], position, column, faulty, "t.found")


def _scan(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    checks: Sequence[tuple[int, Check]],
    unbroken: set[tuple[str, str]],
) -> None:
    """Count what breaks each condition on a table's rows in one scan; look again only at those that are broken.

    Conditions that follow from what is `unbroken` are left out; those that nothing breaks are added to it.
    """
    parts = [
        (position, check, column, condition)
        for position, check in checks
        for column, condition in check.conditions.items()
        if (check.rule.id, column) not in unbroken
        and not (column in check.implied and unbroken.issuperset(check.implied[column]))
    ]
    if not parts:
        return
    source = source_of(TABLES[name], *(condition for *_, condition in parts))
    counts = ", ".join(f"count(*) FILTER (WHERE {condition})" for *_, condition in parts)
    try:
        found = connection.execute(f"SELECT {counts} FROM {source}").fetchone() or ()
    except duckdb.Error:  # one of them fails: let each speak for itself
        found = (1,) * len(parts)
    for (position, check, column, condition), count in zip(parts, found, strict=True):
        if count:
            _insert(connection, check, position, column, f"{source_of(TABLES[name], condition)} WHERE {condition}")
        else:
            unbroken.add((check.rule.id, column))


def _insert(
    connection: duckdb.DuckDBPyConnection, check: Check, position: int, column: str, faulty: str, value: str = ""
) -> bool:
    """Add the rows of `faulty` (what follows FROM, the row as `t`) to the failures; whether anything was added."""
    rule, table = check.rule, TABLES[check.rule.table]
    fixed = f"{position}, '{rule.id}', '{rule.severity}', '{rule.table}'"
    value = value or ("t.found" if re.search(r"\bfound\b", check.queries.get(column, "")) else quoted(column))
    try:
        if column in check.queries:
            for statement in check.prepared:
                connection.execute(statement)
        added = connection.execute(
            f"INSERT INTO failures SELECT {fixed}, coalesce({key_of(table)}, ''), '{column}', "
            f"left({value}::VARCHAR, {VALUE_CHARS}), {location_of(table)} FROM {faulty}"
        ).fetchall()
    except duckdb.Error as error:
        _insert_error(connection, check, position, column, error)
        return True
    return added != [(0,)]


def _insert_statement(connection: duckdb.DuckDBPyConnection, check: Check, position: int) -> None:
    fixed = f"{position}, '{check.rule.id}', '{check.rule.severity}', ''"
    try:
        connection.execute(
            f"INSERT INTO failures SELECT {fixed}, '', column_name, left(found::VARCHAR, {VALUE_CHARS}), NULL, "
            f"NULL, NULL "
            f"FROM ({check.statement})"
        )
    except duckdb.Error as error:
        _insert_error(connection, check, position, "", error)


def _insert_error(
    connection: duckdb.DuckDBPyConnection, check: Check, position: int, column: str, error: Exception
) -> None:
    message = f"{NOT_EVALUATED}: {(str(error).splitlines() or ['?'])[0]}"[:VALUE_CHARS]
    rule = check.rule
    row = (position, rule.id, rule.severity, rule.table, "", column, message, None, None, None)
    connection.execute(f"INSERT INTO failures VALUES ({', '.join('?' * len(row))})", row)
