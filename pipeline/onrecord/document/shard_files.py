"""Shards: finished documents on disk, one Parquet file a shard, one row a document, written whole or not at all.

A shard is found again by what its documents were made from, so shards of an earlier build, whole or cut short, serve
as its cache: what is in them is not annotated again.
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

from onrecord.document.process import FAILED, Document
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
    """Write a shard to a temporary name, force it to disk, rename it: a reader sees all of it or nothing."""
    schema = shard_schema()
    columns: dict[str, list[object]] = {"key": list(keys), "sketch": [document.sketch for document in documents]}
    for name in DOCUMENT_TABLES:
        columns[name] = [[dict(row) for row in document.rows.get(name, ())] for document in documents]
    _write(
        path, pa.table({name: pa.array(columns[name], schema.field(name).type) for name in schema.names}, schema=schema)
    )


def _write(path: Path, table: pa.Table) -> None:
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


def tidy(folder: Path, wanted: Container[str], most_bytes: int) -> None:
    """Leave in a folder what the next build can use: each wanted document once, unless a stage failed on it.

    A document that is gone from the sources is gone from here, too, also where it shared a shard with others. Of more
    than `most_bytes` the oldest shards go.
    """
    seen: set[str] = set()
    rewritten: set[Path] = set()
    for path in sorted(folder.iterdir()):
        if path in rewritten:
            continue
        if path.suffix != ".parquet":  # cut short by a kill
            path.unlink()
            continue
        rows = pq.read_table(path, columns=["key", "sources"]).to_pylist()
        keys = [row["key"] for row in rows]
        is_good = [
            key in wanted and key not in seen and not _has_failed(row) for key, row in zip(keys, rows, strict=True)
        ]
        good = [key for key, is_kept in zip(keys, is_good, strict=True) if is_kept]
        seen.update(good)
        if len(good) < len(rows):
            rest = folder / shard_name(good)
            if good:
                _write(rest, pq.read_table(path).filter(pa.array(is_good)))
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
