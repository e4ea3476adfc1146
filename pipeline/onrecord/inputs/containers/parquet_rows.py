"""Rows of a Parquet file: a batch of rows is in memory at a time, never the file or a whole row group."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from onrecord.inputs.find import Place
from onrecord.inputs.limits import Limits
from onrecord.inputs.page import Input, Refused, Rejected
from onrecord.inputs.rows import as_row, check_columns, text_columns, too_large

_ROWS_PER_BATCH = 16


class ParquetRows:
    """A table; of its columns those that hold text, numbers, dates, or lists of them (no pictures, no vectors)."""

    media_type = "application/vnd.apache.parquet"

    def __init__(self, stream: BinaryIO, limits: Limits) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        self._limits, self._group, self._first = limits, -1, 0
        self._batch: Any = None
        try:
            self._file = pq.ParquetFile(stream, pre_buffer=False, buffer_size=1_000_000)
            schema = self._file.schema_arrow
        except (pa.ArrowException, OSError, ValueError) as error:
            raise Refused(_damaged(error), self.media_type) from None
        texts = text_columns(schema.names)
        self._columns = [field.name for field in schema if _is_plain(field.type, may_be_bytes=field.name in texts)]
        check_columns(self._columns, self.media_type)

    def each(self) -> Iterator[tuple[Place, Input | Rejected]]:
        rows_before = 0
        for group in range(self._file.metadata.num_row_groups):
            count = self._file.metadata.row_group(group).num_rows
            for row in range(count):
                place = Place(rows_before + row + 1, group, row)
                found = self.at(place)
                yield place, found
                if isinstance(found, Rejected) and self._batch is None:  # the rest of the group is damaged, too
                    break
            rows_before += count

    def at(self, place: Place) -> Input | Rejected:
        import pyarrow as pa

        try:
            if place.offset != self._group or self._batch is None or place.length < self._first:
                self._group, self._first = place.offset, 0
                self._batches = self._file.iter_batches(
                    _ROWS_PER_BATCH, row_groups=[place.offset], columns=self._columns, use_threads=False
                )
                self._batch = next(self._batches)
            while place.length >= self._first + self._batch.num_rows:
                self._first += self._batch.num_rows
                self._batch = next(self._batches)
            row = self._batch.slice(place.length - self._first, 1)
            if row.nbytes > self._limits.file_bytes:
                return too_large(self._limits)
            return as_row({name: _value(column[0]) for name, column in zip(row.schema.names, row.columns, strict=True)})
        except (pa.ArrowException, OSError, ValueError, StopIteration) as error:
            self._batch = None
            return Rejected(_damaged(error), self.media_type)


def _value(cell: Any) -> Any:
    """What a cell holds; None for a time that no calendar has."""
    try:
        value = cell.as_py()
    except (ValueError, OverflowError):
        return None
    return value.decode("utf-8", errors="replace") if isinstance(value, bytes) else value


def _is_plain(kind: Any, *, may_be_bytes: bool) -> bool:
    import pyarrow.types as types

    if types.is_dictionary(kind) or types.is_list(kind) or types.is_large_list(kind):
        kind = kind.value_type
        if types.is_floating(kind):
            return False
    tests = [types.is_string, types.is_large_string, types.is_boolean, types.is_integer, types.is_floating]
    tests += [types.is_temporal, *([types.is_binary, types.is_large_binary] if may_be_bytes else [])]
    return any(test(kind) for test in tests)


def _damaged(error: Exception) -> str:
    return f"It is a Parquet table that cannot be read: {type(error).__name__}."
