"""The report's lists: what each holds, in which order, and on which of its pages a row stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from onrecord.report.conflicts import disagreements
from onrecord.report.removed import removed_text
from onrecord.report.tables import Rows

#: Entries that the index shows of a list.
_INDEX_ROWS = 12
#: Entries of a list that one page holds, rows and groups of them: with their texts clipped, far under 5 MB.
_PAGE_ROWS, _PAGE_GROUPS = 250, 40
#: Events on one page of the time line: what its chart still lays out while one looks.
_PAGE_EVENTS = 400
#: Pages of one list: whoever looks for more has the tables.
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
#: What needs a look comes first.
_STATUSES = {"rejected": 1, "duplicate": 2, "article": 3}


@dataclass(frozen=True)
class Listing:
    """A list that runs over as many pages as it needs: `claims.html`, `claims-2.html`, ..."""

    name: str
    title: str
    about: str
    entries: Sequence[Any]
    """What is listed: positions of rows in `table`, or, without one, the things themselves."""
    table: Rows | None
    page_rows: int

    @property
    def left_out(self) -> int:
        """Entries beyond the last page that is written."""
        return max(0, len(self.entries) - _MOST_PAGES * self.page_rows)

    def between(self, first: int, last: int) -> list[Any]:
        entries = list(self.entries[first:last])
        return entries if self.table is None else self.table.at(entries)

    @property
    def first(self) -> list[Any]:
        return self.between(0, _INDEX_ROWS)

    @property
    def page_count(self) -> int:
        return max(1, -(-(len(self.entries) - self.left_out) // self.page_rows))

    def page(self, number: int) -> str:
        return f"{self.name}.html" if number == 1 else f"{self.name}-{number}.html"

    def page_of(self, position: int) -> str:
        return self.page(min(position // self.page_rows + 1, self.page_count))


def listings(tables: Mapping[str, Rows]) -> dict[str, Listing]:
    """Every list of the report by its name, in the order of the menu."""
    rows = {"people": tables["persons"], "timeline": tables["events"], **tables}
    orders = {
        "articles": _ordered(rows["articles"], _by_day, "published_start", "source_path"),
        "stories": _ordered(rows["stories"], _most_first, "article_count"),
        "claims": _canonical(rows["claims"]),
        "people": _ordered(rows["people"], _authors_last, "is_author", "story_count", "mention_count"),
        "events": _canonical(rows["events"]),
        "timeline": _dated(rows["events"]),
        "sources": _ordered(rows["sources"], _rejected_first, "status", "source_path"),
    }
    groups: dict[str, Sequence[Any]] = {
        "disagreements": disagreements(tables["conflicts"]),
        "corrections": list(tables["corrections"]),
        "removed": removed_text(tables),
    }
    return {
        name: Listing(name, title, about, orders[name], rows[name], _PAGE_EVENTS if name == "timeline" else _PAGE_ROWS)
        if name in orders
        else Listing(name, title, about, groups[name], None, _PAGE_GROUPS)
        for name, (title, about) in _LISTS.items()
    }


def _by_day(day: Any, path: str | None) -> tuple[bool, str, str]:
    return day is None, str(day), path or ""


def _most_first(*counts: int | None) -> tuple[int, ...]:
    return tuple(-(count or 0) for count in counts)


def _authors_last(is_author: bool | None, *counts: int | None) -> tuple[bool, tuple[int, ...]]:
    return bool(is_author), _most_first(*counts)


def _rejected_first(status: str | None, path: str | None) -> tuple[int, str]:
    return _STATUSES.get(status or "", 0), path or ""


def _ordered(rows: Rows, key: Callable[..., Any], *columns: str) -> list[int]:
    """Positions of the rows, ordered by a key over some columns and else as in the table."""
    values = rows.select(*columns)
    return sorted(range(len(rows)), key=lambda position: key(*values[position]))


def _canonical(rows: Rows) -> list[int]:
    """Positions of one row a group, those carried by most stories first."""
    canonical = rows.column("is_canonical")
    order = _ordered(rows, _most_first, "story_count", "article_count")
    return [position for position in order if canonical[position] is not False]


def _dated(events: Rows) -> list[int]:
    """Positions of one row a group that the text dates, by the earliest day that is known of it."""
    canonical = events.column("is_canonical")
    days = events.select("date_start", "date_end")
    dated = [
        position for position, (first, last) in enumerate(days) if (first or last) and canonical[position] is not False
    ]
    return sorted(
        dated, key=lambda position: (days[position][0] or days[position][1], days[position][1] or date.max, position)
    )
