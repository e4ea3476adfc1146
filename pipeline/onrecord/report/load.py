"""Loads a table's file in any state into the report's database: rows have the contract's columns, with null for values
that are missing, damaged or of another type.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import IO

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from onrecord_schema.arrow import arrow_schema
from onrecord_schema.tables import Table

#: Rows that are read of a file at once; fewer of articles, whose texts are long.
BATCH_ROWS, _BATCH_ARTICLES = 2048, 128
#: Bytes of a column that are read at once.
BUFFER_BYTES = 1 << 16
#: Columns that only repeat the article's text.
_IN_THE_TEXT = {"mentions": ("text",), "quantities": ("text",), "dates": ("text",)}
#: Columns of articles that are kept in a file of texts; the table has the first byte and the length of each.
LONG = ("text", "body")
PLACES = ("text_at", "text_bytes", "body_at", "body_bytes")
#: The range of Python's dates, in days since 1970.
_FIRST_DAY, _LAST_DAY = (date.min - date(1970, 1, 1)).days, (date.max - date(1970, 1, 1)).days


def load(
    connection: duckdb.DuckDBPyConnection,
    texts: IO[bytes],
    folder: Path,
    table: Table,
    where: str,
    chosen: tuple[str, pa.Array] | None = None,
) -> None:
    """Create a table from its file; it stays empty where the file cannot be read to its end.

    `where` is an SQL clause that selects rows; `chosen` selects articles up to an id, and the ids listed beside it.
    Raises OSError where there is no room for the texts.
    """
    left_out = _IN_THE_TEXT.get(table.name, ())
    schema = pa.schema([field.with_nullable(True) for field in arrow_schema(table) if field.name not in left_out])
    is_articles = table.name == "articles"
    unwritten: list[OSError] = []
    made = _without_texts(schema) if is_articles else schema
    connection.register("empty", made.empty_table())
    connection.execute(f"CREATE TABLE {table.name} AS SELECT * FROM empty")
    connection.unregister("empty")
    try:
        with pq.ParquetFile(folder / f"{table.name}.parquet", buffer_size=BUFFER_BYTES) as file:
            batches: Iterator[pa.RecordBatch] = (
                _conformed(batch, schema) for batch in _read(file, schema, is_articles)
            )
            if chosen:
                batches = (_only(batch, *chosen) for batch in batches)
            if is_articles:
                batches = (_with_texts_moved(batch, texts, unwritten) for batch in batches)
            elif table.name == "segments":
                batches = map(_without_kept_text, batches)
            found = pa.RecordBatchReader.from_batches(made, batches)
            connection.register("found", found)
            connection.execute(f"INSERT INTO {table.name} SELECT * FROM found {where}")
    except (duckdb.IOException, duckdb.OutOfMemoryException):
        raise
    except (OSError, pa.ArrowException, duckdb.Error):
        if unwritten:  # a full disk is no fault of the file and must not end in a report without articles
            raise unwritten[0] from None
    finally:
        connection.unregister("found")


def _read(file: pq.ParquetFile, schema: pa.Schema, is_articles: bool) -> Iterator[pa.RecordBatch]:
    names = file.schema_arrow.names
    known = [name for name in schema.names if names.count(name) == 1]
    at_once = _BATCH_ARTICLES if is_articles else BATCH_ROWS
    if known:
        yield from file.iter_batches(at_once, columns=known, use_threads=False)
    else:  # rows of nulls
        yield from pa.table({"": pa.nulls(file.metadata.num_rows)}).to_batches(at_once)


def _only(batch: pa.RecordBatch, last: str, others: pa.Array) -> pa.RecordBatch:
    ids = batch.column("article_id")
    return batch.filter(pc.fill_null(pc.or_(pc.less_equal(ids, last), pc.is_in(ids, value_set=others)), False))


def _without_texts(schema: pa.Schema) -> pa.Schema:
    places = [pa.field(name, pa.int64()) for name in (*PLACES, "chars")]
    return pa.schema([*(field for field in schema if field.name not in LONG), *places])


def _with_texts_moved(batch: pa.RecordBatch, texts: IO[bytes], unwritten: list[OSError]) -> pa.RecordBatch:
    """A batch of articles with its texts moved to the file of texts.

    An error of writing is kept in `unwritten`: DuckDB replaces every error by its own.
    """
    places = []
    for name in LONG:
        starts, lengths = list[int](), list[int | None]()
        for value in batch.column(name):
            text = value.as_buffer()
            starts.append(texts.tell())
            try:
                lengths.append(None if text is None else texts.write(text))
            except OSError as error:
                unwritten.append(error)
                raise
        places += [pa.array(starts, pa.int64()), pa.array(lengths, pa.int64())]
    schema = _without_texts(batch.schema)
    kept = [batch.column(name) for name in schema.names if name in batch.schema.names]
    return pa.record_batch([*kept, *places, pc.utf8_length(batch.column("text")).cast(pa.int64())], schema=schema)


def _without_kept_text(batch: pa.RecordBatch) -> pa.RecordBatch:
    """A batch of segments without the text of kept ones, which the article has."""
    removed = pc.fill_null(pc.invert(batch.column("kept")), False)
    place = batch.schema.get_field_index("text")
    text = pc.if_else(removed, batch.column("text"), pa.scalar(None, pa.string()))
    return batch.set_column(place, batch.schema.field(place), text)


def _conformed(found: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    columns = [
        _as_type(found.column(field.name), field.type)
        if field.name in found.schema.names
        else pa.nulls(found.num_rows, field.type)
        for field in schema
    ]
    return pa.record_batch(columns, schema=schema)


def _as_type(column: pa.Array, kind: pa.DataType) -> pa.Array:
    try:
        column = column.cast(kind)
        column.validate(full=True)
    except pa.ArrowException:
        if kind != pa.string() or not pa.types.is_string(column.type):
            return pa.nulls(len(column), kind)
        # A string that is not UTF-8 is shown with replacement characters.
        raw = column.cast(pa.binary()).to_pylist()
        return pa.array([value and value.decode(errors="replace") for value in raw], kind)
    if kind == pa.date32():
        days = column.cast(pa.int32())
        known = pc.and_(pc.greater_equal(days, _FIRST_DAY), pc.less_equal(days, _LAST_DAY))
        return pc.if_else(known, column, pa.scalar(None, kind))
    return column
