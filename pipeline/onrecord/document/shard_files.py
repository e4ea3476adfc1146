"""Shard files: finished documents on disk, one row a document; a file is written whole or not at all.

`onrecord.builder.workplace` says how they serve the next build.
"""

from __future__ import annotations

import os
from collections.abc import Container, Iterable, Sequence
from functools import cache
from hashlib import sha256
from itertools import accumulate
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from onrecord.document.document import FAILED, Document
from onrecord_schema.arrow import arrow_schema
from onrecord_schema.tables import DOCUMENT_TABLES, TABLES


@cache
def shard_schema() -> pa.Schema:
    """`key`, the document's `sketch`, and a column a table: the document's rows as a list of structs."""
    rows = [pa.field(name, pa.list_(pa.struct(list(arrow_schema(TABLES[name]))))) for name in DOCUMENT_TABLES]
    return pa.schema([pa.field("key", pa.string()), pa.field("sketch", pa.list_(pa.uint64())), *rows])


def shard_name(keys: Iterable[str]) -> str:
    return f"{sha256(' '.join(keys).encode()).hexdigest()[:32]}.parquet"


def write_shard(path: Path, keys: Sequence[str], documents: Sequence[Document]) -> None:
    """Write documents by their keys."""
    schema = shard_schema()
    columns: dict[str, list[object]] = {"key": list(keys), "sketch": [document.sketch for document in documents]}
    for name in DOCUMENT_TABLES:
        columns[name] = [[dict(row) for row in document.rows.get(name, ())] for document in documents]
    arrays = [pa.array(columns[field.name], field.type) for field in schema]
    _write(path, pa.table(arrays, schema=schema))


def _write(path: Path, table: pa.Table) -> None:
    """Write under a temporary name, force to disk, rename."""
    temporary = path.with_suffix(f".{os.getpid()}.tmp")
    with temporary.open("wb") as file:
        pq.write_table(table, file, compression="zstd")
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def finished(folder: Path) -> dict[str, Path]:
    """Document key -> its shard file, for every readable file in a folder; a damaged one is removed."""
    found: dict[str, Path] = {}
    for path in sorted(folder.glob("*.parquet")):
        try:
            keys = pq.read_table(path, columns=["key"])["key"].to_pylist()
        except (pa.ArrowException, OSError):
            path.unlink()
            continue
        found |= dict.fromkeys(keys, path)
    return found


def tidy(folder: Path, wanted: Container[str], most_bytes: int) -> None:
    """Leave each wanted document once, unless a stage failed on it; the oldest files go beyond `most_bytes`."""
    seen: set[str] = set()
    rewritten: set[Path] = set()
    for path in sorted(folder.iterdir()):
        if path in rewritten:
            continue
        if path.suffix != ".parquet":  # of a build that was killed
            path.unlink()
            continue
        documents = pq.read_table(path, columns=["key", "sources"]).to_pylist()
        is_kept = [one["key"] in wanted and one["key"] not in seen and not _has_failed(one) for one in documents]
        keys = [one["key"] for one, kept in zip(documents, is_kept, strict=True) if kept]
        seen.update(keys)
        if len(keys) == len(documents):
            continue
        rest = folder / shard_name(keys)
        if keys:
            _write(rest, pq.read_table(path).filter(pa.array(is_kept)))
            rewritten.add(rest)
        if path != rest:
            path.unlink()
    newest_first = sorted(folder.iterdir(), key=lambda path: (-path.stat().st_mtime_ns, path.name))
    sizes = accumulate(path.stat().st_size for path in newest_first)
    for path, size in zip(newest_first, sizes, strict=True):
        if size > most_bytes:
            path.unlink()


def _has_failed(document: dict[str, Any]) -> bool:
    return any((source["reason"] or "").startswith(FAILED) for source in document["sources"])
