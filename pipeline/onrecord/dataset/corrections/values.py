"""What a correction writes into a column has the column's own type, and breaks no rule that its row kept before."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from typing import Any

import pyarrow as pa
from pydantic import ValidationError

from onrecord.errors import CorrectionsError
from onrecord_schema.arrow import arrow_schema
from onrecord_schema.edtf import edtf_range
from onrecord_schema.tables import TABLES

#: An EDTF column -> its first and last day, and the column that says how it is known.
_DATES = {
    ("articles", "published"): ("published_start", "published_end", "published_basis"),
    ("claims", "said"): ("said_start", "said_end", None),
    ("events", "date"): ("date_start", "date_end", "date_basis"),
    ("quantities", "date"): ("date_start", "date_end", None),
    ("dates", "value"): ("value_start", "value_end", "basis"),
}
#: An EDTF column without days of its own.
_ANCHOR = ("dates", "anchor")
#: Words of a row -> what was known of them alone, and is not known of other words.
_OF_WORDS: dict[tuple[str, str], dict[str, Any]] = {
    ("claims", "speaker"): {"person_id": None, "speaker_kind": "unknown"},
    ("events", "actor"): {"actor_kind": "unknown"},
    ("events", "recipient"): {"recipient_kind": "unknown"},
    ("events", "place"): {"country": None},
}
FOLLOWING = frozenset(column for columns in _OF_WORDS.values() for column in columns)
#: Columns that say where in the text words stand, and how sure they are: what is decided stands nowhere and is sure.
_PLACES = {
    ("claims", "speaker"): ("speaker_start", "speaker_end", "speaker_confidence"),
    ("claims", "person_id"): ("speaker_confidence",),
    ("mentions", "form"): ("confidence",),
    ("mentions", "person_id"): ("confidence",),
}


def typed(table: str, row_id: str, to: dict[str, Any]) -> dict[str, Any]:
    """Values as the columns hold them: a year that YAML reads as a number is text in a column of dates, and a whole
    number a fraction in a column of those. Raises CorrectionsError for what would have to be guessed."""
    schema = arrow_schema(TABLES[table])
    values = dict(to)
    for column, value in to.items():
        if column not in schema.names:
            continue
        is_date = (table, column) in _DATES or (table, column) == _ANCHOR
        if is_date and value is not None and not isinstance(value, str):
            if isinstance(value, bool) or not isinstance(value, int) or not 1000 <= value <= 9999:
                raise CorrectionsError(f"{row_id}: {column} is a date such as 2018, 2018-05 or 2018-05-01, not {value}")
            values[column] = str(value)
        elif pa.types.is_floating(schema.field(column).type) and type(value) is int:
            try:
                values[column] = float(value)
            except OverflowError as error:
                raise CorrectionsError(f"{row_id}: {column} is larger than any number that the table holds") from error
    return values


def with_what_follows(table: str, row_id: str, before: dict[str, Any], to: dict[str, Any]) -> dict[str, Any]:
    """The columns to write: those of `to`, and those that say something of them alone."""
    values = dict(to)
    for column in to:
        for other, unknown in _OF_WORDS.get((table, column), {}).items():
            values.setdefault(other, unknown)
        values |= dict.fromkeys(_PLACES.get((table, column), ()))
    if table == "claims" and values.get("person_id") is not None and "speaker_kind" not in to:
        values["speaker_kind"] = "person"
    if (table, "anchor") == _ANCHOR and to.get("anchor") is not None:
        _days(row_id, "anchor", to["anchor"])
    after = before | values
    has_days = table != "dates" or after["kind"] in ("date", "time")
    for (name, column), (first, last, basis) in _DATES.items():
        if name != table or not (column in to or (table == "dates" and "kind" in to)):
            continue
        written = after[column] if has_days else None
        values[first], values[last] = (None, None) if written is None else _days(row_id, column, written)
        if basis and column in to:
            values[basis] = "curated" if after[column] else "unknown"
    return values


def _days(row_id: str, column: str, written: str) -> tuple[date | None, date | None]:
    try:
        return edtf_range(written)
    except ValueError as error:
        raise CorrectionsError(f"{row_id}: {column}: {error}") from error


def refuse_what_is_not_allowed(table: str, row_id: str, before: dict[str, Any], after: dict[str, Any]) -> None:
    """Raise CorrectionsError where a row is none that the contract allows, or breaks a rule that it kept before."""
    try:
        TABLES[table].row(**after)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        message = " ".join(first["msg"].split())[:300]
        raise CorrectionsError(f"{row_id} cannot be so: {f'{where}: ' if where else ''}{message}") from error
    broken = _broken(table, after)
    already = {one[:2] for one in _broken(table, before)} if broken else set()
    for rule, column, expected, found in broken:
        if (rule, column) not in already:
            raise CorrectionsError(f"{row_id} cannot be so: {column}: expected {expected}, found {found}")


def is_same(held: Any, value: Any) -> bool:
    """Whether a column holds what a correction says, a day as it is written and a fraction as near as it is kept."""
    if isinstance(held, date):
        return bool(held.isoformat() == value)
    if isinstance(held, float) and isinstance(value, int | float) and not isinstance(value, bool):
        return math.isclose(held, value, rel_tol=1e-6)
    return bool(held == value) and isinstance(held, bool) == isinstance(value, bool)


def said(value: Any) -> str:
    return "unknown" if value is None else repr(value) if isinstance(value, str) else str(value)


def _broken(table: str, row: dict[str, Any]) -> Sequence[tuple[str, str, str, str]]:
    """(rule, column, expected, found) for each critical rule about a row by itself that this one breaks."""
    # Imported late: only a build with corrections needs the rules before it validates.
    from onrecord.validation import broken_row_rules

    return broken_row_rules(table, row)
