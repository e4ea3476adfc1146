"""Arrow schemas of the tables: types, nullability, and as metadata descriptions, keys and references."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal, get_args, get_origin

import pyarrow as pa
from pydantic.fields import FieldInfo

from onrecord_schema.fields import ArrowType, unwrapped
from onrecord_schema.tables import Table

_BY_PYTHON_TYPE = {str: pa.string(), bool: pa.bool_(), date: pa.date32()}
_BY_MARK = {"int32": pa.int32(), "int64": pa.int64(), "float32": pa.float32(), "float64": pa.float64()}


def arrow_type(annotation: Any, marks: list[Any] | None = None) -> pa.DataType:
    """The Arrow type of a field's annotation; raises KeyError for a type the contract does not use."""
    bare, own, _ = unwrapped(annotation)
    for mark in [*own, *(marks or [])]:
        if isinstance(mark, ArrowType):
            return _BY_MARK[mark]
    if get_origin(bare) is list:
        return pa.list_(pa.field("element", arrow_type(get_args(bare)[0]), nullable=False))
    if get_origin(bare) is Literal:
        return pa.string()
    return _BY_PYTHON_TYPE[bare]


def is_nullable(field: FieldInfo) -> bool:
    return unwrapped(field.annotation)[2]


def allowed_values(field: FieldInfo) -> tuple[str, ...]:
    """The values of an enumerated column, in the contract's order; empty for any other column."""
    bare = unwrapped(field.annotation)[0]
    return get_args(bare) if get_origin(bare) is Literal else ()


def arrow_schema(table: Table, version: str | None = None) -> pa.Schema:
    """The schema of a table's Parquet file; `version` is written into its metadata when given."""
    keys, references = table.key, table.references
    fields = []
    for name, field in table.row.model_fields.items():
        metadata = {"description": field.description or ""}
        if name in keys:
            metadata["key"] = "true"
        if name in references:
            metadata["references"] = ".".join(references[name])
        kind = arrow_type(field.annotation, list(field.metadata))
        fields.append(pa.field(name, kind, nullable=is_nullable(field), metadata=metadata))
    about = {"table": table.name, "description": table.description}
    return pa.schema(fields, metadata=about | ({"schema_version": version} if version else {}))
