"""Lays a dataset's tables out for the report in a scratch folder: whatever state the files are in, every row has every
column of the contract, and what is in memory does not grow with the dataset.

What is missing, damaged or of another type is null here. The report must open for the worst of datasets: that is when
it is needed; what is wrong with them is validation's to say.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import IO, Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from onrecord_schema.arrow import arrow_schema
from onrecord_schema.tables import TABLES, Table

Row = dict[str, Any]

#: Articles that have a page: more than anyone reads, and still minutes to write.
MOST_ARTICLES = 10_000
#: What the database holds in memory; the rest of it lies in its file.
_MEMORY_LIMIT = "48MB"
#: Rows that the database collects before it writes them.
_ROW_GROUP = 8192
#: Rows that are read of a file at once: texts of articles are long, so they come in fewer.
_BATCH_ROWS, _BATCH_ARTICLES = 2048, 128
#: Bytes of a column that are read at once.
_BUFFER_BYTES = 1 << 16
#: Tables of which nothing is shown, and long columns that the article's text holds as well.
_NOT_SHOWN = ("judgments", "crosswalk")
_IN_THE_TEXT = {"mentions": ("text",), "quantities": ("text",), "dates": ("text",)}
#: Columns of articles that lie in a file of texts; in the table stands where.
_LONG = ("text", "body")
_PLACES = ("text_at", "text_bytes", "body_at", "body_bytes")
#: The days that Python can name, as days since 1970.
_FIRST_DAY, _LAST_DAY = (date.min - date(1970, 1, 1)).days, (date.max - date(1970, 1, 1)).days


class Tables:
    """The tables, in the order of their files: `rowid` is a row's position, from 0.

    `articles` has, in place of `text` and `body`, where each begins in the file of texts and how many bytes it has.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, texts: IO[bytes]) -> None:
        self._connection, self._texts = connection, texts

    def values(self, query: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """What a query finds, row by row."""
        return self._connection.execute(query, parameters).fetchall()

    def value(self, query: str, *parameters: Any) -> Any:
        """The one value that a query finds."""
        return self.values(query, *parameters)[0][0]

    def rows(self, query: str, *parameters: Any) -> list[Row]:
        """What a query finds, each row by the names of its columns; of articles with their text and body."""
        found = self._connection.execute(query, parameters)
        names = [column[0] for column in found.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
        for column in _LONG:
            if f"{column}_at" in names:
                for row in rows:
                    row[column] = self._text(row.pop(f"{column}_at"), row.pop(f"{column}_bytes"))
        return rows

    def columns(self, table: str) -> str:
        """All columns of a table for a SELECT, but the long texts of articles."""
        return f"{table}.* EXCLUDE ({', '.join(_PLACES)})" if table == "articles" else f"{table}.*"

    def keep(self, name: str, query: str) -> None:
        """Keep what a query finds, in its order, as a table of its own."""
        self._connection.execute(f"CREATE TABLE {name} AS {query}")

    def _text(self, start: int, length: int | None) -> str | None:
        if length is None:
            return None
        self._texts.seek(start)
        return self._texts.read(length).decode()


@contextmanager
def opened(folder: Path, articles: Iterable[str] = (), most_articles: int = MOST_ARTICLES) -> Iterator[Tables]:
    """The tables of the dataset in `folder`, empty where a file is missing or cannot be read.

    Of a dataset with more than `most_articles`, only what stands in the first of them, by id, and in `articles`.
    Raises OSError where there is no room for the scratch folder.
    """
    with (
        tempfile.TemporaryDirectory(prefix="onrecord-report-") as scratch,
        Path(scratch, "texts").open("w+b") as texts,
    ):
        connection = duckdb.connect(
            config={
                "memory_limit": _MEMORY_LIMIT,
                "temp_directory": scratch,
                "threads": 1,
                "autoinstall_known_extensions": "false",
            },
        )
        try:
            connection.execute("SET enable_progress_bar = false")
            path = scratch.replace("'", "''")
            connection.execute(f"ATTACH '{path}/tables.duckdb' AS tables (ROW_GROUP_SIZE {_ROW_GROUP})")
            connection.execute("USE tables")
            _fill(connection, texts, folder, sorted(set(articles)), most_articles)
            yield Tables(connection, texts)
        except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
            raise OSError(str(error).splitlines()[0]) from error
        finally:
            connection.close()


def _fill(
    connection: duckdb.DuckDBPyConnection, texts: IO[bytes], folder: Path, articles: list[str], most_articles: int
) -> None:
    _load(connection, texts, folder, TABLES["articles"], "")
    (count,) = connection.execute("SELECT count(*) FROM articles").fetchall()[0]
    within: dict[str, str] = {}
    if count > most_articles:
        connection.execute(
            "DELETE FROM articles WHERE article_id IS NULL OR NOT list_contains(?::VARCHAR[], article_id) AND "
            "article_id > (SELECT article_id FROM articles WHERE article_id IS NOT NULL ORDER BY article_id LIMIT 1 "
            "OFFSET ?)",
            [articles, most_articles - 1],
        )
        within = {
            "article_id": "WHERE article_id IN (SELECT article_id FROM articles)",
            "person_id": "WHERE person_id IN (SELECT person_id FROM mentions)",
            "story_id": "WHERE story_id IN (SELECT story_id FROM articles)",
        }
    for table in TABLES.values():
        if table.name not in ("articles", *_NOT_SHOWN):
            _load(connection, texts, folder, table, within.get(table.sort[0], ""))


def _load(connection: duckdb.DuckDBPyConnection, texts: IO[bytes], folder: Path, table: Table, where: str) -> None:
    """Make one table of one file; where it cannot be read to its end, it is empty."""
    left_out = _IN_THE_TEXT.get(table.name, ())
    schema = pa.schema([field.with_nullable(True) for field in arrow_schema(table) if field.name not in left_out])
    is_articles = table.name == "articles"
    made = _without_texts(schema) if is_articles else schema
    connection.register("empty", made.empty_table())
    connection.execute(f"CREATE TABLE {table.name} AS SELECT * FROM empty")
    connection.unregister("empty")
    try:
        with pq.ParquetFile(folder / f"{table.name}.parquet", buffer_size=_BUFFER_BYTES) as file:
            batches: Iterator[pa.RecordBatch] = (
                _conformed(batch, schema) for batch in _read(file, schema, is_articles)
            )
            if is_articles:
                batches = (_texts_apart(batch, texts) for batch in batches)
            elif table.name == "segments":
                batches = map(_without_kept_text, batches)
            found = pa.RecordBatchReader.from_batches(made, batches)
            connection.register("found", found)
            connection.execute(f"INSERT INTO {table.name} SELECT * FROM found {where}")
    except (duckdb.IOException, duckdb.OutOfMemoryException):
        raise
    except (OSError, pa.ArrowException, duckdb.Error):
        return
    finally:
        connection.unregister("found")


def _read(file: pq.ParquetFile, schema: pa.Schema, is_articles: bool) -> Iterator[pa.RecordBatch]:
    names = file.schema_arrow.names
    known = [name for name in schema.names if names.count(name) == 1]
    at_once = _BATCH_ARTICLES if is_articles else _BATCH_ROWS
    if known:
        yield from file.iter_batches(at_once, columns=known, use_threads=False)
    else:  # nothing is known of so many rows
        yield from pa.table({"": pa.nulls(file.metadata.num_rows)}).to_batches(at_once)


def _without_texts(schema: pa.Schema) -> pa.Schema:
    places = [pa.field(name, pa.int64()) for name in (*_PLACES, "chars")]
    return pa.schema([*(field for field in schema if field.name not in _LONG), *places])


def _texts_apart(batch: pa.RecordBatch, texts: IO[bytes]) -> pa.RecordBatch:
    """A batch of articles with its texts written to their file, and in their place where they are."""
    places = []
    for name in _LONG:
        starts, lengths = list[int](), list[int | None]()
        for value in batch.column(name):
            text = value.as_buffer()
            starts.append(texts.tell())
            lengths.append(None if text is None else texts.write(text))
        places += [pa.array(starts, pa.int64()), pa.array(lengths, pa.int64())]
    schema = _without_texts(batch.schema)
    kept = [batch.column(name) for name in schema.names if name in batch.schema.names]
    return pa.record_batch([*kept, *places, pc.utf8_length(batch.column("text")).cast(pa.int64())], schema=schema)


def _without_kept_text(batch: pa.RecordBatch) -> pa.RecordBatch:
    """A batch of segments with the text of those only that were set aside: the others' is the article's."""
    aside = pc.fill_null(pc.invert(batch.column("kept")), False)
    place = batch.schema.get_field_index("text")
    text = pc.if_else(aside, batch.column("text"), pa.scalar(None, pa.string()))
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
        # A string that is no UTF-8 is shown with replacement marks.
        raw = column.cast(pa.binary()).to_pylist()
        return pa.array([value and value.decode(errors="replace") for value in raw], kind)
    if kind == pa.date32():
        days = column.cast(pa.int32())
        known = pc.and_(pc.greater_equal(days, _FIRST_DAY), pc.less_equal(days, _LAST_DAY))
        return pc.if_else(known, column, pa.scalar(None, kind))
    return column
