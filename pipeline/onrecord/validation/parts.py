"""Meets a large table's expectations part by part, so that memory does not grow with the table.

What only the whole table can show (that a key is there once) is left to the SQL rules.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

#: Tables above either are read in parts.
LARGE_ROWS = 16_384
_LARGE_BYTES = 4 * 2**20
#: Rows of a part at most, and bytes of it as stored uncompressed (as Python objects they are a few times that).
_PART_ROWS = 16_384
_PART_BYTES = 4 * 2**20
#: Of a column read at a time, however large its row group is.
_BUFFER_BYTES = 2**17
#: Unexpected values that a result lists.
_SHOWN = 20


def is_large(path: Path) -> bool:
    """Whether a table is better read in parts than whole."""
    metadata = pq.read_metadata(path)
    return bool(metadata.num_rows > LARGE_ROWS or _bytes_of(metadata) > _LARGE_BYTES)


def meet_in_parts(context: Any, path: Path, suite: Any) -> list[Any]:
    """The result of every expectation of `suite` over the whole table at `path`, added up from its parts."""
    source = context.data_sources.add_pandas(f"parts of {path.stem}")
    definition = source.add_dataframe_asset(path.stem).add_batch_definition_whole_dataframe("part")
    total: list[Any] = []
    # A batch and its engine hold each other, and with them all rows of the part, until they are found as garbage; to
    # look for it among all that was imported would take as long as the part.
    gc.freeze()
    try:
        for frame in _parts(path):
            found = definition.get_batch(batch_parameters={"dataframe": frame}).validate(suite).results
            if total:
                for one, other in zip(total, found, strict=True):
                    _add(one, other)
            else:
                total = found
            del frame
            gc.collect()
    finally:
        gc.unfreeze()
        context.data_sources.delete(source.name)  # it holds the last part
    return total


def _parts(path: Path) -> Iterator[Any]:
    with pq.ParquetFile(path, buffer_size=_BUFFER_BYTES) as parquet:
        row_bytes = _bytes_of(parquet.metadata) / max(parquet.metadata.num_rows, 1)
        rows = int(min(_PART_ROWS, max(1024, _PART_BYTES / max(row_bytes, 1))))
        for batch in parquet.iter_batches(batch_size=rows, use_threads=False):
            yield batch.to_pandas()


def _bytes_of(metadata: Any) -> int:
    return sum(metadata.row_group(group).total_byte_size for group in range(metadata.num_row_groups))


def _add(total: Any, part: Any) -> None:
    """Add what a part of the rows showed to what the parts before it did."""
    total.success = bool(total.success and part.success)
    if part.exception_info.get("raised_exception"):
        total.exception_info = part.exception_info
    if not total.result or not part.result:
        total.result = total.result if not total.success and total.result else part.result
        return
    for name in ("element_count", "missing_count", "unexpected_count"):
        if name in part.result:
            total.result[name] = total.result.get(name, 0) + part.result[name]
    for name in ("partial_unexpected_list", "partial_unexpected_index_list", "partial_unexpected_counts"):
        if name in part.result:
            total.result[name] = [*total.result.get(name, ()), *_sequence(part.result[name])][:_SHOWN]
    if "unexpected_count" in total.result:
        _count_percent(total.result)


def _sequence(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list | tuple) else ()


def _count_percent(result: dict[str, Any]) -> None:
    rows, missing = result.get("element_count", 0), result.get("missing_count", 0)
    unexpected = result["unexpected_count"]
    result["unexpected_percent"] = 100 * unexpected / max(rows - missing, 1)
    if "missing_percent" in result:
        result["missing_percent"] = 100 * missing / max(rows, 1)
    result["unexpected_percent_total"] = 100 * unexpected / max(rows, 1)
    result["unexpected_percent_nonmissing"] = result["unexpected_percent"]
