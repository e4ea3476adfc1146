"""Where the report shows a row, and what it calls it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from onrecord.report.listings import Listing
from onrecord.report.tables import Row, Rows

_ARTICLE_ID = re.compile(r"art-[0-9a-f]{16}")


@dataclass(frozen=True)
class Found:
    """How much was found in an article."""

    claims: int
    events: int
    people: int


class Links:
    """Where a row is shown, and what it is called, for the templates."""

    def __init__(self, tables: Mapping[str, Rows], listings: Mapping[str, Listing]) -> None:
        articles = tables["articles"]
        titles = articles.select("article_id", "title", "source_path")
        self._titles = {key: title or path or key for key, title, path in titles if key}
        self._files = dict(articles.select("article_id", "source_path"))
        self._names = dict(tables["persons"].select("person_id", "name"))
        self._pages = _pages(listings["people"], "person_id") | _pages(listings["stories"], "story_id")
        self._carriers = _carriers(tables["claims"], "claim_group_id") | _carriers(tables["events"], "event_group_id")
        self._versions: dict[str, list[tuple[str, float | None]]] = defaultdict(list)
        self._canonical: dict[str, str] = {}
        columns = articles.select("is_canonical", "article_id", "story_id", "version_similarity")
        ordered = sorted(columns, key=lambda row: (row[0] is not True, row[1] or ""))
        for is_canonical, article, story, similarity in ordered:
            self._versions[story].append((article, similarity))
            if is_canonical and article and story:
                self._canonical.setdefault(story, article)
        self._claims, self._events = (Counter(tables[name].column("article_id")) for name in ("claims", "events"))
        self._named_in = _carriers(tables["mentions"], "person_id")
        self._claim_rows = tables["claims"]
        self._said: dict[str, list[int]] = defaultdict(list)
        for position, person in enumerate(tables["claims"].column("person_id")):
            if person:
                self._said[person].append(position)
        self._people = Counter(article for named_in in self._named_in.values() for article in named_in)

    def article(self, article_id: str | None, row_id: str | None = None) -> str | None:
        """The address of an article's page, or of a row on it; None for an article that is not there.

        An id that breaks the contract names no page: it may hold anything, such as a path out of the report's folder.
        """
        if not article_id or article_id not in self._titles or not _ARTICLE_ID.fullmatch(article_id):
            return None
        return f"articles/{article_id}.html" + (f"#{row_id}" if row_id else "")

    def title(self, article_id: str | None) -> str:
        return self._titles.get(article_id) or article_id or "no article"

    def file(self, article_id: str | None) -> str:
        return self._files.get(article_id) or article_id or "no file"

    def row(self, row_id: str | None) -> str | None:
        """The address of a person or story in its list."""
        return f"{self._pages[row_id]}#{row_id}" if row_id in self._pages else None

    def name(self, person_id: str) -> str:
        return self._names.get(person_id) or person_id

    def carriers(self, group_id: str | None) -> list[str]:
        """The articles that carry a claim or event group."""
        return self._carriers.get(group_id, []) if group_id else []

    def named_in(self, person_id: str | None) -> list[str]:
        """The articles that name a person."""
        return self._named_in.get(person_id, []) if person_id else []

    def said_by(self, person_id: str | None, most: int) -> tuple[int, list[Row]]:
        """How many claims are a person's, and the first of them."""
        positions = self._said.get(person_id, []) if person_id else []
        return len(positions), self._claim_rows.at(positions[:most])

    def versions(self, story_id: str | None) -> list[tuple[str, float | None]]:
        """A story's articles with their likeness to the canonical one, which comes first."""
        return self._versions.get(story_id, []) if story_id else []

    def canonical(self, story_id: str | None) -> str | None:
        """The article that stands for a story; None where none does."""
        return self._canonical.get(story_id) if story_id else None

    def found(self, article_id: str) -> Found:
        return Found(self._claims[article_id], self._events[article_id], self._people[article_id])


def _pages(listing: Listing, key: str) -> dict[str, str]:
    keys = listing.table.column(key) if listing.table is not None else []
    return {keys[entry]: listing.page_of(position) for position, entry in enumerate(listing.entries)}


def _carriers(rows: Rows, group: str) -> dict[str, list[str]]:
    """Group, or person -> the articles that carry it, in order."""
    carriers: dict[str, dict[str, None]] = defaultdict(dict)
    for key, article in rows.select(group, "article_id"):
        carriers[key][article] = None
    return {key: list(articles) for key, articles in carriers.items()}
