"""Sets fields and labels of single rows: what comes out must be a row that the contract allows, and differ."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from pydantic import ValidationError

from onrecord.corrections.regroup import members_of
from onrecord.errors import CorrectionsError
from onrecord_schema import ids
from onrecord_schema.arrow import arrow_schema
from onrecord_schema.edtf import edtf_range
from onrecord_schema.tables import TABLES

if TYPE_CHECKING:
    import duckdb

_TABLES = {
    "art": "articles", "clm": "claims", "evt": "events", "men": "mentions", "qty": "quantities", "dat": "dates",
    "per": "persons",
}  # fmt: skip
#: The column that a row's id is made with: another value makes another row, with another id.
_LABELS = {"claims": "kind", "events": "event_type", "mentions": "form", "quantities": "unit", "dates": "kind"}
#: What follows from other rows, or from the article's text, and is not set by hand.
_DERIVED = frozenset(
    (
        "article_id", "start", "end", "text", "body", "word_count", "removed_share", "source_path", "source_sha256",
        "story_id", "is_canonical", "version_similarity", "claim_group_id", "event_group_id", "article_count",
        "story_count", "mention_count", "first_reported", "last_reported", "quote_id", "curated", "person_ids",
        "claim_id", "event_id", "aliases", "cue", "cue_start", "cue_end", "speaker_start", "speaker_end", "trigger",
        "trigger_start", "trigger_end", "published_start", "published_end", "published_basis", "said_start", "said_end",
        "date_start", "date_end", "date_basis", "value_start", "value_end", "basis",
    )
)  # fmt: skip
#: An EDTF column -> its first and last day, and the column that says how it is known.
_DATES = {
    ("articles", "published"): ("published_start", "published_end", "published_basis"),
    ("claims", "said"): ("said_start", "said_end", None),
    ("events", "date"): ("date_start", "date_end", "date_basis"),
    ("quantities", "date"): ("date_start", "date_end", None),
    ("dates", "value"): ("value_start", "value_end", "basis"),
}
#: Columns that say where in the text another one stands, and how sure it is: a value set by hand stands nowhere.
_PLACES = {"speaker": ("speaker_start", "speaker_end", "speaker_confidence")}
#: A correction of one of these settles what conflicts the row had.
_COMPARED = frozenset(["count_min", "count_max", "date", "value_min", "value_max", "stance", "status"])


def set_fields(
    connection: duckdb.DuckDBPyConnection, row_id: str, to: dict[str, Any], was: dict[str, Any], *, relabel: bool
) -> list[str]:
    """Change columns of a row; returns what changed, in words.

    Raises CorrectionsError when the row is not there, does not hold what it `was`, holds the values already, or would
    break the contract.
    """
    name = _TABLES.get(row_id[:3])
    if name is None:
        raise CorrectionsError(f"{row_id}: only articles, persons and what was found in articles have fields to set")
    if name == "persons":
        return _set_person(connection, row_id, to, was)
    table = TABLES[name]
    key = table.key[0]
    found = connection.execute(f"SELECT * FROM {name} WHERE {key} = ?", [row_id])
    columns = [column[0] for column in found.description or ()]
    rows = found.fetchall()
    if not rows:
        raise CorrectionsError(f"no row has the id {row_id}")
    before = dict(zip(columns, rows[0], strict=True))
    _check(row_id, before, to, was, {*_DERIVED, key, *(() if relabel else [_LABELS.get(name, "")])})
    after = before | _with_what_follows(connection, name, to)
    if relabel and _LABELS.get(name) in to:
        prefix = row_id[:3]
        label = str(after[_LABELS[name]] or "")
        after[key] = ids.span_id(prefix, after["article_id"], after["start"], after["end"], label)
    after["curated"] = True
    _validated(name, row_id, after)
    connection.register("changed", pa.Table.from_pylist([after], schema=arrow_schema(table)))
    connection.execute(f"DELETE FROM {name} WHERE {key} = ?", [row_id])
    connection.execute(f"INSERT INTO {name} SELECT * FROM changed")
    connection.unregister("changed")
    if after[key] != row_id:
        _point_at(connection, row_id, after[key])
    if _COMPARED & set(to):
        connection.execute("INSERT INTO settled VALUES (?)", [after[key]])
    return [f"{column}: {_said(before[column])} → {_said(after[column])}" for column in to] + (
        [f"the row's id is now {after[key]}"] if after[key] != row_id else []
    )


def _check(row_id: str, before: dict[str, Any], to: dict[str, Any], was: dict[str, Any], fixed: set[str]) -> None:
    for column in {**to, **was}:
        if column not in before:
            raise CorrectionsError(f"{row_id} has no column {column}")
    for column in to:
        if column in fixed:
            raise CorrectionsError(f"{row_id}: {column} is not set by hand (a label of a row is changed by relabel)")
    for column, value in was.items():
        if before[column] != value:
            raise CorrectionsError(f"{row_id}: {column} is {_said(before[column])}, no longer {_said(value)}")
    if all(before[column] == value for column, value in to.items()):
        raise CorrectionsError(f"{row_id} holds these values already: the correction has no effect")


def _with_what_follows(connection: duckdb.DuckDBPyConnection, table: str, to: dict[str, Any]) -> dict[str, Any]:
    values = dict(to)
    for column, value in to.items():
        if days := _DATES.get((table, column)):
            first, last, basis = days
            try:
                values[first], values[last] = edtf_range(value) if value else (None, None)
            except ValueError as error:
                raise CorrectionsError(str(error)) from error
            if basis:
                values[basis] = "curated" if value else "unknown"
        for place in _PLACES.get(column, ()) if table == "claims" else ():
            values[place] = None
        if column == "person_id" and value is not None:
            values[column] = members_of(connection, "person", value)[0]
        if column in ("value_min", "value_max") and isinstance(value, int):
            values[column] = float(value)
    return values


def _validated(table: str, row_id: str, row: dict[str, Any]) -> None:
    try:
        TABLES[table].row(**row)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise CorrectionsError(f"{row_id} cannot be so: {f'{where}: ' if where else ''}{first['msg']}") from error


def _point_at(connection: duckdb.DuckDBPyConnection, old: str, new: str) -> None:
    """What pointed at a row under its old id points at it under the new one."""
    kind = {"clm": "claim", "evt": "event"}.get(old[:3])
    if kind is None:
        return
    places = [("quantities", f"{kind}_id"), (f"{kind}_ranks", "id")]
    places += [(f"{kind}_members", "member"), (f"{kind}_members", "centre")]
    for table, column in places + [("events", "claim_id")] * (kind == "claim"):
        connection.execute(f"UPDATE {table} SET {column} = ? WHERE {column} = ?", [new, old])


def _set_person(
    connection: duckdb.DuckDBPyConnection, person_id: str, to: dict[str, Any], was: dict[str, Any]
) -> list[str]:
    """Kept for when the persons' rows are made, by one of the documents' persons."""
    members = members_of(connection, "person", person_id)
    found = connection.execute("SELECT * FROM united_persons WHERE person_id = ?", [person_id])
    columns = [column[0] for column in found.description or ()]
    rows = found.fetchall()
    before = dict(zip(columns, rows[0], strict=True)) if rows else {}
    if before:
        _check(person_id, before, to, was, {*_DERIVED - {"aliases"}, "person_id"})
        _validated("persons", person_id, before | to)
    elif set(to) - set(TABLES["persons"].columns):
        raise CorrectionsError(f"{person_id} has no column {sorted(set(to) - set(TABLES['persons'].columns))[0]}")
    connection.execute("INSERT INTO person_settings VALUES (?, ?)", [members[0], json.dumps(to)])
    return [f"{column}: {_said(before.get(column))} → {_said(value)}" for column, value in to.items()]


def _said(value: Any) -> str:
    return "unknown" if value is None else repr(value) if isinstance(value, str) else str(value)
