"""Checks the files: present, undamaged, with the contract's columns, and as the manifest states."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import file_digest
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from onrecord.validation.outcome import VALUE_CHARS, Failure, Rule, RuleResult, Severity
from onrecord_schema import SCHEMA_VERSION
from onrecord_schema.arrow import arrow_schema
from onrecord_schema.tables import TABLES, Table

_RULES: tuple[tuple[str, Severity, str], ...] = (
    ("FIL-01", "critical", "Every table of the contract has a file `<table>.parquet`."),
    ("FIL-02", "critical", "Every table's file is a complete, undamaged Parquet file."),
    ("FIL-03", "critical", "Every column of the contract is there once."),
    ("FIL-04", "critical", "Every column has the type of the contract."),
    ("FIL-05", "warning", "Every column is one of the contract."),
    ("FIL-06", "warning", "The columns are in the contract's order."),
    ("FIL-07", "info", "Required columns are declared as not null in the file."),
    ("FIL-08", "warning", "There is a `manifest.json` that describes the files."),
    ("FIL-09", "critical", "The manifest is complete, and has this major schema version."),
    ("FIL-10", "critical", "Every table has as many rows as the manifest states."),
    ("FIL-11", "critical", "Every file has the SHA-256 that the manifest states."),
    ("FIL-12", "critical", "The manifest and the table `sources` have the same sources with the same hashes."),
    ("FIL-13", "warning", "The dataset has this schema version; an older one is completed by building it again."),
)
FILE_RULES = {id: Rule(id, severity, "", "file", sentence) for id, severity, sentence in _RULES}
#: Rules that need a manifest.
_ABOUT_MANIFEST = ("FIL-10", "FIL-11", "FIL-12", "FIL-13")


@dataclass
class Files:
    """What is wrong with the files of a dataset, and which tables and columns can be read."""

    folder: Path
    row_counts: dict[str, int] = field(default_factory=dict)
    """Rows of every table whose file can be read."""
    unusable: dict[str, set[str]] = field(default_factory=dict)
    """Columns of those tables that are missing or of another type."""
    failures: list[Failure] = field(default_factory=list)
    has_manifest: bool = False

    def path(self, table: str) -> Path:
        return self.folder / f"{table}.parquet"

    def fail(self, rule_id: str, table: str, expected: str, found: str, column: str = "", key: str = "") -> None:
        """Add a failure; `key` is the file of the table, or the manifest, unless given."""
        key = key or (f"{table}.parquet" if table else "manifest.json")
        severity = FILE_RULES[rule_id].severity
        expected, found = expected[:VALUE_CHARS], found[:VALUE_CHARS]
        self.failures.append(Failure(rule_id, severity, table, key, column, found, expected=expected))

    def results(self) -> Iterator[RuleResult]:
        for rule in FILE_RULES.values():
            found = tuple(failure for failure in self.failures if failure.rule_id == rule.id)
            skipped = None
            if rule.id in _ABOUT_MANIFEST and not self.has_manifest:
                skipped = "there is no manifest that can be read"
            yield RuleResult(rule, len(TABLES), len(found), found, skipped)


def check_files(folder: Path, *, deep: bool = False) -> Files:
    """Check every table's file in `folder`; `deep` checks every page's checksum even if the file's hash is right.

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
                files.fail("FIL-01", table.name, "a file", "no file" if path.exists() else "nothing")
                continue
            _check_table(files, table, path, _stated(manifest, table.name), deep)
        except (pa.ArrowException, OSError, ValueError, KeyError) as error:
            files.row_counts.pop(table.name, None)
            files.fail("FIL-02", table.name, "a Parquet file", first_line(error))
    if manifest is not None:
        _check_sources(files, manifest)
    return files


def _check_table(files: Files, table: Table, path: Path, stated: dict[str, Any] | None, deep: bool) -> None:
    with path.open("rb") as stream:
        sha256 = file_digest(stream, "sha256").hexdigest()
    as_stated = stated is not None and sha256 == stated.get("sha256")
    if stated is not None and not as_stated:
        files.fail("FIL-11", table.name, str(stated.get("sha256")), sha256)
    with pq.ParquetFile(path, page_checksum_verification=True) as parquet:
        rows = parquet.metadata.num_rows
        schema = parquet.schema_arrow
        if deep or not as_stated:  # read every page, which checks its checksum
            for batch in parquet.iter_batches():
                batch.validate(full=True)
    if stated is not None and rows != stated.get("rows"):
        files.fail("FIL-10", table.name, f"{stated.get('rows')} rows", f"{rows} rows")
    files.row_counts[table.name] = rows
    files.unusable[table.name] = _check_columns(files, table, schema)


def _check_columns(files: Files, table: Table, found: pa.Schema) -> set[str]:
    """Report every column that differs from the contract; returns those that cannot be used."""
    expected = arrow_schema(table)
    unusable: set[str] = set()
    for declared in expected:
        if found.names.count(declared.name) != 1:
            count = found.names.count(declared.name)
            files.fail("FIL-03", table.name, f"one column {declared.type}", f"{count or 'none'}", declared.name)
            unusable.add(declared.name)
            continue
        column = found.field(declared.name)
        if _logical(column.type) != _logical(declared.type):
            files.fail("FIL-04", table.name, str(declared.type), str(column.type), declared.name)
            unusable.add(declared.name)
        elif column.nullable and not declared.nullable:
            files.fail("FIL-07", table.name, "not null", "nullable", declared.name)
    known = set(expected.names)
    for name in found.names:
        if name not in known:
            kind = found.types[found.names.index(name)]
            files.fail("FIL-05", table.name, "a column of the contract", f"{name} ({kind})", name)
    order = [name for name in found.names if name in known]
    if not unusable and order != expected.names:
        first = next(name for name, right in zip(order, expected.names, strict=False) if name != right)
        places = f"position {expected.names.index(first) + 1}", f"position {order.index(first) + 1}"
        files.fail("FIL-06", table.name, *places, first)
    return unusable


def _logical(kind: pa.DataType) -> pa.DataType:
    """The type as Parquet stores it: large, view and dictionary strings of other writers hold the same values."""
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
            files.fail("FIL-08", "", "a manifest", "none")
            return None
        manifest = json.loads(path.read_text(encoding="utf-8"))
        version = manifest["schema_version"]
        if not all(isinstance(manifest[part], dict) for part in ("sources", "tables")):
            raise TypeError("sources and tables are not objects")
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        files.fail("FIL-09", "", "schema_version, sources and tables", f"cannot be read: {first_line(error)}")
        return None
    files.has_manifest = True
    if str(version).split(".")[0] != SCHEMA_VERSION.split(".")[0]:
        files.fail("FIL-09", "", SCHEMA_VERSION, str(version), "schema_version")
    elif str(version) != SCHEMA_VERSION:
        files.fail("FIL-13", "", SCHEMA_VERSION, str(version), "schema_version")
    for table in TABLES:
        if _stated(manifest, table) is None:
            files.fail("FIL-09", table, f"{table} among the manifest's tables", "none", "tables")
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
    for path in sorted({str(path) for path in [*found, *stated]}):
        expected = stated.get(path, "no such source in the manifest")
        actual = found.get(path, "no such source in the table")
        if expected != actual:
            files.fail("FIL-12", "sources", str(expected), str(actual), "source_sha256", path)


def first_line(error: Exception) -> str:
    """The first line of an error's message."""
    return (str(error).splitlines() or [type(error).__name__])[0]
