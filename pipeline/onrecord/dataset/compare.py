"""Compares the documents of a build: the list of steps, in the order in which they need each other's tables.

Each kind of thing goes the same way: its rows are ranked; candidate pairs are found; pairs are scored; groups are built
around their best rows; groups get their ids. `tables.py` has the tables of each step.
"""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.dataset.claim_groups import group_claims
from onrecord.dataset.conflicts import add_conflicting_counts, write_conflicts
from onrecord.dataset.corrections import Correction, RowCheck, apply_corrections
from onrecord.dataset.database import Connection, create, fit_memory, load_crosswalk
from onrecord.dataset.event_groups import group_events
from onrecord.dataset.groups import count_reports, name_groups
from onrecord.dataset.judgments import record_judgments
from onrecord.dataset.people import find_first_mentions, group_persons, link_persons, write_persons
from onrecord.dataset.stories import group_stories, write_stories


def compare(
    connection: Connection,
    corrections: Sequence[Correction] = (),
    check_row: RowCheck = lambda table, row: (),
    memory_factor: int = 1,
) -> None:
    """Fill the tables that are decided across documents, in a database of loaded documents.

    Corrections change the groups before counts, persons, conflicts and judgments are derived from them; `check_row`
    tests the rows that they make. Raises CorrectionsError when one cannot be applied.
    """
    fit_memory(connection, memory_factor)
    group_stories(connection)
    write_stories(connection)
    group_persons(connection)
    link_persons(connection)
    group_claims(connection)
    group_events(connection)
    add_conflicting_counts(connection)
    create(connection, "regrouped", "settled", "person_settings")
    apply_corrections(connection, corrections, check_row)
    if corrections:
        write_stories(connection)
        link_persons(connection)
        find_first_mentions(connection)
    write_persons(connection)
    for kind in ("claim", "event"):
        name_groups(connection, kind)
        count_reports(connection, kind)
    write_conflicts(connection)
    record_judgments(connection)
    load_crosswalk(connection)
