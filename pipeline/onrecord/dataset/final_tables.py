"""Reads the finished tables: what documents filled, with the columns that comparing and corrections decide."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from typing import TYPE_CHECKING

import pyarrow as pa

from onrecord_schema.arrow import arrow_schema
from onrecord_schema.tables import TABLES

if TYPE_CHECKING:
    import duckdb

#: A table is sorted in ranges of about so many rows, in at most so many ranges, to limit memory.
_RANGE_ROWS, _RANGES = 32_768, 16
#: Rows of a batch: DuckDB's vector size.
_BATCH_ROWS = 2_048

#: Table -> its finished rows, if these differ from what the database has under its name.
_FINISHED = {
    "articles": """
        SELECT articles.* REPLACE (versions.story_id AS story_id, versions.is_canonical AS is_canonical,
            versions.similarity AS version_similarity)
        FROM articles JOIN versions USING (article_id)""",
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
    "persons": "FROM united_persons",
}


def final_rows(connection: duckdb.DuckDBPyConnection, name: str) -> Iterator[pa.RecordBatch]:
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
        yield from connection.sql(query, params={"first": first, "last": last}).to_arrow_reader(_BATCH_ROWS)
