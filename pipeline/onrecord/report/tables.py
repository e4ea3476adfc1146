"""Opens the tables of a dataset for the report, in any state and with bounded memory.

Values that are missing, damaged or of another type are null: a broken dataset needs a report most.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from heapq import nsmallest
from pathlib import Path
from typing import IO, Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from onrecord.report.load import BATCH_ROWS, BUFFER_BYTES, LONG, PLACES, load
from onrecord.scratch import scratch_for
from onrecord_schema.tables import TABLES

Row = dict[str, Any]

#: Articles that have a page; more would take many minutes to write.
MOST_ARTICLES = 10_000
#: DuckDB memory limit; the rest is in its file.
_MEMORY_LIMIT = "48MB"
#: Rows that DuckDB collects before it writes them.
_ROW_GROUP = 8192
#: Tables that the report does not show.
_NOT_SHOWN = ("judgments", "changes", "crosswalk")


class Tables:
    """The tables as DuckDB tables; `rowid` is the position of a row in its file, from 0.

    `articles` has the first byte and the length of `text` and `body` in the file of texts instead of the columns.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, texts: IO[bytes]) -> None:
        self._connection, self._texts = connection, texts

    def values(self, query: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """The rows that a query finds, as tuples."""
        return self._connection.execute(query, parameters).fetchall()

    def value(self, query: str, *parameters: Any) -> Any:
        """The one value that a query finds."""
        return self.values(query, *parameters)[0][0]

    def rows(self, query: str, *parameters: Any) -> list[Row]:
        """The rows that a query finds, as dictionaries; articles with their text and body."""
        found = self._connection.execute(query, parameters)
        names = [column[0] for column in found.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
        for column in LONG:
            if f"{column}_at" in names:
                for row in rows:
                    row[column] = self._text(row.pop(f"{column}_at"), row.pop(f"{column}_bytes"))
        return rows

    def columns(self, table: str) -> str:
        """All columns of a table for a SELECT, without the long texts of articles."""
        return f"{table}.* EXCLUDE ({', '.join(PLACES)})" if table == "articles" else f"{table}.*"

    def keep(self, name: str, query: str) -> None:
        """Keep the result of a query, in its order, as a table."""
        self._connection.execute(f"CREATE TABLE {name} AS {query}")

    def _text(self, start: int, length: int | None) -> str | None:
        if length is None:
            return None
        self._texts.seek(start)
        return self._texts.read(length).decode()


@contextmanager
def opened(folder: Path, articles: Iterable[str] = (), most_articles: int = MOST_ARTICLES) -> Iterator[Tables]:
    """The tables of the dataset in `folder`; a table is empty where its file is missing or cannot be read.

    Of a dataset with more than `most_articles`, only the rows of the first ones by id and of `articles`. Raises OSError
    where there is no room for the scratch folder.
    """
    with scratch_for(folder) as scratch, (scratch / "texts").open("w+b") as texts:
        connection = duckdb.connect(
            config={
                "memory_limit": _MEMORY_LIMIT,
                "temp_directory": str(scratch),
                "threads": 1,
                "autoinstall_known_extensions": "false",
            },
        )
        try:
            connection.execute("SET enable_progress_bar = false")
            path = str(scratch).replace("'", "''")
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
    """The id of the last article that is shown; None where all are shown."""
    try:
        with pq.ParquetFile(path, buffer_size=BUFFER_BYTES) as file:
            if file.metadata.num_rows <= most_articles or file.schema_arrow.names.count("article_id") != 1:
                return None
            batches = file.iter_batches(BATCH_ROWS, columns=["article_id"], use_threads=False)
            ids = (key for batch in batches for key in batch.column(0).to_pylist() if isinstance(key, str))
            return max(nsmallest(most_articles, ids), default=None)
    except (OSError, ValueError, pa.ArrowException):
        return None
