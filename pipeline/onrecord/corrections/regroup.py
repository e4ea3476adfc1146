"""Merges and splits: which rows are held to be one is changed by changing the row that represents them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.errors import CorrectionsError
from onrecord.judgments import name_groups
from onrecord_schema import ids

if TYPE_CHECKING:
    import duckdb

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
        query = f"SELECT member FROM {kind}_named WHERE group_id = ? ORDER BY member"
    elif kind == "person":
        query = "SELECT DISTINCT person_id FROM mentions WHERE mention_id = ?"
    else:
        query = f"SELECT member FROM {kind}_members WHERE member = ?"
    found = [member for (member,) in connection.execute(query, [row_id]).fetchall()]
    if not found:
        raise CorrectionsError(f"no row has the id {row_id}")
    return found


def merge(connection: duckdb.DuckDBPyConnection, row_ids: list[str], author: str) -> list[str]:
    """Hold everything that the rows name to be one, as `author` decides; returns what changed, in words."""
    kind = kind_of(row_ids)
    members = [member for row_id in row_ids for member in members_of(connection, kind, row_id)]
    centres = _centres(connection, kind, members)
    if len(centres) < 2:
        raise CorrectionsError(f"{', '.join(row_ids[:3])} are one already")
    best = _best(connection, kind, centres)
    query = f"SELECT member FROM {kind}_members WHERE list_contains(?, centre)"
    together = [member for (member,) in connection.execute(query, [centres]).fetchall()]
    _regroup(connection, kind, together, best, author, _next_step(connection))
    _renamed(connection, kind, members)
    return [f"{', '.join(row_ids)} are one: {_group(connection, kind, members[0])}"]


def split(connection: duckdb.DuckDBPyConnection, row_ids: list[str], author: str) -> list[str]:
    """Hold what the rows name to be something else than the rest of their group, as `author` decides; returns what
    changed, in words."""
    kind = kind_of(row_ids)
    if kind == "person" and all(row_id.startswith("men") for row_id in row_ids):
        members = _persons_of(connection, row_ids)
    else:
        members = sorted({member for row_id in row_ids for member in members_of(connection, kind, row_id)})
    centres = _centres(connection, kind, members)
    rest = [
        member
        for (member,) in connection.execute(
            f"SELECT member FROM {kind}_members WHERE list_contains(?, centre) AND NOT list_contains(?, member)",
            [centres, members],
        ).fetchall()
    ]
    if len(centres) > 1:
        raise CorrectionsError(f"{', '.join(row_ids[:3])} are not in one group")
    if not rest:
        raise CorrectionsError(f"{', '.join(row_ids[:3])} are all there is of their group: nothing is left to split")
    before = _group(connection, kind, rest[0])
    step = _next_step(connection)
    for group in (members, rest):
        best = _best(connection, kind, group)
        _regroup(connection, kind, group, best, author, step)
    _renamed(connection, kind, [*members, *rest])
    now = _group(connection, kind, members[0]), _group(connection, kind, rest[0])
    return [f"{before} is {now[0]} ({', '.join(row_ids)}) and {now[1]}"]


def remove(connection: duckdb.DuckDBPyConnection, kind: str, members: list[str]) -> None:
    """Take members out of their groups and the kind; where one represented a group, the next best does."""
    centres = _centres(connection, kind, members)
    connection.execute(f"DELETE FROM {kind}_members WHERE list_contains(?, member)", [members])
    for centre in centres:
        rest = connection.execute(f"SELECT member FROM {kind}_members WHERE centre = ?", [centre]).fetchall()
        if rest and centre in members:
            best = _best(connection, kind, [member for (member,) in rest])
            connection.execute(f"UPDATE {kind}_members SET centre = ? WHERE centre = ?", [best, centre])
    _renamed(connection, kind, [])


def _persons_of(connection: duckdb.DuckDBPyConnection, mention_ids: list[str]) -> list[str]:
    """The documents' persons of some mentions; where others share one, the mentions get a person of their own."""
    persons: dict[str, list[str]] = {}
    for mention_id in mention_ids:
        (person,) = members_of(connection, "person", mention_id)
        persons.setdefault(person, []).append(mention_id)
    taken = []
    for person, mentions in sorted(persons.items()):
        ((count,),) = connection.execute("SELECT count(*) FROM mentions WHERE person_id = ?", [person]).fetchall()
        taken.append(person if count == len(mentions) else _new_person(connection, person, mentions))
    return taken


def _new_person(connection: duckdb.DuckDBPyConnection, person: str, mention_ids: list[str]) -> str:
    """A person whom nothing is known of but these mentions; protected as the one they were taken from."""
    # The person of a document is named by a mention alone; this one has another name for the same words.
    new = ids.group_id("per", ["split", *mention_ids])
    connection.execute(
        """
        INSERT INTO persons BY NAME SELECT $new AS person_id, * EXCLUDE (person_id, name, aliases, roles)
            REPLACE (NULL AS affiliation, NULL AS nationality, NULL AS ethnicity, NULL AS age_min, NULL AS age_max,
                NULL AS gender, true AS curated),
            (SELECT arg_max(text, (form = 'name', length(text), text)) FROM mentions
                WHERE list_contains($mentions, mention_id)) AS name, []::VARCHAR[] AS aliases, []::VARCHAR[] AS roles
        FROM persons WHERE person_id = $old
        """,
        {"new": new, "old": person, "mentions": mention_ids},
    )
    connection.execute("UPDATE mentions SET person_id = ? WHERE list_contains(?, mention_id)", [new, mention_ids])
    connection.execute("INSERT INTO person_ranks SELECT max(number) + 1, ? FROM person_ranks", [new])
    connection.execute(
        "INSERT INTO person_members SELECT ?, centre FROM person_members WHERE member = ?", [new, person]
    )
    return new


def _centres(connection: duckdb.DuckDBPyConnection, kind: str, members: list[str]) -> list[str]:
    query = f"SELECT DISTINCT centre FROM {kind}_members WHERE list_contains(?, member) ORDER BY centre"
    return [centre for (centre,) in connection.execute(query, [members]).fetchall()]


def _best(connection: duckdb.DuckDBPyConnection, kind: str, members: list[str]) -> str:
    query = f"SELECT arg_min(id, number) FROM {kind}_ranks WHERE list_contains(?, id)"
    ((best,),) = connection.execute(query, [members]).fetchall()
    return str(best)


def _group(connection: duckdb.DuckDBPyConnection, kind: str, member: str) -> str:
    query = f"SELECT group_id FROM {kind}_named WHERE member = ?"
    ((group,),) = connection.execute(query, [member]).fetchall()
    return str(group)


def _next_step(connection: duckdb.DuckDBPyConnection) -> int:
    ((step,),) = connection.execute("SELECT coalesce(max(step), 0) + 1 FROM regrouped").fetchall()
    return int(step)


def _regroup(
    connection: duckdb.DuckDBPyConnection, kind: str, members: list[str], centre: str, author: str, step: int
) -> None:
    """Give members their centre; `regrouped` keeps the one before, by which judgments know what a person decided."""
    connection.execute(
        f"""INSERT INTO regrouped BY NAME SELECT $1 AS kind, member, centre AS was, $2 AS now, $3 AS author, $4 AS step
        FROM {kind}_members WHERE list_contains($5, member)""",
        [kind, centre, " ".join(author.split()), step, members],
    )
    connection.execute(f"UPDATE {kind}_members SET centre = ? WHERE list_contains(?, member)", [centre, members])


def _renamed(connection: duckdb.DuckDBPyConnection, kind: str, touched: list[str]) -> None:
    name_groups(connection, kind, GROUPS[kind])
    if touched:
        connection.execute(
            "CREATE OR REPLACE TEMP TABLE touched AS SELECT DISTINCT unnest(?::VARCHAR[]) AS member", [touched]
        )
        connection.execute(_MARKED[kind])
