"""Shards: finished documents on disk, one Parquet file a shard, one row a document, written whole or not at all.

A shard is found again by what its documents were made from, so shards of an earlier build, whole or cut short, serve
as its cache: what is in them is not annotated again.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from onrecord.document import DOCUMENT_TABLES, FAILED, Document
from onrecord_schema.arrow import arrow_schema
from onrecord_schema.tables import TABLES


@cache
def shard_schema() -> pa.Schema:
    """`key`, the document's `sketch`, and a column a table: the document's rows as a list of structs."""
    rows = [pa.field(name, pa.list_(pa.struct(list(arrow_schema(TABLES[name]))))) for name in DOCUMENT_TABLES]
    return pa.schema([pa.field("key", pa.string()), pa.field("sketch", pa.list_(pa.uint64())), *rows])


def shard_name(keys: Iterable[str]) -> str:
    return f"{sha256(' '.join(keys).encode()).hexdigest()[:32]}.parquet"


def write_shard(path: Path, keys: Sequence[str], documents: Sequence[Document]) -> None:
    """Write a shard to a temporary name, force it to disk, rename it: a reader sees all of it or nothing."""
    schema = shard_schema()
    columns: dict[str, list[object]] = {"key": list(keys), "sketch": [document.sketch for document in documents]}
    for name in DOCUMENT_TABLES:
        columns[name] = [[dict(row) for row in document.rows.get(name, ())] for document in documents]
    table = pa.table({name: pa.array(columns[name], schema.field(name).type) for name in schema.names}, schema=schema)
    temporary = path.with_suffix(f".{os.getpid()}.tmp")
    with temporary.open("wb") as file:
        pq.write_table(table, file, compression="zstd")
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def finished(folder: Path) -> dict[str, Path]:
    """Document key -> the shard that holds it, for every readable shard in a folder; a damaged one is removed."""
    found: dict[str, Path] = {}
    for path in sorted(folder.glob("*.parquet")):
        try:
            keys = pq.read_table(path, columns=["key"])["key"].to_pylist()
        except (pa.ArrowException, OSError):
            path.unlink()
            continue
        found |= dict.fromkeys(keys, path)
    return found


def has_failures(path: Path) -> bool:
    """Whether a stage failed on a document of a shard: the next build should try that one again."""
    reasons = (
        row["reason"] for rows in pq.read_table(path, columns=["sources"])["sources"].to_pylist() for row in rows
    )
    return any(reason and reason.startswith(FAILED) for reason in reasons)
