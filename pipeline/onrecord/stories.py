"""Stories: articles are one story when one of them holds the other's words in the other's order, and not otherwise.

Containment of five-word shingles, not Jaccard: a version cut to a third is still wholly contained in the full one.
Candidates come from shared sampled shingles; each is verified on the full texts against the story's fullest version,
so a chain of ever more different texts does not become one story.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

import pyarrow as pa

from onrecord.shingles import shared, shingles
from onrecord.similar import NEIGHBOURS, stars
from onrecord_schema import ids

if TYPE_CHECKING:
    import duckdb

    from onrecord.shingles import Shingles

#: Share of the shorter text that the longer one holds. Versions with a third of their sentences cut stay above it,
#: reports of one event by two newsrooms that quote the same statement stay below.
SAME_STORY = 0.4
#: Fewer shared shingles than this are a quotation or a standing phrase, whatever their share.
LEAST_SHARED = 12


def group_stories(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `versions(article_id, story_id, is_canonical, similarity)` and `stories` from `articles` and `sketches`."""
    similarity = _verified(connection)
    # The fullest version represents the story; of equally full ones the earliest, then the smaller id.
    ranked = [
        article_id
        for (article_id,) in connection.execute(
            "SELECT article_id FROM articles ORDER BY word_count DESC, published_start NULLS LAST, article_id"
        ).fetchall()
    ]
    centre_of = stars(ranked, similarity)
    members: dict[str, list[str]] = {}
    for article_id, centre in centre_of.items():
        members.setdefault(centre, []).append(article_id)
    story_of = {centre: ids.group_id("sto", versions) for centre, versions in members.items()}
    pairs = sorted(centre_of.items())
    versions = pa.table(
        {
            "article_id": pa.array([article_id for article_id, _ in pairs], pa.string()),
            "story_id": pa.array([story_of[centre] for _, centre in pairs], pa.string()),
            "is_canonical": pa.array([article_id == centre for article_id, centre in pairs], pa.bool_()),
            "similarity": pa.array(
                [1.0 if a == centre else similarity[min(a, centre), max(a, centre)] for a, centre in pairs],
                pa.float32(),
            ),
        }
    )
    connection.register("grouped_versions", versions)
    connection.execute("CREATE TABLE versions AS SELECT * FROM grouped_versions")
    connection.execute(
        """
        CREATE TABLE stories AS
        SELECT versions.story_id,
            coalesce(any_value(title) FILTER (versions.is_canonical), arg_min(title, article_id)) AS title,
            coalesce(any_value(agency) FILTER (versions.is_canonical), arg_min(agency, article_id)) AS agency,
            count(*)::INTEGER AS article_count,
            min(published_start) AS published_start, max(published_end) AS published_end,
            any_value(article_id) FILTER (versions.is_canonical) AS canonical_article_id, false AS curated
        FROM articles JOIN versions USING (article_id) GROUP BY versions.story_id
        """
    )


def _verified(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], float]:
    """Pairs of articles (smaller id first) that are versions of one another, and how much of one the other holds."""

    @lru_cache(maxsize=2000)
    def shingles_of(article_id: str) -> Shingles:
        row = connection.execute("SELECT body FROM articles WHERE article_id = ?", [article_id]).fetchone()
        return shingles(row[0] if row else "")

    found = {}
    for left, right in _candidates(connection):
        one, other = shingles_of(left), shingles_of(right)
        common, shorter = shared(one, other), min(len(one), len(other))
        if shorter and common / shorter >= SAME_STORY and common >= min(LEAST_SHARED, shorter):
            found[left, right] = round(common / shorter, 4)
    return found


def _candidates(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, str]]:
    """Pairs that share enough of their sketches to be worth reading, smaller id first, in order."""
    rows = connection.execute(
        f"""
        WITH shingles AS (SELECT article_id, unnest(sketch) AS shingle FROM sketches),
        pairs AS (
            SELECT article_id AS a, unnest(list(article_id) OVER (
                PARTITION BY shingle ORDER BY article_id ROWS BETWEEN 1 FOLLOWING AND {NEIGHBOURS} FOLLOWING
            )) AS b FROM shingles
        ),
        counted AS (SELECT a, b, count(*) AS shared FROM pairs GROUP BY a, b)
        SELECT a, b FROM counted
        JOIN sketches AS one ON one.article_id = a JOIN sketches AS other ON other.article_id = b
        WHERE shared >= 0.5 * {SAME_STORY} * least(len(one.sketch), len(other.sketch))
        ORDER BY a, b
        """
    ).fetchall()
    yield from rows
