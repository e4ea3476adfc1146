"""Tests one row by itself against the critical rules that need no other row, no other table and no article."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

import duckdb
import pyarrow as pa

from onrecord.validation.checks import MACROS
from onrecord.validation.rules import all_checks
from onrecord_schema.arrow import arrow_schema
from onrecord_schema.tables import TABLES


class BrokenRule(NamedTuple):
    """A rule that a row breaks: in which column, what was expected there, and what was found."""

    rule_id: str
    column: str
    expected: str
    found: str


def broken_row_rules(table: str, row: Mapping[str, Any]) -> list[BrokenRule]:
    """The critical rules of `table` that `row` breaks by itself, in rule book order; columns may be missing or null."""
    tested = _conditions(table)
    # Every column may be null: a row in the making lacks what is worked out across documents.
    schema = pa.schema([pa.field(field.name, field.type) for field in arrow_schema(TABLES[table])])
    with duckdb.connect() as connection:
        for macro in MACROS:
            connection.execute(macro)
        connection.register(table, pa.Table.from_pylist([dict(row)], schema=schema))
        tests = ", ".join(f"({condition})" for _, _, _, condition in tested)
        (results,) = connection.execute(f"SELECT {tests}").fetchall()
    return [
        BrokenRule(rule_id, column, sentence, "null" if row.get(column) is None else str(row[column])[:200])
        for (rule_id, column, sentence, _), is_broken in zip(tested, results, strict=True)
        if is_broken
    ]


@cache
def _conditions(table: str) -> tuple[tuple[str, str, str, str], ...]:
    """(rule id, column, sentence, SQL that is true when the rule is broken)."""
    found = []
    for check in all_checks():
        if check.rule.table != table or check.rule.severity != "critical" or not check.conditions:
            continue
        tests = {
            column: f"SELECT bool_or({condition}) FROM {table} t"
            for column, condition in check.conditions.items()
            if not re.search(r"\ba[.]", condition)
        }
        tests |= {column: f"SELECT count(*) > 0 FROM ({query})" for column, query in check.queries.items()}
        found += [(check.rule.id, column, check.rule.sentence, test) for column, test in tests.items()]
    return tuple(found)
