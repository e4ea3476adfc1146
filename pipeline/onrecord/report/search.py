"""Writes the search files of long lists: every entry, as scripts that the list's page loads for a search."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord.report.links import Links
from onrecord.report.listings import Listing
from onrecord.report.tables import Tables

#: Characters of one file, and rows in memory at once.
_FILE_CHARS, _ROWS = 1_500_000, 2_000


@dataclass(frozen=True)
class _Searched:
    """The searched columns of a list: article id, row id, first column, words, and the columns to filter by."""

    table: str
    columns: str
    headings: tuple[str, ...]
    """Of the first column, the words and each filter."""


_SEARCHED = {
    "articles": _Searched(
        "articles", "article_id, NULL, coalesce(title, source_path), concat_ws(' · ', publisher, source_path), "
        "published", ("Article", "Publisher, file", "Published"),
    ),
    "stories": _Searched("stories", "canonical_article_id, NULL, title, agency", ("Story", "Agency")),
    "claims": _Searched(
        "claims", "article_id, claim_id, speaker, text, kind, stance", ("Speaker", "Claim", "Kind", "Stance")
    ),
    "people": _Searched(
        "persons", "NULL, person_id, name, concat_ws('; ', array_to_string(aliases, '; '), array_to_string(roles, "
        "'; '), affiliation, nationality), protection", ("Name", "Other names, description", "Protection"),
    ),
    "events": _Searched(
        "events", "article_id, event_id, concat_ws(' ', date, mode), text, event_type, status",
        ("Date, mode", "As reported", "Type", "Status"),
    ),
    "sources": _Searched(
        "sources", "article_id, NULL, source_path, reason, status", ("File", "Reason", "Outcome")
    ),
}  # fmt: skip
#: Characters kept of one column.
_TEXT_CHARS = 600


def headings(listing: Listing) -> tuple[str, ...]:
    """The column headings of search results; empty for a list of one page, which needs no search files."""
    return _SEARCHED[listing.name].headings if listing.name in _SEARCHED and listing.page_count > 1 else ()


def write_search(site: Path, tables: Tables, listing: Listing, links: Links) -> int:
    """Write `search/<list>-<number>.js` into the report's folder; returns the number of files.

    They are scripts because a page opened from disk can read nothing else; each only passes rows of text to the page.
    """
    if not headings(listing):
        return 0
    folder = site / "search"
    folder.mkdir(exist_ok=True)
    number = 0
    for number, rows in enumerate(_filled(_rows(tables, listing, links)), 1):
        # No "<", so that no browser reads the file as a page; lone surrogates cannot be written as UTF-8.
        text = "".join(["found([", ",\n".join(rows), "]);\n"]).replace("<", "\\u003c")
        (folder / f"{listing.name}-{number}.js").write_bytes(text.encode("utf-8", errors="replace"))
    return number


def _rows(tables: Tables, listing: Listing, links: Links) -> Iterator[str]:
    searched = _SEARCHED[listing.name]
    query = (
        f"SELECT {searched.columns} FROM list_{listing.name} AS list JOIN {searched.table} "
        f"ON {searched.table}.rowid = list.position WHERE list.rowid >= ? AND list.rowid < ? ORDER BY list.rowid"
    )
    for first in range(0, listing.count, _ROWS):
        for position, (article_id, row_id, *texts) in enumerate(tables.values(query, first, first + _ROWS), first):
            if article_id or listing.name != "people":
                address = links.article(article_id, row_id)
            else:
                page = listing.page_of(position)
                address = page and f"{page}#{row_id}"
            yield json.dumps([address or "", *map(_short, texts)], ensure_ascii=False, separators=(",", ":"))


def _short(text: Any) -> str:
    return "" if text is None else str(text)[:_TEXT_CHARS]


def _filled(rows: Iterable[str]) -> Iterator[list[str]]:
    together: list[str] = []
    chars = 0
    for row in rows:
        together.append(row)
        chars += len(row)
        if chars > _FILE_CHARS:
            yield together
            together, chars = [], 0
    if together:
        yield together
