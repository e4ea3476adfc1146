"""Faults against what the contract says of single columns: every column gets every value that it forbids."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
from faults import NOWHERE, TABLE_OF, Rows, key_of

from onrecord_schema.arrow import arrow_schema
from onrecord_schema.tables import TABLES

#: Running text as decoded: blanks at its edges are its own, and rules of its own look for a wrong decoding.
AS_DECODED = ("articles.text", "articles.body", "segments.text", "articles.source_path", "sources.source_path")


@dataclass(frozen=True)
class ColumnFaults:
    """Values of the first row of a table, each of which breaks the rule in its column."""

    rule: str
    values: dict[str, Any]

    def inject(self, rows: Rows) -> set[tuple[str, str, str]]:
        """Edit the rows; returns what must be named, as (rule, key, column)."""
        table = TABLE_OF[self.rule[:3]]
        rows[table][0].update(self.values)
        return {(self.rule, key_of(table, rows[table][0]), column) for column in self.values}


def column_faults() -> Iterator[ColumnFaults]:
    for prefix, table in TABLE_OF.items():
        of_rule: dict[str, dict[str, Any]] = defaultdict(dict)
        schema = arrow_schema(TABLES[table])
        for field in schema:
            if not field.nullable:
                of_rule["01"][field.name] = None
            for number, value in _forbidden(table, field.name):
                of_rule[number][field.name] = [value] if pa.types.is_list(field.type) else value
            if f"{field.name}_start" in schema.names and schema.field(f"{field.name}_start").type == pa.date32():
                of_rule["10"][field.name] = "yesterday"
        for number, values in of_rule.items():
            yield ColumnFaults(f"{prefix}-{number}", values)


def _forbidden(table: str, column: str) -> Iterator[tuple[str, Any]]:
    """(number of the rule, a value or item that it forbids) for what JSON Schema says of a column."""
    said = TABLES[table].row.model_json_schema()["properties"][column]
    said |= next((one for one in said.get("anyOf", []) if one["type"] != "null"), {})
    said |= said.get("items", {})
    if column in TABLES[table].references and "pattern" in said:
        yield "03", f"{said['pattern'][1:4]}-{NOWHERE}"
    if "pattern" in said or "enum" in said:
        yield "06", "?"
    elif said["type"] == "string" and "format" not in said and f"{table}.{column}" not in AS_DECODED:
        yield "08", "\u00a0blank"
        if column != "text" or not TABLES[table].has_spans:  # a span's text is the article's own
            yield "09", "cafÃ©"
    if said.get("minimum") == 0:
        yield "07", -1
    elif said["type"] == "number":
        yield "07", math.inf
