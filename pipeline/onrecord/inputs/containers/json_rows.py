"""Rows of JSON: one object a line (JSON Lines), or one array of objects."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import BinaryIO

from onrecord.inputs.find import Place
from onrecord.inputs.limits import Limits
from onrecord.inputs.page import Input, Refused, Rejected
from onrecord.inputs.rows import ROW_TYPE, as_row, too_large


class JsonLines:
    """One JSON object a line. A blank line is no row but counts, so that a row's number is its line's."""

    media_type = ROW_TYPE

    def __init__(self, stream: BinaryIO, limits: Limits) -> None:
        self._stream, self._limits = stream, limits

    def each(self) -> Iterator[tuple[Place, Input | Rejected]]:
        offset = number = 0
        self._stream.seek(0)
        while line := self._stream.readline(self._limits.file_bytes + 2):
            number += 1
            start, offset = offset, offset + len(line)
            is_whole = line.endswith(b"\n") or len(line) <= self._limits.file_bytes
            while not is_whole and (rest := self._stream.readline(1_000_000)):
                offset += len(rest)
                is_whole = rest.endswith(b"\n")
            if line.strip(b"\xef\xbb\xbf\r\n\t "):
                yield Place(number, start, len(line)), self._row(line)

    def at(self, place: Place) -> Input | Rejected:
        self._stream.seek(place.offset)
        return self._row(self._stream.read(place.length))

    def _row(self, line: bytes) -> Input | Rejected:
        data = line.removeprefix(b"\xef\xbb\xbf").strip()
        return Input("", data, media_type=ROW_TYPE) if len(data) <= self._limits.file_bytes else too_large(self._limits)


class JsonArray:
    """One array of objects, read as a whole: it must not be larger than one document may be."""

    media_type = ROW_TYPE

    def __init__(self, stream: BinaryIO, limits: Limits) -> None:
        stream.seek(0)
        data = stream.read(limits.file_bytes + 1)
        if len(data) > limits.file_bytes:
            raise Refused(too_large(limits, "As one JSON array it").reason)
        try:
            self._rows: list[object] = json.loads(data.decode("utf-8-sig"))
        except (ValueError, RecursionError):
            raise Refused("It begins like a JSON array but is not valid JSON.", ROW_TYPE) from None

    def each(self) -> Iterator[tuple[Place, Input]]:
        for index, row in enumerate(self._rows):
            yield Place(index + 1, index), as_row(row)

    def at(self, place: Place) -> Input:
        return as_row(self._rows[place.offset])
