"""The report's lists: what each holds, in which order, and on which of its pages a row stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from onrecord.report.conflicts import Disagreements
from onrecord.report.removed import removed_from
from onrecord.report.tables import Row, Tables
from onrecord_schema.tables import TABLES

#: Entries that the index shows of a list.
_INDEX_ROWS = 12
#: Entries of a list that one page holds, rows and groups of them: with their texts clipped, far under 5 MB.
_PAGE_ROWS, _PAGE_GROUPS = 250, 40
#: Events on one page of the time line: what its chart still lays out while one looks.
_PAGE_EVENTS = 400
#: Pages of one list: whoever looks for more searches the whole list, or has the tables.
_MOST_PAGES = 100
#: name -> title, what it is: in the order of the menu.
_LISTS = {
    "articles": ("Articles", "Every article with what was found in it; each opens with its full text."),
    "stories": ("Stories", "Articles held to be versions of one report. A report printed five times is one source."),
    "claims": ("Claims", "Who says what. Each statement is listed once, with the articles that carry it."),
    "people": ("People", "Everyone whom the texts name. Nothing is inferred: roles, ages and the rest are as stated."),
    "events": ("Events", "What the texts report to have happened, typed with PLOVER. Each event is listed once."),
    "timeline": (
        "Time line",
        "The events that the text dates, earliest first, each as long as the text leaves it open.",
    ),
    "disagreements": ("Disagreements", "What is told of one thing in several articles and cannot all be right."),
    "corrections": ("Corrections", "What people decided, with their reasons; it is marked as curated in the tables."),
    "removed": ("Set aside", "Text that is not the article’s own: never used for extraction, and kept here."),
    "sources": ("Inputs", "Every file that was found, and what became of it."),
}
#: name -> its table, which rows of it, and in which order; rows that are alike in it stay as in the contract. What
#: needs a look comes first.
_ORDERS = {
    "articles": ("articles", "true", "published_start, coalesce(source_path, '')"),
    "stories": ("stories", "true", "coalesce(article_count, 0) DESC"),
    "claims": (
        "claims",
        "is_canonical IS NOT false",
        "coalesce(story_count, 0) DESC, coalesce(article_count, 0) DESC",
    ),
    "people": (
        "persons",
        "true",
        "coalesce(is_author, false), coalesce(story_count, 0) DESC, coalesce(mention_count, 0) DESC",
    ),
    "events": (
        "events",
        "is_canonical IS NOT false",
        "coalesce(story_count, 0) DESC, coalesce(article_count, 0) DESC",
    ),
    "timeline": (
        "events",
        "is_canonical IS NOT false AND coalesce(date_start, date_end) IS NOT NULL",
        "coalesce(date_start, date_end), date_end",
    ),
    "corrections": ("corrections", "true", "ordinal"),
    "removed": (
        "articles",
        "article_id IN (SELECT article_id FROM segments WHERE kept = false)",
        "coalesce(removed_share, 0) DESC",
    ),
    "sources": (
        "sources",
        "true",
        "coalesce(list_position(['rejected', 'duplicate', 'article'], status), 0), coalesce(source_path, '')",
    ),
}
#: What a list's entry is, where it is not a row as it stands in the table.
_READ: dict[str, Callable[[Tables, list[Row]], list[Any]]] = {"removed": removed_from}


@dataclass(frozen=True)
class Listing:
    """A list that runs over as many pages as it needs: `claims.html`, `claims-2.html`, ..."""

    name: str
    title: str
    about: str
    count: int
    page_rows: int
    between: Callable[[int, int], list[Any]]
    """The entries from the first up to before the last of two places, from 0."""

    @property
    def left_out(self) -> int:
        """Entries beyond the last page that is written."""
        return max(0, self.count - _MOST_PAGES * self.page_rows)

    @property
    def first(self) -> list[Any]:
        return self.between(0, _INDEX_ROWS)

    @property
    def page_count(self) -> int:
        return max(1, -(-(self.count - self.left_out) // self.page_rows))

    def page(self, number: int) -> str:
        return f"{self.name}.html" if number == 1 else f"{self.name}-{number}.html"

    def page_of(self, place: int) -> str | None:
        """The page on which the entry of a place stands; None where it is left out."""
        return self.page(place // self.page_rows + 1) if place < _MOST_PAGES * self.page_rows else None


def listings(tables: Tables) -> dict[str, Listing]:
    """Every list of the report by its name, in the order of the menu.

    The order of each is kept as a table `list_<name>`, whose column `position` is a row's position in its own table.
    """
    made = {}
    for name, (title, about) in _LISTS.items():
        if name == "disagreements":
            found = Disagreements(tables)
            made[name] = Listing(name, title, about, len(found), _PAGE_GROUPS, found.between)
            continue
        table, which, order = _ORDERS[name]
        contract = ", ".join(f'"{column}"' for column in TABLES[table].sort)
        tables.keep(
            f"list_{name}", f"SELECT rowid AS position FROM {table} WHERE {which} ORDER BY {order}, {contract}, rowid"
        )
        rows = {"timeline": _PAGE_EVENTS, "corrections": _PAGE_GROUPS, "removed": _PAGE_GROUPS}.get(name, _PAGE_ROWS)
        count = tables.value(f"SELECT count(*) FROM list_{name}")
        made[name] = Listing(name, title, about, count, rows, _reader(tables, name))
    return made


def _reader(tables: Tables, name: str) -> Callable[[int, int], list[Any]]:
    table = _ORDERS[name][0]
    query = (
        f"SELECT {tables.columns(table)} FROM list_{name} AS list JOIN {table} ON {table}.rowid = list.position "
        "WHERE list.rowid >= ? AND list.rowid < ? ORDER BY list.rowid"
    )

    def between(first: int, last: int) -> list[Any]:
        found = tables.rows(query, first, last)
        return _READ[name](tables, found) if name in _READ else found

    return between
