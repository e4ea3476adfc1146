"""Reads a row of a table: which column holds the text, and what the other columns state about it.

What the columns state is marked as stated by the record, not as curated: a crawler filled them as often as a person.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from onrecord.inputs.limits import Limits, shown_size
from onrecord.inputs.page import Input, Refused, Rejected, Stated, Statements
from onrecord.inputs.statements import MOST_CHARS, SURROGATE, author_names, clean, stated_day

#: The media type of a row, whatever kind of table it comes from.
ROW_TYPE = "application/json"
_MARKS = re.compile(r"[^a-z0-9]+")
_MOST_AUTHORS = 50


@cache
def _column_names() -> dict[str, tuple[str, ...]]:
    """What is looked for -> the names its column may have, the likeliest first."""
    table = files(__package__).joinpath("columns.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if line and not line.startswith("#"))
    return {what: tuple(_plain(name) for name in names.split()) for what, names in rows}


def text_columns(columns: Iterable[str]) -> list[str]:
    """The columns that may hold an article, pages before plain texts; empty where none does."""
    by_name = {_plain(column): column for column in reversed(list(columns))}
    return [by_name[name] for what in ("html", "text") for name in _column_names()[what] if name in by_name]


def as_row(values: object) -> Input:
    """A row that has no bytes of its own as JSON: the same row gives the same bytes."""
    data = json.dumps(values, ensure_ascii=False, default=str).encode("utf-8", errors="surrogatepass")
    return Input("", data, media_type=ROW_TYPE)


def parse_row(data: bytes | str) -> dict[str, Any] | None:
    """The JSON object that some data is; None when it is something else."""
    try:
        row = json.loads(data.decode("utf-8", errors="surrogatepass") if isinstance(data, bytes) else data)
    except (ValueError, RecursionError):
        return None
    return row if isinstance(row, dict) else None


def text_of(row: Mapping[str, Any]) -> str:
    """The text or page that a row holds. Raises Refused when it has none."""
    check_columns(row, ROW_TYPE)
    columns = text_columns(row)
    for column in columns:
        if isinstance(value := row[column], str) and value.strip():
            return SURROGATE.sub("\ufffd", value).replace("\x00", "\ufffd").replace("\r\n", "\n").replace("\r", "\n")
    raise Refused(f"Its column {clean(columns[0], 40)} holds no text.", ROW_TYPE)


def statements(row: Mapping[Any, Any], by: str) -> Statements:
    """What the fields of a row or document state; what cannot be understood states nothing."""
    by_name = {_plain(str(column)): value for column, value in reversed(list(row.items()))}
    found: Statements = {}
    for what in ("title", "url", "published", "publisher", "language", "description", "authors"):
        for value in (by_name[name] for name in _column_names()[what] if name in by_name):
            if values := dict.fromkeys(_values(what, value)):
                found[what] = tuple(Stated(value, by) for value in values)
                break
    return found


def _values(what: str, value: Any) -> Iterable[str]:
    texts = [clean(_as_text(one)) for one in (value if isinstance(value, list) else [value])[:_MOST_AUTHORS]]
    texts = [text for text in texts if text]
    if what == "authors":
        credits = (_unlisted(text)[:1_000] for text in texts)
        return [name for credit in credits for name in author_names(credit, single=isinstance(value, list))]
    if what == "published":
        return [day for text in texts[:1] if (day := stated_day(text))]
    is_address = bool(texts) and texts[0].startswith(("http://", "https://"))
    return [clean(text, MOST_CHARS[what]) for text in texts[:1] if is_address == (what == "url")]


def _as_text(value: Any) -> str:
    """A plain value as text, and of an object its name."""
    if isinstance(value, dict):
        value = value.get("name")
    return str(value) if isinstance(value, str | int | date) and not isinstance(value, bool) else ""


def _unlisted(text: str) -> str:
    """A list that was written into a text column (`['Ann Lee', "Bo Li"]`) as names between commas."""
    return re.sub(r"[\[\]'\"]", "", text) if re.fullmatch(r"\[.*\]", text) else text


def _plain(name: str) -> str:
    return _MARKS.sub("", name.lower())


def check_columns(columns: Iterable[str], media_type: str) -> None:
    """Raise Refused when no column may hold text."""
    columns = list(columns)
    if not text_columns(columns):
        names = [clean(name, 40) for name in columns]
        shown = ", ".join(names[:12]) + (", ..." if len(names) > 12 else "")
        reason = f"It has no column of text (text, body, content, html, ...); its columns: {shown or 'none'}."
        raise Refused(reason, media_type)


def too_large(limits: Limits, what: str = "It") -> Rejected:
    return Rejected(f"{what} is larger than {shown_size(limits.file_bytes)}, the limit for one document.")
