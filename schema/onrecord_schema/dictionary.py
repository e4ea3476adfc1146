"""The data dictionary in Markdown: every table and column with type and meaning, derived from the row models."""

from __future__ import annotations

from onrecord_schema import SCHEMA_VERSION
from onrecord_schema.arrow import allowed_values, arrow_schema
from onrecord_schema.tables import TABLES, Table

_LAYERS = {
    "the ledger": ("sources",),
    "source layer: what each document says": (
        "articles", "segments", "claims", "events", "mentions", "quantities", "dates",
    ),
    "judgment layer: what is held to be the same across documents": (
        "persons", "stories", "judgments", "conflicts", "corrections",
    ),
    "reference": ("crosswalk",),
}  # fmt: skip


def dictionary_markdown() -> str:
    """The text of `DICTIONARY.md`."""
    lines = [
        f"# Data dictionary (schema {SCHEMA_VERSION})",
        "",
        "Generated from `onrecord_schema`; do not edit. Offsets are 0-based, half-open, in code points of",
        "`articles.text`: `text[start:end] == row.text` for every row with a span. Dates are EDTF level 1 (ISO 8601-2)",
        "with their earliest and latest day. Unknown is null; a list with nothing in it is empty, never null.",
    ]
    for layer, names in _LAYERS.items():
        lines += ["", f"## {layer[0].upper()}{layer[1:]}"]
        for name in names:
            lines += _section(TABLES[name])
    return "\n".join(lines) + "\n"


def _section(table: Table) -> list[str]:
    lines = ["", f"### {table.name}", "", f"{table.description[0].upper()}{table.description[1:]}", ""]
    lines += ["| column | type | null | meaning |", "|---|---|---|---|"]
    for field in arrow_schema(table):
        model_field = table.row.model_fields[field.name]
        meaning = model_field.description or ""
        if values := allowed_values(model_field):
            meaning += f" One of: {', '.join(values)}."
        if field.name in table.key:
            meaning += " Key."
        if field.name in table.references:
            meaning += f" → `{'.'.join(table.references[field.name])}`."
        kind = str(field.type).replace("element: ", "").replace(" not null", "")
        lines.append(f"| {field.name} | {kind} | {'yes' if field.nullable else ''} | {meaning} |")
    return lines
