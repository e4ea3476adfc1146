"""The judgments across documents, in the order in which each needs the one before: stories, persons, claims, events."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from onrecord.claim_groups import group_claims
from onrecord.crosswalk import crosswalk
from onrecord.event_groups import group_events
from onrecord.persons import unite
from onrecord.stories import group_stories
from onrecord_schema.arrow import arrow_schema
from onrecord_schema.tables import TABLES

if TYPE_CHECKING:
    import duckdb


def judge(connection: duckdb.DuckDBPyConnection) -> None:
    """Add the judgments' tables to a gathered database: versions, stories, united_persons, person_links, groups."""
    group_stories(connection)
    _unite_persons(connection)
    group_claims(connection)
    group_events(connection)
    for name in ("judgments", "conflicts", "corrections"):
        _keep(connection, name, arrow_schema(TABLES[name]).empty_table())
    _keep(
        connection,
        "crosswalk",
        pa.Table.from_pylist([dict(row) for row in crosswalk()], schema=arrow_schema(TABLES["crosswalk"])),
    )


def _unite_persons(connection: duckdb.DuckDBPyConnection) -> None:
    united, links = unite(
        connection.sql("SELECT * FROM persons ORDER BY person_id").to_arrow_table(),
        connection.sql("SELECT * FROM mentions ORDER BY mention_id").to_arrow_table(),
        connection.sql(
            "SELECT articles.* REPLACE (versions.story_id AS story_id) FROM articles JOIN versions USING (article_id) "
            "ORDER BY article_id"
        ).to_arrow_table(),
    )
    _keep(connection, "united_persons", united)
    _keep(connection, "person_links", links)
    connection.execute(
        """
        CREATE TABLE event_people AS
        SELECT event_id, list_sort(list_distinct(list(person_links.person_id))) AS person_ids
        FROM (SELECT event_id, unnest(person_ids) AS local_id FROM events) JOIN person_links USING (local_id)
        GROUP BY event_id
        """
    )


def _keep(connection: duckdb.DuckDBPyConnection, name: str, table: pa.Table) -> None:
    connection.register("kept", table)
    connection.execute(f"CREATE TABLE {name} AS SELECT * FROM kept")
    connection.unregister("kept")
