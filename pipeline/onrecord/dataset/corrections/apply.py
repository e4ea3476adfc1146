"""Applies people's decisions in the order of their file; each sees what those before it left, and has an effect."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from onrecord.dataset.corrections.drop import drop
from onrecord.dataset.corrections.fields import set_fields, table_of
from onrecord.dataset.corrections.people import set_person
from onrecord.dataset.corrections.read import Correction
from onrecord.dataset.corrections.regroup import merge, split
from onrecord.dataset.corrections.speakers import keep_speakers_apart
from onrecord.dataset.corrections.stars import GROUPS, remember_names, rename, renamed_since
from onrecord.dataset.database import append, create
from onrecord.errors import CorrectionsError

if TYPE_CHECKING:
    import duckdb


def apply_corrections(connection: duckdb.DuckDBPyConnection, corrections: Sequence[Correction]) -> None:
    """Change the judged database as decided, and make the table `corrections` of what was changed.

    Raises CorrectionsError, which names the correction, when one no longer matches anything.
    """
    create(connection, "corrections")
    for kind in GROUPS if corrections else ():
        rename(connection, kind, [])
    for ordinal, correction in enumerate(corrections):
        remember_names(connection)
        try:
            changes, dropped = _applied(connection, correction)
        except CorrectionsError as error:
            place = correction.place or f"correction {ordinal + 1}"
            raise CorrectionsError(f"{place} ({correction.action}): {error}") from error
        changes += [
            f"{old} is now {', '.join(new)}" if new else f"{old} is gone"
            for old, new in renamed_since(connection)
            if old not in correction.rows and not any(change.startswith(f"{old} is ") for change in changes)
        ]
        content = "\x1f".join((str(ordinal), correction.action, *correction.rows, *changes))
        row: tuple[Any, ...] = (
            f"cor-{sha256(content.encode()).hexdigest()[:16]}",
            ordinal,
            correction.action,
            correction.rows,
            changes,
            dropped,
            correction.reason,
            correction.author,
        )
        append(connection, "corrections", [row])


def _applied(connection: duckdb.DuckDBPyConnection, correction: Correction) -> tuple[list[str], list[str]]:
    """What changed, in words, and the rows that were dropped, as JSON."""
    if correction.action == "merge":
        return merge(connection, correction.rows, correction), []
    if correction.action == "split":
        return split(connection, correction.rows, correction), []
    if correction.action == "drop":
        done = [drop(connection, row_id, correction.reason) for row_id in correction.rows]
        return [change for changes, _ in done for change in changes], [row for _, rows in done for row in rows]
    changes: list[str] = []
    speaking: list[str] = []
    for row_id in correction.rows:
        if table_of(row_id) == "persons":
            changed = set_person(connection, row_id, correction)
        else:
            now, changed = set_fields(connection, row_id, correction)
            speaking += [now] if now.startswith("clm") and "person_id" in correction.to else []
        changes += [f"{row_id}: {change}" if len(correction.rows) > 1 else change for change in changed]
    if speaking:
        keep_speakers_apart(connection, speaking, correction)
    return changes, []
