"""Sets what is known of a person, whichever documents and corrections the person was put together from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from onrecord.dataset.corrections.fields import DERIVED, check
from onrecord.dataset.corrections.stars import members_of
from onrecord.dataset.corrections.values import refuse_what_is_not_allowed, said, typed
from onrecord.dataset.people import person_row
from onrecord.dataset.people.settings import keep_setting
from onrecord.errors import CorrectionsError

if TYPE_CHECKING:
    import duckdb

    from onrecord.dataset.corrections.read import Correction


def set_person(connection: duckdb.DuckDBPyConnection, person_id: str, why: Correction) -> list[str]:
    """Keep what is set for when the persons' rows are made; returns what changed, in words.

    Raises CorrectionsError as `set_fields` does.
    """
    members = members_of(connection, "person", person_id)
    before = person_row(connection, person_id)
    to = typed("persons", person_id, why.to)
    check(person_id, before, to, why.was, {*DERIVED, "person_id"}, None)
    to = _ordered(to)
    after = before | to
    if isinstance(to.get("name"), str) and "aliases" not in to:
        after["aliases"] = sorted({before["name"], *before["aliases"]} - {to["name"]})
    elif isinstance(to.get("aliases"), list):
        to["aliases"] = after["aliases"] = [one for one in to["aliases"] if one != after["name"]]
        _refuse_to_lose_a_name(connection, person_id, members, {str(after["name"]), *after["aliases"]})
    refuse_what_is_not_allowed("persons", person_id, before, after | {"curated": True})
    keep_setting(connection, members, to)
    told = [*to, *(["aliases"] if after["aliases"] != before["aliases"] and "aliases" not in to else [])]
    return [f"{column}: {said(before[column])} → {said(after[column])}" for column in told]


def _ordered(to: dict[str, Any]) -> dict[str, Any]:
    """Lists of words as the contract has them: each once, in order."""
    return {
        column: sorted(set(value)) if column in ("aliases", "roles") and isinstance(value, list) else value
        for column, value in to.items()
    }


def _refuse_to_lose_a_name(
    connection: duckdb.DuckDBPyConnection, person_id: str, members: list[str], names: set[str]
) -> None:
    query = (
        "SELECT mention_id, text FROM mentions WHERE form = 'name' AND list_contains(?, person_id) ORDER BY mention_id"
    )
    known = {"".join(name.split()) for name in names}
    for mention_id, text in connection.execute(query, [members]).fetchall():
        if "".join(text.split()) not in known:
            raise CorrectionsError(
                f"{person_id}: aliases: {text!r} is what {mention_id} calls this person; split or relabel that first"
            )
