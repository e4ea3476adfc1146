"""The chain of decisions behind a row: what it was read from, judged to be one with, and corrected to, in words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

_MOST = 30
#: Table -> the column by whose values its rows are judged.
_JUDGED = {"articles": "article_id", "claims": "claim_id", "events": "event_id", "mentions": "mention_id"}


def chain(folder: Path, table: str, row: dict[str, Any]) -> list[str]:
    """Lines about what was decided of a row of a dataset: its source, judgments, conflicts and corrections."""
    own = _judged_ids(folder, table, row)
    names = {value for name, value in row.items() if name.endswith("_id") and isinstance(value, str)}
    lines: list[str] = []
    if table != "sources" and isinstance(row.get("article_id"), str):
        sources = _rows(folder, "sources", pc.field("article_id") == row["article_id"])
        lines += [f"read from {one['source_path']} ({one['status']})" for one in sources[:_MOST]]
    between = pc.field("left").isin(own) | pc.field("right").isin(own)
    judged = sorted(_rows(folder, "judgments", between), key=lambda one: (one["decision"] != "same", -one["score"]))
    for one in judged[:_MOST]:
        other = one["right"] if one["left"] in own else one["left"]
        held = "held to be the same as" if one["decision"] == "same" else "kept apart from"
        lines.append(f"{held} {other} (score {one['score']:.2f}): {'; '.join(one['reasons'])}")
    for one in _rows(folder, "conflicts", between)[:_MOST]:
        other = one["right"] if one["left"] in own else one["left"]
        lines.append(f"in conflict with {other}: {one['differs']} ({one['conflict_id']})")
    for one in _rows(folder, "corrections", None):
        # A correction may name the row by an id that the correction itself has changed.
        if names & {*one["row_ids"]} or any(name in change for name in names for change in one["changes"]):
            lines.append(f"corrected by {one['author']}: {'; '.join(one['changes'])} – {one['reason']}")
    return ["", "how it came about:", *(f"  {line}" for line in lines)] if lines else []


def _judged_ids(folder: Path, table: str, row: dict[str, Any]) -> list[str]:
    """The ids by which the row stands in `judgments` and `conflicts`."""
    if table == "persons":
        return [one["mention_id"] for one in _rows(folder, "mentions", pc.field("person_id") == row["person_id"])]
    if table == "stories":
        return [one["article_id"] for one in _rows(folder, "articles", pc.field("story_id") == row["story_id"])]
    if table == "quantities":
        return [value for value in (row["quantity_id"], row["event_id"], row["claim_id"]) if value]
    column = _JUDGED.get(table)
    return [row[column]] if column else []


def _rows(folder: Path, name: str, condition: pc.Expression | None) -> list[dict[str, Any]]:
    try:
        found: list[dict[str, Any]] = pq.read_table(folder / f"{name}.parquet", filters=condition).to_pylist()
    except (OSError, pa.ArrowException):
        return []
    return found
