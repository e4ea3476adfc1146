"""Writes the rows of persons from the rows of the documents' persons that were united."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby, islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from onrecord.dataset.database import append, batches, create, fill
from onrecord.dataset.groups import name_groups
from onrecord.dataset.people.names import words_of
from onrecord.dataset.people.settings import PROTECTION, read_settings, with_settings
from onrecord_schema.tables import TABLES

if TYPE_CHECKING:
    import duckdb

#: Rows that are written at a time.
_BATCH_ROWS = 5_000
_COLUMNS = TABLES["persons"].columns


def link_persons(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill `person_links` and `event_people` from `person_members`."""
    name_groups(connection, "person", "per")
    fill(connection, "person_links", "SELECT member AS local_id, group_id AS person_id FROM person_group_ids")
    fill(
        connection,
        "event_people",
        """SELECT event_id, list_sort(list_distinct(list(person_links.person_id))) AS person_ids
        FROM (SELECT event_id, unnest(person_ids) AS local_id FROM events) JOIN person_links USING (local_id)
        GROUP BY event_id""",
    )


def write_persons(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill `united_persons`, the rows of the final table."""
    create(connection, "united_persons")
    rows = (tuple(row[column] for column in _COLUMNS) for row in _united(connection, "person_links"))
    while batch := list(islice(rows, _BATCH_ROWS)):
        append(connection, "united_persons", batch)


def person_row(connection: duckdb.DuckDBPyConnection, person_id: str) -> dict[str, Any]:
    """The row that one person has now, between two corrections; empty if there is no such person."""
    links = "(SELECT member AS local_id, group_id AS person_id FROM person_group_ids WHERE group_id = $1)"
    found = list(_united(connection, links, [person_id]))
    return found[0] if found else {}


def _united(
    connection: duckdb.DuckDBPyConnection, links: str, parameters: Sequence[str] = ()
) -> Iterator[dict[str, Any]]:
    """The rows of persons, by id, from `links` (local_id, person_id) to the documents' persons."""
    query = f"""
        SELECT links.person_id, persons.* REPLACE (counted.mention_count AS mention_count,
            counted.article_count AS article_count, counted.story_count AS story_count)
        FROM {links} AS links JOIN persons ON persons.person_id = local_id JOIN (
            SELECT links.person_id, count(*) AS mention_count, count(DISTINCT article_id) AS article_count,
                count(DISTINCT story_id) AS story_count
            FROM mentions JOIN {links} AS links ON local_id = mentions.person_id
            JOIN versions USING (article_id) GROUP BY links.person_id
        ) AS counted ON counted.person_id = links.person_id
        ORDER BY links.person_id, local_id
    """
    settings = read_settings(connection)
    names = _names_in_text(connection, links, parameters) if settings else {}
    rows = chain.from_iterable(batches(connection, query, parameters))
    for person_id, members in groupby(rows, key=itemgetter(0)):
        documents = [dict(zip(_COLUMNS, values, strict=True)) for _, *values in members]
        row = _united_row(person_id, documents)
        yield with_settings(row, documents, settings, names.get(person_id, [])) if settings else row


def _names_in_text(
    connection: duckdb.DuckDBPyConnection, links: str, parameters: Sequence[str]
) -> dict[str, list[str]]:
    """The names in the text of the persons for whom a correction set a value."""
    query = f"""
        WITH links AS (FROM {links})
        SELECT links.person_id, list_sort(list(DISTINCT text)) FROM mentions
        JOIN links ON local_id = mentions.person_id WHERE form = 'name' AND links.person_id IN (
            SELECT links.person_id FROM links SEMI JOIN person_settings USING (local_id)
        ) GROUP BY 1"""
    return dict(connection.execute(query, list(parameters)).fetchall())


def _united_row(person_id: str, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The row of one person, from the rows of its documents' persons, which have the counts of the united person."""
    forms = {form for row in rows for form in (row["name"], *row["aliases"])}
    weight = Counter(row["name"] for row in rows)
    name = max(forms, key=lambda form: (weight[form] > 0, len(words_of(form)), weight[form], len(form), form))
    ages = [age for row in rows for age in (row["age_min"], row["age_max"]) if age is not None]
    return {
        "person_id": person_id,
        "name": name,
        "aliases": sorted(forms - {name}),
        "roles": sorted({role for row in rows for role in row["roles"]}),
        "affiliation": _most_stated(row["affiliation"] for row in rows),
        "nationality": _most_stated(row["nationality"] for row in rows),
        "ethnicity": _most_stated(row["ethnicity"] for row in rows),
        "age_min": min(ages, default=None),
        "age_max": max(ages, default=None),
        "gender": _most_stated(row["gender"] for row in rows),
        "is_pseudonym": any(row["is_pseudonym"] for row in rows),
        "is_author": any(row["is_author"] for row in rows),
        "protection": max((row["protection"] for row in rows), key=PROTECTION.index),
        **{name: rows[0][name] for name in ("mention_count", "article_count", "story_count")},
        "curated": any(row["curated"] for row in rows),
    }


def _most_stated(values: Iterable[str | None]) -> str | None:
    """The value that most documents state, of several the first in the alphabet; None if none states any."""
    counted = Counter(value for value in values if value)
    return min(counted, key=lambda value: (-counted[value], value)) if counted else None
