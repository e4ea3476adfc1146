"""Applies people's decisions in the order of their file; each sees what those before it left, and has an effect."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from onrecord.corrections.drop import drop, rename_all
from onrecord.corrections.fields import set_fields
from onrecord.corrections.read import Correction
from onrecord.corrections.regroup import merge, split
from onrecord.errors import CorrectionsError
from onrecord.streaming import append
from onrecord_schema.arrow import arrow_schema
from onrecord_schema.tables import TABLES

if TYPE_CHECKING:
    import duckdb


def apply_corrections(connection: duckdb.DuckDBPyConnection, corrections: Sequence[Correction]) -> None:
    """Change the judged database as decided, and make the table `corrections` of what was changed.

    Raises CorrectionsError, which names the correction, when one no longer matches anything.
    """
    schema = arrow_schema(TABLES["corrections"])
    connection.register("none_yet", schema.empty_table())
    connection.execute("CREATE OR REPLACE TABLE corrections AS SELECT * FROM none_yet")
    connection.unregister("none_yet")
    if corrections:
        rename_all(connection)
    for ordinal, correction in enumerate(corrections):
        try:
            changes, dropped = _applied(connection, correction)
        except CorrectionsError as error:
            raise CorrectionsError(f"correction {ordinal + 1} ({correction.action}): {error}") from error
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
        append(connection, "corrections", [row], schema)


def _applied(connection: duckdb.DuckDBPyConnection, correction: Correction) -> tuple[list[str], list[str]]:
    """What changed, in words, and the rows that were dropped, as JSON."""
    if correction.action == "merge":
        return merge(connection, correction.rows, correction.author), []
    if correction.action == "split":
        return split(connection, correction.rows, correction.author), []
    if correction.action == "drop":
        dropped = [row for row_id in correction.rows for row in drop(connection, row_id, correction.reason)]
        return [f"{row_id} dropped" for row_id in correction.rows], dropped
    relabel = correction.action == "relabel"
    return [
        f"{row_id}: {change}" if len(correction.rows) > 1 else change
        for row_id in correction.rows
        for change in set_fields(connection, row_id, correction.to, correction.was, relabel=relabel)
    ], []
