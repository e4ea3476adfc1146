"""Loads the finished documents of a build from their shard files into the database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from onrecord.dataset.database import create, drop, insert
from onrecord.document.process import DOCUMENT_TABLES
from onrecord_schema.arrow import arrow_schema
from onrecord_schema.sources import Source
from onrecord_schema.tables import TABLES

if TYPE_CHECKING:
    import duckdb

#: Shard files that are read at a time: some hundred documents.
_BATCH_SHARDS = 32


def load_documents(
    connection: duckdb.DuckDBPyConnection, shards: Iterable[Path], keys: Sequence[str], ledger: Sequence[Source]
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


def _load(connection: duckdb.DuckDBPyConnection, files: list[str]) -> None:
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
