"""The judgments across documents, in the order in which each needs the one before: stories, persons, claims, events."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pyarrow as pa

from onrecord.dataset.claim_groups import group_claims
from onrecord.dataset.conflicts.counts import add_conflicting_counts
from onrecord.dataset.conflicts.rows import find_conflicts
from onrecord.dataset.corrections import Correction, RowCheck, apply_corrections
from onrecord.dataset.crosswalk import crosswalk
from onrecord.dataset.database import fit_memory
from onrecord.dataset.event_groups import group_events
from onrecord.dataset.judgments import count_reports, hold, name_groups, record_judgments
from onrecord.dataset.people import find_first_mentions, link_persons, unite_persons, write_persons
from onrecord.dataset.stories import group_stories, name_stories
from onrecord_schema.arrow import arrow_schema
from onrecord_schema.tables import TABLES

if TYPE_CHECKING:
    import duckdb


def judge(
    connection: duckdb.DuckDBPyConnection,
    corrections: Sequence[Correction] = (),
    check_row: RowCheck = lambda table, row: (),
) -> None:
    """Add the judgments' tables to a gathered database: versions, stories, persons, groups, judgments, conflicts.

    `corrections` are applied to the result; `check_row` tests the rows that they make. Raises CorrectionsError when one
    cannot be applied.
    """
    fit_memory(connection)
    names = pa.array([], pa.string())
    steps = pa.array([], pa.int32())
    moves = dict.fromkeys(("kind", "member", "was", "now", "author", "reason"), names)
    _keep(connection, "regrouped", pa.table(moves | {"step": steps}))
    _keep(connection, "settled", pa.table({"row_id": names}))
    _keep(connection, "person_settings", pa.table({"step": steps, "local_id": names, "changes": names}))
    group_stories(connection)
    name_stories(connection)
    unite_persons(connection)
    link_persons(connection)
    group_claims(connection)
    group_events(connection)
    add_conflicting_counts(connection)
    apply_corrections(connection, corrections, check_row)
    if corrections:
        name_stories(connection)
        link_persons(connection)
        find_first_mentions(connection)
    _settle(connection)
    _keep(
        connection,
        "crosswalk",
        pa.Table.from_pylist([dict(row) for row in crosswalk()], schema=arrow_schema(TABLES["crosswalk"])),
    )


def _settle(connection: duckdb.DuckDBPyConnection) -> None:
    """What follows from who belongs to which group: ids, counts, rows of persons, conflicts, judgments in words."""
    write_persons(connection)
    for kind, prefix in (("claim", "clg"), ("event", "evg")):
        name_groups(connection, kind, prefix)
        count_reports(connection, kind)
    find_conflicts(connection)
    for kind in ("story", "person", "claim", "event"):
        hold(connection, kind)
    record_judgments(connection)


def _keep(connection: duckdb.DuckDBPyConnection, name: str, table: pa.Table) -> None:
    connection.register("kept", table)
    connection.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM kept")
    connection.unregister("kept")
