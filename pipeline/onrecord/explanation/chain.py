"""The chain of decisions behind a row: what it was read from, judged to be one with, and corrected to, in words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from onrecord.explanation.corrections import corrections_of
from onrecord.explanation.rows import rows, rows_of_any, rows_where

_MOST = 30
#: Table -> the column by whose values its rows are judged.
_JUDGED = {"articles": "article_id", "claims": "claim_id", "events": "event_id", "mentions": "mention_id"}


def chain(folder: Path, table: str, row: dict[str, Any], what: str = "it") -> list[str]:
    """Lines about what was decided of a row of a dataset: its source, judgments, conflicts and corrections."""
    own = _judged_ids(folder, table, row)
    lines: list[str] = []
    if table != "sources" and isinstance(row.get("article_id"), str):
        sources = rows_where(folder, "sources", "article_id", row["article_id"])
        lines += [f"read from {one['source_path']} ({one['status']})" for one in sources[:_MOST]]
    judged = rows_of_any(folder, "judgments", ("left", "right"), own)
    for one in sorted(judged, key=lambda one: (one["decision"] != "same", -one["score"]))[:_MOST]:
        held = "held to be the same as" if one["decision"] == "same" else "kept apart from"
        lines.append(f"{_both(one, held, own)} (score {one['score']:.2f}): {'; '.join(one['reasons'])}")
    for one in rows_of_any(folder, "conflicts", ("left", "right"), own)[:_MOST]:
        lines.append(f"{_both(one, 'in conflict with', own)}: {one['differs']} ({one['conflict_id']})")
    for one, changes in corrections_of(rows(folder, "corrections"), table, row):
        lines.append(f"corrected by {one['author']}: {'; '.join(changes)} – {one['reason']}")
    return ["", f"how {what} came about:", *(f"  {line}" for line in lines)] if lines else []


def _both(pair: dict[str, Any], held: str, own: list[str]) -> str:
    """The other of two rows; both where what is explained has several rows."""
    one, other = (pair["left"], pair["right"]) if pair["left"] in own else (pair["right"], pair["left"])
    return f"{one} {held} {other}" if len(own) > 1 else f"{held} {other}"


def _judged_ids(folder: Path, table: str, row: dict[str, Any]) -> list[str]:
    """The ids by which the row stands in `judgments` and `conflicts`."""
    if table == "persons":
        return [one["mention_id"] for one in rows_where(folder, "mentions", "person_id", row["person_id"])]
    if table == "stories":
        return [one["article_id"] for one in rows_where(folder, "articles", "story_id", row["story_id"])]
    if table == "quantities":
        return [value for value in (row["quantity_id"], row["event_id"], row["claim_id"]) if value]
    column = _JUDGED.get(table)
    return [row[column]] if column else []
