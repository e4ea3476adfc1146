"""The expectation suites: one for each table, generated from the contract, as Great Expectations writes them in JSON.

They are made without that package, saved beside the data, and run wherever it is installed:
`ExpectationSuite(**json.loads(text))`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from onrecord.validation.constraints import constraints_of
from onrecord_schema import SCHEMA_VERSION
from onrecord_schema.arrow import allowed_values, arrow_schema
from onrecord_schema.tables import TABLES, Table

#: Expectations about a table as a whole, which no part of its rows can meet or fail.
OF_WHOLE_TABLES = ("expect_column_values_to_be_unique", "expect_compound_columns_to_be_unique")


def suites() -> dict[str, dict[str, Any]]:
    """Table name -> its suite, as Great Expectations' JSON."""
    return {name: suite_of(table) for name, table in TABLES.items()}


def suite_of(table: Table) -> dict[str, Any]:
    """A table's suite: columns, nulls, keys, values, patterns, bounds and spans, as in the contract."""
    expectations = [
        {"type": kind, "kwargs": kwargs, "meta": {}, "severity": "critical", "id": None}
        for kind, kwargs in _expectations_of(table)
    ]
    meta = {"table": table.name, "schema_version": SCHEMA_VERSION}
    return {"name": table.name, "id": None, "expectations": expectations, "meta": meta, "notes": table.description}


def _expectations_of(table: Table) -> Iterator[tuple[str, dict[str, Any]]]:
    yield "expect_table_columns_to_match_ordered_list", {"column_list": list(table.columns)}
    if len(table.key) == 1:
        yield "expect_column_values_to_be_unique", {"column": table.key[0]}
    else:
        yield "expect_compound_columns_to_be_unique", {"column_list": list(table.key)}
    for field in arrow_schema(table):
        model_field, column = table.row.model_fields[field.name], {"column": field.name}
        if not field.nullable:
            yield "expect_column_values_to_not_be_null", column
        if values := allowed_values(model_field):
            yield "expect_column_values_to_be_in_set", column | {"value_set": list(values)}
        limits = constraints_of(model_field)
        if limits.pattern is not None and not pa.types.is_list(field.type):
            yield "expect_column_values_to_match_regex", column | {"regex": limits.pattern}
        if limits.at_least is not None or limits.at_most is not None:
            bounds = {"min_value": limits.at_least, "max_value": limits.at_most}
            given = {name: bound for name, bound in bounds.items() if bound is not None}
            yield "expect_column_values_to_be_between", column | given
    if table.has_spans:
        yield "expect_column_pair_values_a_to_be_greater_than_b", {"column_A": "end", "column_B": "start"}
