"""Rows of a CSV or TSV file: each becomes an object of its columns, found again by the bytes it stands in."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from typing import BinaryIO

from onrecord.inputs.containers.container import Place
from onrecord.inputs.containers.json_rows import ROW_TYPE, row_bytes, shown_size, too_many
from onrecord.inputs.containers.record import text_columns
from onrecord.inputs.decode import decode
from onrecord.inputs.limits import Limits
from onrecord.inputs.page import Input, Rejected

#: How much of the beginning tells the encoding and the delimiter.
_SAMPLE_BYTES = 1_000_000
_DELIMITERS = ",;\t|"
#: The csv module takes it for the end of a row, and refuses the row.
_LONE_RETURN = re.compile(r"\r(?!\n|\Z)")


class _TooLarge(Exception):
    """A quotation mark that nothing closes makes one row of all the rest."""


class CsvRows:
    """A table with its columns' names in the first row; the encoding is told from the first million bytes."""

    def __init__(self, stream: BinaryIO, limits: Limits) -> None:
        self._stream, self._limits = stream, limits
        csv.field_size_limit(limits.file_bytes)
        stream.seek(0)
        sample = stream.read(_SAMPLE_BYTES)
        whole_lines = sample[: sample.rfind(b"\n") + 1] or sample
        decoded = decode(whole_lines)
        self._encoding = decoded.encoding if decoded else None
        first_line = decoded.text.lstrip("\ufeff").split("\n", 1)[0] if decoded else ""
        self._delimiter = max(_DELIMITERS, key=lambda mark: (first_line.count(mark), mark == ","))
        self._mark = 3 if sample.startswith(b"\xef\xbb\xbf") else 0
        self._columns: list[str] = []

    def each(self) -> Iterator[tuple[Place | None, Input | Rejected]]:
        if self._encoding is None or self._encoding.startswith(("utf-16", "utf-32")):
            kind = "UTF-16 or UTF-32" if self._encoding else "no known encoding"
            yield None, Rejected(f"It is a table in {kind}; save it as UTF-8.", "text/csv", self._encoding)
            return
        rows = 0
        for number, (start, end, fields) in enumerate(self._records()):
            if number == 0:
                if not text_columns(self._columns):
                    yield None, no_text_column(self._columns, "text/csv")
                    return
            elif isinstance(fields, Rejected):
                yield Place(number, start, end - start), fields
            elif any(fields):
                rows += 1
                if rows > self._limits.records:
                    yield None, too_many(self._limits)
                    return
                yield Place(number, start, end - start), self._row(fields)
        if not rows:
            yield None, Rejected("It is a table without any row.", "text/csv", self._encoding)

    def at(self, place: Place) -> Input | Rejected:
        if not self._columns:
            next(iter(self._records()), None)
        self._stream.seek(place.offset)
        data = self._stream.read(place.length)
        try:
            fields = next(csv.reader(self._text(data).splitlines(keepends=True), delimiter=self._delimiter), [])
        except csv.Error:
            return _broken(self._limits)
        return self._row(fields)

    def _records(self) -> Iterator[tuple[int, int, list[str] | Rejected]]:
        """(first byte, byte after the last, fields) of every record, that of the columns' names first."""
        self._stream.seek(self._mark)
        self._at = self._mark
        reader = csv.reader(self._lines(), delimiter=self._delimiter)
        start = self._start = self._at
        while True:
            try:
                fields = next(reader)
            except StopIteration:
                return
            except (_TooLarge, csv.Error):
                yield start, self._at, _broken(self._limits)
                return
            if not self._columns:
                self._columns = [name.strip() or f"column {i + 1}" for i, name in enumerate(fields)]
            yield start, self._at, fields
            start = self._start = self._at

    def _lines(self) -> Iterator[str]:
        while line := self._stream.readline(self._limits.file_bytes + 1):
            self._at += len(line)
            if self._at - self._start > self._limits.file_bytes:
                raise _TooLarge
            yield self._text(line)

    def _text(self, data: bytes) -> str:
        text = data.decode(self._encoding or "utf-8", errors="replace").replace("\x00", "\ufffd")
        return _LONE_RETURN.sub(" ", text)

    def _row(self, fields: list[str]) -> Input:
        return Input("", row_bytes(dict(zip(self._columns, fields, strict=False))), media_type=ROW_TYPE)


def _broken(limits: Limits) -> Rejected:
    size = shown_size(limits.file_bytes)
    return Rejected(
        f"From here on the table is not read: a row is larger than {size}, as if a quotation mark is never closed.",
        "text/csv",
    )


def no_text_column(columns: list[str], media_type: str) -> Rejected:
    shown = ", ".join(" ".join(name[:40].split()) for name in columns[:12]) + (", ..." if len(columns) > 12 else "")
    return Rejected(f"It is a table without a column of text (text, body, content, html, ...): {shown}.", media_type)
