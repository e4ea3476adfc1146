"""Finds pairs of articles that may be versions of one story, and how much of one the other contains.

A sketch is a sample of an article's shingles. A shingle that is far more common than the others of its article is
boilerplate (a notice, a standing paragraph) and says nothing; all shingles of a report with many reprints are common.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from onrecord.dataset.database import Connection, append, create, drop, fill, in_parts, insert
from onrecord.dataset.pairs import pair_by_keys
from onrecord.document.shingles import SKETCH_RATE, longest_passage_of_its_own, runs_in_order

#: A shingle in so many times as many articles as the first quartile of its article's shingles is boilerplate, unless it
#: is in few articles.
_BOILERPLATE, _FEW_ARTICLES = 8, 12
#: Share of the smaller sketch from which on two articles are compared by their texts.
_WORTH_READING = 0.15
#: From this share of a sketch of this size on, the estimate is certain (four standard deviations): no text is read.
_CERTAIN, _CERTAIN_SIZE = 0.75, 48
#: Below this share of the shorter text, the longest passage that it has alone decides nothing.
_LEAST_FOR_PASSAGE = 0.4

_DISTINCTIVE = f"""
    SELECT id, key, true AS is_seeking FROM (
        SELECT id, key, articles, quantile_disc(articles, 0.25) OVER (PARTITION BY id) AS usual
        FROM sketched_shingles JOIN (
            SELECT key, count(*) AS articles FROM sketched_shingles GROUP BY key
        ) USING (key)
    ) WHERE articles > 1 AND articles <= greatest({_FEW_ARTICLES}, {_BOILERPLATE} * usual)
"""
_SETS = f"""
    SELECT id, list(key) AS distinctive, any_value(size) AS size, any_value(everything) AS everything
    FROM distinctive_shingles JOIN (
        SELECT id, list(key) AS everything, greatest(count(*) FILTER (key % {SKETCH_RATE} = 0), 1) AS size
        FROM sketched_shingles GROUP BY id
    ) USING (id) GROUP BY id
"""
_ESTIMATED = f"""
    SELECT a, b, least(common / least(one.size, other.size), 1.0) AS containment,
        least(one.size, other.size) AS size,
        common / greatest(len(list_intersect(one.everything, other.everything)), 1) AS distinctive
    FROM (
        SELECT a, b, len(list_intersect(one.distinctive, other.distinctive)) AS common
        FROM candidate_pairs JOIN shingle_sets AS one ON one.id = a JOIN shingle_sets AS other ON other.id = b
        WHERE shared >= least(2, ceil({_WORTH_READING} * least(one.size, other.size)))
    ) JOIN shingle_sets AS one ON one.id = a JOIN shingle_sets AS other ON other.id = b
    WHERE containment >= {_WORTH_READING}
"""


def find_story_pairs(connection: Connection) -> None:
    """Fill `story_candidates` from `story_ranks`, `sketches` and `articles`."""
    sketched = (
        "SELECT number AS id, unnest(sketch) AS key FROM sketches JOIN story_ranks ON story_ranks.id = article_id"
    )
    fill(connection, sketched_shingles=sketched)
    fill(connection, distinctive_shingles=_DISTINCTIVE)
    pair_by_keys(connection, "distinctive_shingles")
    fill(connection, shingle_sets=_SETS)
    fill(connection, estimated_pairs=_ESTIMATED)
    drop(connection, "sketched_shingles", "distinctive_shingles", "candidate_pairs", "shingle_sets")
    create(connection, "story_candidates")
    is_certain = f"containment >= {_CERTAIN} AND size >= {_CERTAIN_SIZE}"
    for rows in read_pairs(connection, f"SELECT a, b, distinctive FROM estimated_pairs WHERE NOT ({is_certain})"):
        append(connection, "story_candidates", rows)
    insert(
        connection,
        "story_candidates",
        f"""SELECT a, b, containment, (containment * size)::INTEGER * {SKETCH_RATE} AS common,
            size * {SKETCH_RATE} AS size, false AS is_exact, 0.0 AS own_passage
        FROM estimated_pairs WHERE {is_certain}""",
    )
    drop(connection, "estimated_pairs")


def read_pairs(connection: Connection, query: str) -> Iterator[list[tuple[Any, ...]]]:
    """Batches of rows like those of `story_candidates`, read from the texts of pairs.

    The query has the columns a, b and distinctive: the share of the common shingles that are no boilerplate.
    """
    # Pairs with the same fullest article are in one part: a text is in many of its pairs.
    pairs = f"SELECT *, min(a) OVER (PARTITION BY b) AS fullest FROM ({query})"
    for _ in in_parts(connection, pairs, "fullest, a, b", most_parts=None):
        rows = connection.execute("SELECT a, b, distinctive FROM some_rows ORDER BY a, b").fetchall()
        texts = texts_of(connection, "SELECT a AS number FROM some_rows UNION SELECT b FROM some_rows")
        yield list(_compared(rows, texts))


def texts_of(connection: Connection, numbers: str) -> dict[int, str]:
    """The body texts of the articles whose numbers a query gives in its column `number`."""
    return dict(
        connection.execute(
            f"""SELECT number, body FROM ({numbers}) JOIN story_ranks USING (number)
            JOIN articles ON article_id = story_ranks.id"""
        ).fetchall()
    )


def _compared(pairs: list[tuple[int, int, float]], texts: Mapping[int, str]) -> Iterator[tuple[Any, ...]]:
    runs_of = {number: runs_in_order(body) for number, body in texts.items()}
    shingles_of = {number: np.unique(runs) for number, runs in runs_of.items()}
    for a, b, distinctive in pairs:
        one, other = shingles_of[a], shingles_of[b]
        # Boilerplate counts neither as common nor as part of the shorter text.
        both, size = len(np.intersect1d(one, other, assume_unique=True)), min(len(one), len(other))
        common = round(both * distinctive)
        size -= both - common
        containment = round(common / size, 4) if size else 0.0
        runs, longer = (runs_of[a], other) if len(one) < len(other) else (runs_of[b], one)
        own = longest_passage_of_its_own(runs, longer) / size if _LEAST_FOR_PASSAGE <= containment < _CERTAIN else 0.0
        yield a, b, containment, common, size, distinctive == 1, min(1.0, round(own, 4))
