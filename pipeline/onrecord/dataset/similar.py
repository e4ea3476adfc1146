"""Finds what is alike across documents without comparing everything with everything, and groups it without drift.

Pairs: an exact set-similarity join (prefix filtering: Chaudhuri, Ganti and Kaushik 2006, "A primitive operator for
similarity joins"): two sets alike enough must share one of their rarest tokens, so only those are looked up.
Groups: stars. Each member is like the group's centre, not merely like another member.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]

#: How many neighbours a set is paired with for one shared token. Reprints agree in all their rare tokens and lie side
#: by side in every list, so they still meet; a token that everyone uses cannot make pairs grow with its square.
NEIGHBOURS = 24
#: The first sets of a token's list meet everyone in it: ids are given in rank order, so the best representative of a
#: group that is larger than any neighbourhood still meets all its members.
HEADS = 4
#: Of a set that may hold another, so many of its rarest tokens are looked up.
_MOST_TOKENS = 40
#: Sets of so few tokens can be as alike as is asked and share a single one.
_FEW = 5
#: Rows of a table of keys or pairs that are counted at once, about, and parts at most: each goes through the table.
_ROWS_AT_A_TIME, _PARTS = 500_000, 32
#: Bits of a set's signature: most pairs that share two rare tokens share no others, which these tell without a look.
_BITS = 62


def pair_up(connection: duckdb.DuckDBPyConnection, keyed: str, into: str) -> None:
    """Make the table `into(a, b, shared)`, a < b: pairs from `keyed(id, key, seeks)` and how many keys they share.

    All pairs of a key with few ids, one of which `seeks` by this key; of a common key each id with its next
    neighbours, and with the first few. The pairs are linear in the rows; a true pair that a common key would lose is
    met through the pair's other keys.
    """
    connection.execute("CREATE OR REPLACE TABLE met (a INTEGER, b INTEGER, shared INTEGER)")
    for of_part in _parts(connection, keyed, "key"):
        connection.execute(
            f"""
            CREATE OR REPLACE TABLE repeated AS
                SELECT key, count(*) AS ids FROM {keyed} WHERE {of_part}
                GROUP BY key HAVING ids > 1 AND bool_or(seeks);
            CREATE OR REPLACE TABLE shared_keys AS
                SELECT *, row_number() OVER (PARTITION BY key ORDER BY id) AS place
                FROM {keyed} JOIN repeated USING (key);
            INSERT INTO met SELECT a, b, count(*) FROM (
                SELECT one.id AS a, other.id AS b
                FROM shared_keys AS one JOIN shared_keys AS other ON one.key = other.key AND one.place < other.place
                WHERE one.ids <= {NEIGHBOURS} AND (one.seeks OR other.seeks)
                UNION ALL
                SELECT one.id, other.id
                FROM (SELECT *, unnest(range(1, {NEIGHBOURS} + 1)) AS step FROM shared_keys WHERE ids > {NEIGHBOURS})
                AS one JOIN shared_keys AS other ON one.key = other.key AND other.place = one.place + one.step
                WHERE one.seeks OR other.seeks
                UNION ALL
                SELECT one.id, other.id
                FROM (SELECT * FROM shared_keys WHERE ids > {NEIGHBOURS} AND place <= {HEADS}) AS one
                JOIN shared_keys AS other ON one.key = other.key AND other.place > one.place + {NEIGHBOURS}
                WHERE one.seeks OR other.seeks
            ) GROUP BY a, b;
            DROP TABLE repeated; DROP TABLE shared_keys;
            """
        )
    connection.execute(f"CREATE OR REPLACE TABLE {into} AS FROM met WITH NO DATA")
    for of_part in _parts(connection, "met", "a"):
        connection.execute(f"INSERT INTO {into} SELECT a, b, sum(shared) FROM met WHERE {of_part} GROUP BY a, b")
    connection.execute("DROP TABLE met")


def _parts(connection: duckdb.DuckDBPyConnection, table: str, column: str) -> Iterator[str]:
    """Conditions, one of which each row of a table meets; the same one where the column is the same.

    To count all keys of a large table at once would take memory in proportion.
    """
    ((rows,),) = connection.execute(f"SELECT count(*) FROM {table}").fetchall()
    parts = min(rows // _ROWS_AT_A_TIME + 1, _PARTS)
    for part in range(parts):
        yield f"hash({column}) % {parts} = {part}"


def pair_similar(
    connection: duckdb.DuckDBPyConnection, sets: str, into: str, *, at_least: float, contained: bool = False
) -> None:
    """Make the table `into(a, b, similarity)`, a < b, from a table `sets(id, block, tokens)`.

    `tokens` is a list without repeats; only sets of the same `block` are paired. Similarity is Jaccard's, 0..1, or,
    when `contained`, the share of the smaller set, of two tokens at least, that the larger one holds.
    """
    smaller, larger = "least(one.size, other.size)", "greatest(one.size, other.size)"
    long_enough = "true" if contained else f"{smaller} >= {at_least} * {larger}"
    least = f"{at_least} * {smaller}" if contained else f"{at_least} / (1 + {at_least}) * (one.size + other.size)"
    # Two sets have no more tokens in common than bits of their signatures, and as many as share a bit in one of them.
    most = "bit_count(one.bits & other.bits) + len(one.tokens) - bit_count(one.bits)"
    of = "least(one_size, other_size)" if contained else "one_size + other_size - common"
    # Sets as alike as that share two of their rarest tokens (of sets that need have only one in common, see below):
    # the larger set's among so many of its own, the smaller one's among fewer. Where one holds the other, the larger
    # one's may be any, but of a very large one the rarest are enough.
    seeking = at_least if contained else 2 * at_least / (1 + at_least)
    is_sought = f"two.place + two.size - two.known <= two.size - ceil({seeking} * two.size) + 2"
    # What holds others is asked for by few of its keys; the rest of them need not be counted.
    asked_for = f"""
            SEMI JOIN (
                SELECT hash(one.block, one.token, two.token) AS asked FROM rare_tokens AS one
                JOIN rare_tokens AS two ON one.id = two.id AND one.place < two.place WHERE {is_sought}
            ) ON asked = hash(one.block, one.token, two.token)"""
    kept = f"{_MOST_TOKENS}" if contained else f"size - ceil({at_least} * size)::INTEGER + 2 - (size - known)"
    connection.execute(
        f"""
        CREATE OR REPLACE TABLE frequency AS
            SELECT token, row_number() OVER (ORDER BY sets, token)::INTEGER AS rarity
            FROM (SELECT token, count(*) AS sets FROM (SELECT unnest(tokens) AS token FROM {sets}) GROUP BY token)
            WHERE sets > 1;
        CREATE OR REPLACE TABLE ranked_sets AS
            SELECT id, hash(any_value(block)) AS block, any_value(size)::INTEGER AS size,
                list_sort(list(rarity)) AS tokens, bit_or(1::BIGINT << (rarity % {_BITS})) AS bits
            FROM (SELECT id, block, len(tokens) AS size, unnest(tokens) AS token FROM {sets})
            JOIN frequency USING (token) GROUP BY id;
        CREATE OR REPLACE TABLE every_rare_token AS
            SELECT id, block, size, unnest(rare) AS token, generate_subscripts(rare, 1) AS place, known FROM (
                SELECT id, block, size, known, tokens[1:greatest({kept}, 0)] AS rare
                FROM (SELECT *, len(tokens)::INTEGER AS known FROM ranked_sets)
            );
        -- A token that no other set of the block looks up pairs nobody.
        CREATE OR REPLACE TABLE rare_tokens AS
            SELECT * FROM every_rare_token SEMI JOIN (
                SELECT block, token FROM every_rare_token GROUP BY block, token HAVING count(*) > 1
            ) AS repeated USING (block, token);
        DROP TABLE every_rare_token; DROP TABLE frequency;
        CREATE OR REPLACE TABLE keyed_sets AS
            SELECT one.id, hash(one.block, one.token, two.token) AS key, {is_sought} AS seeks
            FROM rare_tokens AS one JOIN rare_tokens AS two ON one.id = two.id AND one.place < two.place
            {asked_for if contained else ""}
            UNION ALL
            SELECT id, hash(block, token), true FROM (SELECT id, block, size, unnest(tokens) AS token FROM ranked_sets)
            WHERE size <= {0 if contained else _FEW};
        DROP TABLE rare_tokens;
        """
    )
    pair_up(connection, "keyed_sets", "set_pairs")
    connection.execute(
        f"""
        CREATE OR REPLACE TABLE {into} AS
        SELECT a, b, round(common / ({of}), 6) AS similarity FROM (
            SELECT a, b, one.size AS one_size, other.size AS other_size,
                len(list_intersect(one.tokens, other.tokens)) AS common
            FROM set_pairs JOIN ranked_sets AS one ON one.id = a JOIN ranked_sets AS other ON other.id = b
            WHERE one.block = other.block AND {long_enough} AND {most} >= {least} - 1e-6
        ) WHERE similarity >= {at_least};
        DROP TABLE set_pairs; DROP TABLE keyed_sets; DROP TABLE ranked_sets;
        """
    )


def stars(left: Numbers, right: Numbers, least: Numbers, most: Numbers) -> Numbers:
    """The centre of each member's group, shape (members,), from pairs of members, which are numbered best first.

    The best member that belongs to no group yet becomes a centre and takes all it is paired with, but none that
    contradicts one it has taken: `least` and `most`, of shape (members, facts), are what a member states of each fact,
    and all of a group must be able to be so at once.
    """
    import numpy as np

    count = len(least)
    centre = np.arange(count, dtype=np.int64)
    best, other = np.minimum(left, right), np.maximum(left, right)
    order = np.lexsort((other, best))
    is_free = np.ones(count, dtype=bool)
    least, most = least.copy(), most.copy()
    for one, two in zip(best[order].tolist(), other[order].tolist(), strict=True):
        # Whoever is free when its turn comes, in order, is a centre; one that was taken takes nobody.
        if centre[one] == one and is_free[two]:
            low, high = np.maximum(least[one], least[two]), np.minimum(most[one], most[two])
            if (low <= high).all():
                centre[two], is_free[two] = one, False
                least[one], most[one] = low, high
    return centre
