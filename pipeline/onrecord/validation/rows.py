"""Tests rows one at a time: against the rules that a row can break by itself, and against its row model (`--deep`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import ValidationError

from onrecord.validation.checks import MACROS, words
from onrecord.validation.files import Files
from onrecord.validation.outcome import VALUE_CHARS, Failure, Rule
from onrecord.validation.rules import all_checks
from onrecord.validation.rules.contract import prefix_of
from onrecord_schema.arrow import arrow_schema
from onrecord_schema.tables import TABLES, Table

_ROWS_AT_ONCE = 8192


class BrokenRule(NamedTuple):
    """A rule that a row breaks: in which column, what was expected there, and what was found."""

    rule_id: str
    column: str
    expected: str
    found: str


def broken_row_rules(table: str, row: Mapping[str, Any]) -> list[BrokenRule]:
    """The critical rules of `table` that `row` breaks by itself, in rule book order; columns may be missing or null."""
    clauses = _row_clauses(table)
    # Every column may be null: a row in the making lacks what is worked out across documents.
    schema = pa.schema([pa.field(field.name, field.type) for field in arrow_schema(TABLES[table])])
    with duckdb.connect() as connection:
        for macro in MACROS:
            connection.execute(macro)
        connection.register("one_row", pa.Table.from_pylist([dict(row)], schema=schema))
        tests = ", ".join(f"[({sql})::BOOLEAN::VARCHAR, {expected}, {found}]" for _, _, sql, expected, found in clauses)
        (results,) = connection.execute(f"SELECT {tests} FROM one_row t").fetchall()
    return [
        BrokenRule(rule_id, column, expected, found)
        for (rule_id, column, *_), (is_broken, expected, found) in zip(clauses, results, strict=True)
        if is_broken == "true"
    ]


@cache
def _row_clauses(table: str) -> tuple[tuple[str, str, str, str, str], ...]:
    """(rule id, column, condition, expected, found): critical rules that need nothing but the row; the last as SQL."""
    return tuple(
        (check.rule.id, clause.column, clause.sql, words(clause.expected), words(clause.found))
        for check in all_checks()
        if check.rule.table == table and check.rule.severity == "critical"
        for clause in check.clauses
        if clause.scope == "row" and not clause.mentions(r"\ba[.]")
    )


def row_rule(table: Table) -> Rule:
    """The rule that a table's rows are valid rows of its model."""
    sentence = "Every row is valid in its row model (checked with `--deep`)."
    return Rule(f"{prefix_of(table)}-00", "critical", table.name, "row", sentence)


def invalid_rows(files: Files, name: str) -> Iterator[Failure]:
    """Every column of a row that its model refuses. Takes about a minute for a million rows."""
    table, rule = TABLES[name], row_rule(TABLES[name])
    if files.unusable[name]:
        return
    for row in _rows(files.path(name), table):
        try:
            table.row.model_validate(row)
        except ValueError as error:
            key = " | ".join(str(row[column]) for column in table.key)
            for column, expected, found in _refused(error, row):
                yield Failure(
                    rule.id, rule.severity, name, key, column, found[:VALUE_CHARS], row.get("article_id"),
                    row.get("start"), row.get("end"), expected[:VALUE_CHARS],
                )  # fmt: skip


def _refused(error: ValueError, row: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """(column, expected, found); the column is empty if a check of the whole row failed."""
    if not isinstance(error, ValidationError):  # the error of such a check comes as it was raised
        yield "", "columns that fit together", str(error)
        return
    for one in error.errors(include_url=False, include_input=False):
        column = str(one["loc"][0]) if one["loc"] else ""
        yield column, one["msg"].removeprefix("Input should be "), str(row.get(column, "")) or one["msg"]


def _rows(path: Path, table: Table) -> Iterator[dict[str, Any]]:
    with pq.ParquetFile(path) as parquet:
        for batch in parquet.iter_batches(batch_size=_ROWS_AT_ONCE, columns=list(table.columns)):
            yield from batch.to_pylist()
