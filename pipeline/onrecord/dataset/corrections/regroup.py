"""Merges and splits: which rows are held to be one is changed by changing the row that represents them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.dataset.corrections.speakers import claims_by, keep_speakers_apart, persons_of
from onrecord.dataset.corrections.stars import centres_of, group_of, held_under, kind_of, members_of, regroup
from onrecord.dataset.people.settings import leave_settings
from onrecord.errors import CorrectionsError

if TYPE_CHECKING:
    import duckdb

    from onrecord.dataset.corrections.read import Correction


def merge(connection: duckdb.DuckDBPyConnection, row_ids: list[str], why: Correction) -> list[str]:
    """Hold everything that the rows name to be one, as the correction decides; returns what changed, in words."""
    kind = kind_of(row_ids)
    members = [member for row_id in row_ids for member in members_of(connection, kind, row_id)]
    centres = centres_of(connection, kind, members)
    if len(centres) < 2:
        raise CorrectionsError(f"{', '.join(row_ids[:3])} are one already")
    regroup(connection, kind, [held_under(connection, kind, centres)], why)
    return [f"{', '.join(row_ids)} are one: {group_of(connection, kind, members[0])}"]


def split(connection: duckdb.DuckDBPyConnection, row_ids: list[str], why: Correction) -> list[str]:
    """Hold what the rows name to be something else than the rest of their group, as the correction decides; returns
    what changed, in words."""
    kind = kind_of(row_ids)
    along: list[str] = []
    if kind == "person" and all(row_id.startswith("men") for row_id in row_ids):
        if len(centres_of(connection, kind, [one for row in row_ids for one in members_of(connection, kind, row)])) > 1:
            raise CorrectionsError(f"{', '.join(row_ids[:3])} are not in one group")
        members, along = persons_of(connection, row_ids)
    else:
        members = sorted({member for row_id in row_ids for member in members_of(connection, kind, row_id)})
    centres = centres_of(connection, kind, members)
    if len(centres) > 1:
        raise CorrectionsError(f"{', '.join(row_ids[:3])} are not in one group")
    rest = [member for member in held_under(connection, kind, centres) if member not in set(members)]
    if not rest:
        raise CorrectionsError(f"{', '.join(row_ids[:3])} are all there is of their group: nothing is left to split")
    before = group_of(connection, kind, rest[0])
    regroup(connection, kind, [members, rest], why)
    now = group_of(connection, kind, members[0]), group_of(connection, kind, rest[0])
    if kind == "person":
        leave_settings(connection, members)
        keep_speakers_apart(connection, claims_by(connection, [*members, *rest]), why)
    went = [f"{', '.join(along)} went along to {now[0]}"] if along else []
    return [f"{before} is {now[0]} ({', '.join(row_ids)}) and {now[1]}", *went]


def give_to(connection: duckdb.DuckDBPyConnection, mention_id: str, person_id: str, why: Correction) -> list[str]:
    """Hold a mention to be of another person: it is split from the one, and one with the other; returns the claims and
    events that went along. Raises CorrectionsError where that is no person."""
    others = members_of(connection, "person", person_id)
    members, along = persons_of(connection, [mention_id])
    if not set(centres_of(connection, "person", others)) - set(centres_of(connection, "person", members)):
        raise CorrectionsError(f"{mention_id} is of {person_id} already: the correction has no effect")
    rest = [
        one
        for one in held_under(connection, "person", centres_of(connection, "person", members))
        if one not in set(members)
    ]
    if rest:
        regroup(connection, "person", [members, rest], why)
        leave_settings(connection, members)
    together = held_under(connection, "person", centres_of(connection, "person", [*members, *others]))
    regroup(connection, "person", [together], why)
    keep_speakers_apart(connection, claims_by(connection, [*together, *rest]), why)
    return along
