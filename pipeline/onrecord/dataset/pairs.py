"""Candidate pairs: finds the rows that may be the same without comparing every row with every other.

`pair_similar` is an exact set-similarity join with prefix filtering (Chaudhuri, Ganti and Kaushik 2006, "A primitive
operator for similarity joins"): two sets that are similar enough share some of their rarest tokens, so only rare tokens
are looked up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from onrecord.dataset.database import Connection, Rows, create, drop, fill, in_parts, insert, transform

#: With how many of the next rows a row is paired for one shared key; pairs of a common key thus grow with its rows, not
#: with their square. Reprints share all their rare keys and are neighbours in each list, so they are still paired.
NEIGHBOURS = 24
#: The first rows of a key are paired with all its rows: rows are numbered best first, so the representative of a large
#: group meets all its members.
HEADS = 4
#: Of a set that may contain another, only so many of its rarest tokens are looked up.
_MOST_TOKENS = 40
#: Sets of so few tokens can be similar enough with one shared token.
_FEW_TOKENS = 5
#: Keys and pairs are counted in parts of about so many rows to limit memory; each part scans the whole table.
_PART_ROWS, _PARTS = 500_000, 32
#: Bits of a set's signature, which rules out most pairs without a look at their tokens.
_BITS = 62


def pair_by_keys(connection: Connection, keyed: str) -> None:
    """Fill `candidate_pairs` from a table `keyed` with the columns id, key, is_seeking.

    A key with few ids pairs all of them of which one at least is seeking; a common key pairs each id with its next
    neighbours and with the first ids. A pair that a common key misses is found through its other keys.
    """
    create(connection, "partial_pairs", "candidate_pairs")
    for part in _parts(connection, keyed, "key"):
        fill(
            connection,
            repeated_keys=f"""SELECT key, count(*) AS ids FROM {keyed} WHERE {part}
            GROUP BY key HAVING ids > 1 AND bool_or(is_seeking)""",
            shared_keys=f"""SELECT id, key, is_seeking, ids, row_number() OVER (PARTITION BY key ORDER BY id) AS place
            FROM {keyed} JOIN repeated_keys USING (key)""",
        )
        query = f"""SELECT a, b, count(*) AS shared FROM (
                SELECT one.id AS a, other.id AS b
                FROM shared_keys AS one JOIN shared_keys AS other ON one.key = other.key AND one.place < other.place
                WHERE one.ids <= {NEIGHBOURS} AND (one.is_seeking OR other.is_seeking)
                UNION ALL
                SELECT one.id, other.id
                FROM (SELECT *, unnest(range(1, {NEIGHBOURS} + 1)) AS step FROM shared_keys WHERE ids > {NEIGHBOURS})
                AS one JOIN shared_keys AS other ON one.key = other.key AND other.place = one.place + one.step
                WHERE one.is_seeking OR other.is_seeking
                UNION ALL
                SELECT one.id, other.id
                FROM (SELECT * FROM shared_keys WHERE ids > {NEIGHBOURS} AND place <= {HEADS}) AS one
                JOIN shared_keys AS other ON one.key = other.key AND other.place > one.place + {NEIGHBOURS}
                WHERE one.is_seeking OR other.is_seeking
            ) GROUP BY a, b"""
        insert(connection, "partial_pairs", query)
        drop(connection, "repeated_keys", "shared_keys")
    for part in _parts(connection, "partial_pairs", "a"):
        query = f"SELECT a, b, sum(shared) AS shared FROM partial_pairs WHERE {part} GROUP BY a, b"
        insert(connection, "candidate_pairs", query)
    drop(connection, "partial_pairs")


def _parts(connection: Connection, table: str, column: str) -> Iterator[str]:
    """Conditions that divide a table; rows with the same value in the column are in the same part."""
    ((rows,),) = connection.execute(f"SELECT count(*) FROM {table}").fetchall()
    parts = min(rows // _PART_ROWS + 1, _PARTS)
    for part in range(parts):
        yield f"hash({column}) % {parts} = {part}"


def pair_similar(connection: Connection, sets: str, *, at_least: float, is_containment: bool = False) -> None:
    """Fill `similar_pairs` from a query with the columns id, block, tokens, a list without repeats.

    Only sets of one block are paired. Similarity is Jaccard's, 0..1, or, for containment, the share of the smaller set,
    of two tokens at least, that the larger one holds.
    """
    smaller, larger = "least(one.size, other.size)", "greatest(one.size, other.size)"
    fits_in_size = "true" if is_containment else f"{smaller} >= {at_least} * {larger}"
    needed = f"{at_least} * {smaller}" if is_containment else f"{at_least} / (1 + {at_least}) * (one.size + other.size)"
    # An upper bound of the common tokens: one for each shared bit, and those that share a bit within their own set.
    possible = "bit_count(one.bits & other.bits) + len(one.tokens) - bit_count(one.bits)"
    of = "least(one_size, other_size)" if is_containment else "one_size + other_size - common"
    # Sets that need more than one common token share two of their rarest ones: two of the first `kept` of the larger
    # set, and two of the fewer `is_seeking` ones of the smaller set.
    share = f"{at_least if is_containment else 2 * at_least / (1 + at_least)}::DOUBLE"  # a long decimal overflows
    is_seeking = f"two.place + two.size - two.known <= two.size - ceil({share} * two.size) + 2"
    kept = f"{_MOST_TOKENS}" if is_containment else f"size - ceil({at_least} * size)::INTEGER + 2 - (size - known)"
    token_pairs = "rare_tokens AS one JOIN rare_tokens AS two ON one.id = two.id AND one.place < two.place"
    pair_key = "hash(one.block, one.token, two.token)"
    # A set that contains others has many keys; only those that a smaller set seeks are counted.
    sought = f"SEMI JOIN (SELECT {pair_key} AS sought FROM {token_pairs} WHERE {is_seeking}) ON sought = {pair_key}"
    fill(
        connection,
        token_sets=sets,
        token_ranks="""SELECT token, row_number() OVER (ORDER BY sets, token) AS rarity
        FROM (SELECT token, count(*) AS sets FROM (SELECT unnest(tokens) AS token FROM token_sets) GROUP BY token)
        WHERE sets > 1""",
        ranked_sets=f"""SELECT id, hash(any_value(block)) AS block, any_value(size) AS size,
            list_sort(list(rarity)) AS tokens, bit_or(1::BIGINT << (rarity % {_BITS})) AS bits
        FROM (SELECT id, block, len(tokens) AS size, unnest(tokens) AS token FROM token_sets)
        JOIN token_ranks USING (token) GROUP BY id""",
        first_tokens=f"""SELECT id, block, size, unnest(rare) AS token, generate_subscripts(rare, 1) AS place, known
        FROM (
            SELECT id, block, size, known, tokens[1:greatest({kept}, 0)] AS rare
            FROM (SELECT *, len(tokens)::INTEGER AS known FROM ranked_sets)
        )""",
        # A token that no other set of the block looks up pairs nothing.
        rare_tokens="""SELECT * FROM first_tokens SEMI JOIN (
            SELECT block, token FROM first_tokens GROUP BY block, token HAVING count(*) > 1
        ) AS repeated USING (block, token)""",
    )
    drop(connection, "first_tokens", "token_ranks", "token_sets")
    query = f"""SELECT one.id, {pair_key} AS key, {is_seeking} AS is_seeking
        FROM {token_pairs} {sought if is_containment else ""}
        UNION ALL
        SELECT id, hash(block, token), true FROM (SELECT id, block, size, unnest(tokens) AS token FROM ranked_sets)
        WHERE size <= {0 if is_containment else _FEW_TOKENS}"""
    fill(connection, set_keys=query)
    drop(connection, "rare_tokens")
    pair_by_keys(connection, "set_keys")
    query = f"""SELECT a, b, round(common / ({of}), 6) AS similarity FROM (
            SELECT a, b, one.size AS one_size, other.size AS other_size,
                len(list_intersect(one.tokens, other.tokens)) AS common
            FROM candidate_pairs JOIN ranked_sets AS one ON one.id = a JOIN ranked_sets AS other ON other.id = b
            WHERE one.block = other.block AND {fits_in_size} AND {possible} >= {needed} - 1e-6
        ) WHERE similarity >= {at_least}"""
    fill(connection, similar_pairs=query)
    drop(connection, "candidate_pairs", "set_keys", "ranked_sets")


def fill_candidates(
    connection: Connection, kind: str, similar: str, at_least: float, containing: str, contained: float
) -> None:
    """Fill `<kind>_candidates` from two queries of sets: one for pairs that are similar, one for containment."""
    create(connection, f"{kind}_candidates")
    pair_similar(connection, similar, at_least=at_least)
    insert(connection, f"{kind}_candidates", "SELECT *, 0 AS containment FROM similar_pairs")
    pair_similar(connection, containing, at_least=contained, is_containment=True)
    insert(
        connection, f"{kind}_candidates", "SELECT a, b, 0 AS similarity, similarity AS containment FROM similar_pairs"
    )
    drop(connection, "similar_pairs")


def score_candidates(connection: Connection, kind: str, details: str, score: Callable[[Rows], Rows]) -> None:
    """Fill `<kind>_scored` from the candidates, which `details` joins to what is compared of them, and drop them."""
    create(connection, f"{kind}_scored")
    pairs = f"""SELECT a, b, max(similarity) AS similarity, max(containment) AS containment
        FROM {kind}_candidates GROUP BY a, b"""
    for _ in in_parts(connection, pairs, "a, b"):
        transform(connection, details, score, f"{kind}_scored")
    drop(connection, f"{kind}_candidates")
