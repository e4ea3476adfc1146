"""Articles that hold several reports: they bring no two reports together that have nothing in common.

A weekly review holds two whole reports and is a version of neither; a report with another one appended is a version of
the first alone; a short report filled up with paragraphs of a long one is a version of the short one.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, combinations
from typing import TYPE_CHECKING

import pyarrow as pa

from onrecord.dataset.batches import append, make_empty
from onrecord.dataset.stories.pairs import read_pairs, texts_of
from onrecord.document.shingles import runs_in_order, share_in_one_passage

if TYPE_CHECKING:
    import duckdb

    Pair = tuple[int, int]

_PAIR = pa.schema([("a", pa.int32()), ("b", pa.int32())])
#: Two whole reports in a third article have less than this in common when they are reports of different things.
_UNRELATED = 0.1
#: Share of a report that an article holds as a whole, and the report's least length in shingles.
_WHOLE, _REPORT = 0.85, 60
#: Share of it that stands in one passage of the article, if the article took it over and did not grow out of it; what a
#: site prints under all its articles may stand elsewhere.
_PASSAGE = 0.75
#: A report that is more of an article than this has been extended by an editor, not collected.
_PART = 0.9
#: So many runs, a long sentence's, stand between two sentences of a report where it was not printed as a whole.
_SENTENCE = 24
_AT_A_TIME = 2_000
#: Reports that one article holds and that are compared with each other.
_FULLEST = 8
#: A report that is this much of an article, and stands in it whole, is what the article is a version of, rather than a
#: report of which it holds less than half.
_MUCH, _LITTLE = 1 / 3, 0.5
#: The same of an article that holds less than this of another report; as much as versions in doubt have in common.
_HALF, _IN_PART = 1 / 2, 0.6
_SEVERAL = "one of them holds several reports that have nothing in common"
_APPENDED = "the longer one is a version of another report, to which this one was appended"
_FILLED_UP = "the shorter one holds another report whole, and less than half of this one"


def set_collections_apart(connection: duckdb.DuckDBPyConnection) -> None:
    """Change `story_judged`: what an article holds beside the report that it is a version of is no version of it."""
    alike = set(connection.execute("SELECT a, b FROM story_judged WHERE is_alike").fetchall())
    held: dict[int, list[tuple[int, float]]] = {}
    for a, b, share in connection.execute(
        f"""
        SELECT a, b, held * other.word_count / one.word_count FROM story_pairs
        JOIN story_ranks AS x ON x.number = a JOIN articles AS one ON one.article_id = x.id
        JOIN story_ranks AS y ON y.number = b JOIN articles AS other ON other.article_id = y.id
        WHERE held >= {_WHOLE} AND size >= {_REPORT} ORDER BY a, b
        """
    ).fetchall():
        held.setdefault(a, []).append((b, share))
    several = _several(connection, alike, held)
    main = {
        article: next(report for report, share in reports if share >= _PART and report not in several)
        for article, reports in held.items()
        if article not in several and any(share >= _PART and report not in several for report, share in reports)
    }
    # A reprint of a collection is a version of it; what is less than nearly all of it may be one of what it collected.
    reprints = {(a, b) for a in several for b, share in held[a] if b in several and share >= _PART}
    of_several = {(a, b) for a, b in alike if a in several or b in several} - reprints
    _set_apart(connection, of_several, _SEVERAL)
    _set_apart(connection, _appended(connection, alike - of_several, main), _APPENDED)
    # What is half of an article, and stands in it whole, is its report; of another one it needs more than of a version.
    half = {
        article: next(report for report, share in reports if share >= _HALF)
        for article, reports in held.items()
        if article not in several and any(share >= _HALF for _, share in reports)
    }
    partly = connection.execute(f"SELECT a, b FROM story_judged WHERE is_alike AND score < {_IN_PART}").fetchall()
    _set_apart(connection, _appended(connection, alike.intersection(partly), half), _APPENDED)
    _set_apart(connection, _filled_up(connection, alike - of_several, held), _FILLED_UP)


def _several(
    connection: duckdb.DuckDBPyConnection, alike: set[Pair], held: dict[int, list[tuple[int, float]]]
) -> set[int]:
    """Articles that hold two whole reports which have next to nothing in common, as a weekly review does."""
    # Of each article the fullest reports in it, two and two, that are not versions of one another.
    suspects: dict[int, list[Pair]] = {}
    for article, reports in held.items():
        parts = [report for report, share in reports if share < _PART][:_FULLEST]
        suspects[article] = [pair for pair in combinations(parts, 2) if pair not in alike]
    unrelated = _unrelated(connection, chain.from_iterable(suspects.values()))
    suspects = {article: [pair for pair in pairs if pair in unrelated] for article, pairs in suspects.items()}
    broken = _broken(connection, {(article, one) for article, pairs in suspects.items() for one in chain(*pairs)})
    several: set[int] = set()
    # The shorter ones first: a report that is nearly all of an article makes it a version of it, a collection does not.
    for article in sorted(suspects, reverse=True):
        extended = any(share >= _PART and report not in several for report, share in held[article])
        whole = [pair for pair in suspects[article] if broken.isdisjoint((article, report) for report in pair)]
        if not extended and whole:
            several.add(article)
    return several


def _broken(connection: duckdb.DuckDBPyConnection, pairs: set[Pair]) -> set[Pair]:
    """Those of the pairs of an article and a report in it where the article has more between the report's sentences.

    That is how the sentences of a shortened version stand in the full one.
    """
    found: set[Pair] = set()
    wanted = sorted(pairs)
    for first in range(0, len(wanted), _AT_A_TIME):
        some = wanted[first : first + _AT_A_TIME]
        _keep(connection, "inside", some)
        texts = texts_of(connection, "SELECT a AS number FROM inside UNION SELECT b FROM inside")
        runs = {number: runs_in_order(text) for number, text in texts.items()}
        found |= {pair for pair in some if share_in_one_passage(runs[pair[0]], runs[pair[1]], _SENTENCE) < _PASSAGE}
    return found


def _appended(connection: duckdb.DuckDBPyConnection, alike: set[Pair], main: dict[int, int]) -> set[Pair]:
    """Pairs of an article, of which `main` is the report, with what that was extended by."""
    suspects = {
        (a, b): _ordered(main[a], b)
        for a, b in alike
        if a in main and b != main[a] and _ordered(main[a], b) not in alike
    }
    unrelated = _unrelated(connection, suspects.values())
    return {pair for pair, reports in suspects.items() if reports in unrelated}


def _filled_up(
    connection: duckdb.DuckDBPyConnection, alike: set[Pair], held: dict[int, list[tuple[int, float]]]
) -> set[Pair]:
    """Pairs of a long report with a short one that was filled up with some of its paragraphs."""
    little = connection.execute(
        f"""
        SELECT a, b FROM story_pairs JOIN story_ranks AS x ON x.number = a
        JOIN articles AS one ON one.article_id = x.id
        WHERE held < {_WHOLE} AND common < {_LITTLE} * one.word_count ORDER BY a, b
        """
    ).fetchall()
    return {
        (a, b)
        for a, b in little
        if (a, b) in alike
        and any(_MUCH <= share < _PART and (a, report) not in alike for report, share in held.get(b, ()))
    }


def _ordered(one: int, other: int) -> Pair:
    return min(one, other), max(one, other)


def _unrelated(connection: duckdb.DuckDBPyConnection, pairs: Iterable[Pair]) -> set[Pair]:
    """Those of the pairs whose texts have next to nothing in common."""
    wanted = sorted(set(pairs))
    if not wanted:
        return set()
    _keep(connection, "suspected", wanted)
    read_pairs(connection, "SELECT a, b FROM suspected", "report_pairs")
    return set(connection.execute(f"SELECT a, b FROM report_pairs WHERE held < {_UNRELATED}").fetchall())


def _set_apart(connection: duckdb.DuckDBPyConnection, pairs: set[Pair], reason: str) -> None:
    if not pairs:
        return
    _keep(connection, "set_apart", sorted(pairs))
    connection.execute(
        """UPDATE story_judged SET is_alike = false, score = score / 2, reasons = list_append(reasons, ?)
        FROM set_apart WHERE is_alike AND story_judged.a = set_apart.a AND story_judged.b = set_apart.b""",
        [reason],
    )


def _keep(connection: duckdb.DuckDBPyConnection, table: str, pairs: list[Pair]) -> None:
    make_empty(connection, table, _PAIR)
    append(connection, table, pairs, _PAIR)
