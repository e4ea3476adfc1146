"""Tells from a file's first bytes, and from its name where these leave it open, whether it contains many documents."""

from __future__ import annotations

import json
import zlib
from typing import BinaryIO

from onrecord.inputs.containers.container import Container
from onrecord.inputs.limits import Limits

#: How much of a file's beginning is looked at.
HEAD_BYTES = 65_536
ZIP, PARQUET, WARC, JSON_LINES, JSON_ARRAY, CSV = "zip", "parquet", "warc", "json lines", "json array", "csv"
_NAMES = {
    ".jsonl": JSON_LINES,
    ".ndjson": JSON_LINES,
    ".csv": CSV,
    ".tsv": CSV,
}
_LEADING = b"\xef\xbb\xbf \t\r\n"


def container_kind(head: bytes, name: str) -> str | None:
    """The kind of container; None for a single document, whatever it is."""
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return ZIP
    if head.startswith(b"PAR1"):
        return PARQUET
    if (_unpacked(head) if head.startswith(b"\x1f\x8b") else head).startswith(b"WARC/"):
        return WARC
    start = head.lstrip(_LEADING)
    if start.startswith(b"{") and _is_json_lines(start):
        return JSON_LINES
    if start.startswith(b"[") and start[1:].lstrip().startswith(b"{") and name.lower().endswith((".json", ".txt")):
        return JSON_ARRAY
    by_name = next((kind for suffix, kind in _NAMES.items() if name.lower().endswith(suffix)), None)
    # A picture or page under the name of a table is what it is.
    return by_name if start and not _is_something_else(start, head) else None


def open_container(kind: str, stream: BinaryIO, limits: Limits) -> Container:
    """The container of a kind that `container_kind` found, on a stream of its bytes."""
    if kind == PARQUET:
        from onrecord.inputs.containers.parquet_rows import ParquetRows

        return ParquetRows(stream, limits)
    if kind == WARC:
        from onrecord.inputs.containers.web_archive import WebArchive

        return WebArchive(stream, limits)
    if kind == CSV:
        from onrecord.inputs.containers.csv_rows import CsvRows

        return CsvRows(stream, limits)
    from onrecord.inputs.containers.json_rows import JsonArray, JsonLines

    return JsonArray(stream, limits) if kind == JSON_ARRAY else JsonLines(stream, limits)


def _is_json_lines(start: bytes) -> bool:
    """Whether two objects follow each other, each on a line of its own."""
    first, end, rest = start.partition(b"\n")
    if not end or not rest.lstrip(_LEADING).startswith(b"{"):
        return False
    try:
        return isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return False


def _is_something_else(start: bytes, head: bytes) -> bool:
    from onrecord.inputs.sniff import binary_type

    return binary_type(head) is not None or start[:9].lower().startswith((b"<!doctype", b"<html"))


def _unpacked(head: bytes) -> bytes:
    try:
        return zlib.decompressobj(wbits=31).decompress(head, 16)
    except zlib.error:
        return b""
