"""Pairs of articles that may be versions of one story, from their sketches, and how much of one the other holds.

A sketch is a sample of an article's shingles. What is common to many reports (a notice, a standing paragraph) is told
from what is common to a report's many reprints by the report's other shingles: those of a reprint are as common.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from onrecord.dataset.batches import append, make_empty
from onrecord.dataset.similar import pair_up
from onrecord.document.shingles import SKETCH_RATE, longest_passage_of_its_own, runs_in_order, shared

if TYPE_CHECKING:
    import duckdb

#: A shingle so many times as common as a quarter of its article's are is boilerplate, and never below the floor.
_BOILERPLATE, _FLOOR = 8, 12
#: Share of the smaller sketch that two articles must have in common to be compared by their texts.
_WORTH_READING = 0.15
#: From this share on, in a sketch of this size, the sample leaves no doubt (four standard deviations), and the texts
#: need not be read to know that the articles are versions.
_CLEAR, _CLEAR_SIZE = 0.75, 48
#: Where the longer text holds less of the shorter one than this, what is left of it need not be looked at.
_SOME = 0.4
_PAIRS_AT_A_TIME = 20_000
_HELD = pa.schema(
    [
        ("a", pa.int32()),
        ("b", pa.int32()),
        ("held", pa.float64()),
        ("common", pa.int32()),
        ("size", pa.int32()),
        ("read", pa.bool_()),
        ("own", pa.float64()),
    ]
)


def find_story_pairs(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `story_pairs(a, b, held, common, size, read, own)` from `story_ranks`, `sketches` and `articles`.

    `held` is the share of the shorter article's shingles that the longer one holds, `common` their number and `size`
    all of the shorter one's; estimated from the sketches where these leave no doubt, else from the texts, and `read`
    where no boilerplate had to be left out. `own` is the share of the shorter one, in one passage, that the longer one
    lacks; 0 where it holds much of it.
    """
    connection.execute(
        f"""
        CREATE OR REPLACE TABLE sketched AS
            SELECT number AS id, unnest(sketch) AS key FROM sketches JOIN story_ranks ON story_ranks.id = article_id;
        CREATE OR REPLACE TABLE telling AS
            SELECT id, key FROM (
                SELECT id, key, articles, quantile_disc(articles, 0.25) OVER (PARTITION BY id) AS usual
                FROM sketched JOIN (SELECT key, count(*) AS articles FROM sketched GROUP BY key) USING (key)
            ) WHERE articles > 1 AND articles <= greatest({_FLOOR}, {_BOILERPLATE} * usual);
        CREATE OR REPLACE TABLE story_keys AS SELECT id, key, true AS seeks FROM telling;
        """
    )
    pair_up(connection, "story_keys", "story_candidates")
    connection.execute(
        f"""
        CREATE OR REPLACE TABLE telling_sets AS
            SELECT id, list(key) AS keys, any_value(size) AS size, any_value(everything) AS everything
            FROM telling JOIN (SELECT id, list(key) AS everything FROM sketched GROUP BY id) USING (id) JOIN (
                SELECT id, greatest(count(*) FILTER (key % {SKETCH_RATE} = 0), 1) AS size FROM sketched GROUP BY id
            ) USING (id) GROUP BY id;
        CREATE OR REPLACE TABLE estimated AS
            SELECT a, b, least(common / least(one.size, other.size), 1.0) AS held, least(one.size, other.size) AS size,
                common / greatest(len(list_intersect(one.everything, other.everything)), 1) AS telling
            FROM (
                SELECT a, b, len(list_intersect(one.keys, other.keys)) AS common FROM story_candidates
                JOIN telling_sets AS one ON one.id = a JOIN telling_sets AS other ON other.id = b
                WHERE shared >= least(2, ceil({_WORTH_READING} * least(one.size, other.size)))
            ) JOIN telling_sets AS one ON one.id = a JOIN telling_sets AS other ON other.id = b
            WHERE held >= {_WORTH_READING};
        DROP TABLE sketched; DROP TABLE telling; DROP TABLE story_keys; DROP TABLE story_candidates;
        DROP TABLE telling_sets;
        """
    )
    clear = f"held >= {_CLEAR} AND size >= {_CLEAR_SIZE}"
    _read_texts(connection, f"SELECT a, b, telling FROM estimated WHERE NOT ({clear})", "story_pairs")
    connection.execute(
        f"""INSERT INTO story_pairs
        SELECT a, b, held, (held * size)::INTEGER * {SKETCH_RATE}, size * {SKETCH_RATE}, false, 0.0
        FROM estimated WHERE {clear};
        DROP TABLE estimated"""
    )


def read_pairs(connection: duckdb.DuckDBPyConnection, pairs: str, into: str) -> None:
    """Make a table like `story_pairs`, read from the texts, of the pairs (a, b) that a query gives."""
    _read_texts(connection, f"SELECT a, b, 1.0::DOUBLE AS telling FROM ({pairs})", into)


def _read_texts(connection: duckdb.DuckDBPyConnection, pairs: str, into: str) -> None:
    """Texts are fetched for so many pairs at a time, those of one story together: a text is in many of its pairs."""
    connection.execute(
        f"""
        CREATE OR REPLACE TABLE unread AS
            SELECT (row_number() OVER (ORDER BY fullest, a, b) - 1) // {_PAIRS_AT_A_TIME} AS part, a, b, telling
            FROM (SELECT *, min(a) OVER (PARTITION BY b) AS fullest FROM ({pairs}));
        """
    )
    ((parts,),) = connection.execute("SELECT coalesce(max(part) + 1, 0) FROM unread").fetchall()
    make_empty(connection, into, _HELD)
    for part in range(parts):
        here = f"FROM unread WHERE part = {part}"
        rows = connection.execute(f"SELECT a, b, telling {here} ORDER BY a, b").fetchall()
        texts = texts_of(connection, f"SELECT a AS number {here} UNION SELECT b {here}")
        append(connection, into, _held(rows, texts), _HELD)
    connection.execute("DROP TABLE unread")


def texts_of(connection: duckdb.DuckDBPyConnection, numbers: str) -> dict[int, str]:
    """The prose of the articles whose numbers, `number`, a query gives."""
    return dict(
        connection.execute(
            f"""SELECT number, body FROM ({numbers}) JOIN story_ranks USING (number)
            JOIN articles ON article_id = story_ranks.id"""
        ).fetchall()
    )


def _held(pairs: list[tuple[int, int, float]], texts: Mapping[int, str]) -> Iterator[tuple[Any, ...]]:
    import numpy as np

    runs_of = {number: runs_in_order(body) for number, body in texts.items()}
    shingles_of = {number: np.unique(runs) for number, runs in runs_of.items()}
    for a, b, telling in pairs:
        one, other = shingles_of[a], shingles_of[b]
        # Boilerplate counts neither as common nor against the shorter text.
        both, shorter = shared(one, other), min(len(one), len(other))
        common = round(both * telling)
        shorter -= both - common
        held = round(common / shorter, 4) if shorter else 0.0
        runs, longer = (runs_of[a], other) if len(one) < len(other) else (runs_of[b], one)
        own = longest_passage_of_its_own(runs, longer) / shorter if _SOME <= held < _CLEAR else 0.0
        yield a, b, held, common, shorter, telling == 1, min(1.0, round(own, 4))
