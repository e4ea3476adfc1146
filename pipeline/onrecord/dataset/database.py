"""Brings the documents of a build together in one database on disk, and lays the judgments over them in SQL.

The source layer comes from the shards as it was made; what is judged across documents (story, person, group columns)
is joined on when the final tables are read, always in the order of the table's sort key.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from pathlib import Path

import duckdb
import pyarrow as pa

from onrecord.builder.writer import PIECE_ROWS
from onrecord.dataset.batches import make_empty
from onrecord.document.shard_files import shard_schema
from onrecord_schema.arrow import arrow_schema
from onrecord_schema.sources import Source
from onrecord_schema.tables import DOCUMENT_TABLES, TABLES

#: Megabytes that the database may hold in memory, and for each of its threads. While it is filled so many; afterwards
#: some times what was gathered if that is more, and also some times the texts that it goes through at a time. It takes
#: all that it may, for blocks that it could read again: under one large limit a small build is as large as a great one.
_LEAST, _A_THREAD, _MOST = 56, 60, 2_000
_SHARE, _TEXTS_AT_A_TIME, _TIMES_TEXTS = 0.75, 2048, 6
#: Rows of a table that are sorted at once at least, and at most so many times.
_ROWS_SORTED, _STRETCHES = 32_768, 16
#: Shards that are read at a time: some hundred documents.
_SHARDS_AT_ONCE = 32
_SKETCHES = pa.schema([("article_id", pa.string()), shard_schema().field("sketch")])


def open_database(folder: Path, times: int = 1) -> duckdb.DuckDBPyConnection:
    """A database in the empty `folder` that spills there instead of growing in memory.

    It may hold so many `times` the megabytes that nearly all datasets need.
    """
    connection = duckdb.connect(str(folder / "gathered.duckdb"))
    connection.execute(f"SET VARIABLE times = {times}")
    _limit_memory(connection, _LEAST)
    connection.execute("SET temp_directory = ?", [str(folder / "spill")])
    connection.execute("SET preserve_insertion_order = false")
    connection.execute("SET streaming_buffer_size = '1MB'")
    return connection


def fit_memory(connection: duckdb.DuckDBPyConnection) -> None:
    """Allow the database the memory that judging what it holds asks for."""
    connection.execute("CHECKPOINT")
    ((held, texts),) = connection.execute(
        f"""
        SELECT used_blocks * block_size / 1e6, (
            SELECT coalesce(least(count(*), {_TEXTS_AT_A_TIME}) * avg(strlen(text)), 0) / 1e6 FROM articles
        ) FROM pragma_database_size()
        """
    ).fetchall()
    _limit_memory(connection, int(min(max(_LEAST, _SHARE * held) + _TIMES_TEXTS * texts, _MOST)))


def _limit_memory(connection: duckdb.DuckDBPyConnection, megabytes: int) -> None:
    ((times,),) = connection.execute("SELECT getvariable('times')").fetchall()
    megabytes *= times
    connection.execute(f"SET memory_limit = '{megabytes}MB'")
    connection.execute(f"SET threads = {max(1, min(os.cpu_count() or 1, megabytes // _A_THREAD))}")


def gather(
    connection: duckdb.DuckDBPyConnection, shards: Iterable[Path], keys: Sequence[str], ledger: Sequence[Source]
) -> None:
    """Make a table of each document table from the shards' documents whose key is wanted.

    `ledger` holds the `sources` rows of inputs that are in no shard: unreadable ones and duplicates. A document that is
    in two shards, for a worker of a build that was killed went on beside the next one, is taken once.
    """
    for name in DOCUMENT_TABLES:
        make_empty(connection, name, arrow_schema(TABLES[name]))
    make_empty(connection, "sketches", _SKETCHES)
    make_empty(connection, "gathered", pa.schema([shard_schema().field("key")]))
    connection.register("wanted", pa.table({"key": pa.array(keys, pa.string())}))
    for files in _some(sorted(map(str, shards))):
        _gather(connection, files)
    connection.execute("DROP TABLE gathered")
    rows = [row.model_dump() for row in ledger]
    connection.register("ledger", pa.Table.from_pylist(rows, schema=arrow_schema(TABLES["sources"])))
    connection.execute("INSERT INTO sources SELECT * FROM ledger")
    # A duplicate points at the article that its twin became; of a twin that was rejected it shares the fate.
    connection.execute(
        """
        UPDATE sources SET article_id = articles.article_id FROM articles
        WHERE status = 'duplicate' AND sources.source_sha256 = articles.source_sha256
        """
    )
    connection.execute(
        """
        UPDATE sources SET status = 'rejected', reason = sources.reason || ', rejected: ' || twin.reason
        FROM (SELECT * FROM sources WHERE status = 'rejected') AS twin
        WHERE sources.status = 'duplicate' AND sources.source_sha256 = twin.source_sha256
        """
    )


def _some(files: list[str]) -> Iterator[list[str]]:
    for first in range(0, len(files), _SHARDS_AT_ONCE):
        yield files[first : first + _SHARDS_AT_ONCE]


def _gather(connection: duckdb.DuckDBPyConnection, files: list[str]) -> None:
    """Add the wanted documents of some shards that are not there yet."""
    # The shards are read once into the database: to open each of many small files again for every table takes longer.
    connection.execute(
        """
        CREATE OR REPLACE TEMP TABLE documents AS
        SELECT * EXCLUDE (filename) FROM read_parquet($files, filename = true) SEMI JOIN (
            SELECT key, min(filename) AS filename FROM read_parquet($files, filename = true)
            WHERE key IN (FROM wanted) AND key NOT IN (FROM gathered) GROUP BY key
        ) AS taken USING (key, filename)
        """,
        {"files": files},
    )
    for name in DOCUMENT_TABLES:
        connection.execute(
            f"INSERT INTO {name} SELECT unnest(rows, max_depth := 2) FROM (SELECT {name} AS rows FROM documents)"
        )
    connection.execute(
        """
        INSERT INTO gathered SELECT key FROM documents;
        INSERT INTO sketches SELECT articles[1].article_id, sketch FROM documents WHERE len(articles) = 1;
        DROP TABLE documents
        """
    )


#: The final form of each table: its source layer with the judgments' columns replaced.
_FINAL = {
    "sources": "SELECT * FROM sources",
    "articles": """
        SELECT articles.* REPLACE (versions.story_id AS story_id, versions.is_canonical AS is_canonical,
            versions.similarity::FLOAT AS version_similarity)
        FROM articles JOIN versions USING (article_id)""",
    "segments": "SELECT * FROM segments",
    "claims": """
        SELECT claims.* REPLACE (person_links.person_id AS person_id, claim_groups.group_id AS claim_group_id,
            claim_groups.is_canonical AS is_canonical, claim_groups.article_count AS article_count,
            claim_groups.story_count AS story_count, claim_groups.first_reported AS first_reported,
            claim_groups.last_reported AS last_reported)
        FROM claims JOIN claim_groups ON claim_groups.member = claims.claim_id
        LEFT JOIN person_links ON person_links.local_id = claims.person_id""",
    "events": """
        SELECT events.* REPLACE (coalesce(event_people.person_ids, []) AS person_ids,
            event_groups.group_id AS event_group_id, event_groups.is_canonical AS is_canonical,
            event_groups.article_count AS article_count, event_groups.story_count AS story_count,
            event_groups.first_reported AS first_reported, event_groups.last_reported AS last_reported)
        FROM events JOIN event_groups ON event_groups.member = events.event_id
        LEFT JOIN event_people USING (event_id)""",
    "mentions": """
        SELECT mentions.* REPLACE (person_links.person_id AS person_id)
        FROM mentions JOIN person_links ON person_links.local_id = mentions.person_id""",
    "quantities": "SELECT * FROM quantities",
    "dates": "SELECT * FROM dates",
    "persons": "SELECT * FROM united_persons",
    "stories": "SELECT * FROM stories",
    "judgments": "SELECT * FROM judgments",
    "conflicts": "SELECT * FROM conflicts",
    "corrections": "SELECT * FROM corrections",
    "changes": "SELECT * FROM changes",
    "crosswalk": "SELECT * FROM crosswalk",
}


def final_rows(connection: duckdb.DuckDBPyConnection, name: str) -> Iterator[pa.RecordBatch]:
    """The rows of a finished table, in the order of its sort key, a batch at a time."""
    table = TABLES[name]
    columns = ", ".join(f'"{column}"' for column in table.columns)
    order = ", ".join(f'"{column}"' for column in table.sort)
    # Sorted stretch by stretch: all rows of a large table at once would take all the memory that there may be. Most
    # tables begin with one id, whose order is the table's; judgments with a kind and ids.
    ids = takewhile(lambda column: pa.types.is_string(arrow_schema(table).field(column).type), table.sort)
    key = " || chr(31) || ".join(f'"{column}"' for column in ids) or f'"{table.sort[0]}"'
    bounds = connection.execute(
        f"""
        SELECT DISTINCT key FROM (
            SELECT {key} AS key, row_number() OVER (ORDER BY key) AS place, count(*) OVER () AS rows
            FROM ({_FINAL[name]})
        ) WHERE place % greatest({_ROWS_SORTED}, rows // {_STRETCHES}) = 0 ORDER BY key
        """
    ).fetchall()
    at = [bound for (bound,) in bounds]
    for begin, end in zip([None, *at], [*at, None], strict=True):
        query = f"""
            SELECT {columns} FROM ({_FINAL[name]})
            WHERE ($begin IS NULL OR {key} >= $begin) AND ($end IS NULL OR {key} < $end) ORDER BY {order}"""
        yield from connection.sql(query, params={"begin": begin, "end": end}).to_arrow_reader(PIECE_ROWS)
