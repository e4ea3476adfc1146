"""JSON Schemas of the tables' rows, for users of other languages, derived from the row models."""

from __future__ import annotations

from typing import Any

from onrecord_schema import SCHEMA_VERSION
from onrecord_schema.tables import TABLES


def json_schemas() -> dict[str, dict[str, Any]]:
    """Table name -> JSON Schema (draft 2020-12) of one row."""
    return {
        name: {"$schema": "https://json-schema.org/draft/2020-12/schema", "version": SCHEMA_VERSION}
        | table.row.model_json_schema()
        | {"title": name, "description": table.description}
        for name, table in TABLES.items()
    }
