"""Groups the documents' persons into natural persons, in any order of the documents, and writes the rows of those.

Pairs are made in the database; only persons of one name are in memory at a time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, groupby, islice
from operator import itemgetter
from typing import Any

import numpy as np

from onrecord.dataset import database as db
from onrecord.dataset.database import Connection, Numbers, Rows, append, create, drop, fill
from onrecord.dataset.groups import name_groups, rank_rows, write_members
from onrecord.dataset.people.names import skeleton, words_of
from onrecord.dataset.people.namesakes import GENERIC_ROLES, PUBLIC_OFFICES, Record, role_words, unite_namesakes
from onrecord.dataset.people.settings import read_settings, with_settings
from onrecord.dataset.people.spellings import score_spellings
from onrecord_schema.persons import BY_NEED_OF_CARE
from onrecord_schema.tables import TABLES

#: A companion who is named in more stories than this says little about who somebody is.
_RARE_STORIES = 3
#: A role word of persons of more names than this is not distinctive.
_MOST_NAMES = 20
#: Companions and role words of one person that are compared.
_MOST = 60
#: A full name with so many consonants tells a companion from others, however it is spelt.
_LEAST_CONSONANTS = 6
#: Rows that are held in memory before they are written.
_BATCH_ROWS = 10_000

_PLACES = """
    SELECT number, key, name_skeleton, article_id, story_id FROM person_names JOIN person_ranks USING (number)
    JOIN first_mentions ON local_id = person_ranks.id JOIN versions USING (article_id)
"""
_COMPANIONS = f"""
    SELECT article_id, list(key ORDER BY key) FILTER (stories <= {_RARE_STORIES}) AS rare_companions,
        list(key ORDER BY key) FILTER (stories > {_RARE_STORIES}) AS companions
    FROM (SELECT DISTINCT article_id, key FROM person_places)
    JOIN (SELECT key, count(DISTINCT story_id) AS stories FROM person_places GROUP BY key) USING (key)
    GROUP BY article_id
"""
_COMPANION_SKELETONS = """
    SELECT article_id, list(DISTINCT name_skeleton) AS skeletons FROM person_places
    WHERE name_skeleton IS NOT NULL GROUP BY article_id
"""
_DISTINCTIVE_WORDS = f"""
    SELECT word FROM (SELECT DISTINCT key, unnest(role_words) AS word FROM person_names)
    GROUP BY word HAVING count(*) <= {_MOST_NAMES}
"""
_DETAILS = f"""
    SELECT number, key, person_names.word_count, word_skeletons, role_words, name, article_id, person_places.story_id,
        list_sort(list_filter(coalesce(skeletons, []), lambda one: one IS DISTINCT FROM person_names.name_skeleton))
            [1:{_MOST}] AS companion_skeletons,
        coalesce(rare_companions, [])[1:{_MOST}] AS rare_companions, coalesce(companions, [])[1:{_MOST}] AS companions,
        gender, nationality, is_pseudonym,
        year(published_start) - age_max - 1 AS born_first, year(published_start) - age_min AS born_last
    FROM some_rows JOIN person_names USING (number) JOIN person_places USING (number, key)
    JOIN person_ranks USING (number) JOIN persons ON person_id = id
    JOIN article_persons USING (article_id) JOIN articles USING (article_id)
    LEFT JOIN article_skeletons USING (article_id)
"""
_COLUMNS = TABLES["persons"].columns


def group_persons(connection: Connection) -> None:
    """Fill `person_ranks`, `person_scored` and `person_members`."""
    find_first_mentions(connection)
    rank_rows(connection, "person", "local_id", "first_mentions SEMI JOIN persons ON person_id = local_id", "local_id")
    _describe(connection)
    create(connection, "namesakes", "person_scored")
    count = _unite_namesakes(connection)
    score_spellings(connection)
    write_members(connection, "person", _representatives(connection, count))
    drop(connection, "person_names", "person_details", "distinctive_words", "namesakes")


def find_first_mentions(connection: Connection) -> None:
    """Fill `first_mentions`; a correction of mentions changes it."""
    fill(
        connection,
        first_mentions="""SELECT person_id AS local_id, arg_min(mention_id, (start, "end", mention_id)) AS mention_id,
            arg_min(article_id, (start, "end", mention_id)) AS article_id
        FROM mentions GROUP BY person_id""",
    )


def _describe(connection: Connection) -> None:
    """Fill `person_details` and `distinctive_words`."""
    create(connection, "person_names", "person_details")
    query = "SELECT number, name, roles, affiliation FROM person_ranks JOIN persons ON person_id = id"
    db.transform(connection, query, _names, "person_names")
    fill(
        connection, person_places=_PLACES, article_persons=_COMPANIONS, article_skeletons=_COMPANION_SKELETONS,
        distinctive_words=_DISTINCTIVE_WORDS,
    )  # fmt: skip
    for _ in db.in_parts(connection, "SELECT number FROM person_names", "number"):
        db.insert(connection, "person_details", _DETAILS)
    drop(connection, "person_places", "article_persons", "article_skeletons")
    # Few people hold a public office, however often it is named.
    connection.execute("DELETE FROM distinctive_words WHERE list_contains(?, word)", [sorted(GENERIC_ROLES)])
    office = "SELECT unnest($1::VARCHAR[]) AS word EXCEPT FROM distinctive_words"
    connection.execute(f"INSERT INTO distinctive_words {office}", [sorted(PUBLIC_OFFICES)])


def _names(rows: Rows) -> Rows:
    for number, name, roles, affiliation in rows:
        words = words_of(name)
        skeletons = sorted({skeleton(word) for word in words if len(word) > 2})
        is_distinctive = len(skeletons) > 1 and sum(map(len, skeletons)) >= _LEAST_CONSONANTS
        name_skeleton = " ".join(skeletons) if is_distinctive else None
        told = role_words([*roles, affiliation or ""])[:_MOST]
        yield number, " ".join(sorted(words)), len(words), skeletons, name_skeleton, told


def _unite_namesakes(connection: Connection) -> int:
    """Add the rows of `namesakes` and `person_scored`, name by name; returns the number of persons."""
    distinctive = {word for (word,) in connection.execute("FROM distinctive_words").fetchall()}
    roots: list[tuple[int, int]] = []
    scored: list[tuple[Any, ...]] = []
    count = 0
    for _, records in groupby(_records(connection), key=lambda pair: pair[0]):
        bucket = [record for _, record in records]
        count += len(bucket)
        persons, pairs = unite_namesakes(bucket, distinctive)
        roots += [(member, min(person.members)) for person in persons for member in person.members]
        scored += pairs
        if len(roots) > _BATCH_ROWS:
            append(connection, "namesakes", roots)
            append(connection, "person_scored", scored)
            roots, scored = [], []
    append(connection, "namesakes", roots)
    append(connection, "person_scored", scored)
    return count


def _records(connection: Connection) -> Iterator[tuple[str, Record]]:
    """The documents' persons, in order of their names."""
    query = """SELECT key, number, name, article_id, story_id, rare_companions, companions, role_words, gender,
        nationality, born_first, born_last, is_pseudonym FROM person_details ORDER BY key, number"""
    for rows in db.batches(connection, query):
        for key, number, name, article, story, rare, others, roles, gender, nation, first, last, is_pseudonym in rows:
            record = Record(
                members=[number],
                name=name,
                stories={story},
                articles={article},
                rare_companions=set(rare) - {key},
                companions=set(others) - {key},
                roles=set(roles),
                genders={gender} if gender else set(),
                nationalities={nation} if nation else set(),
                born=(first, last) if first is not None and last is not None else None,
                is_pseudonym=is_pseudonym,
            )
            yield key, record


def _representatives(connection: Connection, count: int) -> Numbers:
    """All persons that are united, directly or through others, are represented by the first of them."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    left, right = db.numbers(
        connection, "SELECT number, root FROM namesakes UNION ALL SELECT a, b FROM person_scored WHERE is_same"
    )
    graph = coo_array((np.ones(len(left), dtype=np.int8), (left, right)), shape=(count, count))
    _, component = connected_components(graph, directed=False)
    first = np.full(int(component.max(initial=-1)) + 1, count, dtype=np.int64)
    np.minimum.at(first, component, np.arange(count))
    chosen: Numbers = first[component]
    return chosen


def link_persons(connection: Connection) -> None:
    """Fill `person_links` and `event_people` from `person_members`."""
    name_groups(connection, "person")
    fill(connection, person_links="SELECT member AS local_id, group_id AS person_id FROM person_group_ids")
    fill(
        connection,
        event_people="""SELECT event_id, list_sort(list_distinct(list(person_links.person_id))) AS person_ids
        FROM (SELECT event_id, unnest(person_ids) AS local_id FROM events) JOIN person_links USING (local_id)
        GROUP BY event_id""",
    )


def write_persons(connection: Connection) -> None:
    """Fill `united_persons`, the rows of the final table."""
    create(connection, "united_persons")
    rows = (tuple(row[column] for column in _COLUMNS) for row in _united(connection, "person_links"))
    while batch := list(islice(rows, _BATCH_ROWS)):
        append(connection, "united_persons", batch)


def person_row(connection: Connection, person_id: str) -> dict[str, Any]:
    """The row that one person has now, between two corrections; empty if there is no such person."""
    links = "(SELECT member AS local_id, group_id AS person_id FROM person_group_ids WHERE group_id = $1)"
    found = list(_united(connection, links, [person_id]))
    return found[0] if found else {}


def _united(connection: Connection, links: str, parameters: Sequence[str] = ()) -> Iterator[dict[str, Any]]:
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
    rows = chain.from_iterable(db.batches(connection, query, parameters))
    for person_id, members in groupby(rows, key=itemgetter(0)):
        documents = [dict(zip(_COLUMNS, values, strict=True)) for _, *values in members]
        row = _united_row(person_id, documents)
        yield with_settings(row, documents, settings, names.get(person_id, [])) if settings else row


def _names_in_text(connection: Connection, links: str, parameters: Sequence[str]) -> dict[str, list[str]]:
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
        **rows[0],
        "person_id": person_id,
        "name": name,
        "aliases": sorted(forms - {name}),
        "roles": sorted({role for row in rows for role in row["roles"]}),
        **{name: _most_stated(rows, name) for name in ("affiliation", "nationality", "ethnicity", "gender")},
        "age_min": min(ages, default=None),
        "age_max": max(ages, default=None),
        **{name: any(row[name] for row in rows) for name in ("is_pseudonym", "is_author", "curated")},
        "protection": max((row["protection"] for row in rows), key=BY_NEED_OF_CARE.index),
    }


def _most_stated(rows: Sequence[Mapping[str, Any]], column: str) -> str | None:
    """The value that most documents state, of several the first in the alphabet; None if none states any."""
    counted = Counter(row[column] for row in rows if row[column])
    return min(counted, key=lambda value: (-counted[value], value)) if counted else None
