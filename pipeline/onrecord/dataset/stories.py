"""Stories: articles are versions of one report if either contains the other's words.

Containment of five-word shingles, not Jaccard similarity: a version that was cut to a third is still contained in the
full one. Every version is compared with the representative, so a chain of ever more different texts is not one story.

An article that contains several reports does not join them. A weekly review contains two whole reports and is a version
of neither; a report with another one appended is a version of the first only; a short report that was filled up with
paragraphs of a long one is a version of the short one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import chain, combinations, pairwise

import numpy as np

from onrecord.dataset.database import Connection, Numbers, Rows, append, create, drop, fill, in_parts, insert, transform
from onrecord.dataset.groups import name_groups, rank_rows, write_members
from onrecord.dataset.story_pairs import find_story_pairs, read_pairs, texts_of
from onrecord.document.shingles import runs_in_order, share_in_one_passage

Pair = tuple[int, int]
#: Article -> the reports that it contains whole, the fullest first, and how much of the article each is.
Contained = dict[int, list[tuple[int, float]]]

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

#: Containment below which two reports are of different things.
_UNRELATED = 0.1
#: Containment from which on an article contains a report whole, and the least shingles of such a report.
_WHOLE, _LEAST_SHINGLES = 0.85, 60
#: Shares of an article. A report that is nearly all of it was extended by an editor, not collected. A report that is
#: half of it is its report; others need more than `_IN_DOUBT` to be one story with it. A short report that is a third
#: of it is what it is a version of, rather than a report of which it contains less than `_LITTLE`.
_NEARLY_ALL, _HALF, _THIRD = 0.9, 1 / 2, 1 / 3
_IN_DOUBT, _LITTLE = 0.6, 0.5
#: A report that an article took over has this share in one passage, without gaps of so many shingles, a long sentence.
_PASSAGE, _GAP = 0.75, 24
#: Whole reports of one article that are compared with each other.
_MOST_REPORTS = 8
#: Pairs whose texts are in memory at a time.
_BATCH_PAIRS = 2_000

_SEVERAL = "one of them holds several reports that have nothing in common"
_APPENDED = "the longer one is a version of another report, to which this one was appended"
_FILLED_UP = "the shorter one holds another report whole, and less than half of this one"


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
    _separate_collections(connection)
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


def _separate_collections(connection: Connection) -> None:
    """Change `story_scored`: an article is no version of what it contains beside its own report."""
    same = set(connection.execute("SELECT a, b FROM story_scored WHERE is_same").fetchall())
    contained: Contained = {}
    for a, b, share in connection.execute(
        f"""
        SELECT a, b, containment * other.word_count / one.word_count FROM story_candidates
        JOIN story_ranks AS x ON x.number = a JOIN articles AS one ON one.article_id = x.id
        JOIN story_ranks AS y ON y.number = b JOIN articles AS other ON other.article_id = y.id
        WHERE containment >= {_WHOLE} AND size >= {_LEAST_SHINGLES} ORDER BY a, b
        """
    ).fetchall():
        contained.setdefault(a, []).append((b, share))
    collections = _collections(connection, same, contained)
    # A reprint of a collection is a version of it; a smaller part of it may be one of the collected reports.
    reprints = {(a, b) for a in collections for b, share in contained[a] if b in collections and share >= _NEARLY_ALL}
    of_collections = {(a, b) for a, b in same if a in collections or b in collections} - reprints
    same -= of_collections
    _separate(connection, of_collections, _SEVERAL)
    extended = _first_reports(contained, collections, _NEARLY_ALL, excluded=collections)
    _separate(connection, _appended(connection, same, extended), _APPENDED)
    in_doubt = connection.execute(f"SELECT a, b FROM story_scored WHERE is_same AND score < {_IN_DOUBT}").fetchall()
    halves = _first_reports(contained, collections, _HALF)
    _separate(connection, _appended(connection, same.intersection(in_doubt), halves), _APPENDED)
    _separate(connection, _filled_up(connection, same, contained), _FILLED_UP)


def _collections(connection: Connection, same: set[Pair], contained: Contained) -> set[int]:
    """Articles that contain two whole reports which have next to nothing in common."""
    suspects: dict[int, list[Pair]] = {}
    for article, reports in contained.items():
        parts = [report for report, share in reports if share < _NEARLY_ALL][:_MOST_REPORTS]
        suspects[article] = [pair for pair in combinations(parts, 2) if pair not in same]
    unrelated = _unrelated(connection, chain.from_iterable(suspects.values()))
    suspects = {article: [pair for pair in pairs if pair in unrelated] for article, pairs in suspects.items()}
    shortened = _shortened(connection, {(article, one) for article, pairs in suspects.items() for one in chain(*pairs)})
    found: set[int] = set()
    # The shorter articles first: what is nearly all of an article makes that a version, unless it is a collection.
    for article in sorted(suspects, reverse=True):
        is_extended = any(share >= _NEARLY_ALL and report not in found for report, share in contained[article])
        whole = [pair for pair in suspects[article] if shortened.isdisjoint((article, report) for report in pair)]
        if whole and not is_extended:
            found.add(article)
    return found


def _shortened(connection: Connection, pairs: set[Pair]) -> set[Pair]:
    """Those pairs of an article and a report in it where the report is a shortened version of the article.

    The article then has more between the sentences of the report.
    """
    found: set[Pair] = set()
    ordered = sorted(pairs)
    for first in range(0, len(ordered), _BATCH_PAIRS):
        batch = ordered[first : first + _BATCH_PAIRS]
        _choose(connection, batch)
        texts = texts_of(connection, "SELECT a AS number FROM chosen_pairs UNION SELECT b FROM chosen_pairs")
        runs = {number: runs_in_order(text) for number, text in texts.items()}
        found |= {pair for pair in batch if share_in_one_passage(runs[pair[0]], runs[pair[1]], _GAP) < _PASSAGE}
    return found


def _first_reports(
    contained: Contained, collections: set[int], least: float, excluded: Iterable[int] = ()
) -> dict[int, int]:
    """Article, unless it is a collection -> the fullest report that is at least so much of it."""
    return {
        article: fitting[0]
        for article, reports in contained.items()
        if article not in collections
        and (fitting := [report for report, share in reports if share >= least and report not in excluded])
    }


def _appended(connection: Connection, same: set[Pair], report_of: dict[int, int]) -> set[Pair]:
    """Pairs of an article with what was appended to its report."""
    suspects = {}
    for a, b in same:
        if a in report_of and b != report_of[a]:
            reports = min(report_of[a], b), max(report_of[a], b)
            if reports not in same:
                suspects[a, b] = reports
    unrelated = _unrelated(connection, suspects.values())
    return {pair for pair, reports in suspects.items() if reports in unrelated}


def _filled_up(connection: Connection, same: set[Pair], contained: Contained) -> set[Pair]:
    """Pairs of a long report with a short one that was filled up with some of its paragraphs."""
    little = connection.execute(
        f"""
        SELECT a, b FROM story_candidates JOIN story_ranks AS x ON x.number = a
        JOIN articles AS one ON one.article_id = x.id
        WHERE containment < {_WHOLE} AND common < {_LITTLE} * one.word_count ORDER BY a, b
        """
    ).fetchall()
    return {
        (a, b)
        for a, b in little
        if (a, b) in same
        and any(_THIRD <= share < _NEARLY_ALL and (a, report) not in same for report, share in contained.get(b, ()))
    }


def _unrelated(connection: Connection, pairs: Iterable[Pair]) -> set[Pair]:
    """Those of the pairs whose texts have next to nothing in common."""
    chosen = sorted(set(pairs))
    if not chosen:
        return set()
    _choose(connection, chosen)
    batches = read_pairs(connection, "SELECT a, b, 1::DOUBLE AS distinctive FROM chosen_pairs")
    return {(a, b) for rows in batches for a, b, containment, *_ in rows if containment < _UNRELATED}


def _separate(connection: Connection, pairs: set[Pair], reason: str) -> None:
    _choose(connection, sorted(pairs))
    connection.execute(
        """UPDATE story_scored SET is_same = false, score = score / 2, reasons = list_append(reasons, ?)
        FROM chosen_pairs AS pair WHERE is_same AND story_scored.a = pair.a AND story_scored.b = pair.b""",
        [reason],
    )
    drop(connection, "chosen_pairs")


def _choose(connection: Connection, pairs: list[Pair]) -> None:
    create(connection, "chosen_pairs")
    append(connection, "chosen_pairs", pairs)
