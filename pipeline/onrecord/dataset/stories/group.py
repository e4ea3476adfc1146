"""Groups articles into stories: an article is a version of the story's fullest one when either contains the other.

Containment of five-word shingles, not Jaccard similarity: a version that was cut to a third is still contained in the
full one. Every version is compared with the representative, so a chain of ever more different texts is not one story.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import numpy as np

from onrecord.dataset.database import Connection, Numbers, Rows, append, create, fill, in_parts, insert, transform
from onrecord.dataset.groups import name_groups, rank_rows, write_members
from onrecord.dataset.stories.pairs import find_story_pairs, read_pairs
from onrecord.dataset.stories.several_reports import separate_collections

#: Containment from which on two articles are versions of one story. Versions without a third of their sentences stay
#: above it; reports by two newsrooms that quote the same statement stay below.
_SAME_STORY = 0.45
#: The same in doubt: other agencies, other days than reprints usually have, a long passage of its own, or little of the
#: longer article; an update, for example, keeps the background of the report that it follows.
_SAME_STORY_IN_DOUBT = 0.6
_REPRINT_DAYS, _OWN_PASSAGE, _LITTLE_OF_LONGER = 3, 0.5, 0.2
#: Fewer common shingles are a standing phrase; and where the shorter article is not nearly contained, fewer than a long
#: quotation has are no sign of a version.
_LEAST_COMMON, _QUOTATION, _NEARLY_CONTAINED = 12, 45, 0.8
#: Fuller articles that contain nearly as much as the one that contains most may be what an article is a version of.
_NEARLY_MOST = 0.05

_PAIRS_WITH_ARTICLES = """
    SELECT a, b, containment, common, size, own_passage, common / one.word_count, one.agency, other.agency,
        greatest(date_diff('day', one.published_end, other.published_start),
            date_diff('day', other.published_end, one.published_start)) AS days_apart
    FROM some_rows
    JOIN story_ranks AS x ON x.number = a JOIN articles AS one ON one.article_id = x.id
    JOIN story_ranks AS y ON y.number = b JOIN articles AS other ON other.article_id = y.id
"""
_VERSIONS_NOT_READ = """
    SELECT least(x.number, y.number) AS a, greatest(x.number, y.number) AS b, 1::DOUBLE AS distinctive
    FROM story_members JOIN story_ranks AS x ON x.id = member JOIN story_ranks AS y ON y.id = representative
    ANTI JOIN story_candidates AS pair ON is_exact
        AND pair.a = least(x.number, y.number) AND pair.b = greatest(x.number, y.number)
    WHERE member <> representative
"""
_VERSIONS = """
    SELECT member AS article_id, group_id AS story_id, is_canonical,
        if(is_canonical, 1.0, coalesce(containment, 0.0)) AS similarity
    FROM story_group_ids JOIN story_members USING (member)
    JOIN story_ranks AS x ON x.id = member JOIN story_ranks AS y ON y.id = representative
    LEFT JOIN version_pairs ON a = least(x.number, y.number) AND b = greatest(x.number, y.number)
"""
_STORIES = """
    SELECT versions.story_id,
        coalesce(any_value(title) FILTER (versions.is_canonical), arg_min(title, article_id)) AS title,
        coalesce(any_value(agency) FILTER (versions.is_canonical), arg_min(agency, article_id)) AS agency,
        count(*) AS article_count,
        min(published_start) AS published_start, max(published_end) AS published_end,
        any_value(article_id) FILTER (versions.is_canonical) AS canonical_article_id, bool_or(curated) AS curated
    FROM articles JOIN versions USING (article_id) GROUP BY versions.story_id
"""


def group_stories(connection: Connection) -> None:
    """Fill `story_ranks`, `story_candidates`, `story_scored` and `story_members` from `articles` and `sketches`.

    The fullest version represents a story; of equally full ones the earliest, then the one with the smaller id.
    """
    order = "-word_count, coalesce(published_start, DATE '9999-12-31'), article_id"
    rank_rows(connection, "story", "article_id", "articles", order)
    find_story_pairs(connection)
    create(connection, "story_scored")
    for _ in in_parts(connection, "FROM story_candidates", "a, b"):
        transform(connection, _PAIRS_WITH_ARTICLES, _scored, "story_scored")
    separate_collections(connection)
    write_members(connection, "story", _representatives(connection))


def _scored(rows: Rows) -> Rows:
    for a, b, containment, common, size, own_passage, of_longer, agency, other_agency, days_apart in rows:
        reasons = [f"one holds {containment:.0%} of the other's runs of five words"]
        in_doubt = False
        if agency and other_agency:
            in_doubt = agency != other_agency
            reasons.append("they credit different agencies" if in_doubt else f"both credit {agency}")
        if days_apart is not None and days_apart > _REPRINT_DAYS:
            in_doubt = True
            reasons.append(f"published {days_apart} days apart")
        if own_passage > _OWN_PASSAGE:
            in_doubt = True
            reasons.append("most of the shorter one is a passage of its own")
        elif of_longer < _LITTLE_OF_LONGER:
            in_doubt = True
            reasons.append("it is little of the longer one")
        is_same = containment >= (_SAME_STORY_IN_DOUBT if in_doubt else _SAME_STORY)
        least = _LEAST_COMMON if containment >= _NEARLY_CONTAINED else _QUOTATION
        if common < min(least, size):
            is_same = False
            reasons.append("what they share is no longer than a quotation")
        elif not is_same:
            reasons.append("too little for versions of one report")
        yield a, b, is_same, containment, reasons, None


def _representatives(connection: Connection) -> Numbers:
    """The representative of each article's story.

    Of the representatives of the fuller articles that contain nearly most of an article, and that it is a version of,
    it takes the one of which it has most versions: what an update keeps of an old report is in the report's short
    versions, too, and belongs with them.
    """
    ((count,),) = connection.execute("SELECT count(*) FROM story_ranks").fetchall()
    fuller, shorter, score = connection.execute(
        "SELECT a, b, score FROM story_scored WHERE is_same ORDER BY b, score DESC, a DESC"
    ).fetchnumpy().values()  # fmt: skip
    chosen = np.arange(count, dtype=np.int64)
    bounds = [*np.flatnonzero(np.diff(shorter, prepend=-1)).tolist(), len(shorter)]
    for first, last in pairwise(bounds):
        pairs = slice(first, last)
        alike = set(fuller[pairs].tolist())
        found = chosen[fuller[pairs]].tolist()
        versions = Counter(found)
        possible = [(one, share) for one, share in zip(found, score[pairs].tolist(), strict=True) if one in alike]
        most = [one for one, share in possible if share > possible[0][1] - _NEARLY_MOST]
        chosen[shorter[first]] = max(most, key=versions.__getitem__, default=shorter[first])
    return chosen


def write_stories(connection: Connection) -> None:
    """Fill `versions` and `stories` from `story_members`."""
    name_groups(connection, "story")
    create(connection, "version_pairs")
    for rows in read_pairs(connection, _VERSIONS_NOT_READ):
        append(connection, "version_pairs", rows)
    insert(connection, "version_pairs", "FROM story_candidates WHERE is_exact")
    fill(connection, versions=_VERSIONS)
    fill(connection, stories=_STORIES)
