"""Applies the decisions of `corrections.yaml` in order, each to the result of those before."""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256
from typing import TYPE_CHECKING

from onrecord.dataset.corrections.drop import drop
from onrecord.dataset.corrections.groups import merge, split
from onrecord.dataset.corrections.read import Correction
from onrecord.dataset.corrections.rows import set_values
from onrecord.dataset.corrections.step import RowCheck, Step
from onrecord.dataset.database import append, create
from onrecord.dataset.groups import name_groups
from onrecord.errors import CorrectionsError
from onrecord_schema import ids
from onrecord_schema.across_documents import AppliedCorrection, Change
from onrecord_schema.tables import GROUPS

if TYPE_CHECKING:
    import duckdb

_ACTIONS = {"merge": merge, "split": split, "relabel": set_values, "set": set_values, "drop": drop}


def apply_corrections(
    connection: duckdb.DuckDBPyConnection, corrections: Sequence[Correction], check_row: RowCheck
) -> None:
    """Change the judged database as decided, and make the tables `corrections` and `changes` of what was changed.

    Raises CorrectionsError, which names the correction, when one does not match anything.
    """
    create(connection, "corrections", "changes")
    for kind in GROUPS if corrections else ():
        name_groups(connection, kind)
    for ordinal, correction in enumerate(corrections):
        step = Step(connection, correction, check_row)
        try:
            _ACTIONS[correction.action](step)
        except CorrectionsError as error:
            place = correction.place or f"correction {ordinal + 1}"
            raise CorrectionsError(f"{place} ({correction.action}): {error}") from error
        _record(step, ordinal)


def _record(step: Step, ordinal: int) -> None:
    changes, why = step.finish(), step.why
    in_words = [change.in_words() for change in changes]
    content = ids.SEPARATOR.join((str(ordinal), why.action, *why.rows, *in_words))
    correction = AppliedCorrection(
        correction_id=f"cor-{sha256(content.encode()).hexdigest()[:16]}",
        ordinal=ordinal,
        action=why.action,
        row_ids=why.rows,
        changes=in_words,
        dropped=step.dropped,
        reason=why.reason,
        author=why.author,
    )
    rows = [
        Change(
            change_id=ids.numbered_id("chg", correction.correction_id, number),
            correction_id=correction.correction_id,
            ordinal=number,
            kind=change.kind,
            table_name=change.table,
            row_id=change.row_id,
            column_name=change.column,
            value_before=_json(change.before) if change.kind == "set" else None,
            value_after=_json(change.after),
        )
        for number, change in enumerate(changes)
    ]
    for name, made in (("corrections", [correction]), ("changes", rows)):
        values = [tuple(row.model_dump().values()) for row in made]
        append(step.connection, name, values)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
