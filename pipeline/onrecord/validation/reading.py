"""Reads every article once, with all that stands in it, and finds the rows that do not say what their text says.

The tables come in the order of their articles, some articles at a time, so that memory does not grow with the dataset.
Tables in another order, as others may write them, are put in order by the database first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from onrecord.validation.columns import Columns
from onrecord.validation.files import READ_BYTES, Files
from onrecord.validation.held_against_text import Reading
from onrecord.validation.texts import Articles
from onrecord.validation.words_of_persons import Told, Words
from onrecord_schema.arrow import arrow_schema
from onrecord_schema.tables import TABLES

#: Articles that are in memory at once; rows that are read at once, and at most compared at once.
_ARTICLES = 256
_ROWS, _ROWS_COMPARED = 4_096, 32_768
#: Faulty rows that are held until they are put into the database.
_HELD = 50_000
_SEGMENTS = ("ordinal", "start", "end", "text", "role", "kept")
_NOTHING = Columns(pa.table({"article_id": pa.array([], pa.string())}), np.empty(0, np.int64))


class OutOfOrder(Exception):
    """A table is not in the order of its articles."""


#: What is faulty: the rule's place among those checked, the column, the row's key, and what was found if not its value.
MISREAD = """CREATE OR REPLACE TABLE misread (
    position INTEGER, column_name VARCHAR, key VARCHAR, found VARCHAR)"""


@dataclass(frozen=True)
class Part:
    """A reading for one column of a rule; `position` is the rule's place among those that are checked."""

    position: int
    table: str
    column: str
    key: str
    """Column of the row's key."""
    reading: Reading


def read_articles(
    connection: duckdb.DuckDBPyConnection, files: Files, parts: Sequence[Part], told: Sequence[Told]
) -> None:
    """Put what is faulty into `misread` (position, column_name, key, found); a table that cannot be read raises."""
    columns: dict[str, set[str]] = {"articles": {"text"}, "segments": set(_SEGMENTS)}
    for part in parts:
        columns.setdefault(part.table, set()).update({part.key, *part.reading.columns})
    tables = {
        name: sorted(wanted - files.unusable[name] - {"article_id"})
        for name, wanted in columns.items()
        if name in files.row_counts
    }
    for read in (_from_file, _from_database):
        connection.execute(MISREAD)
        try:
            _find(
                connection,
                {name: read(connection, files, name, wanted) for name, wanted in tables.items()},
                parts,
                told,
            )
        except OutOfOrder:
            continue
        return


def _find(
    connection: duckdb.DuckDBPyConnection,
    tables: Mapping[str, Iterable[pa.RecordBatch]],
    parts: Sequence[Part],
    told: Sequence[Told],
) -> None:
    words = Words(connection, told)
    held = Faulty(connection)
    others = {name: Following(batches) for name, batches in tables.items() if name != "articles"}
    others["words"] = Following(words.by_article(_ROWS) if told else ())
    authors = _authors(connection, parts)
    of_table: dict[str, list[Part]] = {}
    for part in parts:
        of_table.setdefault(part.table, []).append(part)
    whole = {part.table for part in parts if part.reading.of_whole} | {"segments"}
    for listed in _some_articles(tables["articles"]):
        ids = listed.column("article_id").to_pylist()
        place = {key: position for position, key in reversed(list(enumerate(ids)))}
        given = {name: one.until(ids[-1], place, name in whole) for name, one in others.items()}
        segments = next(given.get("segments", iter(())), _NOTHING)
        given |= {"segments": iter([segments]), "articles": iter([Columns(listed, np.arange(len(ids)))])}
        articles = Articles(listed.column("text"), segments, authors)
        for name, some in given.items():
            for rows in some:
                for part in of_table.get(name, ()):
                    held.add(part, rows, part.reading.faulty(articles, rows))
                if name == "words":
                    words.look_for(articles, rows)
    held.flush()
    words.put_faulty()


def _authors(connection: duckdb.DuckDBPyConnection, parts: Sequence[Part]) -> frozenset[str]:
    if all("person_id" not in part.reading.columns for part in parts):
        return frozenset()
    return frozenset(one for (one,) in connection.execute("SELECT person_id FROM persons WHERE is_author").fetchall())


class Faulty:
    """Collects faulty rows and puts them into the database, many at a time."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._rows: list[tuple[int, str, str | None, str | None]] = []

    def add(self, part: Part, rows: Columns, found: Iterable[tuple[int, str | None]]) -> None:
        for position, value in found:
            self._rows.append((part.position, part.column, rows.column(part.key)[position].as_py(), value))
        if len(self._rows) > _HELD:
            self.flush()

    def flush(self) -> None:
        if self._rows:
            position, *texts = zip(*self._rows, strict=True)
            arrays = [pa.array(position, pa.int32()), *(pa.array(text, pa.string()) for text in texts)]
            found = pa.table(arrays, names=["position", "column_name", "key", "found"])
            self._connection.register("found_misread", found)
            self._connection.execute("INSERT INTO misread SELECT * FROM found_misread")
            self._connection.unregister("found_misread")
            self._rows.clear()


class Following:
    """The rows of a table that is in the order of its articles, given out article by article."""

    def __init__(self, batches: Iterable[pa.RecordBatch]) -> None:
        self._batches = iter(batches)
        self._rest: pa.RecordBatch | None = next(self._batches, None)
        self._no_rows = [] if self._rest is None else [self._rest.slice(0, 0)]

    def until(self, last: str, place: Mapping[str, int], whole: bool) -> Iterator[Columns]:
        """The rows up to those of the article `last`, without those of articles that have no place: all, or some at a
        time, however many an article has."""
        taken: list[pa.RecordBatch] = []
        while self._rest is not None:
            ids = self._rest.column("article_id")
            count = _up_to(ids, last)
            taken.append(self._rest.slice(0, count))
            if count < len(ids):
                self._rest = self._rest.slice(count)
                break
            self._rest = next(self._batches, None)
            if not whole and sum(map(len, taken)) >= _ROWS_COMPARED:
                yield _placed(taken, place)
                taken = []
        if taken or (whole and self._no_rows):
            yield _placed(taken or self._no_rows, place)


def _placed(batches: list[pa.RecordBatch], place: Mapping[str, int]) -> Columns:
    table = pa.Table.from_batches(batches)
    coded = table.column("article_id").combine_chunks().dictionary_encode()
    known = np.array([place.get(one, -1) for one in coded.dictionary.to_pylist()] or [-1])
    article = known[coded.indices.to_numpy(zero_copy_only=False)]
    if (article < 0).any():
        table, article = table.filter(pa.array(article >= 0)), article[article >= 0]
    return Columns(table, article)


def _up_to(ids: pa.Array, last: str) -> int:
    """How many of the ordered ids come before `last` or are it."""
    low, high = 0, len(ids)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if ids[middle].as_py() <= last else (low, middle)
    return low


def _some_articles(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.Table]:
    for batch in batches:
        for first in range(0, len(batch), _ARTICLES):
            yield pa.Table.from_batches([batch.slice(first, _ARTICLES)])


def _from_file(
    connection: duckdb.DuckDBPyConnection, files: Files, name: str, columns: Sequence[str]
) -> Iterator[pa.RecordBatch]:
    """Batches of some columns in the file's order; raises OutOfOrder where that is not the articles'."""
    last = ""
    # First of all the columns, which a table without rows has too.
    kinds = arrow_schema(TABLES[name])
    yield _no_rows(pa.schema([kinds.field(column) for column in ("article_id", *columns)]))
    size = _ARTICLES if name == "articles" else _ROWS
    with pq.ParquetFile(files.path(name), buffer_size=READ_BYTES, pre_buffer=False) as parquet:
        for found in parquet.iter_batches(size, columns=["article_id", *columns], use_threads=False):
            if not len(found):
                continue
            # Other writers' dictionaries and large strings hold the same values.
            fields = [kinds.field(column) for column in found.schema.names]
            arrays = [found.column(field.name).cast(field.type) for field in fields]
            batch = pa.record_batch(arrays, names=found.schema.names)
            ids = batch.column("article_id")
            in_order = pc.all(pc.less_equal(ids[:-1], ids[1:])).as_py() is not False
            if ids.null_count or not in_order or ids[0].as_py() < last:
                raise OutOfOrder(name)
            last = ids[-1].as_py()
            yield batch


def _from_database(
    connection: duckdb.DuckDBPyConnection, files: Files, name: str, columns: Sequence[str]
) -> Iterator[pa.RecordBatch]:
    """The same, put in order."""
    names = ", ".join(f'"{column}"' for column in ("article_id", *columns))
    ordered = f"SELECT {names} FROM {name} WHERE article_id IS NOT NULL ORDER BY article_id"
    reader: pa.RecordBatchReader = connection.cursor().sql(ordered).to_arrow_reader(_ROWS)
    yield _no_rows(reader.schema)
    yield from reader


def _no_rows(schema: pa.Schema) -> pa.RecordBatch:
    return pa.record_batch([pa.array([], field.type) for field in schema], names=schema.names)
