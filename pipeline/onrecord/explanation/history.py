"""Says what was decided about a row: its source, judgments and conflicts, and the corrections that changed it."""

from __future__ import annotations

import json
from collections import defaultdict

from onrecord.explanation.tables import Row, Tables
from onrecord_schema.tables import Table

_MOST = 30


def history(tables: Tables, table: Table, row: Row, subject: str = "it") -> list[str]:
    """Lines that tell how a row came about."""
    compared = _compared_ids(tables, table, row)
    lines: list[str] = []
    if table.name != "sources" and isinstance(row.get("article_id"), str):
        sources = tables.where("sources", "article_id", row["article_id"])
        lines += [f"read from {one['source_path']} ({one['status']})" for one in sources[:_MOST]]
    judgments = tables.with_any("judgments", ("left", "right"), compared)
    for one in sorted(judgments, key=lambda one: (one["decision"] != "same", -one["score"]))[:_MOST]:
        decision = "judged the same as" if one["decision"] == "same" else "judged different from"
        lines.append(f"{_pair(one, decision, compared)} (score {one['score']:.2f}): {'; '.join(one['reasons'])}")
    for one in tables.with_any("conflicts", ("left", "right"), compared)[:_MOST]:
        lines.append(f"{_pair(one, 'in conflict with', compared)}: {one['differs']} ({one['conflict_id']})")
    for one, changes in _corrections_of(tables, table, row):
        lines.append(f"corrected by {one['author']}: {'; '.join(changes)} – {one['reason']}")
    return ["", f"how {subject} came about:", *(f"  {line}" for line in lines)] if lines else []


def whereabouts(tables: Tables, row_id: str) -> list[str]:
    """Lines that tell what became of an id that is in no table; empty when no correction changed it."""
    lines: list[str] = []
    now = {row_id}
    for correction, changes in _corrections(tables):
        moved = [change for change in changes if change["row_id"] in now and change["kind"] != "set"]
        dropped = [row for row in map(json.loads, correction["dropped"]) if str(next(iter(row.values()))) in now]
        if not moved:
            continue
        lines.append(
            f"correction {int(correction['ordinal']) + 1} ({correction['action']}) by {correction['author']}: "
            f"{'; '.join(_in_words(correction, moved))} – {correction['reason']}"
        )
        words = (row.get("text") or row.get("name") or row.get("title") for row in dropped[:5])
        lines += [f"  it said: {' '.join(str(word).split())[:300]}" for word in words if word]
        for change in moved:
            now = (now - {change["row_id"]}) | _new_ids(change)
    return [*lines, f"it is now {', '.join(sorted(now))}" if now else "nothing replaced it"] if lines else []


def _compared_ids(tables: Tables, table: Table, row: Row) -> list[str]:
    """The ids under which a row is in `judgments` and `conflicts`."""
    if table.name == "persons":
        return [one["mention_id"] for one in tables.where("mentions", "person_id", row["person_id"])]
    if table.name == "stories":
        return [one["article_id"] for one in tables.where("articles", "story_id", row["story_id"])]
    if table.name == "quantities":
        return [value for value in (row["quantity_id"], row["event_id"], row["claim_id"]) if value]
    return [row[table.key[0]]] if table.group else []


def _pair(pair: Row, decision: str, own: list[str]) -> str:
    """The other id of a pair, or both where several rows are explained together."""
    one, other = (pair["left"], pair["right"]) if pair["left"] in own else (pair["right"], pair["left"])
    return f"{one} {decision} {other}" if len(own) > 1 else f"{decision} {other}"


def _corrections(tables: Tables) -> list[tuple[Row, list[Row]]]:
    """Every correction with its changes, in order."""
    changes = defaultdict(list)
    for change in sorted(tables.rows("changes"), key=lambda change: int(change["ordinal"])):
        changes[change["correction_id"]].append(change)
    corrections = sorted(tables.rows("corrections"), key=lambda one: int(one["ordinal"]))
    return [(one, changes[one["correction_id"]]) for one in corrections]


def _corrections_of(tables: Tables, table: Table, row: Row) -> list[tuple[Row, list[str]]]:
    """The corrections of a row in order, each with what it changed of the row and its group, in words."""
    key, group = row[table.key[0]], row[table.group.column] if table.group else None
    names, groups = {key}, {group or key}
    found: list[tuple[Row, list[str]]] = []
    for correction, changes in reversed(_corrections(tables)):
        # Backwards, since earlier corrections know the row and its group by earlier ids.
        names |= {change["row_id"] for change in changes if _new_ids(change) & names}
        groups |= {change["row_id"] for change in changes if _new_ids(change) & groups}
        shown = [
            change
            for change in changes
            if change["row_id"] in (names if group else names | groups)
            or (change["row_id"] in groups and change["kind"] in ("merged", "split"))
        ]
        if shown:
            found.append((correction, _in_words(correction, shown)))
    return found[::-1]


def _new_ids(change: Row) -> set[str]:
    """The ids that replace that of a row or group."""
    return set() if change["kind"] == "set" else {*json.loads(change["value_after"])}


def _in_words(correction: Row, changes: list[Row]) -> list[str]:
    return [correction["changes"][change["ordinal"]] for change in changes]
