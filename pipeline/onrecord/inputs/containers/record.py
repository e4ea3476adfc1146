"""Reads a row of a table: which column holds the text, and what the others state of it.

What the columns state is marked as stated by the record, not as curated: a crawler filled them as often as a person.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from onrecord.inputs.html.author_names import author_names
from onrecord.inputs.html.days import stated_day
from onrecord.inputs.page import Rejected, Stated, Statements

_MARKS = re.compile(r"[^a-z0-9]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_MOST_CHARS = {"title": 500, "url": 2_000, "language": 40, "publisher": 200, "description": 3_000}
_MOST_AUTHORS = 50


@cache
def _names() -> dict[str, tuple[str, ...]]:
    """What is looked for -> the names its column may have, the likeliest first."""
    table = files(__package__).joinpath("columns.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if line and not line.startswith("#"))
    return {what: tuple(_plain(name) for name in names.split()) for what, names in rows}


def text_columns(columns: Iterable[str]) -> list[str]:
    """The columns that may hold an article, pages before plain texts; empty where none does."""
    by_name = {_plain(column): column for column in reversed(list(columns))}
    return [by_name[name] for what in ("html", "text") for name in _names()[what] if name in by_name]


def parse_row(data: bytes | str) -> dict[str, Any] | Rejected:
    """The row that JSON stands for; a reason when it is no object."""
    try:
        row = json.loads(data.decode("utf-8", errors="surrogatepass") if isinstance(data, bytes) else data)
    except (ValueError, RecursionError):
        return Rejected("It is a row that is no JSON.", "application/json")
    return row if isinstance(row, dict) else Rejected("It is a row that is no JSON object.", "application/json")


def text_of(row: Mapping[str, Any]) -> str | Rejected:
    """The text or page that a row holds; a reason when it has none."""
    columns = text_columns(row)
    if not columns:
        names = ", ".join(str(name)[:40] for name in list(row)[:12]) or "none"
        reason = f"It has no column of text (text, body, content, html, ...); its columns: {_clean(names)}."
        return Rejected(reason, "application/json")
    for column in columns:
        if isinstance(value := row[column], str) and value.strip():
            return _SURROGATE.sub("\ufffd", value).replace("\x00", "\ufffd").replace("\r\n", "\n").replace("\r", "\n")
    return Rejected(f"Its column {_clean(columns[0])[:40]} holds no text.", "application/json")


def statements(row: Mapping[str, Any], by: str) -> Statements:
    """What a row's, or a document's own, fields state; what cannot be understood states nothing."""
    by_name = {_plain(str(column)): value for column, value in reversed(list(row.items()))}
    found: dict[str, list[str]] = {}
    for what in ("title", "url", "published", "publisher", "language", "description", "authors"):
        for value in (by_name[name] for name in _names()[what] if name in by_name):
            if values := list(dict.fromkeys(_values(what, value))):
                found[what] = values
                break
    return {what: tuple(Stated(value, by) for value in values) for what, values in found.items()}


def _values(what: str, value: Any) -> Iterable[str]:
    texts = [_clean(_named(one)) for one in (value if isinstance(value, list) else [value])[:_MOST_AUTHORS]]
    texts = [text for text in texts if text]
    if what == "authors":
        credits = (_unlisted(text)[:1_000] for text in texts)
        return [name for credit in credits for name in author_names(credit, single=isinstance(value, list))]
    if what == "published":
        return [day for text in texts[:1] if (day := stated_day(text))]
    is_address = [text.startswith(("http://", "https://")) for text in texts[:1]]
    if not is_address or is_address[0] != (what == "url"):
        return []
    return [texts[0][: _MOST_CHARS[what]]]


def _named(value: Any) -> str:
    """A plain value as text, and of an object its name."""
    if isinstance(value, dict):
        value = value.get("name")
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _unlisted(text: str) -> str:
    """A list that was written into a text column (`['Ann Lee', "Bo Li"]`) as names between commas."""
    return re.sub(r"[\[\]'\"]", "", text) if re.fullmatch(r"\[.*\]", text) else text


def _clean(text: str) -> str:
    return " ".join(_SURROGATE.sub("\ufffd", text).replace("\x00", "").split())


def _plain(name: str) -> str:
    return _MARKS.sub("", name.lower())
