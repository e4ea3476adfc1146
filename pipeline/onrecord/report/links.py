"""Where the report shows a row, and under which name: articles always, all else for the rows of the current page."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from onrecord.report.listings import Listing
from onrecord.report.tables import Row, Tables

_ARTICLE_ID = re.compile(r"art-[0-9a-f]{16}")
#: Characters kept of a title, a file's name or a person's: more than any page shows.
_NAME_CHARS = 400
#: Articles listed for a claim, an event or a person, and claims listed for a person.
MOST_CARRIERS, MOST_SAID = 20, 12
#: Index -> the table, the column of its keys, and how many articles a key needs at least (most claims are in one).
_INDEXES = {
    "claim_carriers": ("claims", "claim_group_id", 2),
    "event_carriers": ("events", "event_group_id", 2),
    "naming": ("mentions", "person_id", 1),
}


class Found(NamedTuple):
    """How many rows were found in an article."""

    claims: int
    events: int
    people: int


@dataclass(frozen=True)
class First:
    """The number of rows, and the first of them."""

    count: int = 0
    rows: tuple[Any, ...] = ()


class Links:
    """Addresses and names for the templates; `gather` looks up what the rows of one page need."""

    def __init__(self, tables: Tables, listings: Mapping[str, Listing]) -> None:
        self._tables, self._listings = tables, listings
        articles = tables.values(
            "SELECT article_id, left(title, ?), left(source_path, ?) FROM articles WHERE article_id IS NOT NULL",
            _NAME_CHARS,
            _NAME_CHARS,
        )
        self._titles = {key: title or path or key for key, title, path in articles}
        self._files = {key: path for key, _, path in articles}
        self._stories = dict(
            tables.values(
                "SELECT story_id, list_stories.rowid FROM list_stories JOIN stories ON stories.rowid = position "
                "WHERE story_id <> ''"
            )
        )
        self._versions: dict[str, list[tuple[str, float | None]]] = defaultdict(list)
        self._canonical: dict[str, str] = {}
        for is_canonical, article, story, similarity in tables.values(
            "SELECT is_canonical, article_id, story_id, version_similarity FROM articles "
            "ORDER BY is_canonical IS NOT true, article_id, rowid"
        ):
            self._versions[story].append((article, similarity))
            if is_canonical and article and story:
                self._canonical.setdefault(story, article)
        self._found = [
            dict(tables.values(f"SELECT article_id, {count} FROM {name} GROUP BY article_id"))
            for name, count in (
                ("claims", "count(*)"),
                ("events", "count(*)"),
                ("mentions", "count(DISTINCT person_id)"),
            )
        ]
        tables.keep(
            "people_by_id",
            f"SELECT person_id, left(name, {_NAME_CHARS}) AS name, list_people.rowid AS position "
            "FROM list_people JOIN persons ON persons.rowid = list_people.position WHERE person_id IS NOT NULL "
            "ORDER BY person_id",
        )
        for name, (table, column, least) in _INDEXES.items():
            tables.keep(
                name,
                f"SELECT {column} AS key, article_id FROM {table} WHERE {column} IS NOT NULL AND article_id IS NOT "
                f"NULL GROUP BY {column}, article_id QUALIFY count(*) OVER (PARTITION BY {column}) >= {least} "
                "ORDER BY key, article_id",
            )
        self._people: dict[str, tuple[str | None, int]] = {}
        self._carriers: dict[str, First] = {}
        self._named_in: dict[str, First] = {}
        self._said: dict[str, First] = {}

    def gather(self, rows: Iterable[Row], people: Iterable[str] = ()) -> None:
        """Look up the people that the rows of a page name, and the articles that contain its claims and events."""
        named, described, claims, events = set(people), set[str](), set[str](), set[str]()
        for row in rows:
            named.update(row.get("person_ids") or ())
            if row.get("person_id"):
                (described if "aliases" in row else named).add(row["person_id"])
            if row.get("claim_group_id"):
                claims.add(row["claim_group_id"])
            if row.get("event_group_id"):
                events.add(row["event_group_id"])
        self._people = {
            person: (name, position)
            for person, name, position in self._of(
                "SELECT person_id, name, position FROM people_by_id WHERE person_id IN (SELECT unnest(?))", named
            )
        }
        self._carriers = self._articles("claim_carriers", claims) | self._articles("event_carriers", events)
        self._named_in = self._articles("naming", described)
        said = self._of(
            "SELECT person_id, count, article_id, claim_id, left(text, 200) FROM (SELECT *, count(*) OVER of_person AS "
            "count, row_number() OVER (of_person ORDER BY article_id, start, rowid) AS number FROM claims "
            "WHERE person_id IN (SELECT unnest(?)) WINDOW of_person AS (PARTITION BY person_id)) "
            f"WHERE number <= {MOST_SAID} ORDER BY person_id, number",
            described,
        )
        self._said = _first_by_key(
            (person, count, {"article_id": article, "claim_id": claim, "text": text})
            for person, count, article, claim, text in said
        )

    def _of(self, query: str, keys: set[str]) -> list[tuple[Any, ...]]:
        return self._tables.values(query, sorted(keys)) if keys else []

    def _articles(self, index: str, keys: set[str]) -> dict[str, First]:
        """Key -> its first articles, in the order of their ids."""
        return _first_by_key(
            self._of(
                "SELECT key, count(*) OVER (PARTITION BY key) AS count, article_id "
                f"FROM {index} WHERE key IN (SELECT unnest(?)) "
                f"QUALIFY row_number() OVER (PARTITION BY key ORDER BY article_id) <= {MOST_CARRIERS} "
                "ORDER BY key, article_id",
                keys,
            )
        )

    def article(self, article_id: str | None, row_id: str | None = None) -> str | None:
        """The address of an article's page, or of a row on it; None for an unknown article.

        An id that breaks the contract has no page: it may be anything, such as a path out of the report's folder.
        """
        if not article_id or article_id not in self._titles or not _ARTICLE_ID.fullmatch(article_id):
            return None
        return f"articles/{article_id}.html" + (f"#{row_id}" if row_id else "")

    def title(self, article_id: str | None) -> str:
        return (article_id and self._titles.get(article_id)) or article_id or "no article"

    def file(self, article_id: str | None) -> str:
        return (article_id and self._files.get(article_id)) or article_id or "no file"

    def story(self, story_id: str | None) -> str | None:
        """The address of a story in its list."""
        return self._entry("stories", self._stories.get(story_id or ""), story_id)

    def person(self, person_id: str | None) -> str | None:
        """The address of a person in their list."""
        return self._entry("people", self._people.get(person_id or "", (None, None))[1], person_id)

    def _entry(self, listing: str, position: int | None, row_id: str | None) -> str | None:
        page = None if position is None else self._listings[listing].page_of(position)
        return page and f"{page}#{row_id}"

    def name(self, person_id: str) -> str:
        return self._people.get(person_id, (None, 0))[0] or person_id

    def carriers(self, group_id: str | None) -> First:
        """The articles that contain a claim or event group."""
        return self._carriers.get(group_id or "", First())

    def named_in(self, person_id: str | None) -> First:
        """The articles that name a person."""
        return self._named_in.get(person_id or "", First())

    def said_by(self, person_id: str | None) -> First:
        """The claims of a person."""
        return self._said.get(person_id or "", First())

    def versions(self, story_id: str | None) -> list[tuple[str, float | None]]:
        """The articles of a story with their similarity to the canonical one, which comes first."""
        return self._versions.get(story_id, []) if story_id else []

    def canonical(self, story_id: str | None) -> str | None:
        """The canonical article of a story; None where it has none."""
        return self._canonical.get(story_id) if story_id else None

    def found(self, article_id: str | None) -> Found:
        return Found(*(counts.get(article_id, 0) for counts in self._found))


def _first_by_key(rows: Iterable[tuple[Any, ...]]) -> dict[str, First]:
    """Key -> its count and rows, from triples (key, count, row)."""
    found: dict[str, First] = {}
    for key, count, row in rows:
        found[key] = First(count, (*found.get(key, First()).rows, row))
    return found
