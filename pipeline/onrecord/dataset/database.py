"""The database of one build: loaded with its documents, compared in SQL, read as the finished tables.

Comparing adds rows by column name to the tables that `tables.sql` declares, so a wrong column fails at once.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import as_file, files
from itertools import accumulate, chain, takewhile
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from onrecord_schema.arrow import arrow_schema
from onrecord_schema.sources import Source
from onrecord_schema.tables import DOCUMENT_TABLES, GROUPS, TABLES

Numbers = NDArray[np.int64]
Connection = duckdb.DuckDBPyConnection
Rows = Iterable[tuple[Any, ...]]

#: DuckDB memory limit in MB; kept low because DuckDB fills it, however little it needs.
_LEAST_MB, _MOST_MB = 56, 2_000
#: What DuckDB needs for each thread.
_MB_PER_THREAD = 60
#: While comparing, the limit follows the data: a share of what was loaded, and some times the texts of one batch.
_SHARE_OF_LOADED, _BATCH_TEXTS, _TIMES_TEXTS = 0.75, 2_048, 6
#: Rows that pass through Python at a time.
_BATCH_ROWS = 4_000
#: Rows of a part, and the number of parts beyond which parts are larger: each part scans the tables it is joined to.
_PART_ROWS, _MOST_PARTS = 16_000, 32
#: Shard files that are loaded at a time: some hundred documents.
_BATCH_SHARDS = 32
#: A final table is sorted in ranges of about so many rows, or in so many ranges, to limit memory.
_RANGE_ROWS, _RANGES = 32_768, 16
#: Rows of a batch of a final table: DuckDB's vector size.
_VECTOR_ROWS = 2_048

#: The final rows of persons, beside the documents' rows in `persons`.
_SAME_COLUMNS = {"united_persons": "persons"}
_OF_GROUP = ", ".join(
    f"groups.{column} AS {column}"
    for column in ("is_canonical", "article_count", "story_count", "first_reported", "last_reported")
)
#: Table -> its finished rows, if these differ from what the database has under its name.
_FINISHED = {
    "articles": """
        SELECT articles.* REPLACE (versions.story_id AS story_id, versions.is_canonical AS is_canonical,
            versions.similarity AS version_similarity)
        FROM articles JOIN versions USING (article_id)""",
    "claims": f"""
        SELECT claims.* REPLACE (person_links.person_id AS person_id, group_id AS claim_group_id, {_OF_GROUP})
        FROM claims JOIN claim_groups AS groups ON member = claim_id
        LEFT JOIN person_links ON local_id = claims.person_id""",
    "events": f"""
        SELECT events.* REPLACE (coalesce(event_people.person_ids, []) AS person_ids, group_id AS event_group_id,
            {_OF_GROUP})
        FROM events JOIN event_groups AS groups ON member = event_id LEFT JOIN event_people USING (event_id)""",
    "mentions": """
        SELECT mentions.* REPLACE (person_links.person_id AS person_id)
        FROM mentions JOIN person_links ON local_id = mentions.person_id""",
    "persons": "FROM united_persons",
}


def open_database(folder: Path, memory_factor: int = 1) -> Connection:
    """A database in the empty `folder` that spills to disk there beyond its memory limit, which the factor raises."""
    connection = duckdb.connect(str(folder / "gathered.duckdb"))
    _limit_memory(connection, _LEAST_MB * memory_factor)
    connection.execute("SET temp_directory = ?", [str(folder / "spill")])
    connection.execute("SET preserve_insertion_order = false")
    connection.execute("SET streaming_buffer_size = '1MB'")
    return connection


def fit_memory(connection: Connection, memory_factor: int = 1) -> None:
    """Set the memory limit, raised by the factor, to what comparing the loaded documents needs."""
    connection.execute("CHECKPOINT")
    ((loaded_mb, texts_mb),) = connection.execute(
        f"""
        SELECT used_blocks * block_size / 1e6, (
            SELECT coalesce(least(count(*), {_BATCH_TEXTS}) * avg(strlen(text)), 0) / 1e6 FROM articles
        ) FROM pragma_database_size()
        """
    ).fetchall()
    megabytes = max(_LEAST_MB, _SHARE_OF_LOADED * loaded_mb) + _TIMES_TEXTS * texts_mb
    _limit_memory(connection, int(min(megabytes, _MOST_MB)) * memory_factor)


def _limit_memory(connection: Connection, megabytes: int) -> None:
    connection.execute(f"SET memory_limit = '{megabytes}MB'")
    connection.execute(f"SET threads = {max(1, min(os.cpu_count() or 1, megabytes // _MB_PER_THREAD))}")


@cache
def _declared() -> dict[str, str]:
    """Table of `tables.sql` -> its columns."""
    text = files("onrecord.dataset").joinpath("tables.sql").read_text(encoding="utf-8")
    found = re.findall(r"CREATE TABLE ([\w<>]+) \((.+?)\);", text, re.DOTALL)
    return {name.replace("<kind>", kind): columns for name, columns in found for kind in GROUPS}


def create(connection: Connection, *names: str) -> None:
    """Create tables without rows, as declared; a table of that name is replaced."""
    for name in names:
        if columns := _declared().get(name):
            connection.execute(f"CREATE OR REPLACE TABLE {name} ({columns})")
        else:
            schema = arrow_schema(TABLES[_SAME_COLUMNS.get(name, name)])
            connection.register("no_rows", schema.empty_table())
            connection.execute(f"CREATE OR REPLACE TABLE {name} AS FROM no_rows")
            connection.unregister("no_rows")


def fill(connection: Connection, **queries: str) -> None:
    """Create tables, one after another, each with the rows of its query."""
    for name, query in queries.items():
        create(connection, name)
        insert(connection, name, query)


def insert(connection: Connection, name: str, query: str) -> None:
    """Add the rows of a query, whose columns have the names of the table's."""
    connection.execute(f"INSERT INTO {name} BY NAME {query}")


def append(connection: Connection, name: str, rows: Rows) -> None:
    """Add rows whose values are in the order of the table's columns."""
    columns = list(zip(*rows, strict=True))
    if not columns:
        return
    schema = connection.table(name).limit(0).to_arrow_table().schema
    arrays = [_array(column, field.type) for column, field in zip(columns, schema, strict=True)]
    connection.register("batch", pa.table(arrays, schema=schema))
    connection.execute(f"INSERT INTO {name} FROM batch")
    connection.unregister("batch")


def _array(values: Sequence[Any], of: pa.DataType) -> pa.Array:
    """Builds an array of lists from its flat values: Arrow takes six times as long to convert a list of lists."""
    if not pa.types.is_list(of) or None in values:
        return pa.array(values, of)
    bounds = pa.array([0, *accumulate(map(len, values))], pa.int32())
    return pa.ListArray.from_arrays(bounds, pa.array(list(chain.from_iterable(values)), of.value_type), type=of)


def drop(connection: Connection, *names: str) -> None:
    """Drop tables that no later step reads, so that their room in the file is used again."""
    for name in names:
        connection.execute(f"DROP TABLE {name}")


def transform(connection: Connection, query: str, function: Callable[[Rows], Rows], into: str) -> None:
    """Add to a table what `function` makes of each batch of the query's rows, which come in no particular order."""
    for rows in batches(connection, query):
        append(connection, into, function(rows))


def batches(connection: Connection, query: str, parameters: Sequence[str] = ()) -> Iterator[list[tuple[Any, ...]]]:
    """The rows of a query, some thousands at a time; meanwhile the connection may write."""
    reader = connection.cursor().execute(query, list(parameters))
    while rows := reader.fetchmany(_BATCH_ROWS):
        yield rows


def in_parts(connection: Connection, query: str, order: str, most_parts: int | None = _MOST_PARTS) -> Iterator[None]:
    """Put the query's rows into the table `some_rows`, one part at a time, at least once; `order` is unique.

    A join that would not fit in memory for all rows is made for each part instead.
    """
    connection.execute(
        f"""CREATE OR REPLACE TABLE all_rows AS
        SELECT *, (row_number() OVER (ORDER BY {order}) - 1) // {_PART_ROWS} AS part FROM ({query})"""
    )
    ((last,),) = connection.execute("SELECT coalesce(max(part), 0) FROM all_rows").fetchall()
    step = last // most_parts + 1 if most_parts else 1
    for part in range(0, last + 1, step):
        connection.execute(
            f"CREATE OR REPLACE TABLE some_rows AS SELECT * EXCLUDE (part) FROM all_rows "
            f"WHERE part >= {part} AND part < {part + step}"
        )
        yield
    drop(connection, "some_rows", "all_rows")


def numbers(connection: Connection, query: str) -> tuple[Numbers, ...]:
    """The columns of a query of numbers, as arrays of shape (rows,)."""
    found = connection.execute(query).fetchnumpy()
    return tuple(np.asarray(column, dtype=np.int64) for column in found.values())


def load_documents(
    connection: Connection, shards: Iterable[Path], keys: Sequence[str], ledger: Sequence[Source]
) -> None:
    """Fill the tables that documents fill, and `sketches`, with the documents of the shards that have one of the keys.

    `ledger` are the `sources` rows of inputs that are in no shard: unreadable ones and duplicates.
    """
    create(connection, *DOCUMENT_TABLES, "sketches", "loaded_documents")
    connection.register("wanted", pa.table({"key": pa.array(keys, pa.string())}))
    files = sorted(map(str, shards))
    for first in range(0, len(files), _BATCH_SHARDS):
        _load(connection, files[first : first + _BATCH_SHARDS])
    connection.unregister("wanted")
    drop(connection, "loaded_documents")
    rows = [row.model_dump() for row in ledger]
    connection.register("ledger", pa.Table.from_pylist(rows, schema=arrow_schema(TABLES["sources"])))
    insert(connection, "sources", "FROM ledger")
    connection.unregister("ledger")
    # A duplicate points at the article of its twin, or is rejected with it.
    connection.execute(
        """
        UPDATE sources SET article_id = articles.article_id FROM articles
        WHERE status = 'duplicate' AND sources.source_sha256 = articles.source_sha256;
        UPDATE sources SET status = 'rejected', reason = sources.reason || ', rejected: ' || twin.reason
        FROM (FROM sources WHERE status = 'rejected') AS twin
        WHERE sources.status = 'duplicate' AND sources.source_sha256 = twin.source_sha256
        """
    )


def load_crosswalk(connection: Connection) -> None:
    """Fill `crosswalk` from `crosswalk.tsv`; an empty cell is a scheme without a term for the act."""
    with as_file(files("onrecord.dataset").joinpath("crosswalk.tsv")) as path:
        fill(connection, crosswalk=f"FROM read_csv('{path}', delim = '\t', comment = '#', all_varchar = true)")


def _load(connection: Connection, files: list[str]) -> None:
    """Add the wanted documents of some shards; one that is in two shards, after a build was killed, is added once."""
    # Each file is read once, not once for each table: opening many small files takes longer than copying the rows.
    connection.execute(
        """
        CREATE OR REPLACE TEMP TABLE documents AS
        SELECT * EXCLUDE (filename) FROM read_parquet($files, filename = true) SEMI JOIN (
            SELECT key, min(filename) AS filename FROM read_parquet($files, filename = true)
            WHERE key IN (FROM wanted) AND key NOT IN (FROM loaded_documents) GROUP BY key
        ) AS chosen USING (key, filename)
        """,
        {"files": files},
    )
    for name in DOCUMENT_TABLES:
        insert(connection, name, f"SELECT unnest(rows, max_depth := 2) FROM (SELECT {name} AS rows FROM documents)")
    insert(connection, "loaded_documents", "SELECT key FROM documents")
    insert(
        connection,
        "sketches",
        "SELECT articles[1].article_id AS article_id, sketch FROM documents WHERE len(articles) = 1",
    )
    drop(connection, "documents")


def final_rows(connection: Connection, name: str) -> Iterator[pa.RecordBatch]:
    """The rows of a finished table, in the order of its sort key, a batch at a time."""
    table = TABLES[name]
    rows = f"({_FINISHED.get(name, f'FROM {name}')})"
    columns = ", ".join(f'"{column}"' for column in table.columns)
    order = ", ".join(f'"{column}"' for column in table.sort)
    # Ranges are divided by the ids that the sort key begins with; their order is that of the rows.
    ids = takewhile(lambda column: pa.types.is_string(arrow_schema(table).field(column).type), table.sort)
    key = " || chr(31) || ".join(f'"{column}"' for column in ids) or f'"{table.sort[0]}"'
    bounds = connection.execute(
        f"""
        SELECT DISTINCT key FROM (
            SELECT {key} AS key, row_number() OVER (ORDER BY key) AS place, count(*) OVER () AS rows FROM {rows}
        ) WHERE place % greatest({_RANGE_ROWS}, rows // {_RANGES}) = 0 ORDER BY key
        """
    ).fetchall()
    at = [bound for (bound,) in bounds]
    for first, last in zip([None, *at], [*at, None], strict=True):
        query = f"""
            SELECT {columns} FROM {rows}
            WHERE ($first IS NULL OR {key} >= $first) AND ($last IS NULL OR {key} < $last) ORDER BY {order}"""
        yield from connection.sql(query, params={"first": first, "last": last}).to_arrow_reader(_VECTOR_ROWS)
