"""Groups the documents' persons into natural persons, in any order of the documents.

Pairs are made in the database; only persons of one name are in memory at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from onrecord.dataset.database import append, batches, create, drop, fill, in_parts, insert, numbers, transform
from onrecord.dataset.groups import rank_rows, write_members
from onrecord.dataset.people.evidence import PUBLIC_OFFICES, Record, generic_roles, role_words
from onrecord.dataset.people.names import skeleton, words_of
from onrecord.dataset.people.namesakes import unite_namesakes
from onrecord.dataset.people.spellings import score_spellings

if TYPE_CHECKING:
    import duckdb

    from onrecord.dataset.database import Numbers

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


def group_persons(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill `person_ranks`, `person_scored` and `person_members`."""
    find_first_mentions(connection)
    rank_rows(
        connection,
        "person",
        "SELECT local_id AS id, local_id AS place FROM first_mentions SEMI JOIN persons ON person_id = local_id",
    )
    _describe(connection)
    create(connection, "namesakes", "person_scored")
    count = _unite_namesakes(connection)
    score_spellings(connection)
    write_members(connection, "person", _representatives(connection, count))
    drop(connection, "person_names", "person_details", "distinctive_words", "namesakes")


def find_first_mentions(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill `first_mentions`; a correction of mentions changes it."""
    fill(
        connection,
        "first_mentions",
        """SELECT person_id AS local_id, arg_min(mention_id, (start, "end", mention_id)) AS mention_id,
            arg_min(article_id, (start, "end", mention_id)) AS article_id
        FROM mentions GROUP BY person_id""",
    )


def _describe(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill `person_details` and `distinctive_words`."""
    create(connection, "person_names", "person_details")
    query = "SELECT number, name, roles, affiliation FROM person_ranks JOIN persons ON person_id = id"
    transform(connection, query, _names, "person_names")
    fill(connection, "person_places", _PLACES)
    fill(connection, "article_persons", _COMPANIONS)
    fill(connection, "article_skeletons", _COMPANION_SKELETONS)
    for _ in in_parts(connection, "SELECT number FROM person_names", "number"):
        insert(connection, "person_details", _DETAILS)
    drop(connection, "person_places", "article_persons", "article_skeletons")
    fill(connection, "distinctive_words", _DISTINCTIVE_WORDS)
    # Few people hold a public office, however often it is named.
    for words, change in (
        (generic_roles(), "DELETE FROM distinctive_words WHERE word IN (SELECT word FROM listed)"),
        (PUBLIC_OFFICES, "INSERT INTO distinctive_words FROM listed ANTI JOIN distinctive_words USING (word)"),
    ):
        connection.register("listed", pa.table({"word": sorted(words)}))
        connection.execute(change)
        connection.unregister("listed")


def _names(rows: list[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    for number, name, roles, affiliation in rows:
        words = words_of(name)
        skeletons = sorted({skeleton(word) for word in words if len(word) > 2})
        is_distinctive = len(skeletons) > 1 and sum(map(len, skeletons)) >= _LEAST_CONSONANTS
        name_skeleton = " ".join(skeletons) if is_distinctive else None
        told = role_words([*roles, affiliation or ""])[:_MOST]
        yield number, " ".join(sorted(words)), len(words), skeletons, name_skeleton, told


def _unite_namesakes(connection: duckdb.DuckDBPyConnection) -> int:
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


def _records(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, Record]]:
    """The documents' persons, in order of their names."""
    query = """SELECT key, number, name, article_id, story_id, rare_companions, companions, role_words, gender,
        nationality, born_first, born_last, is_pseudonym FROM person_details ORDER BY key, number"""
    for rows in batches(connection, query):
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


def _representatives(connection: duckdb.DuckDBPyConnection, count: int) -> Numbers:
    """All persons that are united, directly or through others, are represented by the first of them."""
    import numpy as np
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    left, right = numbers(
        connection, "SELECT number, root FROM namesakes UNION ALL SELECT a, b FROM person_scored WHERE is_same"
    )
    graph = coo_array((np.ones(len(left), dtype=np.int8), (left, right)), shape=(count, count))
    _, component = connected_components(graph, directed=False)
    first = np.full(int(component.max(initial=-1)) + 1, count, dtype=np.int64)
    np.minimum.at(first, component, np.arange(count))
    chosen: Numbers = first[component]
    return chosen
