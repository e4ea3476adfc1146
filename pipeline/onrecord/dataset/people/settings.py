"""What people set of a person holds for the documents' persons that were this person then, wherever they end up."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from onrecord_schema.persons import BY_NEED_OF_CARE

if TYPE_CHECKING:
    import duckdb

#: Local id -> what was set, in order.
Settings = Mapping[str, Sequence[tuple[int, dict[str, Any]]]]


def keep_setting(connection: duckdb.DuckDBPyConnection, local_ids: Iterable[str], changes: Mapping[str, Any]) -> None:
    """Note what is set of a person for when the rows of persons are made."""
    ((step,),) = connection.execute("SELECT coalesce(max(step), 0) + 1 FROM person_settings").fetchall()
    rows = [(step, local_id, json.dumps(changes)) for local_id in local_ids]
    connection.executemany("INSERT INTO person_settings VALUES (?, ?, ?)", rows)


def leave_settings(connection: duckdb.DuckDBPyConnection, local_ids: list[str]) -> None:
    """Let somebody split off a person keep nothing of what was set of that person, but the care they need."""
    kept = read_settings(connection)
    connection.execute("DELETE FROM person_settings WHERE list_contains(?, local_id)", [local_ids])
    for local_id in local_ids:
        care = [changes["protection"] for _, changes in kept.get(local_id, ()) if "protection" in changes]
        if care:
            keep_setting(connection, [local_id], {"protection": care[-1]})


def share_protection(connection: duckdb.DuckDBPyConnection, old: str, new: str) -> None:
    """Give a person made of some mentions of another the care that was set for that one."""
    care = [one["protection"] for _, one in read_settings(connection).get(old, ()) if "protection" in one]
    if care:
        keep_setting(connection, [new], {"protection": care[-1]})


def read_settings(connection: duckdb.DuckDBPyConnection) -> Settings:
    settings: dict[str, list[tuple[int, dict[str, Any]]]] = {}
    query = "SELECT local_id, step, changes FROM person_settings ORDER BY step"
    for local_id, step, changes in connection.execute(query).fetchall():
        settings.setdefault(local_id, []).append((step, json.loads(changes)))
    return settings


def with_settings(
    row: Mapping[str, Any], documents: Sequence[Mapping[str, Any]], settings: Settings, named: Sequence[str]
) -> dict[str, Any]:
    """A person's row with what was set of its documents' persons, the last word of several.

    Lists keep what documents add of which nothing was set, and the greatest care that any of them needs stays. The
    names in the text (`named`) stay among the names.
    """
    own = {document["person_id"]: settings.get(document["person_id"], ()) for document in documents}
    steps = {step: changes for given in own.values() for step, changes in given}
    if not steps:
        return dict(row)
    last: dict[str, Any] = {}
    for step in sorted(steps):
        last |= steps[step]
    untouched = {
        column: [document for document in documents if not any(column in one for _, one in own[document["person_id"]])]
        for column in ("roles", "aliases")
    }
    now = dict(row) | last | {"curated": True}
    if "roles" in last:
        now["roles"] = sorted({*last["roles"], *(role for one in untouched["roles"] for role in one["roles"])})
    if "protection" in last:
        care = [
            next((one["protection"] for _, one in reversed(own[document["person_id"]]) if "protection" in one), None)
            or document["protection"]
            for document in documents
        ]
        now["protection"] = max(care, key=BY_NEED_OF_CARE.index)
    if "aliases" in last:
        forms = {*last["aliases"], *(form for one in untouched["aliases"] for form in (one["name"], *one["aliases"]))}
    else:
        forms = {row["name"], *row["aliases"]}
    known = {"".join(form.split()) for form in (*forms, now["name"])}
    forms |= {" ".join(name.split()) for name in named if "".join(name.split()) not in known}
    now["aliases"] = sorted(forms - {now["name"]})
    return now
