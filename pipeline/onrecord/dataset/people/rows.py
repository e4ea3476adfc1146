"""The contract's rows of persons, from those of the documents' persons that are held to be one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from onrecord.dataset.batches import append
from onrecord.dataset.judgments import name_groups
from onrecord.dataset.people.names import words_of
from onrecord.dataset.people.settings import read_settings, with_settings
from onrecord_schema.arrow import arrow_schema
from onrecord_schema.persons import BY_NEED_OF_CARE
from onrecord_schema.tables import TABLES

if TYPE_CHECKING:
    import duckdb

_BATCH_ROWS = 5_000
Row = Mapping[str, Any]


def link_persons(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `person_links(local_id, person_id)` and `event_people(event_id, person_ids)` from `person_members`."""
    name_groups(connection, "person", "per")
    connection.execute(
        """
        CREATE OR REPLACE TABLE person_links AS
            SELECT member AS local_id, group_id AS person_id FROM person_named;
        CREATE OR REPLACE TABLE event_people AS
            SELECT event_id, list_sort(list_distinct(list(person_links.person_id))) AS person_ids
            FROM (SELECT event_id, unnest(person_ids) AS local_id FROM events) JOIN person_links USING (local_id)
            GROUP BY event_id;
        """
    )


def write_persons(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `united_persons`, the rows of the final table, from `person_links`, persons, mentions and versions."""
    schema = arrow_schema(TABLES["persons"])
    connection.register("nobody", schema.empty_table())
    connection.execute("CREATE OR REPLACE TABLE united_persons AS SELECT * FROM nobody")
    connection.unregister("nobody")
    rows: list[tuple[Any, ...]] = []
    for row in _united(connection, "person_links"):
        rows.append(tuple(row[name] for name in schema.names))
        if len(rows) >= _BATCH_ROWS:
            append(connection, "united_persons", rows, schema)
            rows = []
    append(connection, "united_persons", rows, pa.schema(list(schema)))


def person_row(connection: duckdb.DuckDBPyConnection, person_id: str) -> dict[str, Any]:
    """The row that one person has by now, between two corrections; empty where there is no such person."""
    links = "(SELECT member AS local_id, group_id AS person_id FROM person_named WHERE group_id = $1)"
    found = list(_united(connection, links, [person_id]))
    return found[0] if found else {}


def _united(
    connection: duckdb.DuckDBPyConnection, links: str, parameters: Sequence[str] = ()
) -> Iterator[dict[str, Any]]:
    """The rows of persons, by id, from `links` (local_id, person_id) to the documents' persons."""
    reader = connection.cursor().execute(
        f"""
        SELECT links.person_id AS united, persons.* EXCLUDE (mention_count, article_count, story_count), counted.*
            EXCLUDE (person_id)
        FROM {links} AS links JOIN persons ON persons.person_id = local_id JOIN (
            SELECT links.person_id, count(*)::INTEGER AS mention_count,
                count(DISTINCT article_id)::INTEGER AS article_count,
                count(DISTINCT story_id)::INTEGER AS story_count
            FROM mentions JOIN {links} AS links ON local_id = mentions.person_id
            JOIN versions USING (article_id) GROUP BY links.person_id
        ) AS counted ON counted.person_id = links.person_id
        ORDER BY united, local_id
        """,
        list(parameters),
    )
    settings = read_settings(connection)
    named = _names_in_the_text(connection, links, parameters) if settings else {}
    names = [column[0] for column in reader.description or ()]
    for person_id, members in groupby(_read(reader, names), key=itemgetter("united")):
        documents = list(members)
        row = _row(person_id, documents)
        yield with_settings(row, documents, settings, named.get(person_id, [])) if settings else row


def _names_in_the_text(
    connection: duckdb.DuckDBPyConnection, links: str, parameters: Sequence[str]
) -> dict[str, list[str]]:
    """The names by which the persons of whom something is set are mentioned."""
    query = f"""
        WITH links AS (FROM {links})
        SELECT links.person_id, list_sort(list(DISTINCT text)) FROM mentions
        JOIN links ON local_id = mentions.person_id WHERE form = 'name' AND links.person_id IN (
            SELECT links.person_id FROM links SEMI JOIN person_settings USING (local_id)
        ) GROUP BY 1"""
    return dict(connection.execute(query, list(parameters)).fetchall())


def _read(reader: duckdb.DuckDBPyConnection, names: list[str]) -> Iterator[Row]:
    while rows := reader.fetchmany(_BATCH_ROWS):
        for row in rows:
            yield dict(zip(names, row, strict=True))


def _row(person_id: str, rows: list[Row]) -> dict[str, Any]:
    """The row of one person, from the rows of its documents' persons, each with the counts of the united one."""
    forms = Counter(form for row in rows for form in (row["name"], *row["aliases"]))
    weight = Counter(dict.fromkeys(forms, 0))
    for row in rows:
        weight[row["name"]] += 1
    name = max(forms, key=lambda form: (weight[form] > 0, len(words_of(form)), weight[form], len(form), form))
    ages = [age for row in rows for age in (row["age_min"], row["age_max"]) if age is not None]
    return {
        "person_id": person_id,
        "name": name,
        "aliases": sorted(set(forms) - {name}),
        "roles": sorted({role for row in rows for role in row["roles"]}),
        "affiliation": _most_stated(row["affiliation"] for row in rows),
        "nationality": _most_stated(row["nationality"] for row in rows),
        "ethnicity": _most_stated(row["ethnicity"] for row in rows),
        "age_min": min(ages, default=None),
        "age_max": max(ages, default=None),
        "gender": _most_stated(row["gender"] for row in rows),
        "is_pseudonym": any(row["is_pseudonym"] for row in rows),
        "is_author": any(row["is_author"] for row in rows),
        "protection": max((row["protection"] for row in rows), key=BY_NEED_OF_CARE.index),
        **{name: rows[0][name] for name in ("mention_count", "article_count", "story_count")},
        "curated": any(row["curated"] for row in rows),
    }


def _most_stated(values: Iterable[str | None]) -> str | None:
    """The value that most documents state, the first in the alphabet of several; None where none states any."""
    counted = Counter(value for value in values if value)
    return min(counted, key=lambda value: (-counted[value], value)) if counted else None
