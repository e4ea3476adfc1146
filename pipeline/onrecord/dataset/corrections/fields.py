"""Sets fields and labels of single rows: what comes out must be a row that the contract allows, and differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa

from onrecord.dataset.corrections.quotes import name_quotes, quotes_of
from onrecord.dataset.corrections.regroup import give_to
from onrecord.dataset.corrections.stars import KINDS, members_of, rename
from onrecord.dataset.corrections.values import (
    FOLLOWING,
    is_same,
    refuse_what_is_not_allowed,
    said,
    typed,
    with_what_follows,
)
from onrecord.errors import CorrectionsError
from onrecord_schema import ids
from onrecord_schema.arrow import arrow_schema
from onrecord_schema.tables import TABLES

if TYPE_CHECKING:
    import duckdb

    from onrecord.dataset.corrections.read import Correction

_TABLES = {
    "art": "articles", "clm": "claims", "evt": "events", "men": "mentions", "qty": "quantities", "dat": "dates",
    "per": "persons",
}  # fmt: skip
#: The column that a row's id is made with: another value makes another row, with another id.
_LABELS = {"claims": "kind", "events": "event_type", "mentions": "form", "quantities": "unit", "dates": "kind"}
#: What is judged across documents: in a row in the making it is not known yet.
_JUDGED = frozenset(
    (
        "story_id", "is_canonical", "version_similarity", "claim_group_id", "event_group_id", "article_count",
        "story_count", "first_reported", "last_reported",
    )
)  # fmt: skip
#: What follows from other rows, or from the article's text, and is not set by hand.
DERIVED = _JUDGED | frozenset(
    (
        "article_id", "start", "end", "text", "body", "word_count", "removed_share", "source_path", "source_sha256",
        "mention_count", "quote_id", "curated", "person_ids", "claim_id", "event_id", "cue", "cue_start", "cue_end",
        "speaker_start", "speaker_end", "trigger", "trigger_start", "trigger_end", "published_start", "published_end",
        "published_basis", "said_start", "said_end", "date_start", "date_end", "date_basis", "value_start", "value_end",
        "basis",
    )
)  # fmt: skip
#: What is changed in another way -> how.
_INSTEAD = {
    "story_id": "merge and split change it", "claim_group_id": "merge and split change it",
    "event_group_id": "merge and split change it", "claim_id": "drop the row", "event_id": "drop the row",
}  # fmt: skip
#: A correction of one of these settles what conflicts the row had.
_COMPARED = frozenset(["count_min", "count_max", "date", "value_min", "value_max", "stance", "status"])


def table_of(row_id: str) -> str:
    """The table whose rows have such ids. Raises CorrectionsError where that has no fields to set."""
    name = _TABLES.get(row_id[:3])
    if name is None:
        raise CorrectionsError(f"{row_id}: only articles, persons and what was found in articles have fields to set")
    return name


def set_fields(connection: duckdb.DuckDBPyConnection, row_id: str, why: Correction) -> tuple[str, list[str]]:
    """Change columns of a row; returns the row's id after that, and what changed, in words.

    Raises CorrectionsError when the row is not there, does not hold what it `was`, holds the values already, or would
    break the contract.
    """
    name = table_of(row_id)
    key, label = TABLES[name].key[0], _LABELS.get(name)
    before = _row(connection, name, row_id)
    along: list[str] = []
    to, was = typed(name, row_id, why.to), typed(name, row_id, why.was)
    if judged := _JUDGED & set(was):
        raise CorrectionsError(f"{row_id}: `was` cannot speak of {min(judged)}: it is judged after all corrections")
    shown = _shown(connection, before)
    check(row_id, shown, to, was, {*DERIVED, key}, label if why.action != "relabel" else None)
    if name == "mentions" and "person_id" in to:
        _check_person(row_id, to["person_id"])
        along = give_to(connection, row_id, to["person_id"], why)
        before = _row(connection, name, row_id)
        to["person_id"] = before["person_id"]
    values = with_what_follows(name, row_id, before, to)
    if name == "claims" and values.get("person_id") is not None:
        values["person_id"] = _speaker(connection, row_id, before["article_id"], values["person_id"])
    after = before | values | {"curated": True}
    if label in to:
        after[key] = ids.span_id(row_id[:3], after["article_id"], after["start"], after["end"], str(after[label] or ""))
    refuse_what_is_not_allowed(name, row_id, before, after)
    if after[key] != row_id and _is_there(connection, name, after[key]):
        raise CorrectionsError(f"{row_id} would be {after[key]}, which is there already: drop one of the two")
    _replace(connection, name, row_id, after)
    now = _shown(connection, after)
    followed = [column for column in values if column in FOLLOWING - set(to) and shown[column] != now[column]]
    changes = [f"{column}: {said(shown[column])} → {said(now[column])}" for column in [*to, *followed]]
    changes += [f"{', '.join(along)} went along"] if along else []
    if after[key] != row_id:
        changes += [f"the row's id is now {after[key]}", *_point_at(connection, row_id, after[key])]
    if name == "mentions" and to.get("form") == "name":
        _add_alias(connection, after)
    if _COMPARED & set(to):
        connection.execute("INSERT INTO settled VALUES (?)", [after[key]])
    return str(after[key]), changes


def check(
    row_id: str, before: dict[str, Any], to: dict[str, Any], was: dict[str, Any], fixed: set[str], label: str | None
) -> None:
    """Raise CorrectionsError for columns that are not there or not set by hand, and values that are not as said."""
    for column in {**to, **was}:
        if column not in before:
            raise CorrectionsError(f"{row_id} has no column {column}")
    for column in to:
        if column == label:
            raise CorrectionsError(f"{row_id}: {column} is not set by hand (a label of a row is changed by relabel)")
        if column in fixed:
            instead = f" ({_INSTEAD[column]})" if column in _INSTEAD else ""
            raise CorrectionsError(f"{row_id}: {column} is not set by hand{instead}")
    for column, value in was.items():
        if not is_same(before[column], value):
            raise CorrectionsError(f"{row_id}: {column} is {said(before[column])}, no longer {said(value)}")
    if all(is_same(before[column], value) for column, value in to.items()):
        raise CorrectionsError(f"{row_id} holds these values already: the correction has no effect")


def _row(connection: duckdb.DuckDBPyConnection, name: str, row_id: str) -> dict[str, Any]:
    found = connection.execute(f"SELECT * FROM {name} WHERE {TABLES[name].key[0]} = ?", [row_id])
    columns = [column[0] for column in found.description or ()]
    rows = found.fetchall()
    if not rows:
        raise CorrectionsError(f"no row has the id {row_id}")
    return dict(zip(columns, rows[0], strict=True))


def _is_there(connection: duckdb.DuckDBPyConnection, name: str, row_id: str) -> bool:
    return bool(connection.execute(f"SELECT 1 FROM {name} WHERE {TABLES[name].key[0]} = ?", [row_id]).fetchall())


def _replace(connection: duckdb.DuckDBPyConnection, name: str, row_id: str, row: dict[str, Any]) -> None:
    connection.register("changed", pa.Table.from_pylist([row], schema=arrow_schema(TABLES[name])))
    connection.execute(f"DELETE FROM {name} WHERE {TABLES[name].key[0]} = ?", [row_id])
    connection.execute(f"INSERT INTO {name} SELECT * FROM changed")
    connection.unregister("changed")


def _shown(connection: duckdb.DuckDBPyConnection, row: dict[str, Any]) -> dict[str, Any]:
    """The row as the tables show it: with persons where the database has each document's own."""
    persons = [row["person_id"]] if row.get("person_id") else row.get("person_ids") or []
    query = "SELECT DISTINCT group_id FROM person_group_ids WHERE list_contains(?, member) ORDER BY 1"
    named = [person for (person,) in connection.execute(query, [persons]).fetchall()] if persons else []
    if row.get("person_id"):
        return row | {"person_id": named[0] if named else None}
    return row | ({"person_ids": named} if "person_ids" in row else {})


def _check_person(row_id: str, value: Any) -> None:
    if not isinstance(value, str) or KINDS.get(value[:3], ("", False))[0] != "person":
        raise CorrectionsError(f"{row_id}: person_id is the id of a person, such as per-0123456789abcdef, not {value}")


def _speaker(connection: duckdb.DuckDBPyConnection, row_id: str, article_id: str, value: Any) -> str:
    """The article's own person of that id: nobody is quoted who is not mentioned."""
    _check_person(row_id, value)
    members = members_of(connection, "person", value)
    query = "SELECT DISTINCT person_id FROM mentions WHERE article_id = ? AND list_contains(?, person_id) ORDER BY 1"
    here = connection.execute(query, [article_id, members]).fetchall()
    if not here:
        raise CorrectionsError(f"{row_id}: {value} is mentioned nowhere in {article_id}, where the row stands")
    return str(here[0][0])


def _add_alias(connection: duckdb.DuckDBPyConnection, mention: dict[str, Any]) -> None:
    """What is called a name is one of the person's."""
    connection.execute(
        "UPDATE persons SET aliases = list_sort(list_append(aliases, $name)), curated = true "
        "WHERE person_id = $person AND name <> $name AND NOT list_contains(aliases, $name)",
        {"name": " ".join(mention["text"].split()), "person": mention["person_id"]},
    )


def _point_at(connection: duckdb.DuckDBPyConnection, old: str, new: str) -> list[str]:
    """What pointed at a row under its old id points at it under the new one; returns what has another name for it."""
    connection.execute("UPDATE settled SET row_id = ? WHERE row_id = ?", [new, old])
    if old.startswith("men"):
        # A document's person is named by its first mention; whose id that is no longer, a correction made.
        whose = "SELECT person_id FROM mentions WHERE mention_id = ?"
        connection.execute(f"UPDATE persons SET curated = true WHERE person_id IN ({whose})", [new])
    kind = {"clm": "claim", "evt": "event"}.get(old[:3])
    if kind is None:
        return []
    places = [("quantities", f"{kind}_id"), (f"{kind}_ranks", "id"), (f"{kind}_group_ids", "member")]
    places += [(f"{kind}_before", "member"), (f"{kind}_members", "member"), (f"{kind}_members", "representative")]
    places += [("regrouped", column) for column in ("member", "was", "now")]
    for table, column in places + [("events", "claim_id")] * (kind == "claim"):
        connection.execute(f"UPDATE {table} SET {column} = ? WHERE {column} = ?", [new, old])
    rename(connection, kind, [])
    return name_quotes(connection, quotes_of(connection, [new])) if kind == "claim" else []
