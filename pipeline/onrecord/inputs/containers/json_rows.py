"""Rows of JSON: a file with one object a line (JSON Lines), or one array of objects; each row is a document."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import BinaryIO

from onrecord.inputs.containers.container import Place
from onrecord.inputs.limits import Limits
from onrecord.inputs.page import Input, Rejected

#: What a row of a table is handed on as, whatever kind of table it comes from.
ROW_TYPE = "application/json"


class JsonLines:
    """One JSON object a line; blank lines are no rows, but count, so that a row's number is its line's."""

    def __init__(self, stream: BinaryIO, limits: Limits) -> None:
        self._stream, self._limits = stream, limits

    def each(self) -> Iterator[tuple[Place | None, Input | Rejected]]:
        rows, offset, number = 0, 0, 0
        self._stream.seek(0)
        while line := self._stream.readline(self._limits.file_bytes + 2):
            number += 1
            start, offset = offset, offset + len(line)
            is_whole = line.endswith(b"\n") or len(line) <= self._limits.file_bytes
            while not is_whole and (rest := self._stream.readline(1_000_000)):
                offset += len(rest)
                is_whole = rest.endswith(b"\n")
            if not line.strip(b"\xef\xbb\xbf\r\n\t "):
                continue
            rows += 1
            if rows > self._limits.records:
                yield None, too_many(self._limits)
                return
            yield Place(number, start, len(line)), self._row(line)

    def at(self, place: Place) -> Input | Rejected:
        self._stream.seek(place.offset)
        return self._row(self._stream.read(place.length))

    def _row(self, line: bytes) -> Input | Rejected:
        data = line.removeprefix(b"\xef\xbb\xbf").strip()
        return Input("", data, media_type=ROW_TYPE) if len(data) <= self._limits.file_bytes else too_large(self._limits)


class JsonArray:
    """One array of objects, read as a whole: it must not be larger than a document may be."""

    def __init__(self, stream: BinaryIO, limits: Limits) -> None:
        stream.seek(0)
        data = stream.read(limits.file_bytes + 1)
        self._limits, self._problem, self._rows = limits, None, []
        if len(data) > limits.file_bytes:
            self._problem = too_large(limits, "As one JSON array it")
            return
        try:
            rows = json.loads(data.decode("utf-8-sig"))
        except (ValueError, RecursionError):
            rows = None
        if isinstance(rows, list) and len(rows) <= limits.records:
            self._rows = rows
        else:
            self._problem = (
                too_many(limits) if rows else Rejected("It begins as JSON data but cannot be read as such.", ROW_TYPE)
            )

    def each(self) -> Iterator[tuple[Place | None, Input | Rejected]]:
        if self._problem or not self._rows:
            yield None, self._problem or Rejected("It is a JSON array without any row.", ROW_TYPE)
        for index in range(len(self._rows)):
            place = Place(index + 1, index)
            yield place, self.at(place)

    def at(self, place: Place) -> Input | Rejected:
        return self._problem or Input("", row_bytes(self._rows[place.offset]), media_type=ROW_TYPE)


def row_bytes(row: object) -> bytes:
    """A row of a table that has no bytes of its own, as JSON: the same row gives the same bytes."""
    return json.dumps(row, ensure_ascii=False, default=str).encode("utf-8", errors="surrogatepass")


def too_large(limits: Limits, what: str = "It") -> Rejected:
    return Rejected(f"{what} is larger than {shown_size(limits.file_bytes)}, the most that is read of one document.")


def shown_size(count: int) -> str:
    """A number of bytes as a person would write it."""
    return f"{count / 1_000_000:g} MB" if count >= 1_000_000 else f"{count:,} bytes"


def too_many(limits: Limits) -> Rejected:
    return Rejected(f"It holds more than {limits.records:,} documents; those after are not read.")
