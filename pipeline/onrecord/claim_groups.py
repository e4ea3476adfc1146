"""Claim groups: the same statement by the same speaker, however often it was printed.

Two claims are one when most of their content words agree, they state the same numbers, both or neither deny, and the
speakers can be the same. A different figure or a different speaker makes a different claim.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.groups import content_words, is_negated, same_name, write_groups, write_sets
from onrecord.similar import similar_pairs, stars

if TYPE_CHECKING:
    import duckdb

#: Share of content words (Jaccard) that makes two claims one. Between versions of one story an editor's touch is
#: likelier than a second statement in nearly the same words, so less will do.
SAME_WORDS = 0.7
SAME_WORDS_IN_STORY = 0.6


@dataclass(frozen=True)
class _Statement:
    text: str
    speaker: str | None
    person_id: str | None
    stance: str
    story_id: str
    numbers: tuple[str, ...]

    def is_same_as(self, other: _Statement, similarity: float) -> bool:
        return (
            similarity >= (SAME_WORDS_IN_STORY if self.story_id == other.story_id else SAME_WORDS)
            and self.numbers == other.numbers
            and self.stance == other.stance
            and is_negated(self.text) == is_negated(other.text)
            and self.speaks_as(other)
        )

    def speaks_as(self, other: _Statement) -> bool:
        if self.person_id and other.person_id:
            return self.person_id == other.person_id
        return same_name(self.speaker, other.speaker)


def group_claims(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `claim_groups(member, group_id, is_canonical, article_count, story_count)` from claims and versions."""
    rows = connection.execute(
        """
        SELECT claim_id, text, speaker, person_links.person_id, stance, versions.story_id, numbers
        FROM claims JOIN versions USING (article_id)
        LEFT JOIN person_links ON person_links.local_id = claims.person_id
        LEFT JOIN (
            SELECT claim_id, list(concat(value_min, '..', value_max) ORDER BY value_min, value_max) AS numbers
            FROM quantities WHERE claim_id IS NOT NULL GROUP BY claim_id
        ) AS stated USING (claim_id)
        ORDER BY versions.is_canonical DESC, length(text) DESC, claim_id
        """
    ).fetchall()
    statements = {
        claim_id: _Statement(text, speaker, person_id, stance, story_id, tuple(numbers or ()))
        for claim_id, text, speaker, person_id, stance, story_id, numbers in rows
    }
    # A claim with fewer content words than three ("They are scared") is too little to know it again by.
    sets = [(claim_id, "", content_words(claim.text)) for claim_id, claim in statements.items()]
    sets = [row for row in sets if len(row[2]) >= 3]
    pairs = [
        (left, right)
        for left, right, similarity in similar_pairs(connection, write_sets(connection, sets), SAME_WORDS_IN_STORY)
        if statements[left].is_same_as(statements[right], similarity)
    ]
    pairs += _repeated_short_claims(statements)
    write_groups(connection, "claims", "claim", "clg", stars(list(statements), pairs))


def _repeated_short_claims(statements: dict[str, _Statement]) -> list[tuple[str, str]]:
    """Pairs of claims with the same words to the letter in versions of one story, however short."""
    first: dict[tuple[str, str], str] = {}
    pairs = []
    for claim_id, claim in statements.items():
        centre = first.setdefault((claim.story_id, claim.text), claim_id)
        if centre != claim_id and statements[centre].speaks_as(claim):
            pairs.append((centre, claim_id))
    return pairs
