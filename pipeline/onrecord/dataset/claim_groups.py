"""Claim groups: the same statement by the same speaker, however often it was printed.

Two claims are one when most of their content words agree, they state the same numbers, both or neither deny, and the
speakers can be the same; or when one, with the same numbers, is wholly contained in the other, which runs on. A
different figure or a different speaker makes a different claim; so do the same words reported twice in an article of a
"he" or "his wife" that nobody is known to be.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from onrecord.dataset.batches import transform, transform_in_parts
from onrecord.dataset.content_words import content_words, is_negated, same_name
from onrecord.dataset.judgments import JUDGED, group_alike, rank
from onrecord.dataset.similar import pair_similar
from onrecord.language.en.syntax import leaves_open

if TYPE_CHECKING:
    import duckdb

#: Share of content words (Jaccard) that makes two claims one. Between versions of one story an editor's touch is
#: likelier than a second statement in nearly the same words, so less will do.
SAME_WORDS = 0.7
SAME_WORDS_IN_STORY = 0.6
#: Share of the shorter claim's content words that a longer one with the same numbers holds.
CONTAINED = 0.85
#: A claim with fewer content words ("They are scared") is too little to know it again by; one contained in another
#: needs more, since a few words are in many, and so does one told in another story: two names make no statement.
_LEAST_WORDS, _LEAST_CONTAINED, _LEAST_ELSEWHERE = 3, 5, 5
#: Whoever they are, what one asserts and the other denies cannot both be so.
_OF_SPEAKERS = ("other speakers", "other persons speak", "a speaker is not named")
#: Pairs below the thresholds that are still worth a judgment of their own.
_NEAR = 0.5

_FEATURES = pa.schema(
    [
        ("id", pa.int32()),
        ("block", pa.string()),
        ("tokens", pa.list_(pa.string())),
        ("words", pa.int32()),
        ("negated", pa.bool_()),
        ("is_open", pa.bool_()),
        ("time", pa.int32()),
    ]
)
_DETAILS = """
    SELECT number, text, speaker, person_links.person_id, stance, versions.story_id, coalesce(numbers, '') AS numbers
    FROM claim_ranks JOIN claims ON claim_id = claim_ranks.id JOIN versions USING (article_id)
    LEFT JOIN person_links ON person_links.local_id = claims.person_id
    LEFT JOIN (
        SELECT claim_id, string_agg(DISTINCT concat(value_min, '..', value_max), ' ' ORDER BY concat(value_min, '..',
            value_max)) AS numbers
        FROM quantities WHERE claim_id IS NOT NULL AND coalesce(value_min, value_max) IS NOT NULL GROUP BY claim_id
    ) AS stated USING (claim_id)
"""


#: `time` counts the claims of an article in the same words.
_WORDS = """
    SELECT number, claims.text, if(kind = 'direct' OR details.person_id IS NOT NULL, NULL, details.speaker) AS speaker,
        row_number() OVER (PARTITION BY article_id, lower(claims.text) ORDER BY start, claim_id)::INTEGER AS time
    FROM claim_details AS details JOIN claim_ranks USING (number) JOIN claims ON claim_id = id
"""


def group_claims(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `claim_ranks`, `claim_judged` and `claim_members` from claims, quantities, versions and person_links."""
    rank(
        connection,
        "claim",
        "SELECT claim_id AS id, (NOT versions.is_canonical, -length(text), claim_id) AS place "
        "FROM claims JOIN versions USING (article_id)",
    )
    connection.execute(f"CREATE OR REPLACE TABLE claim_details AS {_DETAILS}")
    transform(connection, _WORDS, _features, "claim_features", _FEATURES)
    connection.execute(
        f"""
        CREATE OR REPLACE VIEW claim_sets AS SELECT * FROM claim_features WHERE words >= {_LEAST_WORDS};
        -- Only what states numbers is sought inside other claims, and only among claims with the same ones.
        CREATE OR REPLACE TABLE numbered_claims AS
            SELECT id, numbers AS block, tokens FROM claim_features JOIN claim_details ON number = id
            WHERE numbers <> '' AND words >= {_LEAST_CONTAINED};
        """
    )
    pair_similar(connection, "claim_sets", "alike_claims", at_least=_NEAR)
    pair_similar(connection, "numbered_claims", "contained_claims", at_least=CONTAINED, contained=True)
    transform_in_parts(connection, _PAIRS, "a, b", _TOLD, _judged, "claim_judged", JUDGED)
    group_alike(connection, "claim", [("person_id", "person_id")])
    connection.execute(
        """
        DROP VIEW claim_sets; DROP TABLE numbered_claims;
        DROP TABLE claim_features; DROP TABLE alike_claims; DROP TABLE contained_claims;
        """
    )


def _features(rows: list[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    for number, text, speaker, time in rows:
        words, is_open = content_words(text), speaker is not None and leaves_open(speaker, speaker)
        yield number, "", words, len(words), is_negated(text), is_open, time


#: Short claims are paired by their letters in versions of one story, the best with each of the others: the first "him"
#: of one version with the first of another, and never two of one article but for a quotation of four words.
_PAIRS = f"""
    SELECT a, b, max(similarity) AS similarity, max(contained) AS contained FROM (
        SELECT a, b, similarity, 0.0 AS contained FROM alike_claims
        UNION ALL SELECT a, b, 0.0, similarity FROM contained_claims
        UNION ALL SELECT first, number, 1.0, 1.0 FROM (
            SELECT number, min(number) OVER (PARTITION BY story_id, text, time) AS first FROM (
                SELECT number, story_id, claims.text,
                    if(kind = 'direct' AND claims.text LIKE '% % % %', 1, row_number() OVER in_article) AS time
                FROM claim_details JOIN claim_features ON claim_features.id = number
                JOIN claim_ranks USING (number) JOIN claims ON claim_id = claim_ranks.id
                WHERE words < {_LEAST_WORDS}
                WINDOW in_article AS (PARTITION BY article_id, claims.text ORDER BY start, claim_id)
            )
        ) WHERE first < number
    ) GROUP BY a, b
"""
_TOLD = """
    SELECT a, b, similarity, contained, least(told.words, others.words) AS words, told.negated, others.negated,
        told.is_open AND others.is_open AND one.story_id = other.story_id AND lower(one.text) = lower(other.text)
            AND told.time <> others.time AS is_other,
        one.* EXCLUDE (number, text), other.* EXCLUDE (number, text)
    FROM some_rows JOIN claim_details AS one ON one.number = a JOIN claim_details AS other ON other.number = b
    JOIN claim_features AS told ON told.id = a JOIN claim_features AS others ON others.id = b
"""


def _judged(rows: list[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    for a, b, similarity, contained, words, negated, negates, is_other, *details in rows:
        speaker, person, stance, story, numbers = details[:5]
        speaks, who, stands, tells, counts = details[5:]
        in_story = story == tells
        enough = similarity >= (SAME_WORDS_IN_STORY if in_story else SAME_WORDS)
        holds = contained >= CONTAINED
        reasons = [_words(similarity) if similarity >= contained else f"one holds {contained:.0%} of the other's words"]
        against = []
        if not (enough or holds):
            against.append("too few words in common")
        if not in_story and words < _LEAST_ELSEWHERE:
            against.append("too short to know it again in another story")
        if numbers != counts:
            against.append("other numbers" if numbers and counts else "numbers in one of them only")
        elif numbers:
            reasons.append("the same numbers")
        if stance != stands:
            against.append(f"one {stance}, the other {stands}")
        if negated != negates:
            against.append("one is negated")
        speakers = _speakers(speaker, person, speaks, who)
        (reasons if speakers.startswith("the same") else against).append(speakers)
        if is_other:
            against.append("a pronoun may mean another")
        if in_story:
            reasons.append("versions of one story")
        score = max(similarity, contained) * 0.5 ** len(against)
        conflict = _conflict(against, {stance, stands}) if enough else None
        yield a, b, not against, round(score, 4), reasons + against, conflict


def _conflict(against: list[str], stances: set[str]) -> str | None:
    """How two claims in much the same words conflict: one speaker with two figures, or one asserts what is denied."""
    if against == ["other numbers"]:
        return "number"
    others = [why for why in against if why not in _OF_SPEAKERS]
    denied = stances == {"asserts", "denies"} and len(others) == 1
    negated = others == ["one is negated"] and stances == {"asserts"}
    return "assertion" if denied or negated else None


def _words(similarity: float) -> str:
    return f"{similarity:.0%} of their words agree"


def _speakers(speaker: str | None, person: str | None, other: str | None, other_person: str | None) -> str:
    if person and other_person:
        return "the same person speaks" if person == other_person else "other persons speak"
    if not speaker or not other:
        return "a speaker is not named"
    return "the same speaker, as named" if same_name(speaker, other) else "other speakers"
