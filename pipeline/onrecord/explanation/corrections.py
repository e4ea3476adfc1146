"""Which corrections made a row what it is, or took it away and what it is called now, from what `corrections` says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from onrecord_schema.tables import TABLES

_ID = re.compile(r"\b[a-z]{3}-[0-9a-f]{16}\b")
_MERGED = re.compile(r" are one: ([a-z]{3}-[0-9a-f]{16})$")
_SPLIT = re.compile(r"^([a-z]{3}-[0-9a-f]{16}) is ([a-z]{3}-[0-9a-f]{16}) \(.+\) and ([a-z]{3}-[0-9a-f]{16})$")
_RENAMED = re.compile(r"^([a-z]{3}-[0-9a-f]{16}) is now (.+)$")
_RELABELLED = re.compile(r"^(?:([a-z]{3}-[0-9a-f]{16}): )?the row's id is now ([a-z]{3}-[0-9a-f]{16})$")
#: Table -> the column that says what its rows are held to be one of.
_GROUPS = {
    "articles": "story_id", "claims": "claim_group_id", "events": "event_group_id", "mentions": "person_id",
}  # fmt: skip
Row = dict[str, Any]


def corrections_of(corrections: list[Row], table: str, row: Row) -> list[tuple[Row, list[str]]]:
    """The corrections that apply to a row, in order, each with what it changed of this row and its group."""
    key, group = row[TABLES[table].key[0]], row.get(_GROUPS.get(table, ""))
    names, groups = {key}, {group or key}
    found: list[tuple[Row, list[str]]] = []
    for one in sorted(corrections, key=lambda one: -int(one["ordinal"])):
        moves = list(_moves(one))
        # Backwards: what a row or group was called before is what earlier corrections name.
        names |= {old for old, new in moves if one["action"] == "relabel" and names & new}
        groups |= {old for old, new in moves if groups & new}
        is_named = bool(names & {*one["row_ids"]})
        told = names | (groups if group is None or one["action"] in ("merge", "split") else set())
        shown = [change for change in one["changes"] if _tells(change, told, is_named)]
        if shown or is_named:
            found.append((one, shown or list(one["changes"])))
    return found[::-1]


def whereabouts(corrections: list[Row], row_id: str) -> list[str]:
    """What became of an id that no table has any more, in words; empty where no correction knows it."""
    lines: list[str] = []
    now = {row_id}
    for one in sorted(corrections, key=lambda one: int(one["ordinal"])):
        moves: dict[str, set[str]] = {}
        for old, new in _moves(one):
            moves.setdefault(old, set()).update(new)
        dropped = [held for held in map(json.loads, one["dropped"]) if now & {*_keys(held)}]
        hit = now & ({*moves} | ({*one["row_ids"]} if one["action"] == "drop" else set()))
        hit |= {name for name in now if any(_is_lost(change, name) for change in one["changes"])}
        if not hit and not dropped:
            continue
        told = [change for change in one["changes"] if now & {*_ID.findall(change)}] or list(one["changes"])
        lines.append(
            f"correction {int(one['ordinal']) + 1} ({one['action']}) by {one['author']}: {'; '.join(told)} – "
            f"{one['reason']}"
        )
        words = (held.get("text") or held.get("name") or held.get("title") for held in dropped[:5])
        lines += [f"  it said: {' '.join(str(word).split())[:300]}" for word in words if word]
        gone = {name for name in hit if name not in moves} | {key for held in dropped for key in _keys(held)}
        now = (now - gone - {*moves}) | {new for name in hit for new in moves.get(name, ())}
    return [*lines, f"it is now {', '.join(sorted(now))}" if now else "nothing has taken its place"] if lines else []


def _moves(correction: Row) -> Iterator[tuple[str, set[str]]]:
    """(id before, ids after) of what a correction gave another name."""
    for change in correction["changes"]:
        if found := _MERGED.search(change):
            yield from ((row_id, {found[1]}) for row_id in correction["row_ids"] if _is_group(row_id))
        elif found := _SPLIT.match(change):
            yield found[1], {found[2], found[3]}
        elif found := _RENAMED.match(change):
            yield found[1], {*_ID.findall(found[2])}
        elif found := _RELABELLED.match(change):
            yield found[1] or correction["row_ids"][0], {found[2]}


def _is_group(row_id: str) -> bool:
    return row_id[:3] in ("sto", "per", "clg", "evg")


def _tells(change: str, names: Iterable[str], is_named: bool) -> bool:
    """Whether a change is one of a row: it names it, or stands for the row that the correction names."""
    return bool({*names} & {*_ID.findall(change)}) or (is_named and not _ID.match(change))


def _is_lost(change: str, name: str) -> bool:
    return change in (f"{name} is gone", f"{name} dropped") or change.startswith(f"{name} is no split quote")


def _keys(held: Row) -> Iterator[str]:
    """The id of a dropped row, which is its first column."""
    yield from [str(value) for value in list(held.values())[:1]]
