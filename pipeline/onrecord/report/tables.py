"""Lays a dataset's tables out for the report in a scratch folder: whatever state the files are in, every row has every
column of the contract, and what is in memory does not grow with the dataset.

What is missing, damaged or of another type is null here. The report must open for the worst of datasets: that is when
it is needed; what is wrong with them is validation's to say.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from heapq import nsmallest
from pathlib import Path
from typing import IO, Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from onrecord.report.load import BATCH_ROWS, BUFFER_BYTES, LONG, PLACES, load
from onrecord_schema.tables import TABLES

Row = dict[str, Any]

#: Articles that have a page: more than anyone reads, and still minutes to write.
MOST_ARTICLES = 10_000
#: What the database holds in memory; the rest of it lies in its file.
_MEMORY_LIMIT = "48MB"
#: Rows that the database collects before it writes them.
_ROW_GROUP = 8192
#: Tables of which nothing is shown.
_NOT_SHOWN = ("judgments", "crosswalk")


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
        for column in LONG:
            if f"{column}_at" in names:
                for row in rows:
                    row[column] = self._text(row.pop(f"{column}_at"), row.pop(f"{column}_bytes"))
        return rows

    def columns(self, table: str) -> str:
        """All columns of a table for a SELECT, but the long texts of articles."""
        return f"{table}.* EXCLUDE ({', '.join(PLACES)})" if table == "articles" else f"{table}.*"

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
    last = _last_shown(folder / "articles.parquet", most_articles)
    chosen = None if last is None else (last, pa.array(articles, pa.string()))
    load(connection, texts, folder, TABLES["articles"], "", chosen)
    within: dict[str, str] = {}
    if chosen:
        within = {
            "article_id": "WHERE article_id IN (SELECT article_id FROM articles)",
            "person_id": "WHERE person_id IN (SELECT person_id FROM mentions)",
            "story_id": "WHERE story_id IN (SELECT story_id FROM articles)",
        }
    for table in TABLES.values():
        if table.name not in ("articles", *_NOT_SHOWN):
            load(connection, texts, folder, table, within.get(table.sort[0], ""))


def _last_shown(path: Path, most_articles: int) -> str | None:
    """The id of the last article that is shown; None where all of them are."""
    try:
        with pq.ParquetFile(path, buffer_size=BUFFER_BYTES) as file:
            if file.metadata.num_rows <= most_articles or file.schema_arrow.names.count("article_id") != 1:
                return None
            batches = file.iter_batches(BATCH_ROWS, columns=["article_id"], use_threads=False)
            ids = (key for batch in batches for key in batch.column(0).to_pylist() if isinstance(key, str))
            return max(nsmallest(most_articles, ids), default=None)
    except (OSError, ValueError, pa.ArrowException):
        return None
