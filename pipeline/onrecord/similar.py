"""Finds what is alike across documents without comparing everything with everything, and groups it without drift.

Pairs: an exact set-similarity join (prefix filtering: Chaudhuri, Ganti and Kaushik 2006, "A primitive operator for
similarity joins"): two sets alike enough must share one of their rarest tokens, so only those are looked up.
Groups: stars. Each member is like the group's centre, not merely like another member.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

#: How many neighbours a set is paired with for one shared token. Reprints agree in all their rare tokens and lie side
#: by side in every list, so they still meet; a token that everyone uses cannot make pairs grow with its square.
NEIGHBOURS = 24


def similar_pairs(connection: duckdb.DuckDBPyConnection, sets: str, at_least: float) -> list[tuple[str, str, float]]:
    """Pairs (left, right, Jaccard similarity) with left < right, ordered, from a table `sets(id, block, tokens)`.

    `tokens` is a list without repeats; only sets of the same `block` are paired.
    """
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE frequency AS
            SELECT token, count(*) AS sets FROM (SELECT unnest(tokens) AS token FROM {sets}) GROUP BY token;
        CREATE OR REPLACE TEMP TABLE prefixes AS
            SELECT id, block, token FROM (
                SELECT id, block, token, size,
                    row_number() OVER (PARTITION BY id ORDER BY frequency.sets, token) AS place
                FROM (SELECT id, block, len(tokens) AS size, unnest(tokens) AS token FROM {sets})
                JOIN frequency USING (token)
            ) WHERE place <= size - ceil({at_least} * size) + 1;
        CREATE OR REPLACE TEMP TABLE candidates AS
            SELECT DISTINCT least(id, neighbour) AS a, greatest(id, neighbour) AS b FROM (
                SELECT id, unnest(list(id) OVER (
                    PARTITION BY block, token ORDER BY id ROWS BETWEEN 1 FOLLOWING AND {NEIGHBOURS} FOLLOWING
                )) AS neighbour FROM prefixes
            );
        """
    ).fetchall()
    rows = connection.execute(
        f"""
        SELECT a, b, shared / (len(one.tokens) + len(other.tokens) - shared) AS similarity
        FROM (
            SELECT a, b, len(list_intersect(one.tokens, other.tokens)) AS shared
            FROM candidates JOIN {sets} AS one ON one.id = a JOIN {sets} AS other ON other.id = b
        ) JOIN {sets} AS one ON one.id = a JOIN {sets} AS other ON other.id = b
        WHERE similarity >= {at_least} ORDER BY a, b
        """
    ).fetchall()
    return [(a, b, round(similarity, 6)) for a, b, similarity in rows]


def stars(ranked: Sequence[str], pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Member -> the centre of its group, for every member; `ranked` lists the members, best representative first.

    The best member that belongs to no group yet becomes a centre and takes all it is paired with.
    """
    alike: dict[str, list[str]] = {}
    for left, right in pairs:
        alike.setdefault(left, []).append(right)
        alike.setdefault(right, []).append(left)
    centre_of: dict[str, str] = {}
    for member in ranked:
        if member in centre_of:
            continue
        centre_of[member] = member
        for other in alike.get(member, ()):
            centre_of.setdefault(other, member)
    return centre_of
