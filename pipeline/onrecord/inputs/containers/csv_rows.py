"""Rows of a CSV or TSV file as objects of its columns, found again by the bytes they consist of."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

from onrecord.inputs.decode import decode
from onrecord.inputs.find import Place
from onrecord.inputs.limits import Limits, shown_size
from onrecord.inputs.page import Input, Refused
from onrecord.inputs.rows import as_row, check_columns

#: How much of the beginning decides the encoding and the delimiter.
_SAMPLE_BYTES = 1_000_000
_DELIMITERS = ",;\t|"
#: The csv module takes it for the end of a row, and refuses the row.
_LONE_RETURN = re.compile(r"\r(?!\n|\Z)")


class CsvRows:
    """A table with its columns' names in the first row; its first million bytes decide the encoding."""

    media_type = "text/csv"

    def __init__(self, stream: BinaryIO, limits: Limits) -> None:
        self._stream, self._limits = stream, limits
        csv.field_size_limit(limits.file_bytes)
        stream.seek(0)
        sample = stream.read(_SAMPLE_BYTES)
        whole_lines = sample[: sample.rfind(b"\n") + 1] or sample
        decoded = decode(whole_lines)
        if decoded is None or decoded.encoding.startswith(("utf-16", "utf-32")):
            kind = "UTF-16 or UTF-32" if decoded else "an unknown encoding"
            raise Refused(f"It is a table in {kind}; save it as UTF-8.", self.media_type)
        self._encoding = decoded.encoding
        first_line = decoded.text.lstrip("\ufeff").split("\n", 1)[0]
        self._delimiter = max(_DELIMITERS, key=lambda mark: (first_line.count(mark), mark == ","))
        self._mark_bytes = 3 if sample.startswith(b"\xef\xbb\xbf") else 0
        _, _, names = next(self._records(), (0, 0, []))
        self._columns = [name.strip() or f"column {i + 1}" for i, name in enumerate(names)]
        check_columns(self._columns, self.media_type)

    def each(self) -> Iterator[tuple[Place, Input]]:
        for number, (start, end, fields) in enumerate(self._records()):
            if number and any(fields):
                yield Place(number, start, end - start), self._row(fields)

    def at(self, place: Place) -> Input:
        self._stream.seek(place.offset)
        lines = BytesIO(self._stream.read(place.length))
        return self._row(next(csv.reader(map(self._text, lines), delimiter=self._delimiter), []))

    def _records(self) -> Iterator[tuple[int, int, list[str]]]:
        """(first byte, byte after the last, fields) of every record, that of the columns' names first."""
        self._stream.seek(self._mark_bytes)
        self._start = self._end = self._mark_bytes
        reader = csv.reader(self._lines(), delimiter=self._delimiter)
        line = 1
        try:
            for fields in reader:
                yield self._start, self._end, fields
                self._start, line = self._end, reader.line_num + 1
        except csv.Error:
            where = f"The table is not read from line {line} on"
            why = f"a row is larger than {shown_size(self._limits.file_bytes)}; a quotation mark may be missing"
            raise Refused(f"{where}: {why}.", self.media_type) from None

    def _lines(self) -> Iterator[str]:
        while line := self._stream.readline(self._limits.file_bytes + 1):
            self._end += len(line)
            if self._end - self._start > self._limits.file_bytes:
                raise csv.Error  # a quotation mark that nothing closes makes one row of all the rest
            yield self._text(line)

    def _text(self, line: bytes) -> str:
        text = line.decode(self._encoding, errors="replace").replace("\x00", "\ufffd")
        return _LONE_RETURN.sub(" ", text)

    def _row(self, fields: list[str]) -> Input:
        return as_row(dict(zip(self._columns, fields, strict=False)))
