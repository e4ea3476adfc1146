"""Stories: articles are one story when one of them holds the other's words in the other's order, and not otherwise.

Containment of five-word shingles, not Jaccard: a version cut to a third is still wholly contained in the full one.
Every version is held against the story's fullest one, so a chain of ever more different texts does not become one
story, and what holds several reports brings no two of them together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from onrecord.dataset.batches import transform_in_parts
from onrecord.dataset.judgments import JUDGED, name_groups, rank, set_members
from onrecord.dataset.stories.pairs import find_story_pairs, read_pairs
from onrecord.dataset.stories.several_reports import set_collections_apart

if TYPE_CHECKING:
    import duckdb

    from onrecord.dataset.similar import Numbers

#: Share of the shorter text that the longer one holds. Versions with a third of their sentences cut stay above it,
#: reports of one event by two newsrooms that quote the same statement stay below.
SAME_STORY = 0.45
#: The same where the articles credit different agencies, or were published further apart than reprints usually are: an
#: update keeps the background paragraphs of the report that it follows.
SAME_STORY_IN_DOUBT = 0.6
REPRINTED_WITHIN_DAYS = 3
#: Editors change a report all over; a passage of its own longer than this is a new report that quotes, or goes on from,
#: the old one.
MOSTLY_ITS_OWN = 0.5
#: What is less of the longer one than this can be the background that an update keeps of a short report.
LITTLE_OF_THE_LONGER = 0.2
#: Fewer shared shingles than this are a standing phrase, whatever their share; and where the longer text does not hold
#: nearly all of the shorter one, as many as this can be a statement that both quote.
LEAST_SHARED = 12
_QUOTATION, _WHOLE_VERSION = 45, 0.8
#: A fuller article that holds less by this may be the one of which an article is a version, all the same.
_NEARLY = 0.05


def group_stories(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `story_ranks`, `story_judged` and `story_members` from `articles` and `sketches`.

    The fullest version represents a story; of equally full ones the earliest, then the smaller id.
    """
    rank(
        connection,
        "story",
        "SELECT article_id AS id, (-word_count, coalesce(published_start, DATE '9999-12-31'), article_id) AS place "
        "FROM articles",
    )
    find_story_pairs(connection)
    transform_in_parts(connection, "SELECT * FROM story_pairs", "a, b", _TOLD, _judged, "story_judged", JUDGED)
    ((count,),) = connection.execute("SELECT count(*) FROM story_ranks").fetchall()
    set_collections_apart(connection)
    set_members(connection, "story", _nearest_centres(connection, count))


def _nearest_centres(connection: duckdb.DuckDBPyConnection, count: int) -> Numbers:
    """The centre of each article's story: that of the fuller article which holds most of it, if it is like that too; of
    several that hold nearly as much, that of which it is like most versions, then the one that holds least besides.

    What an update keeps of an old report is also in the report's short versions; they belong to what holds more, and
    what is wholly in both belongs to the report that it has other versions of.
    """
    import numpy as np

    fuller, shorter, held = connection.execute(
        "SELECT a, b, score FROM story_judged WHERE is_alike ORDER BY b, score DESC, a DESC"
    ).fetchnumpy().values()  # fmt: skip
    centre = np.arange(count, dtype=np.int64)
    bounds = [*np.flatnonzero(np.diff(shorter, prepend=-1)).tolist(), len(shorter)]
    for first, last in pairwise(bounds):
        here = slice(first, last)
        alike = set(fuller[here].tolist())
        held_by = centre[fuller[here]].tolist()
        versions = Counter(held_by)
        possible = [(one, share) for one, share in zip(held_by, held[here].tolist(), strict=True) if one in alike]
        most = [one for one, share in possible if share > possible[0][1] - _NEARLY]
        centre[shorter[first]] = max(most, key=versions.__getitem__, default=shorter[first])
    return centre


_TOLD = """
    SELECT a, b, held, common, size, own, common / one.word_count, one.agency, other.agency,
        greatest(date_diff('day', one.published_end, other.published_start),
            date_diff('day', other.published_end, one.published_start)) AS days_apart
    FROM some_rows
    JOIN story_ranks AS x ON x.number = a JOIN articles AS one ON one.article_id = x.id
    JOIN story_ranks AS y ON y.number = b JOIN articles AS other ON other.article_id = y.id
"""


def _judged(rows: list[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    for a, b, held, common, size, own, of_longer, agency, other_agency, days_apart in rows:
        reasons = [f"one holds {held:.0%} of the other's runs of five words"]
        in_doubt = False
        if agency and other_agency:
            in_doubt = agency != other_agency
            reasons.append("they credit different agencies" if in_doubt else f"both credit {agency}")
        if days_apart is not None and days_apart > REPRINTED_WITHIN_DAYS:
            in_doubt = True
            reasons.append(f"published {days_apart} days apart")
        if own > MOSTLY_ITS_OWN:
            in_doubt = True
            reasons.append("most of the shorter one is a passage of its own")
        elif of_longer < LITTLE_OF_THE_LONGER:
            in_doubt = True
            reasons.append("it is little of the longer one")
        is_alike = held >= (SAME_STORY_IN_DOUBT if in_doubt else SAME_STORY)
        least = LEAST_SHARED if held >= _WHOLE_VERSION else _QUOTATION
        if common < min(least, size):
            is_alike = False
            reasons.append("what they share is no longer than a quotation")
        elif not is_alike:
            reasons.append("too little for versions of one report")
        yield a, b, is_alike, held, reasons, None


def name_stories(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `versions(article_id, story_id, is_canonical, similarity)` and `stories` from `story_members`."""
    name_groups(connection, "story", "sto")
    read_pairs(
        connection,
        "SELECT least(x.number, y.number) AS a, greatest(x.number, y.number) AS b FROM story_members "
        "JOIN story_ranks AS x ON x.id = member JOIN story_ranks AS y ON y.id = centre "
        "ANTI JOIN story_pairs ON read AND story_pairs.a = least(x.number, y.number) "
        "AND story_pairs.b = greatest(x.number, y.number) WHERE member <> centre",
        "version_pairs",
    )
    connection.execute(
        """
        INSERT INTO version_pairs SELECT * FROM story_pairs WHERE read;
        CREATE OR REPLACE TABLE versions AS
        SELECT member AS article_id, group_id AS story_id, is_canonical,
            CASE WHEN is_canonical THEN 1.0 ELSE coalesce(held, 0.0) END::FLOAT AS similarity
        FROM story_named JOIN story_members USING (member)
        JOIN story_ranks AS x ON x.id = member JOIN story_ranks AS y ON y.id = centre
        LEFT JOIN version_pairs ON a = least(x.number, y.number) AND b = greatest(x.number, y.number);
        CREATE OR REPLACE TABLE stories AS
        SELECT versions.story_id,
            coalesce(any_value(title) FILTER (versions.is_canonical), arg_min(title, article_id)) AS title,
            coalesce(any_value(agency) FILTER (versions.is_canonical), arg_min(agency, article_id)) AS agency,
            count(*)::INTEGER AS article_count,
            min(published_start) AS published_start, max(published_end) AS published_end,
            any_value(article_id) FILTER (versions.is_canonical) AS canonical_article_id, bool_or(curated) AS curated
        FROM articles JOIN versions USING (article_id) GROUP BY versions.story_id
        """
    )
