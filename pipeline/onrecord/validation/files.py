"""Checks the files themselves: present, undamaged, with the contract's columns, and those that the manifest names."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import file_digest
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from onrecord.validation.outcome import Failure, Rule, RuleResult
from onrecord_schema import SCHEMA_VERSION
from onrecord_schema.arrow import arrow_schema
from onrecord_schema.tables import TABLES, Table

FILE_RULES = {
    rule.id: rule
    for rule in (
        Rule("FIL-01", "critical", "", "file", "Every table of the contract is there, as the file `<table>.parquet`."),
        Rule("FIL-02", "critical", "", "file", "Every table's file is a whole, undamaged Parquet file."),
        Rule("FIL-03", "critical", "", "file", "No column of the contract is missing."),
        Rule("FIL-04", "critical", "", "file", "Every column has the type that the contract gives it."),
        Rule("FIL-05", "warning", "", "file", "There is no column that the contract does not know."),
        Rule("FIL-06", "warning", "", "file", "The columns stand in the contract's order."),
        Rule("FIL-07", "info", "", "file", "Columns that must not be null are declared so in the file."),
        Rule(
            "FIL-08", "warning", "", "file", "There is a manifest (`manifest.json`) that says what the files must be."
        ),
        Rule("FIL-09", "critical", "", "file", "The manifest can be read, and is of this major schema version."),
        Rule("FIL-10", "critical", "", "file", "Every table has as many rows as the manifest says."),
        Rule(
            "FIL-11",
            "critical",
            "",
            "file",
            "Every file has the SHA-256 that the manifest says: none was changed since.",
        ),
        Rule(
            "FIL-12", "critical", "", "file", "The manifest and the ledger name the same sources with the same hashes."
        ),
        Rule(
            "FIL-13",
            "warning",
            "",
            "file",
            "The dataset is of the schema version that it is held against: an older one lacks the tables and columns "
            "that came since, and is made whole by building it again.",
        ),
    )
}


#: Of a column that are read at a time, however large its row group is.
READ_BYTES = 2**16


@dataclass
class Files:
    """What layer 2 found, and what the layers after it may read."""

    folder: Path
    row_counts: dict[str, int] = field(default_factory=dict)
    """Rows of every table whose file can be read."""
    unusable: dict[str, set[str]] = field(default_factory=dict)
    """Columns of those tables that are missing or of another type."""
    failures: list[Failure] = field(default_factory=list)
    has_manifest: bool = False

    def path(self, table: str) -> Path:
        return self.folder / f"{table}.parquet"

    def fail(self, rule_id: str, table: str, value: str, column: str = "") -> None:
        rule = FILE_RULES[rule_id]
        key = f"{table}.parquet" if table else "manifest.json"
        self.failures.append(Failure(rule.id, rule.severity, table, key, column, value[:200]))

    def results(self) -> Iterator[RuleResult]:
        for rule in FILE_RULES.values():
            found = tuple(failure for failure in self.failures if failure.rule_id == rule.id)
            skipped = None
            if rule.id in ("FIL-10", "FIL-11", "FIL-12", "FIL-13") and not self.has_manifest:
                skipped = "there is no manifest that can be read"
            yield RuleResult(rule, len(TABLES), len(found), found, skipped)


def check_files(folder: Path, *, deep: bool = False) -> Files:
    """Look at every table's file in `folder`; `deep` reads every page against its checksum, whatever vouches for it.

    Raises NotADirectoryError when there is no such folder.
    """
    if not folder.is_dir():
        raise NotADirectoryError(f"{folder} is not a folder")
    files = Files(folder)
    manifest = _manifest(files)
    for table in TABLES.values():
        path = files.path(table.name)
        try:
            if not path.is_file():
                what = "is not a file" if path.exists() else "is missing"
                files.fail("FIL-01", table.name, f"{path.name} {what}")
                continue
            _check_table(files, table, path, _stated(manifest, table.name), deep)
        except (pa.ArrowException, OSError, ValueError, KeyError) as error:
            files.row_counts.pop(table.name, None)
            files.fail("FIL-02", table.name, _plain(error))
    if manifest is not None:
        _check_sources(files, manifest)
    return files


def _check_table(files: Files, table: Table, path: Path, stated: dict[str, Any] | None, deep: bool) -> None:
    with path.open("rb") as stream:
        sha256 = file_digest(stream, "sha256").hexdigest()
    as_stated = stated is not None and sha256 == stated.get("sha256")
    if stated is not None and not as_stated:
        files.fail("FIL-11", table.name, f"{sha256} instead of {stated.get('sha256')}")
    with pq.ParquetFile(path, page_checksum_verification=True) as parquet:
        rows = parquet.metadata.num_rows
        schema = parquet.schema_arrow
        if deep or not as_stated:  # no hash vouches for the pages: every one is read against its own checksum
            for batch in parquet.iter_batches():
                batch.validate(full=True)
    if stated is not None and rows != stated.get("rows"):
        files.fail("FIL-10", table.name, f"{rows} rows instead of {stated.get('rows')}")
    files.row_counts[table.name] = rows
    files.unusable[table.name] = _check_columns(files, table, schema)


def _check_columns(files: Files, table: Table, found: pa.Schema) -> set[str]:
    """Name every column that differs from the contract; returns those that cannot be used as the contract's."""
    expected = arrow_schema(table)
    unusable: set[str] = set()
    for declared in expected:
        if found.names.count(declared.name) != 1:
            files.fail(
                "FIL-03", table.name, f"{declared.name} {declared.type} is missing or there twice", declared.name
            )
            unusable.add(declared.name)
            continue
        column = found.field(declared.name)
        if _logical(column.type) != _logical(declared.type):
            files.fail("FIL-04", table.name, f"{column.type} instead of {declared.type}", declared.name)
            unusable.add(declared.name)
        elif column.nullable and not declared.nullable:
            files.fail("FIL-07", table.name, "declared nullable", declared.name)
    known = set(expected.names)
    for name in found.names:
        if name not in known:
            files.fail("FIL-05", table.name, f"{found.types[found.names.index(name)]} is not in the contract", name)
    order = [name for name in found.names if name in known]
    if not unusable and order != expected.names:
        first = next(name for name, right in zip(order, expected.names, strict=False) if name != right)
        files.fail("FIL-06", table.name, f"{first} stands at position {order.index(first)}", first)
    return unusable


def _logical(kind: pa.DataType) -> pa.DataType:
    """The type as Parquet stores it: other writers' large, view and dictionary strings hold the same values."""
    if pa.types.is_dictionary(kind):
        return _logical(kind.value_type)
    if pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return pa.string()
    if pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_list_view(kind):
        return pa.list_(_logical(kind.value_type))
    return kind


def _manifest(files: Files) -> dict[str, Any] | None:
    path = files.folder / "manifest.json"
    try:
        if not path.is_file():
            files.fail("FIL-08", "", "manifest.json is missing")
            return None
        manifest = json.loads(path.read_text(encoding="utf-8"))
        version = manifest["schema_version"]
        if not all(isinstance(manifest[part], dict) for part in ("sources", "tables")):
            raise TypeError("sources and tables are not objects")
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        files.fail("FIL-09", "", f"manifest.json cannot be read: {_plain(error)}")
        return None
    files.has_manifest = True
    if str(version).split(".")[0] != SCHEMA_VERSION.split(".")[0]:
        files.fail("FIL-09", "", f"schema version {version} instead of {SCHEMA_VERSION}", "schema_version")
    elif str(version) != SCHEMA_VERSION:
        files.fail("FIL-13", "", f"{version}, held against {SCHEMA_VERSION}", "schema_version")
    for table in TABLES:
        if _stated(manifest, table) is None:
            files.fail("FIL-09", table, "the manifest does not name this table", "tables")
    return manifest  # type: ignore[no-any-return]


def _stated(manifest: dict[str, Any] | None, table: str) -> dict[str, Any] | None:
    stated = manifest["tables"].get(table) if manifest else None
    return stated if isinstance(stated, dict) else None


def _check_sources(files: Files, manifest: dict[str, Any]) -> None:
    if "sources" not in files.row_counts or files.unusable["sources"] & {"source_path", "source_sha256"}:
        return
    ledger = pq.read_table(files.path("sources"), columns=["source_path", "source_sha256"]).to_pydict()
    found = dict(zip(ledger["source_path"], ledger["source_sha256"], strict=True))
    stated = manifest["sources"]
    rule = FILE_RULES["FIL-12"]
    for path in sorted({str(path) for path in [*found, *stated]}):
        if found.get(path, "not in the ledger") != stated.get(path, "not in the manifest"):
            value = f"{found.get(path, 'not in the ledger')} instead of {stated.get(path, 'not in the manifest')}"
            files.failures.append(Failure(rule.id, rule.severity, "sources", path, "source_sha256", value))


def _plain(error: Exception) -> str:
    """The error's first line, without the addresses of this machine's folders."""
    return (str(error).splitlines() or [type(error).__name__])[0]
