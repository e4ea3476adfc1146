"""The lists of the report: their entries, the order of these, and the page that each entry is on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from onrecord.report.entries import Conflicts, removed_from
from onrecord.report.tables import Tables
from onrecord_schema.tables import TABLES

#: Entries of a list that the index shows.
_INDEX_ROWS = 12
#: Pages of one list; readers who need more search the whole list or use the tables.
_MOST_PAGES = 100


class _List(NamedTuple):
    title: str
    about: str
    table: str
    order: str
    """SQL; rows that are equal in it are in the order of the contract."""
    where: str = "true"
    page_entries: int = 250
    """Entries on one page, so that it stays far below 5 MB."""


_MOST_REPORTED = "coalesce(story_count, 0) DESC, coalesce(article_count, 0) DESC"
#: In the order of the menu; what needs a look comes first in each list.
_LISTS = {
    "articles": _List(
        "Articles", "Every article with what was found in it. Each links to its full text.",
        "articles", "published_start, coalesce(source_path, '')",
    ),
    "stories": _List(
        "Stories", "Articles that are versions of one report. A report printed five times is one source.",
        "stories", "coalesce(article_count, 0) DESC",
    ),
    "claims": _List(
        "Claims", "Who says what. Each claim is listed once, with the articles that contain it.",
        "claims", _MOST_REPORTED, "is_canonical IS NOT false",
    ),
    "people": _List(
        "People", "Everyone named in the articles. Roles, ages and all else are as stated; nothing is inferred.",
        "persons", "coalesce(is_author, false), coalesce(story_count, 0) DESC, coalesce(mention_count, 0) DESC",
    ),
    "events": _List(
        "Events", "Reported events, typed with PLOVER. Each event is listed once.",
        "events", _MOST_REPORTED, "is_canonical IS NOT false",
    ),
    "timeline": _List(
        "Timeline", "Events with a date in the text, earliest first. A bar covers all days that the text leaves open.",
        "events", "coalesce(date_start, date_end), date_end",
        "is_canonical IS NOT false AND coalesce(date_start, date_end) IS NOT NULL", 400,
    ),
    "conflicts": _List(
        "Conflicts", "Statements about the same thing that cannot all be right.", "conflicts", "", page_entries=40
    ),
    "corrections": _List(
        "Corrections", "Decisions by people, with their reasons. The tables mark the changed rows as curated.",
        "corrections", "ordinal", page_entries=40,
    ),
    "removed": _List(
        "Removed text", "Text that does not belong to the article. It is kept here, but nothing is extracted from it.",
        "articles", "coalesce(removed_share, 0) DESC",
        "article_id IN (SELECT article_id FROM segments WHERE kept = false)", 40,
    ),
    "sources": _List(
        "Inputs", "Every file that was found, and its outcome.", "sources",
        "coalesce(list_position(['rejected', 'duplicate', 'article'], status), 0), coalesce(source_path, '')",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Listing:
    """A list on as many pages as it needs: `claims.html`, `claims-2.html`, ..."""

    name: str
    title: str
    about: str
    count: int
    page_entries: int
    between: Callable[[int, int], list[Any]]
    """The entries `[first, last)`, counted from 0."""

    @property
    def left_out(self) -> int:
        """Entries beyond the last page."""
        return max(0, self.count - _MOST_PAGES * self.page_entries)

    @property
    def first(self) -> list[Any]:
        return self.between(0, _INDEX_ROWS)

    @property
    def page_count(self) -> int:
        return max(1, -(-(self.count - self.left_out) // self.page_entries))

    def page(self, number: int) -> str:
        return f"{self.name}.html" if number == 1 else f"{self.name}-{number}.html"

    def page_of(self, position: int) -> str | None:
        """The page of an entry; None where it is left out."""
        is_shown = position < _MOST_PAGES * self.page_entries
        return self.page(position // self.page_entries + 1) if is_shown else None


def listings(tables: Tables) -> dict[str, Listing]:
    """Name -> list, in the order of the menu.

    The order of each list is kept as a table `list_<name>`; its column `position` is the row's position in its table.
    """
    found = {}
    for name, (title, about, table, order, where, page_entries) in _LISTS.items():
        between: Callable[[int, int], list[Any]]
        if table == "conflicts":
            conflicts = Conflicts(tables)
            count, between = len(conflicts), conflicts.between
        else:
            contract = ", ".join(f'"{column}"' for column in TABLES[table].sort)
            tables.keep(
                f"list_{name}",
                f"SELECT rowid AS position FROM {table} WHERE {where} ORDER BY {order}, {contract}, rowid",
            )
            count, between = tables.value(f"SELECT count(*) FROM list_{name}"), _reader(tables, name, table)
        found[name] = Listing(name, title, about, count, page_entries, between)
    return found


def _reader(tables: Tables, name: str, table: str) -> Callable[[int, int], list[Any]]:
    query = (
        f"SELECT {tables.columns(table)} FROM list_{name} AS list JOIN {table} ON {table}.rowid = list.position "
        "WHERE list.rowid >= ? AND list.rowid < ? ORDER BY list.rowid"
    )

    def between(first: int, last: int) -> list[Any]:
        rows = tables.rows(query, first, last)
        return removed_from(tables, rows) if name == "removed" else rows

    return between
