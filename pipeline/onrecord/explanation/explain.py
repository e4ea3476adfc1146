"""Explains one row: its values, its words marked in their paragraph, and what it was grouped with and why."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from onrecord.errors import OnRecordError
from onrecord.explanation.history import history, whereabouts
from onrecord.explanation.tables import Row, Tables
from onrecord_schema.tables import GROUPS, ID_COLUMNS, TABLES, Table

_CONTEXT_CHARS = 400
_MOST = 50


class NoSuchRow(OnRecordError):
    """No table of the dataset has a row with this id."""


def explain(folder: Path | str, row_id: str) -> str:
    """The explanation of a row or group of the dataset in `folder`, as plain text.

    Raises NoSuchRow when the dataset never had this id, and UnreadableTable when a table is broken.
    """
    tables = Tables(Path(folder))
    if not row_id.isascii() or not row_id.isprintable():
        raise NoSuchRow(f"{row_id!a} is no id of a row, such as clm-0123456789abcdef")
    places = [(table, table.key[0]) for table in TABLES.values() if not table.prefix]
    places += [ID_COLUMNS[row_id[:3]]] if row_id[:3] in ID_COLUMNS else []
    for table, column in places:
        found = tables.where(table.name, column, row_id)
        if found and column in table.key:
            return "\n".join([*_explained(tables, table, found[0]), *history(tables, table, found[0])])
        if found:
            return "\n".join(_group(tables, table, row_id, found, column == "quote_id"))
    if gone := whereabouts(tables, row_id):
        return "\n".join([f"{row_id} is in no table any more:", "", *gone])
    raise NoSuchRow(f"no row of the dataset at {folder} has the id {row_id}")


def _explained(tables: Tables, table: Table, row: Row) -> list[str]:
    key = table.key[0]
    lines = [f"{table.name} {row[key]}", ""]
    for name, value in row.items():
        if value not in (None, []) and name not in ("text", "body"):
            lines.append(f"  {name:<20} {_printed(value)}")
    if table.has_spans:
        lines += ["", *_in_its_paragraph(tables, row)]
    if table.name == "conflicts":
        for side in ("left", "right"):
            sentence = {name: row[f"{side}_{name}"] for name in ("article_id", "start", "end")}
            lines += ["", f"{row[side]}:", *_in_its_paragraph(tables, sentence)]
    if table.name == "judgments":
        compared = TABLES[GROUPS[row["kind"]].table]
        lines += [line for side in ("left", "right") for line in _compared(tables, compared, row[side])]
    if table.name == "persons":
        mentions = tables.where("mentions", "person_id", row["person_id"])
        lines += ["", f"named or referred to in {len(mentions)} places:"]
        lines += [f"  {m['article_id']} {m['start']}-{m['end']} {m['form']:<8} {m['text']}" for m in mentions[:_MOST]]
    if table.name == "stories":
        versions = tables.where("articles", "story_id", row["story_id"])
        lines += ["", f"versions of it are {len(versions)} articles:" if len(versions) > 1 else "its one article:"]
        lines += [
            f"  {one['article_id']}{' (represents them)' if one['is_canonical'] and len(versions) > 1 else ''}  "
            f"{one['source_path']}  {_one_line(one['title'] or one['text'])}"
            for one in versions[:_MOST]
        ]
    if table.group and table.name != "mentions":
        column = table.group.column
        others = [one for one in tables.where(table.name, column, row[column]) if one[key] != row[key]]
        what = "of the same story" if table.name == "articles" else "judged the same"
        lines += ["", f"{len(others)} other {table.name} {what}{':' if others else ''}"]
        lines += [f"  {one[key]}  {_one_line(one.get('title') or one['text'])}" for one in others[:_MOST]]
    return lines


def _compared(tables: Tables, table: Table, row_id: str) -> list[str]:
    """One of the two rows of a judgment, with its words."""
    found = tables.where(table.name, table.key[0], row_id)
    if not found:
        return ["", f"{row_id}: no longer in the tables; `explain {row_id}` says why"]
    if table.name == "articles":
        article = found[0]
        title = [f"in {article['source_path']}:", "", article["title"] or "(no headline)"]
        return ["", f"{row_id}:", *title, _one_line(article["body"], _CONTEXT_CHARS)]
    return ["", f"{row_id}:", *_in_its_paragraph(tables, found[0])]


def _group(tables: Tables, table: Table, group_id: str, members: list[Row], is_quote: bool) -> list[str]:
    first = next((row for row in members if row["is_canonical"]), members[0])
    what = "pieces of one split quote" if is_quote else "rows"
    count = "" if is_quote else f" in {first['article_count']} articles, {first['story_count']} independent stories"
    lines = [f"{table.name} {group_id}: {len(members)} {what}{count}", ""]
    for row in members[:_MOST]:
        mark = " (represents them)" if row["is_canonical"] and not is_quote else ""
        lines.append(f"  {row[table.key[0]]}{mark}  {_one_line(row['text'])}")
    for row in members[:10] if is_quote else [first]:
        lines += ["", *_in_its_paragraph(tables, row)]
    return lines + [line for row in members[:10] for line in history(tables, table, row, row[table.key[0]])]


def _in_its_paragraph(tables: Tables, row: Row) -> list[str]:
    start, end = row["start"], row["end"]
    articles = tables.where("articles", "article_id", row["article_id"])
    if not articles:
        return [f"its article {row['article_id']} is not in the dataset"]
    text = articles[0]["text"]
    around = [
        segment
        for segment in tables.where("segments", "article_id", row["article_id"])
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
