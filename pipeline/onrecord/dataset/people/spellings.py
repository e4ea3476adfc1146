"""Scores persons whose names are spelt differently, if they have a story, or a role and companions, in common."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from onrecord.dataset.database import Connection, Rows, append, create, drop, fill, in_parts, insert, transform
from onrecord.dataset.pairs import pair_by_keys
from onrecord.dataset.people.names import similarity, words_of
from onrecord.dataset.people.namesakes import SAME_SPELLING, Record, contradictions

#: From this similarity on, a pair of names is recorded.
_NEAR = 0.7
#: Companions of a person that are compared.
_COMPANIONS = 40

_RECORDS = f"""
    SELECT root AS id, arg_max(name, (word_count, length(name), name)) AS name,
        list_sort(list_distinct(flatten(list(list_slice(list_concat(rare_companions, companions), 1, {_COMPANIONS})))))
            [1:{_COMPANIONS}] AS companions,
        list_sort(list_distinct(flatten(list(companion_skeletons))))[1:{_COMPANIONS}] AS companion_skeletons,
        list_distinct(list(gender) FILTER (gender IS NOT NULL)) AS genders,
        max(born_first) AS born_first, min(born_last) AS born_last, bool_or(is_pseudonym) AS is_pseudonym
    FROM namesakes JOIN person_details USING (number) GROUP BY root
    HAVING bool_and(word_count > 1) AND NOT bool_or(is_pseudonym)
"""
_NAMESAKES = "namesakes JOIN person_details USING (number) SEMI JOIN name_records ON id = root"
_ARTICLES = f"SELECT DISTINCT root AS id, article_id FROM {_NAMESAKES}"
_STORY_KEYS = f"""
    SELECT DISTINCT id, hash(story_id, skeleton) AS key, true AS is_seeking
    FROM (SELECT root AS id, story_id, unnest(word_skeletons) AS skeleton FROM {_NAMESAKES})
"""
_ROLE_KEYS = f"""
    SELECT DISTINCT id, hash(word, skeleton) AS key, true AS is_seeking FROM (
        SELECT id, word, unnest(word_skeletons) AS skeleton
        FROM (SELECT root AS id, unnest(role_words) AS word, word_skeletons FROM {_NAMESAKES})
        SEMI JOIN distinctive_words USING (word)
    )
"""
_PAIRS = "SELECT a, b, bool_or(in_story) AS in_story FROM spelling_candidates GROUP BY a, b"
_PAIRS_WITH_RECORDS = """
    SELECT a, b, in_story, list_has_any(one.companions, other.companions)
            OR list_has_any(one.companion_skeletons, other.companion_skeletons) AS is_accompanied,
        together.a IS NOT NULL AS in_one_article,
        one.* EXCLUDE (companions, companion_skeletons), other.* EXCLUDE (companions, companion_skeletons)
    FROM some_rows JOIN name_records AS one ON one.id = a JOIN name_records AS other ON other.id = b
    LEFT JOIN (
        SELECT DISTINCT a, b FROM some_rows JOIN name_articles AS x ON x.id = a JOIN name_articles AS y ON y.id = b
        WHERE x.article_id = y.article_id
    ) AS together USING (a, b)
"""
_SAME_WITH_ARTICLES = """
    SELECT name_records.* EXCLUDE (companions, companion_skeletons), articles FROM name_records
    JOIN (SELECT id, list(article_id) AS articles FROM name_articles GROUP BY id) USING (id)
    SEMI JOIN (
        SELECT a AS id FROM spelling_scored WHERE is_same UNION SELECT b FROM spelling_scored WHERE is_same
    ) USING (id)
"""


def score_spellings(connection: Connection) -> None:
    """Add to `person_scored` the pairs of united namesakes whose names can be spellings of one name.

    Persons are paired if they share a story, or a distinctive role word, and the consonants of a word of the name.
    """
    fill(connection, name_records=_RECORDS, name_articles=_ARTICLES)
    create(connection, "spelling_candidates", "spelling_scored")
    for keys, in_story in ((_STORY_KEYS, True), (_ROLE_KEYS, False)):
        fill(connection, name_keys=keys)
        pair_by_keys(connection, "name_keys")
        insert(connection, "spelling_candidates", f"SELECT a, b, {in_story} AS in_story FROM candidate_pairs")
    drop(connection, "name_keys", "candidate_pairs")
    for _ in in_parts(connection, _PAIRS, "a, b"):
        transform(connection, _PAIRS_WITH_RECORDS, _scored, "spelling_scored")
    insert(connection, "person_scored", "FROM spelling_scored WHERE NOT is_same")
    append(connection, "person_scored", _without_contradictions(connection))
    drop(connection, "spelling_scored", "spelling_candidates", "name_records", "name_articles")


def _scored(rows: Rows) -> Rows:
    for a, b, in_story, is_accompanied, in_one_article, *facts in rows:
        half = len(facts) // 2
        one, other = _record(*facts[:half]), _record(*facts[half:])
        alike = similarity(one.name, other.name)
        if alike < _NEAR:
            continue
        against = contradictions(one, other)
        if in_one_article:
            against.append("an article tells them apart")
        if min(len(words_of(one.name)), len(words_of(other.name))) < 2:
            against.append("they share a single word")
        reasons = [f"the names {one.name} and {other.name} are alike ({alike:.2f})"]
        reasons.append("versions of one story" if in_story else "a role in common")
        if is_accompanied:
            reasons.append("named with the same people")
        if alike < SAME_SPELLING:
            against.append("the names differ too much")
        if not (in_story or is_accompanied):
            against.append("nobody in common is named with them")
        yield a, b, not against, round(alike * 0.5 ** len(against), 4), reasons + against, None


def _record(
    number: int, name: str, genders: list[str], born_first: int | None, born_last: int | None, is_pseudonym: bool
) -> Record:
    born = (born_first, born_last) if born_first is not None and born_last is not None else None
    return Record([number], name, set(), set(), genders=set(genders or ()), born=born, is_pseudonym=is_pseudonym)


def _without_contradictions(connection: Connection) -> Iterator[tuple[Any, ...]]:
    """The pairs that are the same, highest score first, but not those that would unite persons who contradict."""
    pairs = connection.execute(
        "SELECT a, b, score, reasons FROM spelling_scored WHERE is_same ORDER BY score DESC, a, b"
    ).fetchall()
    person_of: dict[int, Record] = {}
    for *facts, articles in connection.execute(_SAME_WITH_ARTICLES).fetchall():
        person_of[facts[0]] = _record(*facts)
        person_of[facts[0]].articles.update(articles)
    for a, b, score, reasons in pairs:
        one, other = person_of[a], person_of[b]
        against = [] if one is other else contradictions(one, other)
        if one is not other and not against:
            one.absorb(other)
            for member in other.members:
                person_of[member] = one
        yield a, b, not against, score * 0.5 ** len(against), [*reasons, *against], None
