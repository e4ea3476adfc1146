"""Claim groups: one statement by one speaker, however often it was printed.

Two claims are the same when most of their content words agree, or one contains the other, and when they state the same
numbers, both or neither are negated or denied, and the speakers can be the same. The same words of an unresolved "he"
or "his wife", reported twice in an article, are two claims.
"""

from __future__ import annotations

from typing import NamedTuple

from onrecord.dataset.database import Connection, Rows, create, drop, fill, insert, transform
from onrecord.dataset.groups import group_scored_pairs, rank_rows
from onrecord.dataset.pairs import fill_candidates, score_candidates
from onrecord.dataset.words import content_words, is_negated, same_name
from onrecord.language.en.syntax import leaves_open

#: Share of common content words (Jaccard) from which two claims are the same. In versions of one story less is enough:
#: an edited sentence is likelier there than a second statement in nearly the same words.
_SAME_WORDS, _SAME_WORDS_IN_STORY = 0.7, 0.6
#: Share of the shorter claim's content words that a longer one with the same numbers contains.
_CONTAINED = 0.85
#: Fewer content words ("They are scared") cannot identify a claim; one that is contained in another, or that is in
#: another story, needs more.
_LEAST_WORDS, _LEAST_CONTAINED, _LEAST_ELSEWHERE = 3, 5, 5
#: From this similarity on, a pair is scored and recorded.
_NEAR = 0.5
#: What one speaker asserts and another denies is a conflict all the same.
_OF_SPEAKERS = ("other speakers", "other persons speak", "a speaker is not named")

_DETAILS = """
    SELECT number, speaker, person_links.person_id, stance, versions.story_id, coalesce(numbers, '') AS numbers
    FROM claim_ranks JOIN claims ON claim_id = claim_ranks.id JOIN versions USING (article_id)
    LEFT JOIN person_links ON person_links.local_id = claims.person_id
    LEFT JOIN (
        SELECT claim_id, string_agg(DISTINCT concat(value_min, '..', value_max), ' ' ORDER BY concat(value_min, '..',
            value_max)) AS numbers
        FROM quantities WHERE claim_id IS NOT NULL AND coalesce(value_min, value_max) IS NOT NULL GROUP BY claim_id
    ) AS stated USING (claim_id)
"""
_WORDS = """
    SELECT number, text, if(kind = 'direct' OR details.person_id IS NOT NULL, NULL, details.speaker) AS speaker,
        lower(text) AS lower_text, row_number() OVER (PARTITION BY article_id, lower_text ORDER BY start, claim_id)
    FROM claim_details AS details JOIN claim_ranks USING (number) JOIN claims ON claim_id = id
"""
#: Short claims of versions of one story are paired when their text is the same: the first "him" of one article with the
#: first of another, but never two of one article, unless they quote four words or more.
_SHORT_PAIRS = f"""
    SELECT first AS a, number AS b, 1.0 AS similarity, 1.0 AS containment FROM (
        SELECT number, min(number) OVER (PARTITION BY story_id, text, occurrence) AS first FROM (
            SELECT number, story_id, claims.text,
                if(kind = 'direct' AND claims.text LIKE '% % % %', 1, row_number() OVER in_article) AS occurrence
            FROM claim_details JOIN claim_words USING (number)
            JOIN claim_ranks USING (number) JOIN claims ON claim_id = claim_ranks.id
            WHERE len(tokens) < {_LEAST_WORDS}
            WINDOW in_article AS (PARTITION BY article_id, claims.text ORDER BY start, claim_id)
        )
    ) WHERE first < number
"""
_PAIRS_WITH_DETAILS = """
    SELECT a, b, similarity, containment, least(len(x.tokens), len(y.tokens)), x.is_negated <> y.is_negated,
        x.is_open AND y.is_open AND one.story_id = other.story_id AND x.lower_text = y.lower_text
            AND x.occurrence <> y.occurrence AS is_repeated,
        one.* EXCLUDE (number), other.* EXCLUDE (number)
    FROM some_rows JOIN claim_details AS one ON one.number = a JOIN claim_details AS other ON other.number = b
    JOIN claim_words AS x ON x.number = a JOIN claim_words AS y ON y.number = b
"""


def group_claims(connection: Connection) -> None:
    """Fill `claim_ranks`, `claim_scored` and `claim_members`."""
    order = "NOT versions.is_canonical, -length(text), claim_id"
    rank_rows(connection, "claim", "claim_id", "claims JOIN versions USING (article_id)", order)
    fill(connection, claim_details=_DETAILS)
    create(connection, "claim_words")
    transform(connection, _WORDS, _words, "claim_words")
    similar = f"SELECT number AS id, '' AS block, tokens FROM claim_words WHERE len(tokens) >= {_LEAST_WORDS}"
    # Containment is only looked for among claims that state the same numbers.
    containing = f"""SELECT number AS id, numbers AS block, tokens FROM claim_words JOIN claim_details USING (number)
        WHERE numbers <> '' AND len(tokens) >= {_LEAST_CONTAINED}"""
    fill_candidates(connection, "claim", similar, _NEAR, containing, _CONTAINED)
    insert(connection, "claim_candidates", _SHORT_PAIRS)
    score_candidates(connection, "claim", _PAIRS_WITH_DETAILS, _scored)
    group_scored_pairs(connection, "claim", [("person_id", "person_id")])
    drop(connection, "claim_words")


def _words(rows: Rows) -> Rows:
    for number, text, speaker, lower_text, occurrence in rows:
        is_open = speaker is not None and leaves_open(speaker, speaker)
        yield number, content_words(text), is_negated(text), is_open, lower_text, occurrence


class _Claim(NamedTuple):
    """The columns of `claim_details` that are compared."""

    speaker: str | None
    person_id: str | None
    stance: str
    story_id: str
    numbers: str


def _scored(rows: Rows) -> Rows:
    for a, b, similarity, containment, words, one_is_negated, is_repeated, *details in rows:
        one, other = _Claim(*details[: len(_Claim._fields)]), _Claim(*details[len(_Claim._fields) :])
        in_story = one.story_id == other.story_id
        has_same_words = similarity >= (_SAME_WORDS_IN_STORY if in_story else _SAME_WORDS)
        reasons, against = [f"{similarity:.0%} of their words agree"], []
        if containment > similarity:
            reasons = [f"one holds {containment:.0%} of the other's words"]
        if not has_same_words and containment < _CONTAINED:
            against.append("too few words in common")
        if not in_story and words < _LEAST_ELSEWHERE:
            against.append("too short to know it again in another story")
        if one.numbers != other.numbers:
            against.append("other numbers" if one.numbers and other.numbers else "numbers in one of them only")
        elif one.numbers:
            reasons.append("the same numbers")
        if one.stance != other.stance:
            against.append(f"one {one.stance}, the other {other.stance}")
        if one_is_negated:
            against.append("one is negated")
        speakers = _speakers(one, other)
        (against if speakers in _OF_SPEAKERS else reasons).append(speakers)
        if is_repeated:
            against.append("a pronoun may mean another")
        if in_story:
            reasons.append("versions of one story")
        score = max(similarity, containment) * 0.5 ** len(against)
        conflict = _conflict(against, {one.stance, other.stance}) if has_same_words else None
        yield a, b, not against, round(score, 4), reasons + against, conflict


def _conflict(against: list[str], stances: set[str]) -> str | None:
    """How two claims in nearly the same words conflict: one speaker gives two figures, or one claim is denied."""
    if against == ["other numbers"]:
        return "number"
    others = [why for why in against if why not in _OF_SPEAKERS]
    is_denied = stances == {"asserts", "denies"} and len(others) == 1
    is_negated = others == ["one is negated"] and stances == {"asserts"}
    return "assertion" if is_denied or is_negated else None


def _speakers(one: _Claim, other: _Claim) -> str:
    if one.person_id and other.person_id:
        return "the same person speaks" if one.person_id == other.person_id else "other persons speak"
    if not one.speaker or not other.speaker:
        return "a speaker is not named"
    return "the same speaker, as named" if same_name(one.speaker, other.speaker) else "other speakers"
