"""Persons whose names are written differently: those who share a story, or a role and companions, and a name alike."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from onrecord.dataset.batches import append, transform_in_parts
from onrecord.dataset.judgments import JUDGED
from onrecord.dataset.people.evidence import SAME_SPELLING, Record, contradictions
from onrecord.dataset.people.names import similarity, words_of
from onrecord.dataset.similar import pair_up

if TYPE_CHECKING:
    import duckdb

#: From this likeness on a pair of names is worth a judgment, though not enough.
_NEAR = 0.7
#: Companions of a person that are compared.
_COMPANIONS = 40


def pair_spellings(connection: duckdb.DuckDBPyConnection) -> None:
    """Add to `person_judged` the pairs of `namesakes(number, root)` that are spellings of one name.

    Reads `person_details`; persons are paired where they share a story, or a telling word of a role, and the
    consonants of a word of the name.
    """
    connection.execute(
        f"""
        CREATE OR REPLACE TABLE name_records AS
            SELECT root AS id, arg_max(name, (words, length(name), name)) AS name,
                list_sort(list_distinct(flatten(list(list_slice(list_concat(seldom, companions), 1, {_COMPANIONS})))))
                    [1:{_COMPANIONS}] AS companions,
                list_sort(list_distinct(flatten(list(sounds))))[1:{_COMPANIONS}] AS sounds,
                list_distinct(list(gender) FILTER (gender IS NOT NULL)) AS genders,
                max(born_first) AS born_first, min(born_last) AS born_last, bool_or(is_pseudonym) AS is_pseudonym
            FROM namesakes JOIN person_details USING (number) GROUP BY root
            HAVING bool_and(words > 1) AND NOT is_pseudonym;
        CREATE OR REPLACE TABLE spelled AS
            SELECT DISTINCT root, story_id, unnest(skeletons) AS skeleton, role_words
            FROM namesakes JOIN person_details USING (number) WHERE root IN (SELECT id FROM name_records);
        CREATE OR REPLACE TABLE spelled_in AS
            SELECT DISTINCT root, article_id FROM namesakes JOIN person_details USING (number)
            WHERE root IN (SELECT id FROM name_records);
        CREATE OR REPLACE TABLE story_spelled AS
            SELECT DISTINCT root AS id, hash(story_id, skeleton) AS key, true AS seeks FROM spelled;
        CREATE OR REPLACE TABLE role_spelled AS
            SELECT DISTINCT id, hash(word, skeleton) AS key, true AS seeks
            FROM (SELECT root AS id, skeleton, unnest(role_words) AS word FROM spelled)
            SEMI JOIN telling_words USING (word);
        """
    )
    pair_up(connection, "story_spelled", "story_spellings")
    pair_up(connection, "role_spelled", "role_spellings")
    connection.execute("DROP TABLE spelled; DROP TABLE story_spelled; DROP TABLE role_spelled")
    pairs = """
        SELECT a, b, bool_or(in_story) AS in_story FROM (
            SELECT *, true AS in_story FROM story_spellings UNION ALL SELECT *, false FROM role_spellings
        ) GROUP BY a, b
    """
    query = """
        SELECT a, b, in_story,
            list_has_any(one.companions, other.companions) OR list_has_any(one.sounds, other.sounds) AS accompanied,
            one.* EXCLUDE (id, companions, sounds), other.* EXCLUDE (id, companions, sounds),
            together.a IS NOT NULL AS told_apart
        FROM some_rows JOIN name_records AS one ON one.id = a JOIN name_records AS other ON other.id = b
        LEFT JOIN (
            SELECT DISTINCT a, b FROM some_rows JOIN spelled_in AS x ON x.root = a JOIN spelled_in AS y ON y.root = b
            WHERE x.article_id = y.article_id
        ) AS together USING (a, b)
    """
    transform_in_parts(connection, pairs, "a, b", query, _judged, "spelling_judged", JUDGED)
    connection.execute("INSERT INTO person_judged SELECT * FROM spelling_judged WHERE NOT is_alike")
    united = _without_contradiction(connection)
    append(connection, "person_judged", united, JUDGED)
    connection.execute(
        """
        DROP TABLE spelling_judged; DROP TABLE spelled_alike; DROP TABLE story_spellings; DROP TABLE role_spellings;
        DROP TABLE name_records; DROP TABLE spelled_in;
        """
    )


def _judged(rows: list[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    for a, b, in_story, accompanied, *facts, told_apart in rows:
        half = len(facts) // 2
        one, other = _record(a, *facts[:half]), _record(b, *facts[half:])
        alike = similarity(one.name, other.name)
        if alike < _NEAR:
            continue
        against = contradictions(one, other)
        if told_apart:
            against.append("an article tells them apart")
        if not _enough_words(one.name, other.name):
            against.append("they share a single word")
        reasons = [f"the names {one.name} and {other.name} are alike ({alike:.2f})"]
        reasons += ["versions of one story"] * in_story + ["a role in common"] * (not in_story)
        reasons += ["named with the same people"] * accompanied
        if alike < SAME_SPELLING:
            against.append("the names differ too much")
        if not (in_story or accompanied):
            against.append("nobody in common is named with them")
        yield a, b, not against, round(alike * 0.5 ** len(against), 4), reasons + against, None


def _enough_words(one: str, other: str) -> bool:
    return min(len(words_of(one)), len(words_of(other))) > 1


def _record(
    number: int, name: str, genders: list[str], born_first: int | None, born_last: int | None, is_pseudonym: bool
) -> Record:
    born = (born_first, born_last) if born_first is not None and born_last is not None else None
    return Record([number], name, set(), set(), genders=set(genders or ()), born=born, is_pseudonym=is_pseudonym)


def _without_contradiction(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    """The pairs alike, most alike first, but none that would unite persons whom others in their group contradict."""
    pairs = connection.execute(
        "SELECT a, b, is_alike, score, reasons FROM spelling_judged WHERE is_alike ORDER BY score DESC, a, b"
    ).fetchall()
    connection.execute("CREATE OR REPLACE TABLE spelled_alike AS SELECT a AS id FROM spelling_judged WHERE is_alike "
                       "UNION SELECT b FROM spelling_judged WHERE is_alike")  # fmt: skip
    facts = connection.execute(
        """
        SELECT id, name, genders, born_first, born_last, is_pseudonym, articles
        FROM name_records SEMI JOIN spelled_alike USING (id) JOIN (
            SELECT root AS id, list(DISTINCT article_id) AS articles
            FROM namesakes JOIN person_details USING (number) GROUP BY root
        ) USING (id)
        """
    ).fetchall()
    group = {row[0]: _record(*row[:6]) for row in facts}
    for number, *_, articles in facts:
        group[number].articles.update(articles)
    for a, b, _, score, reasons in pairs:
        one, other = group[a], group[b]
        if one is other:
            yield a, b, True, score, reasons, None
            continue
        against = contradictions(one, other)
        if not against:
            one.absorb(other)
            for member in other.members:
                group[member] = one
        yield a, b, not against, score * 0.5 ** len(against), [*reasons, *against], None
