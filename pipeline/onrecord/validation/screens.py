"""Tells of a column's bytes, a few ways of breaking a rule at once, that none of its texts breaks it.

A screen may suspect what is right, never pass what is wrong: what is suspected is looked at by the rule itself. Looking
at bytes costs a tenth of what a pattern costs on each of many short texts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from onrecord.validation.files import READ_BYTES, Files
from onrecord.validation.stretch import Bytes, Ints, Stretch
from onrecord_schema.arrow import arrow_schema
from onrecord_schema.tables import TABLES

#: Whether any text of a column may break a rule.
Screen = Callable[[Stretch], bool]

#: Bytes of a table as stored uncompressed that are in memory at once, and its rows at most.
_BYTES = 8 * 2**20
_ROWS = 65_536
_BLANKS = tuple(one.encode() for one in " \t\n\r\xa0\u2003\u202f\u3000")
#: How U+FFFD, letters with accents and quotation marks begin that were read byte by byte: more than the rules mean.
_MISREAD = tuple(one.encode() for one in ("\ufffd", "Ã", "Â", "â€", "ï»"))


def is_empty(texts: Stretch) -> bool:
    """Whether a text has no character."""
    return bool((texts.is_known & (texts.begins == texts.ends)).any())


def has_blank_edge(texts: Stretch) -> bool:
    """Whether a text is empty, or begins or ends with a blank."""
    if is_empty(texts):
        return True
    begins, ends = texts.begins[texts.is_known], texts.ends[texts.is_known]
    firsts, lasts = texts.data[begins], texts.data[ends - 1]
    return any(
        _stands(texts.data, begins[firsts == blank[0]], blank)
        or _stands(texts.data, np.maximum(ends[lasts == blank[-1]] - len(blank), 0), blank)
        for blank in _BLANKS
    )


def is_odd(texts: Stretch) -> bool:
    """Whether a text holds a control character, C1 ones included, or a sign of a wrong decoding."""
    data = texts.data[: _size(texts)]
    controls = data < ord(" ")
    for blank in b"\t\n\r":
        controls &= data != blank
    if controls.any() or (data == 0x7F).any():
        return True
    begun = np.flatnonzero(data[:-1] == 0xC2)
    return bool((data[begun + 1] < 0xA0).any()) or any(
        _stands(texts.data, np.flatnonzero(data == sign[0]), sign) for sign in _MISREAD
    )


def has_carriage_return(texts: Stretch) -> bool:
    return bool((texts.data == ord("\r")).any())


def _size(texts: Stretch) -> int:
    return int(texts.ends[-1]) if len(texts) else 0


def _stands(data: Bytes, at: Ints, sign: bytes) -> bool:
    """Whether some bytes stand at any of these places."""
    at = at[at + len(sign) <= len(data)]
    for position, byte in enumerate(sign):
        at = at[data[at + position] == byte]
    return bool(len(at))


def unsuspected(files: Files, name: str, screens: Mapping[tuple[str, str], Screen]) -> set[tuple[str, str]]:
    """Which (rule, column) of a table its file breaks nowhere; none when the file cannot be read so."""
    clean = set(screens)
    try:
        for batch in _batches(files, name, sorted({column for _, column in clean})):
            stretches = {}
            for one in sorted(clean):
                if one[1] not in stretches:
                    stretches[one[1]] = _stretch(batch.column(one[1]))
                texts = stretches[one[1]]
                if texts is None or screens[one](texts):
                    clean.discard(one)
    except (pa.ArrowException, OSError, ValueError):
        return set()
    return clean


def _stretch(column: pa.Array) -> Stretch | None:
    """A column's distinct texts, or the items of its lists; None where a list has a null for an item."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary
    column.validate(full=True)  # bytes that are no text are an error that the rule itself has to meet
    if hasattr(column, "flatten") and pa.types.is_nested(column.type):
        column = column.flatten()
        if column.null_count:
            return None
    return Stretch(column)


def _batches(files: Files, name: str, columns: list[str]) -> Iterator[pa.RecordBatch]:
    # What is said again and again is stored once; running text is not.
    kinds = arrow_schema(TABLES[name])
    short = [one for one in columns if kinds.field(one).type == pa.string() and one not in ("text", "body")]
    with pq.ParquetFile(files.path(name), read_dictionary=short, buffer_size=READ_BYTES, pre_buffer=False) as parquet:
        metadata = parquet.metadata
        size = sum(metadata.row_group(group).total_byte_size for group in range(metadata.num_row_groups))
        rows = min(_ROWS, max(256, int(_BYTES / max(size / max(metadata.num_rows, 1), 1))))
        yield from parquet.iter_batches(rows, columns=columns, use_threads=False)
