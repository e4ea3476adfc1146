"""Sums up a dataset: its rows, rejected inputs with the reasons, and broken rules with what was expected and found."""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from onrecord.validation import Outcome
    from onrecord.validation.outcome import RuleResult

_log = logging.getLogger(__name__)
#: Broken rules and reasons for rejection that the summary shows, and inputs that it names for each reason.
_SHOWN_RULES, _SHOWN_REASONS, _SHOWN_INPUTS = 10, 5, 3

#: What a terminal would obey instead of showing it.
_CONTROLS = {code: f"\\x{code:02x}" for code in (*range(9), *range(11, 32), *range(127, 160))}


def printable(text: str) -> str:
    """A text from documents as a terminal may print it: control characters are escaped."""
    return text.translate(_CONTROLS)


def summarize(outcome: Outcome, folder: Path, report: Path | None) -> dict[str, Any]:
    """The facts of the summary as JSON values; of a damaged sources table nothing is said."""
    statuses, rejected = _inputs(folder / "sources.parquet")
    return {
        "out": str(folder),
        "valid": outcome.is_valid,
        "rows": dict(outcome.row_counts),
        "report": str(report) if report else None,
        "duplicates": statuses["duplicate"],
        "rejected": statuses["rejected"],
        "reasons": [
            {"reason": reason, "inputs": len(paths), "first": paths[:_SHOWN_INPUTS]}
            for reason, paths in sorted(rejected.items(), key=lambda item: (-len(item[1]), item[0]))
        ],
        "failed": [_broken(result) for result in outcome.failed],
    }


def summary_lines(summary: dict[str, Any]) -> Iterator[str]:
    """The summary as a person reads it; the last line is the verdict."""
    width = max(map(len, summary["rows"]), default=0)
    for name, count in summary["rows"].items():
        yield f"{name:<{width}} {count:>9,}"
    yield ""
    if duplicates := summary["duplicates"]:
        yield f"{_counted(duplicates, 'input')} left out as {'duplicates' if duplicates > 1 else 'a duplicate'}"
    if summary["rejected"]:
        report = Path(summary["report"]).with_name("sources.html") if summary["report"] else "sources.parquet"
        yield f"{_counted(summary['rejected'], 'input')} rejected (all are in {report}):"
        for one in summary["reasons"][:_SHOWN_REASONS]:
            more = ", ..." if one["inputs"] > len(one["first"]) else ""
            yield f"  {one['inputs']:,} × {one['reason']} ({', '.join(one['first'])}{more})"
        if (others := len(summary["reasons"]) - _SHOWN_REASONS) > 0:
            yield f"  and {_counted(others, 'other reason')}"
    for one in summary["failed"][:_SHOWN_RULES]:
        found = f", found {one['found']}" if one["found"] else ""
        rows, expected = _counted(one["rows"], "row" if one["table"] else "finding"), one["expected"].replace("`", "")
        yield f"{one['severity']}: {one['rule']} {one['table'] or 'dataset'}, {rows}: expected {expected}{found}"
    if (others := len(summary["failed"]) - _SHOWN_RULES) > 0:
        yield f"and {_counted(others, 'other broken rule')}"
    verdict = "valid" if summary["valid"] else "NOT valid: a critical rule is broken"
    yield f"{verdict}; report: {summary['report']}" if summary["report"] else verdict


def _inputs(table: Path) -> tuple[Counter[str], dict[str, list[str]]]:
    """How many inputs have each status, and the paths of those that were rejected, by reason."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    rejected: dict[str, list[str]] = defaultdict(list)
    try:
        rows = pq.read_table(
            table, columns=["status", "source_path", "reason"], filters=pc.field("status") != "article",
            partitioning=None,
        ).to_pylist()  # fmt: skip
    except (OSError, pa.ArrowException):  # broken rules say what is wrong with the table
        rows = []
    for row in rows:
        if row["status"] == "rejected":
            # A copy of a rejected input gives its reason after its twin's name.
            rejected[str(row["reason"]).rpartition(", rejected: ")[2]].append(str(row["source_path"]))
            _log.info("rejected %s: %s", row["source_path"], row["reason"])
    return Counter(row["status"] for row in rows), rejected


def _broken(result: RuleResult) -> dict[str, Any]:
    rule, first = result.rule, next(iter(result.failures), None)
    tables = dict.fromkeys(failure.table for failure in result.failures)
    sentence = rule.sentence.rstrip(".")
    return {
        "rule": rule.id,
        "severity": rule.severity,
        "table": rule.table or ", ".join(filter(None, tables)),
        "rows": result.failed,
        "expected": (first and first.expected) or sentence[:1].lower() + sentence[1:],
        "found": first and first.found,
    }


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'s' if number != 1 else ''}"
