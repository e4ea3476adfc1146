"""Reads a dataset's tables for the report: whatever state the files are in, every row has every column of the contract.

What is missing, damaged or of another type is null here. The report must open for the worst of datasets: that is when
it is needed; what is wrong with them is validation's to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from onrecord_schema.arrow import arrow_schema
from onrecord_schema.tables import TABLES, Table

Row = dict[str, Any]

#: Articles that have a page: more than anyone reads, and still minutes to write.
MOST_ARTICLES = 10_000
#: The days that Python can name, as days since 1970.
_FIRST_DAY, _LAST_DAY = (date.min - date(1970, 1, 1)).days, (date.max - date(1970, 1, 1)).days


class Rows:
    """A table's rows in the contract's order, made into dictionaries only when asked for."""

    def __init__(self, table: pa.Table) -> None:
        self._table = table
        self._of_article: dict[str | None, tuple[int, int]] = {}
        if "article_id" in table.column_names:
            first = 0
            for article_id, run in groupby(self.column("article_id")):
                length = sum(1 for _ in run)
                self._of_article.setdefault(article_id, (first, length))
                first += length

    def __len__(self) -> int:
        return int(self._table.num_rows)

    def __iter__(self) -> Iterator[Row]:
        for batch in self._table.to_batches(max_chunksize=4096):
            yield from batch.to_pylist()

    def of_article(self, article_id: str) -> list[Row]:
        first, length = self._of_article.get(article_id, (0, 0))
        rows: list[Row] = self._table.slice(first, length).to_pylist()
        return rows

    def column(self, name: str) -> list[Any]:
        values: list[Any] = self._table.column(name).to_pylist()
        return values

    def select(self, *names: str) -> list[tuple[Any, ...]]:
        """The rows' values in the columns named."""
        return list(zip(*(self.column(name) for name in names), strict=True))

    def at(self, positions: list[int]) -> list[Row]:
        rows: list[Row] = self._table.take(pa.array(positions, pa.int64())).to_pylist()
        return rows


def read_tables(folder: Path, articles: Iterable[str] = (), most_articles: int = MOST_ARTICLES) -> dict[str, Rows]:
    """Every table of the contract, empty where its file is missing or cannot be read.

    Of a dataset with more than `most_articles`, only what stands in the first of them, by id, and in `articles`.
    """
    listed = _read(folder / "articles.parquet", columns=["article_id"])
    rows = None
    if "article_id" in listed.column_names and listed.num_rows > most_articles:
        first = sorted(key for key in listed.column(0).to_pylist() if isinstance(key, str))[:most_articles]
        rows = pc.field("article_id").isin(sorted({*first, *articles}))
    return {
        name: Rows(
            _conformed(_read(folder / f"{name}.parquet", rows=rows if table.sort[0] == "article_id" else None), table)
        )
        for name, table in TABLES.items()
    }


def _read(path: Path, columns: list[str] | None = None, rows: pc.Expression | None = None) -> pa.Table:
    try:
        return pq.read_table(path, columns=columns, filters=rows, partitioning=None)
    except (OSError, pa.ArrowException):
        return pa.table({})


def _conformed(found: pa.Table, table: Table) -> pa.Table:
    schema = arrow_schema(table)
    columns = [
        _as_type(found.column(field.name), field.type)
        if found.column_names.count(field.name) == 1
        else pa.nulls(found.num_rows, field.type)
        for field in schema
    ]
    # The contract's "not null" does not hold for what is mended with nulls.
    conformed = pa.table(columns, schema=pa.schema([field.with_nullable(True) for field in schema]))
    return conformed.sort_by([(name, "ascending") for name in table.sort])


def _as_type(column: pa.ChunkedArray, kind: pa.DataType) -> pa.ChunkedArray:
    try:
        column = column.cast(kind)
        column.validate(full=True)
    except pa.ArrowException:
        if kind != pa.string() or not pa.types.is_string(column.type):
            return pa.chunked_array([pa.nulls(len(column), kind)])
        # A string that is no UTF-8 is shown with replacement marks.
        raw = column.cast(pa.binary()).to_pylist()
        return pa.chunked_array([pa.array([value and value.decode(errors="replace") for value in raw], kind)])
    if kind == pa.date32():
        days = column.cast(pa.int32())
        known = pc.and_(pc.greater_equal(days, _FIRST_DAY), pc.less_equal(days, _LAST_DAY))
        return pc.if_else(known, column, pa.scalar(None, kind))
    return column
