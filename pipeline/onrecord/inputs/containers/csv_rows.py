"""Rows of a CSV or TSV file as objects of its columns, found again by the bytes they consist of."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

from onrecord.inputs.containers.rows import as_row, no_text_column, text_columns
from onrecord.inputs.decode import decode
from onrecord.inputs.find import Place
from onrecord.inputs.limits import Limits, shown_size
from onrecord.inputs.page import Input, Rejected

_TYPE = "text/csv"
#: How much of the beginning decides the encoding and the delimiter.
_SAMPLE_BYTES = 1_000_000
_DELIMITERS = ",;\t|"
#: The csv module takes it for the end of a row, and refuses the row.
_LONE_RETURN = re.compile(r"\r(?!\n|\Z)")


class _TooLarge(Exception):
    """A quotation mark that nothing closes makes one row of all the rest."""


class CsvRows:
    """A table with its columns' names in the first row; its first million bytes decide the encoding."""

    media_type = _TYPE

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
        self._mark_bytes = 3 if sample.startswith(b"\xef\xbb\xbf") else 0
        self._columns: list[str] = []

    def each(self) -> Iterator[tuple[Place | None, Input | Rejected]]:
        if self._encoding is None or self._encoding.startswith(("utf-16", "utf-32")):
            kind = "UTF-16 or UTF-32" if self._encoding else "an unknown encoding"
            yield None, Rejected(f"It is a table in {kind}; save it as UTF-8.", _TYPE, self._encoding)
            return
        for number, (start, end, fields) in enumerate(self._records()):
            if number == 0:
                if not text_columns(self._columns):
                    yield None, no_text_column(self._columns, _TYPE)
                    return
            elif isinstance(fields, Rejected) or any(fields):
                yield Place(number, start, end - start), fields if isinstance(fields, Rejected) else self._row(fields)

    def at(self, place: Place) -> Input | Rejected:
        if not self._columns:
            next(iter(self._records()), None)
        self._stream.seek(place.offset)
        lines = BytesIO(self._stream.read(place.length))
        try:
            return self._row(next(csv.reader(map(self._text, lines), delimiter=self._delimiter), []))
        except csv.Error:
            return self._broken()

    def _records(self) -> Iterator[tuple[int, int, list[str] | Rejected]]:
        """(first byte, byte after the last, fields) of every record, that of the columns' names first."""
        self._stream.seek(self._mark_bytes)
        self._at = self._mark_bytes
        reader = csv.reader(self._lines(), delimiter=self._delimiter)
        start = self._start = self._at
        while True:
            try:
                fields = next(reader)
            except StopIteration:
                return
            except (_TooLarge, csv.Error):
                yield start, self._at, self._broken()
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

    def _text(self, line: bytes) -> str:
        text = line.decode(self._encoding or "utf-8", errors="replace").replace("\x00", "\ufffd")
        return _LONE_RETURN.sub(" ", text)

    def _row(self, fields: list[str]) -> Input:
        return as_row(dict(zip(self._columns, fields, strict=False)))

    def _broken(self) -> Rejected:
        size = shown_size(self._limits.file_bytes)
        reason = f"The table is not read from here on: a row is larger than {size}; a quotation mark may be missing."
        return Rejected(reason, _TYPE)
