"""`explain ID`: one row in full, its words marked in the paragraph they stand in, and what it was joined to and why."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq

from onrecord.decisions import chain
from onrecord.errors import OnRecordError
from onrecord_schema.tables import TABLES, Table

_GROUPS = {"claims": "claim_group_id", "events": "event_group_id", "articles": "story_id"}
_CONTEXT_CHARS = 400


class NoSuchRow(OnRecordError):
    """No table of the dataset has a row with this id."""


def explain(folder: Path, row_id: str) -> str:
    """The explanation as plain text. Raises NoSuchRow when the dataset at `folder` has no such row."""
    for table in TABLES.values():
        rows = _rows(folder, table.name, table.key[0], row_id)
        if rows:
            return "\n".join([*_explained(folder, table, rows[0]), *chain(folder, table.name, rows[0])])
    for name, column in (("claims", "claim_group_id"), ("events", "event_group_id")):
        members = _rows(folder, name, column, row_id)
        if members:
            return "\n".join(_group(folder, name, row_id, members))
    raise NoSuchRow(f"no row of the dataset at {folder} has the id {row_id}")


def _rows(folder: Path, name: str, column: str, value: Any) -> list[dict[str, Any]]:
    path = folder / f"{name}.parquet"
    if not path.exists():
        return []
    found: list[dict[str, Any]] = pq.read_table(path, filters=pc.field(column) == value).to_pylist()
    return found


def _explained(folder: Path, table: Table, row: dict[str, Any]) -> list[str]:
    lines = [f"{table.name} {row[table.key[0]]}", ""]
    for name, value in row.items():
        if value not in (None, []) and name not in ("text", "body"):
            lines.append(f"  {name:<20} {_printed(value)}")
    if table.has_spans:
        lines += ["", *_in_its_paragraph(folder, row)]
    if table.name == "conflicts":
        for side in ("left", "right"):
            sentence = {name: row[f"{side}_{name}"] for name in ("article_id", "start", "end")}
            lines += ["", f"{row[side]}:", *_in_its_paragraph(folder, sentence)]
    if table.name == "persons":
        mentions = _rows(folder, "mentions", "person_id", row["person_id"])
        lines += ["", f"named or referred to in {len(mentions)} places:"]
        lines += [f"  {m['article_id']} {m['start']}-{m['end']} {m['form']:<8} {m['text']}" for m in mentions[:50]]
    group = _GROUPS.get(table.name)
    if group:
        key = table.key[0]
        others = [one for one in _rows(folder, table.name, group, row[group]) if one[key] != row[key]]
        what = "the same story" if table.name == "articles" else "the same"
        lines += ["", f"held to be {what} as {len(others)} other {table.name}" + (":" if others else "")]
        lines += [f"  {one[key]}  {_one_line(one.get('title') or one['text'])}" for one in others[:50]]
    return lines


def _group(folder: Path, name: str, group_id: str, members: list[dict[str, Any]]) -> list[str]:
    first = next((row for row in members if row["is_canonical"]), members[0])
    count = f"{first['article_count']} articles, {first['story_count']} independent stories"
    lines = [f"{name} {group_id}: {len(members)} rows in {count}", ""]
    key = TABLES[name].key[0]
    for row in members[:50]:
        lines.append(f"  {row[key]}{' (represents them)' if row['is_canonical'] else ''}  {_one_line(row['text'])}")
    lines += ["", *_in_its_paragraph(folder, first)]
    return lines + [line for row in members[:10] for line in chain(folder, name, row)]


def _in_its_paragraph(folder: Path, row: dict[str, Any]) -> list[str]:
    start, end = row["start"], row["end"]
    articles = _rows(folder, "articles", "article_id", row["article_id"])
    if not articles:
        return [f"its article {row['article_id']} is not in the dataset"]
    text = articles[0]["text"]
    around = [
        segment
        for segment in _rows(folder, "segments", "article_id", row["article_id"])
        if segment["start"] < end and start < segment["end"]
    ]
    first = max(min([segment["start"] for segment in around] or [start]), start - _CONTEXT_CHARS)
    last = min(max([segment["end"] for segment in around] or [end]), end + _CONTEXT_CHARS)
    roles = ", ".join(dict.fromkeys(segment["role"] for segment in around))
    shown = f"{text[first:start]}>>>{text[start:end]}<<<{text[end:last]}".strip()
    return [f"in {articles[0]['source_path']}, {roles or 'no segment'}, characters {start} to {end}:", "", shown]


def _printed(value: Any) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)


def _one_line(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 100 else f"{flat[:99]}…"
