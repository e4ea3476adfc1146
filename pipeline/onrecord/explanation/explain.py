"""`explain ID`: one row in full, its words marked in the paragraph they stand in, and what it was joined to and why."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from onrecord.errors import OnRecordError
from onrecord.explanation.chain import chain
from onrecord.explanation.corrections import whereabouts
from onrecord.explanation.rows import rows, rows_where
from onrecord_schema.tables import TABLES, Table

_GROUPS = {"claims": "claim_group_id", "events": "event_group_id", "articles": "story_id"}
#: Tables whose rows have an id that several share -> the column, and what those are.
_SHARED = (
    ("claims", "claim_group_id", "rows"),
    ("events", "event_group_id", "rows"),
    ("claims", "quote_id", "pieces of one split quote"),
)
#: Kind of judgment -> where the rows that were judged stand.
_JUDGED = {"story": "articles", "person": "mentions", "claim": "claims", "event": "events"}
_CONTEXT_CHARS = 400


class NoSuchRow(OnRecordError):
    """No table of the dataset has a row with this id."""


def explain(folder: Path, row_id: str) -> str:
    """The explanation as plain text.

    Raises NoSuchRow when the dataset at `folder` never had such a row, and UnreadableTable for a broken one.
    """
    for table in TABLES.values():
        found = rows_where(folder, table.name, table.key[0], row_id)
        if found:
            return "\n".join([*_explained(folder, table, found[0]), *chain(folder, table.name, found[0])])
    for name, column, what in _SHARED:
        members = rows_where(folder, name, column, row_id)
        if members:
            return "\n".join(_group(folder, name, row_id, members, what))
    if gone := whereabouts(rows(folder, "corrections"), row_id):
        return "\n".join([f"no table has {row_id} any more:", "", *gone])
    raise NoSuchRow(f"no row of the dataset at {folder} has the id {row_id}")


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
    if table.name == "judgments":
        lines += [line for side in ("left", "right") for line in _judged(folder, _JUDGED[row["kind"]], row[side])]
    if table.name == "persons":
        mentions = rows_where(folder, "mentions", "person_id", row["person_id"])
        lines += ["", f"named or referred to in {len(mentions)} places:"]
        lines += [f"  {m['article_id']} {m['start']}-{m['end']} {m['form']:<8} {m['text']}" for m in mentions[:50]]
    if table.name == "stories":
        versions = rows_where(folder, "articles", "story_id", row["story_id"])
        lines += ["", f"versions of it are {len(versions)} articles:" if len(versions) > 1 else "its one article:"]
        lines += [
            f"  {one['article_id']}{' (represents them)' if one['is_canonical'] and len(versions) > 1 else ''}  "
            f"{one['source_path']}  {_one_line(one['title'] or one['text'])}"
            for one in versions[:50]
        ]
    group = _GROUPS.get(table.name)
    if group:
        key = table.key[0]
        others = [one for one in rows_where(folder, table.name, group, row[group]) if one[key] != row[key]]
        what = "the same story" if table.name == "articles" else "the same"
        lines += ["", f"held to be {what} as {len(others)} other {table.name}" + (":" if others else "")]
        lines += [f"  {one[key]}  {_one_line(one.get('title') or one['text'])}" for one in others[:50]]
    return lines


def _judged(folder: Path, name: str, row_id: str) -> list[str]:
    """One of the two rows of a judgment, with its words."""
    found = rows_where(folder, name, TABLES[name].key[0], row_id)
    if not found:
        return ["", f"{row_id}: no longer in the tables; `explain {row_id}` says why"]
    if name == "articles":
        (article,) = found[:1]
        told = [f"in {article['source_path']}:", "", article["title"] or "(no headline)"]
        return ["", f"{row_id}:", *told, _one_line(article["body"], _CONTEXT_CHARS)]
    return ["", f"{row_id}:", *_in_its_paragraph(folder, found[0])]


def _group(folder: Path, name: str, group_id: str, members: list[dict[str, Any]], what: str) -> list[str]:
    first = next((row for row in members if row["is_canonical"]), members[0])
    count = f" in {first['article_count']} articles, {first['story_count']} independent stories"
    is_group = what == "rows"
    lines = [f"{name} {group_id}: {len(members)} {what}{count if is_group else ''}", ""]
    key = TABLES[name].key[0]
    for row in members[:50]:
        mark = " (represents them)" if row["is_canonical"] and is_group else ""
        lines.append(f"  {row[key]}{mark}  {_one_line(row['text'])}")
    for row in [first] if is_group else members[:10]:
        lines += ["", *_in_its_paragraph(folder, row)]
    return lines + [line for row in members[:10] for line in chain(folder, name, row, row[key])]


def _in_its_paragraph(folder: Path, row: dict[str, Any]) -> list[str]:
    start, end = row["start"], row["end"]
    articles = rows_where(folder, "articles", "article_id", row["article_id"])
    if not articles:
        return [f"its article {row['article_id']} is not in the dataset"]
    text = articles[0]["text"]
    around = [
        segment
        for segment in rows_where(folder, "segments", "article_id", row["article_id"])
        if segment["start"] < end and start < segment["end"]
    ]
    first = max(min([segment["start"] for segment in around] or [start]), start - _CONTEXT_CHARS)
    last = min(max([segment["end"] for segment in around] or [end]), end + _CONTEXT_CHARS)
    roles = ", ".join(dict.fromkeys(segment["role"] for segment in around))
    shown = f"{text[first:start]}>>>{text[start:end]}<<<{text[end:last]}".strip()
    return [f"in {articles[0]['source_path']}, {roles or 'no segment'}, characters {start} to {end}:", "", shown]


def _printed(value: Any) -> str:
    if isinstance(value, float):  # most are stored in single precision: 0.82 as 0.8199999928474426
        return f"{value:.7g}" if abs(value) < 1e7 else f"{value:.15g}"
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)


def _one_line(text: str, most: int = 100) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= most else f"{flat[: most - 1]}…"
