"""Where the report shows a row, and what it calls it: articles always, all else as the page at hand mentions it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from onrecord.report.listings import Listing
from onrecord.report.tables import Row, Tables

_ARTICLE_ID = re.compile(r"art-[0-9a-f]{16}")
#: Characters that are kept of a title, a file's name or a person's: more than any page shows.
_NAME_CHARS = 400
#: Articles that are listed of those that carry a claim or event or name a person, and claims of one person.
MOST_CARRIERS, MOST_SAID = 20, 12
#: What is kept of which articles carry what, sorted by that: the table made, of which, by which
#: column, and from how many articles on. Most claims stand in one.
_CARRIED = (
    ("claim_carriers", "claims", "claim_group_id", 2),
    ("event_carriers", "events", "event_group_id", 2),
    ("naming", "mentions", "person_id", 1),
)


@dataclass(frozen=True)
class Found:
    """How much was found in an article."""

    claims: int
    events: int
    people: int


@dataclass(frozen=True)
class First:
    """How many there are, and the first of them."""

    count: int = 0
    rows: tuple[Any, ...] = ()


class Links:
    """Where a row is shown, and what it is called, for the templates.

    People, and what carries or names what, are known of the rows that `gather` was last told of.
    """

    def __init__(self, tables: Tables, listings: Mapping[str, Listing]) -> None:
        self._tables, self._listings = tables, listings
        articles = tables.values(
            "SELECT article_id, left(title, ?), left(source_path, ?) FROM articles WHERE article_id IS NOT NULL",
            _NAME_CHARS,
            _NAME_CHARS,
        )
        self._titles = {key: title or path or key for key, title, path in articles}
        self._files = {key: path for key, _, path in articles}
        self._stories = {
            story: place for story, place in tables.values(
                "SELECT story_id, list_stories.rowid FROM list_stories JOIN stories ON stories.rowid = position"
            ) if story
        }  # fmt: skip
        self._versions: dict[str, list[tuple[str, float | None]]] = defaultdict(list)
        self._canonical: dict[str, str] = {}
        for is_canonical, article, story, likeness in tables.values(
            "SELECT is_canonical, article_id, story_id, version_similarity FROM articles "
            "ORDER BY is_canonical IS NOT true, article_id, rowid"
        ):
            self._versions[story].append((article, likeness))
            if is_canonical and article and story:
                self._canonical.setdefault(story, article)
        self._found = {
            name: dict(tables.values(f"SELECT article_id, {count} FROM {name} GROUP BY article_id"))
            for name, count in (
                ("claims", "count(*)"),
                ("events", "count(*)"),
                ("mentions", "count(DISTINCT person_id)"),
            )
        }
        tables.keep(
            "people_by_id",
            f"SELECT person_id, left(name, {_NAME_CHARS}) AS name, list_people.rowid AS place "
            "FROM list_people JOIN persons ON persons.rowid = position WHERE person_id IS NOT NULL ORDER BY person_id",
        )
        for name, table, column, least in _CARRIED:
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
        """Look up whom the rows of a page name, and what carries their claims and events."""
        named, groups, described = set(people), dict[str, set[str]](claims=set(), events=set()), set[str]()
        for row in rows:
            named.update(row.get("person_ids") or ())
            if row.get("person_id"):
                (described if "aliases" in row else named).add(row["person_id"])
            for table, column in (("claims", "claim_group_id"), ("events", "event_group_id")):
                if row.get(column):
                    groups[table].add(row[column])
        self._people = {
            person: (name, place) for person, name, place in self._of(
                "SELECT person_id, name, place FROM people_by_id WHERE person_id IN (SELECT unnest(?))", named
            )
        }  # fmt: skip
        self._carriers = {
            **self._first_articles("claim_carriers", groups["claims"]),
            **self._first_articles("event_carriers", groups["events"]),
        }
        self._named_in = self._first_articles("naming", described)
        claims = self._of(
            "SELECT person_id, count, article_id, claim_id, left(text, 200) FROM (SELECT *, count(*) OVER of_person AS "
            "count, row_number() OVER (of_person ORDER BY article_id, start, rowid) AS number FROM claims "
            "WHERE person_id IN (SELECT unnest(?)) WINDOW of_person AS (PARTITION BY person_id)) "
            f"WHERE number <= {MOST_SAID} ORDER BY person_id, number",
            described,
        )
        self._said = {}
        for person, count, article, claim, text in claims:
            said = self._said.get(person, First(count))
            self._said[person] = First(count, (*said.rows, {"article_id": article, "claim_id": claim, "text": text}))

    def _of(self, query: str, keys: set[str]) -> list[tuple[Any, ...]]:
        return self._tables.values(query, sorted(keys)) if keys else []

    def _first_articles(self, name: str, keys: set[str]) -> dict[str, First]:
        """Group, or person -> the articles that carry it, in the order of their ids."""
        found: dict[str, First] = {}
        for key, count, article in self._of(
            "SELECT key, count(*) OVER (PARTITION BY key) AS count, article_id "
            f"FROM {name} WHERE key IN (SELECT unnest(?)) "
            f"QUALIFY row_number() OVER (PARTITION BY key ORDER BY article_id) <= {MOST_CARRIERS} "
            "ORDER BY key, article_id",
            keys,
        ):
            found[key] = First(count, (*found.get(key, First()).rows, article))
        return found

    def article(self, article_id: str | None, row_id: str | None = None) -> str | None:
        """The address of an article's page, or of a row on it; None for an article that is not there.

        An id that breaks the contract names no page: it may hold anything, such as a path out of the report's folder.
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
        return self._place("stories", self._stories.get(story_id or ""), story_id)

    def person(self, person_id: str | None) -> str | None:
        """The address of a person in their list."""
        return self._place("people", self._people.get(person_id or "", (None, None))[1], person_id)

    def _place(self, listing: str, place: int | None, row_id: str | None) -> str | None:
        page = None if place is None else self._listings[listing].page_of(place)
        return page and f"{page}#{row_id}"

    def name(self, person_id: str) -> str:
        return self._people.get(person_id, (None, 0))[0] or person_id

    def carriers(self, group_id: str | None) -> First:
        """The articles that carry a claim or event group."""
        return self._carriers.get(group_id or "", First())

    def named_in(self, person_id: str | None) -> First:
        """The articles that name a person."""
        return self._named_in.get(person_id or "", First())

    def said_by(self, person_id: str | None) -> First:
        """The claims of a person."""
        return self._said.get(person_id or "", First())

    def versions(self, story_id: str | None) -> list[tuple[str, float | None]]:
        """A story's articles with their likeness to the canonical one, which comes first."""
        return self._versions.get(story_id, []) if story_id else []

    def canonical(self, story_id: str | None) -> str | None:
        """The article that stands for a story; None where none does."""
        return self._canonical.get(story_id) if story_id else None

    def found(self, article_id: str | None) -> Found:
        claims, events, people = (self._found[name].get(article_id, 0) for name in ("claims", "events", "mentions"))
        return Found(claims, events, people)
