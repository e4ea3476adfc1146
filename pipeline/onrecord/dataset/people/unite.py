"""`unite_persons`: the documents' persons made one a natural person, the same whatever order they come in.

Blocks and pairs are made in the database; of the persons only those of one name are in memory at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from onrecord.dataset.batches import append, make_empty, make_in_parts, numbers, transform
from onrecord.dataset.judgments import JUDGED, rank, set_members
from onrecord.dataset.people.evidence import PUBLIC_OFFICES, Record, generic_roles, role_words
from onrecord.dataset.people.names import skeleton, words_of
from onrecord.dataset.people.one_name import buckets, unite_namesakes
from onrecord.dataset.people.spellings import pair_spellings

if TYPE_CHECKING:
    import duckdb

    from onrecord.dataset.similar import Numbers

#: A companion named in more stories than this is known to many and ties nobody together alone.
SELDOM = 3
#: A role word that persons of more names than this share tells them apart no more.
_WIDESPREAD = 20
#: Companions and role words of one person that are looked at.
_MOST = 60
#: Consonants of a companion's full name from which on they tell it from others.
_LEAST_CONSONANTS = 6
_NAMED = pa.schema(
    [
        ("number", pa.int32()),
        ("key", pa.string()),
        ("words", pa.int32()),
        ("skeletons", pa.list_(pa.string())),
        ("sound", pa.string()),
        ("role_words", pa.list_(pa.string())),
    ]
)
_NAMESAKES = pa.schema([("number", pa.int32()), ("root", pa.int32())])
_BATCH = 10_000


def unite_persons(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `person_ranks`, `person_judged` and `person_members` from persons, mentions, articles and versions."""
    find_first_mentions(connection)
    rank(
        connection,
        "person",
        "SELECT local_id AS id, local_id AS place FROM first_mentions SEMI JOIN persons ON person_id = local_id",
    )
    query = "SELECT number, name, roles, affiliation FROM person_ranks JOIN persons ON person_id = id"
    transform(connection, query, _named, "person_names", _NAMED)
    _describe(connection)
    count = _unite_by_name(connection)
    pair_spellings(connection)
    _write_members(connection, count)
    connection.execute(
        "DROP TABLE person_names; DROP TABLE person_details; DROP TABLE telling_words; DROP TABLE namesakes"
    )


def find_first_mentions(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `first_mentions(local_id, mention_id, article_id)`: the mention by which each document's person is known."""
    connection.execute(
        """
        CREATE OR REPLACE TABLE first_mentions AS
        SELECT person_id AS local_id, arg_min(mention_id, (start, "end", mention_id)) AS mention_id,
            arg_min(article_id, (start, "end", mention_id)) AS article_id
        FROM mentions GROUP BY person_id
        """
    )


def _named(rows: list[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    for number, name, roles, affiliation in rows:
        words = words_of(name)
        skeletons = sorted({skeleton(word) for word in words if len(word) > 2})
        sound = " ".join(skeletons)
        told = role_words([*roles, affiliation or ""])[:_MOST]
        yield number, " ".join(sorted(words)), len(words), skeletons, sound if _is_telling(skeletons) else None, told


def _is_telling(skeletons: list[str]) -> bool:
    """Whether the consonants of a name are enough to know a companion by, however it is written."""
    return len(skeletons) > 1 and sum(map(len, skeletons)) >= _LEAST_CONSONANTS


def _describe(connection: duckdb.DuckDBPyConnection) -> None:
    """`person_details`: all that is weighed of each document's person; `telling_words`: role words of few names."""
    connection.execute(
        f"""
        CREATE OR REPLACE TABLE placed_names AS
            SELECT number, key, sound, first_mentions.article_id, story_id FROM person_names
            JOIN person_ranks USING (number) JOIN first_mentions ON local_id = person_ranks.id
            JOIN versions ON versions.article_id = first_mentions.article_id;
        CREATE OR REPLACE TABLE companions AS
            SELECT article_id, list(key ORDER BY key) FILTER (stories <= {SELDOM}) AS seldom,
                list(key ORDER BY key) FILTER (stories > {SELDOM}) AS known
            FROM (SELECT DISTINCT article_id, key FROM placed_names)
            JOIN (SELECT key, count(DISTINCT story_id) AS stories FROM placed_names GROUP BY key) USING (key)
            GROUP BY article_id;
        CREATE OR REPLACE TABLE sounding AS
            SELECT article_id, list(DISTINCT sound) AS sounds FROM placed_names WHERE sound IS NOT NULL
            GROUP BY article_id;
        CREATE OR REPLACE TABLE telling_words AS
            SELECT word FROM (SELECT DISTINCT key, unnest(role_words) AS word FROM person_names)
            GROUP BY word HAVING count(*) <= {_WIDESPREAD};
        """
    )
    details = f"""
        SELECT number, key, words, skeletons, role_words, name, placed.article_id, placed.story_id,
            list_sort(list_filter(coalesce(sounds, []), lambda one: one IS DISTINCT FROM person_names.sound))
                [1:{_MOST}] AS sounds,
            coalesce(seldom, [])[1:{_MOST}] AS seldom, coalesce(known, [])[1:{_MOST}] AS companions, gender,
            nationality, is_pseudonym,
            year(published_start) - age_max - 1 AS born_first, year(published_start) - age_min AS born_last
        FROM some_rows JOIN person_names USING (number) JOIN placed_names AS placed USING (number, key)
        JOIN person_ranks USING (number) JOIN persons ON persons.person_id = person_ranks.id
        JOIN companions USING (article_id) JOIN articles USING (article_id) LEFT JOIN sounding USING (article_id)
    """
    make_in_parts(connection, "SELECT number FROM person_names", "number", details, "person_details")
    connection.execute("DROP TABLE placed_names; DROP TABLE companions; DROP TABLE sounding")
    # A public office is held by few, however often it is named.
    for words, change in (
        (generic_roles(), "DELETE FROM telling_words WHERE word IN (SELECT word FROM listed)"),
        (PUBLIC_OFFICES, "INSERT INTO telling_words SELECT word FROM listed ANTI JOIN telling_words USING (word)"),
    ):
        connection.register("listed", pa.table({"word": sorted(words)}))
        connection.execute(change)
        connection.unregister("listed")


def _unite_by_name(connection: duckdb.DuckDBPyConnection) -> int:
    """Make `namesakes(number, root)` and `person_judged`, name by name; returns how many persons there were."""
    telling = {word for (word,) in connection.execute("SELECT word FROM telling_words").fetchall()}
    make_empty(connection, "namesakes", _NAMESAKES)
    make_empty(connection, "person_judged", JUDGED)
    roots: list[tuple[int, int]] = []
    judged: list[tuple[Any, ...]] = []
    count = 0
    for bucket in buckets(_records(connection)):
        groups, decisions = unite_namesakes(bucket, telling)
        roots += [(member, min(group.members)) for group in groups for member in group.members]
        judged += decisions
        count += len(bucket)
        if len(roots) > _BATCH:
            append(connection, "namesakes", roots, _NAMESAKES)
            append(connection, "person_judged", judged, JUDGED)
            roots, judged = [], []
    append(connection, "namesakes", roots, _NAMESAKES)
    append(connection, "person_judged", judged, JUDGED)
    return count


def _records(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, Record]]:
    reader = connection.cursor().execute(
        """SELECT key, number, name, article_id, story_id, seldom, companions, role_words, gender, nationality,
        born_first, born_last, is_pseudonym FROM person_details ORDER BY key, number"""
    )
    while rows := reader.fetchmany(_BATCH):
        for key, number, name, article, story, seldom, known, roles, gender, nation, first, last, pseudonym in rows:
            yield (
                key,
                Record(
                    members=[number],
                    name=name,
                    stories={story},
                    articles={article},
                    seldom=set(seldom) - {key},
                    companions=set(known) - {key},
                    roles=set(roles),
                    genders={gender} if gender else set(),
                    nationalities={nation} if nation else set(),
                    born=(first, last) if first is not None and last is not None else None,
                    is_pseudonym=pseudonym,
                ),
            )


def _write_members(connection: duckdb.DuckDBPyConnection, count: int) -> None:
    import numpy as np
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    number, root = numbers(connection, "SELECT number, root FROM namesakes")
    one, other = numbers(connection, "SELECT a, b FROM person_judged WHERE is_alike")
    left, right = np.concatenate([number, one]), np.concatenate([root, other])
    graph = coo_array((np.ones(len(left), dtype=np.int8), (left, right)), shape=(count, count))
    _, component = connected_components(graph, directed=False)
    centre: Numbers = np.full(int(component.max(initial=-1)) + 1, count, dtype=np.int64)
    np.minimum.at(centre, component, np.arange(count))
    set_members(connection, "person", centre[component])
