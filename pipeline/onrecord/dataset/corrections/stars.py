"""The groups that corrections change, as the database keeps them: every member under the row that represents it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.dataset.groups import name_groups
from onrecord.errors import CorrectionsError

if TYPE_CHECKING:
    import duckdb

    from onrecord.dataset.corrections.read import Correction

#: Prefix of an id -> the kind of thing that it names, and whether it names a group of them.
KINDS = {
    "art": ("story", False), "sto": ("story", True), "men": ("person", False), "per": ("person", True),
    "clm": ("claim", False), "clg": ("claim", True), "evt": ("event", False), "evg": ("event", True),
}  # fmt: skip
GROUPS = {"story": "sto", "person": "per", "claim": "clg", "event": "evg"}
_MARKED = {
    "story": "UPDATE articles SET curated = true WHERE article_id IN (FROM touched)",
    "person": "UPDATE persons SET curated = true WHERE person_id IN (FROM touched); "
    "UPDATE mentions SET curated = true WHERE person_id IN (FROM touched)",
    "claim": "UPDATE claims SET curated = true WHERE claim_id IN (FROM touched)",
    "event": "UPDATE events SET curated = true WHERE event_id IN (FROM touched)",
}


def kind_of(row_ids: list[str]) -> str:
    """The kind of thing that rows are of. Raises CorrectionsError when they are of none, or of several."""
    kinds = {KINDS[row_id[:3]][0] if row_id[:3] in KINDS else "" for row_id in row_ids}
    if len(kinds) > 1 or "" in kinds:
        raise CorrectionsError(f"{', '.join(row_ids[:3])} are not stories, persons, claims or events of one kind")
    return kinds.pop()


def members_of(connection: duckdb.DuckDBPyConnection, kind: str, row_id: str) -> list[str]:
    """The members that an id names: those of a group, or the one row. Raises CorrectionsError when there is none."""
    if KINDS[row_id[:3]][1]:
        query = f"SELECT member FROM {kind}_group_ids WHERE group_id = ? ORDER BY member"
    elif kind == "person":
        query = "SELECT DISTINCT person_id FROM mentions WHERE mention_id = ?"
    else:
        query = f"SELECT member FROM {kind}_members WHERE member = ?"
    found = [member for (member,) in connection.execute(query, [row_id]).fetchall()]
    if not found:
        raise CorrectionsError(f"no row has the id {row_id}")
    return found


def centres_of(connection: duckdb.DuckDBPyConnection, kind: str, members: list[str]) -> list[str]:
    query = f"SELECT DISTINCT representative FROM {kind}_members WHERE list_contains(?, member) ORDER BY representative"
    return [centre for (centre,) in connection.execute(query, [members]).fetchall()]


def held_under(connection: duckdb.DuckDBPyConnection, kind: str, centres: list[str]) -> list[str]:
    """All members of some groups, which are given by the rows that represent them."""
    query = f"SELECT member FROM {kind}_members WHERE list_contains(?, representative) ORDER BY member"
    return [member for (member,) in connection.execute(query, [centres]).fetchall()]


def group_of(connection: duckdb.DuckDBPyConnection, kind: str, member: str) -> str:
    query = f"SELECT group_id FROM {kind}_group_ids WHERE member = ?"
    ((group,),) = connection.execute(query, [member]).fetchall()
    return str(group)


def regroup(connection: duckdb.DuckDBPyConnection, kind: str, groups: list[list[str]], why: Correction) -> None:
    """Make each list of members a group, represented by the best of them; `regrouped` keeps what represented them
    before, by which judgments know what a person decided."""
    ((step,),) = connection.execute("SELECT coalesce(max(step), 0) + 1 FROM regrouped").fetchall()
    for members in groups:
        query = f"SELECT arg_min(id, number) FROM {kind}_ranks WHERE list_contains(?, id)"
        ((best,),) = connection.execute(query, [members]).fetchall()
        connection.execute(
            f"""INSERT INTO regrouped BY NAME SELECT $1 AS kind, member, representative AS was, $2 AS now, $3 AS author,
            $4 AS reason, $5 AS step FROM {kind}_members WHERE list_contains($6, member)""",
            [kind, best, " ".join(why.author.split()), " ".join(why.reason.split()), step, members],
        )
        connection.execute(
            f"UPDATE {kind}_members SET representative = ? WHERE list_contains(?, member)", [best, members]
        )
    rename(connection, kind, [member for members in groups for member in members])


def remove(connection: duckdb.DuckDBPyConnection, kind: str, members: list[str]) -> None:
    """Take members out of their groups and the kind; where one represented a group, the next best does."""
    centres = centres_of(connection, kind, members)
    connection.execute(f"DELETE FROM {kind}_members WHERE list_contains(?, member)", [members])
    for centre in centres:
        if centre in members and (rest := held_under(connection, kind, [centre])):
            query = f"SELECT arg_min(id, number) FROM {kind}_ranks WHERE list_contains(?, id)"
            ((best,),) = connection.execute(query, [rest]).fetchall()
            connection.execute(f"UPDATE {kind}_members SET representative = ? WHERE representative = ?", [best, centre])
    rename(connection, kind, [])


def rename(connection: duckdb.DuckDBPyConnection, kind: str, touched: list[str]) -> None:
    """Name the groups of a kind by their members, and mark rows that a correction touched."""
    name_groups(connection, kind, GROUPS[kind])
    if touched:
        connection.execute(
            "CREATE OR REPLACE TEMP TABLE touched AS SELECT DISTINCT unnest(?::VARCHAR[]) AS member", [touched]
        )
        connection.execute(_MARKED[kind])


def remember_names(connection: duckdb.DuckDBPyConnection) -> None:
    """Keep what all groups are called before a correction."""
    for kind in GROUPS:
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {kind}_before AS FROM {kind}_group_ids")


def renamed_since(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, list[str]]]:
    """Groups that have another name than before the correction, for their members are others, with their new ones;
    none where no member is left."""
    return [
        (before, now)
        for kind in GROUPS
        for before, now in connection.execute(
            f"""SELECT was.group_id, coalesce(list_sort(list(DISTINCT {kind}_group_ids.group_id)
                FILTER ({kind}_group_ids.group_id IS NOT NULL)), []) FROM {kind}_before AS was
            LEFT JOIN {kind}_group_ids USING (member) GROUP BY 1
            HAVING bool_and({kind}_group_ids.group_id IS NULL) OR bool_or(was.group_id <> {kind}_group_ids.group_id)
            ORDER BY 1"""
        ).fetchall()
    ]
