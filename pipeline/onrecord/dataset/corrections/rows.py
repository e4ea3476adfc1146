"""Sets and relabels rows: the result is a row that the contract allows, breaks no new rule, and differs."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from typing import Any

import pyarrow as pa
from pydantic import ValidationError

from onrecord.dataset.corrections.groups import KINDS, give_to, separate_speakers
from onrecord.dataset.corrections.step import Changed, Row, Step, in_words
from onrecord.dataset.database import append
from onrecord.dataset.groups import name_groups
from onrecord.dataset.people import person_row
from onrecord.dataset.people.settings import keep_setting
from onrecord.errors import CorrectionsError
from onrecord_schema import ids
from onrecord_schema.arrow import arrow_schema
from onrecord_schema.dates import DATED_KINDS
from onrecord_schema.edtf import edtf_range
from onrecord_schema.tables import ID_COLUMNS, TABLES, Table, pointing_at

#: A correction of one of these settles the conflicts of its row.
_COMPARED = frozenset(["count_min", "count_max", "date", "value_min", "value_max", "stance", "status"])


def set_values(step: Step) -> None:
    """Set the columns that the correction names in each of its rows, and what follows from them.

    Raises CorrectionsError when a row is missing, does not hold what it `was`, holds the values already, or would break
    the contract.
    """
    claims = []
    for row_id in step.why.rows:
        table, column = ID_COLUMNS.get(row_id[:3], (None, ""))
        if not table or column not in table.key or not table.of_origin("free"):
            raise CorrectionsError(
                f"{row_id}: only articles, persons and what was found in articles have fields to set"
            )
        if table.name == "persons":
            _set_person(step, row_id)
        else:
            now = _set_row(step, table, row_id)
            claims += [now] if table.name == "claims" and "person_id" in step.why.to else []
    if claims:
        separate_speakers(step, claims)


def _set_row(step: Step, table: Table, row_id: str) -> str:
    """Change a row of a single document; returns its id after that."""
    before, key = step.row(table, row_id), table.key[0]
    was, shown = before, step.shown(table.name, before)
    to = _checked(step, table, row_id, shown)
    if to.get("person_id") is not None or (table.name == "mentions" and "person_id" in to):
        to["person_id"] = _local_person(step, table, before, to["person_id"])
        was = step.row(table, row_id)
    after = _made(table, row_id, was | _with_followers(table, row_id, was, to) | {"curated": True})
    _refuse_no_effect(row_id, shown, step.shown(table.name, after), to)
    if table.label in to:
        label = str(after[str(table.label)] or "")
        after[key] = ids.span_id(str(table.prefix), after["article_id"], after["start"], after["end"], label)
    _refuse_broken_rules(step, table, row_id, was, after)
    for column in after:
        if (column in to or before[column] != after[column]) and column not in (key, "curated"):
            step.set(table.name, row_id, column, before[column], after[column])
    _replace(step, table, row_id, after)
    if table.name == "mentions" and to.get("form") == "name":
        _add_alias(step, after)
    if _COMPARED & set(to):
        step.query("INSERT INTO settled VALUES (?)", [after[key]])
    return str(after[key])


def _set_person(step: Step, person_id: str) -> None:
    """Keep what is set of a person for when the rows of persons are made, after all corrections."""
    members, table = step.members("person", person_id), TABLES["persons"]
    before = person_row(step.connection, person_id)
    to = _checked(step, table, person_id, before)
    after = _made(table, person_id, before | to | {"curated": True})
    names = {*after["aliases"]} if "aliases" in to else {before["name"], *before["aliases"]}
    after["aliases"] = sorted(names - {after["name"]})
    _refuse_no_effect(person_id, before, after, to)
    if "aliases" in to:
        _refuse_to_lose_a_name(step, person_id, members, {after["name"], *after["aliases"]})
    _refuse_broken_rules(step, table, person_id, before, after)
    keep_setting(step.connection, members, {column: after[column] for column in to})
    for column in {**to, "aliases": None}:
        step.set("persons", person_id, column, before[column], after[column])


def _checked(step: Step, table: Table, row_id: str, row: Row) -> Row:
    """The values to set, typed. Raises CorrectionsError for what is not set by hand, or is not as it `was`."""
    why, to, was = step.why, _typed(table, step.why.to), _typed(table, step.why.was)
    if unknown := [column for column in [*to, *was] if column not in row]:
        raise CorrectionsError(f"{row_id} has no column {unknown[0]}")
    for column in to:
        if column not in table.of_origin("free"):
            instead = " (merge and split change it)" if table.group and column == table.group.column else ""
            raise CorrectionsError(f"{row_id}: {column} is not set by hand{instead}")
        if column == table.label and why.action == "set":
            raise CorrectionsError(f"{row_id}: {column} is not set by hand (a label of a row is changed by relabel)")
    for column, value in was.items():
        if not table.is_united and column in table.of_origin("judged"):
            raise CorrectionsError(f"{row_id}: `was` cannot name {column}: it is judged after all corrections")
        if not _is_same(row[column], value):
            raise CorrectionsError(f"{row_id}: {column} is {in_words(row[column])}, no longer {in_words(value)}")
    return to


def _typed(table: Table, values: Mapping[str, Any]) -> Row:
    """Values with a number that YAML read out of a year or a name as text, and whole numbers as fractions."""
    schema, typed = arrow_schema(table), dict(values)
    for column, value in values.items():
        if column in schema.names and type(value) is int:
            if pa.types.is_string(schema.field(column).type):
                typed[column] = str(value)
            elif pa.types.is_floating(schema.field(column).type) and abs(value) < 10**300:
                typed[column] = float(value)
    return typed


def _is_same(held: Any, value: Any) -> bool:
    """Whether a column holds a value: days as written, fractions as precisely as they are stored."""
    if isinstance(held, date):
        return held.isoformat() == str(value)
    if isinstance(held, float) and isinstance(value, int | float) and not isinstance(value, bool):
        return math.isclose(held, value, rel_tol=1e-6)
    return bool(held == value) and isinstance(held, bool) == isinstance(value, bool)


def _with_followers(table: Table, row_id: str, before: Row, to: Row) -> Row:
    """The values to write: those of `to`, and what becomes unknown or follows with them."""
    values: Row = {}
    for column in to:
        for other in table.followers(column):
            is_nullable = arrow_schema(table).field(other).nullable
            values[other] = None if is_nullable else "unknown"
    values |= to
    if table.name == "claims" and values.get("person_id") is not None and "speaker_kind" not in to:
        values["speaker_kind"] = "person"
    after = before | values
    for one in table.dates:
        if one.value not in to and not (table.name == "dates" and "kind" in to):
            continue
        written = after[one.value] if table.name != "dates" or after["kind"] in DATED_KINDS else None
        try:
            values[one.start], values[one.end] = edtf_range(written) if isinstance(written, str) else (None, None)
        except ValueError as error:
            raise CorrectionsError(f"{row_id}: {one.value}: {error}") from error
        if one.basis and one.value in to:
            values[one.basis] = "curated" if after[one.value] else "unknown"
    return values


def _made(table: Table, row_id: str, values: Row) -> Row:
    """The row as the contract makes and cleans it. Raises CorrectionsError where it does not allow one."""
    try:
        return table.row(**values).model_dump()
    except ValidationError as error:
        first = error.errors()[0]
        where = "".join(f"{part}: " for part in first["loc"][:1])
        message = " ".join(first["msg"].removeprefix("Value error, ").split())[:300]
        raise CorrectionsError(f"{row_id} cannot be set: {where}{message}") from error


def _refuse_no_effect(row_id: str, before: Row, after: Row, to: Row) -> None:
    if all(_is_same(before[column], after[column]) for column in to):
        raise CorrectionsError(f"{row_id} holds these values already: the correction has no effect")


def _refuse_broken_rules(step: Step, table: Table, row_id: str, before: Row, after: Row) -> None:
    """Raise CorrectionsError for the first rule that the row breaks and did not break before."""
    if broken := step.check_row(table.name, after):
        earlier = {rule[:2] for rule in step.check_row(table.name, before)}
        for rule_id, column, expected, found in broken:
            if (rule_id, column) not in earlier:
                raise CorrectionsError(f"{row_id} cannot be set: {column}: expected {expected}, found {found}")


def _replace(step: Step, table: Table, row_id: str, row: Row) -> None:
    """Put a row in the place of another; what points at the old id points at the new one."""
    key = table.key[0]
    new = row[key]
    if new != row_id and step.values(f"SELECT 1 FROM {table.name} WHERE {key} = ?", [new]):
        raise CorrectionsError(f"{row_id} would be {new}, which is there already: drop one of the two")
    step.query(f"DELETE FROM {table.name} WHERE {key} = ?", [row_id])
    append(step.connection, table.name, [tuple(row.values())])
    if new == row_id:
        return
    step.changes.append(Changed("renamed", table.name, row_id, key, None, [new]))
    places = [(other.name, column) for other, column in pointing_at(table)]
    kind = KINDS.get(row_id[:3])
    if kind == "person":
        # A document's person is known by its first mention, which may be this one.
        step.query("UPDATE persons SET curated = true WHERE person_id = ?", [row["person_id"]])
    elif kind:
        places += [(f"{kind}_{name}", "member") for name in ("group_ids", "members")]
        places += [(f"{kind}_members", "representative"), (f"{kind}_ranks", "id"), ("before", "member")]
        places += [("regrouped", column) for column in ("member", "was", "now")]
    for name, column in [*places, ("settled", "row_id")]:
        step.query(f"UPDATE {name} SET {column} = ? WHERE {column} = ?", [new, row_id])
    if kind and kind != "person":
        name_groups(step.connection, kind)


def _local_person(step: Step, table: Table, row: Row, value: Any) -> str:
    """The person of the row's document that an id names: a mention becomes theirs, a claim must be by them."""
    row_id, kind = row[table.key[0]], KINDS.get(value[:3]) if isinstance(value, str) else None
    if kind != "person":
        raise CorrectionsError(f"{row_id}: person_id is the id of a person, such as per-0123456789abcdef, not {value}")
    if table.name == "mentions":
        give_to(step, row_id, value)
        return str(step.row(table, row_id)["person_id"])
    query = "SELECT person_id FROM mentions WHERE article_id = ? AND list_contains(?, person_id) ORDER BY 1"
    here = step.values(query, [row["article_id"], step.members("person", value)])
    if not here:
        raise CorrectionsError(f"{row_id}: {value} is mentioned nowhere in {row['article_id']}, where the row stands")
    return str(here[0])


def _add_alias(step: Step, mention: Row) -> None:
    """A mention that is a name is one of the person's."""
    step.query(
        "UPDATE persons SET aliases = list_sort(list_append(aliases, $name)), curated = true "
        "WHERE person_id = $person AND name <> $name AND NOT list_contains(aliases, $name)",
        {"name": " ".join(mention["text"].split()), "person": mention["person_id"]},
    )


def _refuse_to_lose_a_name(step: Step, person_id: str, members: list[str], names: set[str]) -> None:
    known = {"".join(name.split()) for name in names}
    query = (
        "SELECT mention_id, text FROM mentions WHERE form = 'name' AND list_contains(?, person_id) ORDER BY mention_id"
    )
    for mention_id, text in step.query(query, [members]):
        if "".join(text.split()) not in known:
            raise CorrectionsError(
                f"{person_id}: aliases: {text!r} is what {mention_id} calls this person; split or relabel that first"
            )
