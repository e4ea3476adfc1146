"""Separates articles that contain several reports, so that they do not join reports that have nothing in common.

A weekly review contains two whole reports and is a version of neither; a report with another one appended is a version
of the first only; a short report that was filled up with paragraphs of a long one is a version of the short one.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, combinations
from typing import TYPE_CHECKING

from onrecord.dataset.database import Connection, append, create, drop
from onrecord.dataset.stories.pairs import read_pairs, texts_of
from onrecord.document.shingles import runs_in_order, share_in_one_passage

if TYPE_CHECKING:
    Pair = tuple[int, int]
    #: Article -> the reports that it contains whole, the fullest first, and how much of the article each is.
    Contained = dict[int, list[tuple[int, float]]]

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


def separate_collections(connection: Connection) -> None:
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
