"""Drops rows: with them goes what only they held up, and what pointed at them points at nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.dataset.corrections.quotes import name_quotes, quotes_of
from onrecord.dataset.corrections.stars import KINDS, members_of, remove
from onrecord.errors import CorrectionsError

if TYPE_CHECKING:
    import duckdb

_PLAIN = {"qty": ("quantities", "quantity_id"), "dat": ("dates", "date_id")}
_OF_ARTICLE = ("segments", "quantities", "dates")
#: The persons of rows as the tables show them, where the database has each document's own.
_PERSON = "* REPLACE ((SELECT group_id FROM person_before WHERE member = person_id) AS person_id)"
_SHOWN = {
    "persons": _PERSON,
    "mentions": _PERSON,
    "claims": _PERSON,
    "events": "* REPLACE (coalesce((SELECT list_sort(list(DISTINCT group_id)) FROM person_before "
    "WHERE list_contains(person_ids, member)), []) AS person_ids)",
}
#: What a dropped article leaves on record: not its text, which may be why it was dropped.
_ARTICLE = "{'article_id': article_id, 'source_path': source_path, 'title': title}"


def drop(connection: duckdb.DuckDBPyConnection, row_id: str, reason: str) -> tuple[list[str], list[str]]:
    """Drop what an id names; returns what changed, in words, and the dropped rows as JSON.

    Raises CorrectionsError when there is no such row.
    """
    prefix = row_id[:3]
    if prefix in _PLAIN:
        table, key = _PLAIN[prefix]
        dropped = _deleted(connection, table, f"{key} = '{row_id}'")
        if not dropped:
            raise CorrectionsError(f"no row has the id {row_id}")
        return [f"{row_id} dropped"], dropped
    if prefix not in KINDS:
        raise CorrectionsError(f"{row_id} cannot be dropped: only articles and what was found in them can")
    kind = KINDS[prefix][0]
    members = members_of(connection, kind, row_id)
    if kind == "story":
        dropped = [row for member in members for row in _drop_article(connection, member, reason)]
        return [f"{row_id} dropped"], dropped
    if kind == "person":
        dropped = []
        if prefix == "men":
            dropped = _deleted(connection, "mentions", f"mention_id = '{row_id}'")
            # Those who stay are no longer named by the same first mention: a correction made them what they are.
            connection.execute("UPDATE persons SET curated = true WHERE list_contains(?, person_id)", [members])
            members = [one for one in members if not _is_mentioned(connection, one)]
        unsaid, persons = _drop_persons(connection, members)
        return [f"{row_id} dropped", *unsaid], dropped + persons
    quotes = quotes_of(connection, members) if kind == "claim" else []
    dropped = _drop_statements(connection, kind, members)
    return [f"{row_id} dropped", *name_quotes(connection, quotes)], dropped


def _drop_statements(connection: duckdb.DuckDBPyConnection, kind: str, members: list[str]) -> list[str]:
    for table in ("quantities", "events") if kind == "claim" else ("quantities",):
        connection.execute(f"UPDATE {table} SET {kind}_id = NULL WHERE list_contains(?, {kind}_id)", [members])
    remove(connection, kind, members)
    return [row for member in members for row in _deleted(connection, f"{kind}s", f"{kind}_id = '{member}'")]


def _drop_persons(connection: duckdb.DuckDBPyConnection, members: list[str]) -> tuple[list[str], list[str]]:
    """Drop documents' persons with what mentions them is left of; returns where they are no longer pointed at, in
    words, and the rows."""
    if not members:
        return [], []
    query = "SELECT member, group_id FROM person_group_ids WHERE list_contains(?, member)"
    named = dict(connection.execute(query, [members]).fetchall())
    said = connection.execute(
        "SELECT claim_id, person_id FROM claims WHERE list_contains(?, person_id) ORDER BY claim_id", [members]
    ).fetchall()
    done = connection.execute(
        """SELECT event_id, unnest(list_filter(person_ids, lambda one: list_contains($1, one))) AS person FROM events
        WHERE list_has_any(person_ids, $1) ORDER BY event_id, person""",
        [members],
    ).fetchall()
    connection.execute(
        "UPDATE claims SET person_id = NULL, curated = true WHERE list_contains(?, person_id)", [members]
    )
    connection.execute(
        "UPDATE events SET curated = true, "
        "person_ids = list_filter(person_ids, lambda one: NOT list_contains($1, one)) "
        "WHERE list_has_any(person_ids, $1)",
        [members],
    )
    remove(connection, "person", members)
    dropped = []
    for member in members:
        dropped += _deleted(connection, "mentions", f"person_id = '{member}'")
        dropped += _deleted(connection, "persons", f"person_id = '{member}'")
    unsaid = [f"{claim}: person_id: {named[person]!r} → unknown" for claim, person in said]
    return unsaid + [f"{event}: person_ids: without {named[person]!r}" for event, person in done], dropped


def _drop_article(connection: duckdb.DuckDBPyConnection, article_id: str, reason: str) -> list[str]:
    here = f"article_id = '{article_id}'"
    known = connection.execute(f"SELECT to_json({_ARTICLE}) FROM articles WHERE {here}").fetchall()
    for kind in ("claim", "event"):
        own = connection.execute(f"SELECT {kind}_id FROM {kind}s WHERE {here} ORDER BY 1").fetchall()
        _drop_statements(connection, kind, [key for (key,) in own])
    people = connection.execute(f"SELECT DISTINCT person_id FROM mentions WHERE {here} ORDER BY 1").fetchall()
    _drop_persons(connection, [person for (person,) in people])
    for table in _OF_ARTICLE:
        connection.execute(f"DELETE FROM {table} WHERE {here}")
    remove(connection, "story", [article_id])
    connection.execute(f"DELETE FROM articles WHERE {here}")
    connection.execute(
        f"UPDATE sources SET status = 'rejected', reason = ?, article_id = NULL WHERE {here}",
        [f"dropped by a correction: {reason}"],
    )
    return [str(row) for (row,) in known]


def _deleted(connection: duckdb.DuckDBPyConnection, table: str, where: str) -> list[str]:
    shown = _SHOWN.get(table, "*")
    rows = connection.execute(f"SELECT to_json(t) FROM (SELECT {shown} FROM {table} WHERE {where}) AS t ORDER BY ALL")
    dropped = [str(row) for (row,) in rows.fetchall()]
    connection.execute(f"DELETE FROM {table} WHERE {where}")
    return dropped


def _is_mentioned(connection: duckdb.DuckDBPyConnection, person: str) -> bool:
    return bool(connection.execute("SELECT 1 FROM mentions WHERE person_id = ? LIMIT 1", [person]).fetchall())
