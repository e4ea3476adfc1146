"""The data dictionary in Markdown: every table and column with type and meaning, derived from the contract."""

from __future__ import annotations

from onrecord_schema import SCHEMA_VERSION
from onrecord_schema.arrow import allowed_values, arrow_schema
from onrecord_schema.tables import TABLES, Layer, Table

_TITLES: dict[Layer, str] = {
    "ledger": "Source ledger: every input and what became of it",
    "document": "Document layer: what each article says",
    "judgment": "Judgment layer: what is decided across documents, and by corrections",
    "reference": "Reference",
}
_INTRODUCTION = """\
Generated from `onrecord_schema`; do not edit. Offsets are 0-based and half-open, in code points of `articles.text`:
`text[start:end] == row.text` for every row with a span. Dates are EDTF level 1 (ISO 8601-2), with their earliest and
latest day. Unknown is null; a list without items is empty, never null. Columns marked *correctable* can be set in
`corrections.yaml`."""


def dictionary_markdown() -> str:
    """The text of `DICTIONARY.md`."""
    lines = [f"# Data dictionary (schema {SCHEMA_VERSION})", "", _INTRODUCTION]
    for layer, title in _TITLES.items():
        lines += ["", f"## {title}"]
        lines += [line for table in TABLES.values() if table.layer == layer for line in _section(table)]
    return "\n".join(lines) + "\n"


def _section(table: Table) -> list[str]:
    lines = ["", f"### {table.name}", "", table.description, ""]
    lines += ["| column | type | null | meaning |", "|---|---|---|---|"]
    free = table.of_origin("free")
    for field in arrow_schema(table):
        model_field = table.row.model_fields[field.name]
        meaning = model_field.description or ""
        if values := allowed_values(model_field):
            meaning += f" One of: {', '.join(values)}."
        if field.name in table.key:
            meaning += " Key."
        if field.name in table.references:
            meaning += f" → `{'.'.join(table.references[field.name])}`."
        if field.name in free:
            meaning += " *Correctable.*"
        kind = str(field.type).replace("element: ", "").replace(" not null", "")
        lines.append(f"| {field.name} | {kind} | {'yes' if field.nullable else ''} | {meaning} |")
    return lines
