"""Drops rows: with them goes what only they held up, and what pointed at them points at nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.corrections.regroup import GROUPS, KINDS, members_of, remove
from onrecord.errors import CorrectionsError
from onrecord.judgments import name_groups

if TYPE_CHECKING:
    import duckdb

_PLAIN = {"qty": ("quantities", "quantity_id"), "dat": ("dates", "date_id")}
_OF_ARTICLE = ("segments", "quantities", "dates")
#: What a dropped article leaves on record: not its text, which may be why it was dropped.
_ARTICLE = "{'article_id': article_id, 'source_path': source_path, 'title': title}"


def drop(connection: duckdb.DuckDBPyConnection, row_id: str, reason: str) -> list[str]:
    """Drop what an id names; returns the dropped rows as JSON. Raises CorrectionsError when there is none."""
    prefix = row_id[:3]
    if prefix in _PLAIN:
        table, key = _PLAIN[prefix]
        return _deleted(connection, table, f"{key} = '{row_id}'")
    if prefix not in KINDS:
        raise CorrectionsError(f"{row_id} cannot be dropped: only articles and what was found in them can")
    kind = KINDS[prefix][0]
    members = members_of(connection, kind, row_id)
    if kind == "story":
        return [row for member in members for row in _drop_article(connection, member, reason)]
    if prefix == "men":
        dropped = _deleted(connection, "mentions", f"mention_id = '{row_id}'")
        gone = [one for one in members if not _count(connection, "mentions", f"person_id = '{one}'")]
        return dropped + _drop_persons(connection, gone)
    if kind == "person":
        return _drop_persons(connection, members)
    return _drop_statements(connection, kind, members)


def _drop_statements(connection: duckdb.DuckDBPyConnection, kind: str, members: list[str]) -> list[str]:
    for table in ("quantities", "events") if kind == "claim" else ("quantities",):
        connection.execute(f"UPDATE {table} SET {kind}_id = NULL WHERE list_contains(?, {kind}_id)", [members])
    remove(connection, kind, members)
    return [row for member in members for row in _deleted(connection, f"{kind}s", f"{kind}_id = '{member}'")]


def _drop_persons(connection: duckdb.DuckDBPyConnection, members: list[str]) -> list[str]:
    if not members:
        return []
    connection.execute("UPDATE claims SET person_id = NULL WHERE list_contains(?, person_id)", [members])
    connection.execute(
        "UPDATE events SET person_ids = list_filter(person_ids, lambda one: NOT list_contains($1, one)) "
        "WHERE list_has_any(person_ids, $1)",
        [members],
    )
    remove(connection, "person", members)
    dropped = []
    for member in members:
        dropped += _deleted(connection, "mentions", f"person_id = '{member}'")
        dropped += _deleted(connection, "persons", f"person_id = '{member}'")
    return dropped


def _drop_article(connection: duckdb.DuckDBPyConnection, article_id: str, reason: str) -> list[str]:
    here = f"article_id = '{article_id}'"
    known = connection.execute(f"SELECT to_json({_ARTICLE}) FROM articles WHERE {here}").fetchall()
    people = connection.execute(f"SELECT DISTINCT person_id FROM mentions WHERE {here} ORDER BY 1").fetchall()
    _drop_persons(connection, [person for (person,) in people])
    for kind in ("claim", "event"):
        own = connection.execute(f"SELECT {kind}_id FROM {kind}s WHERE {here} ORDER BY 1").fetchall()
        _drop_statements(connection, kind, [key for (key,) in own])
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
    rows = connection.execute(f"SELECT to_json(t) FROM {table} AS t WHERE {where}").fetchall()
    if not rows:
        raise CorrectionsError(f"no row of {table} has {where.replace(' = ', ' ')}")
    connection.execute(f"DELETE FROM {table} WHERE {where}")
    return [str(row) for (row,) in rows]


def _count(connection: duckdb.DuckDBPyConnection, table: str, where: str) -> int:
    ((count,),) = connection.execute(f"SELECT count(*) FROM {table} WHERE {where}").fetchall()
    return int(count)


def rename_all(connection: duckdb.DuckDBPyConnection) -> None:
    """Name the groups of every kind, so that corrections can name them."""
    for kind, prefix in GROUPS.items():
        name_groups(connection, kind, prefix)
