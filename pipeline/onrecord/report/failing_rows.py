"""The rows that break a rule, page by page, from the file that holds them all: no more than one page is in memory."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import duckdb

from onrecord.validation.outcome import Failure, Outcome, RuleResult

#: Failing rows on one page of a rule, each with its paragraph: far under 5 MB.
PAGE_FAILURES = 100
#: Pages of one rule: whoever has more rows to mend has the file.
_MOST_PAGES = 20

_RULE_ID = re.compile(r"[A-Za-z0-9-]{1,40}")


class FailingRows:
    """Reads `report/failures.parquet`; where it is missing or damaged, what the outcome itself kept is all there is."""

    def __init__(self, folder: Path, outcome: Outcome) -> None:
        file = folder / outcome.failures_file if outcome.failures_file else None
        self._file = file if file and file.exists() else None

    def pages(self, result: RuleResult) -> int:
        """How many pages show the rule's failing rows; none where its id could not name a file."""
        if not _RULE_ID.fullmatch(result.rule.id):
            return 0
        known = result.failed if self._file else len(result.failures)
        return min(-(-known // PAGE_FAILURES), _MOST_PAGES)

    def page(self, rule_id: str, number: int) -> str:
        """The address of the `number`th page, from 1."""
        return f"failures-{rule_id}.html" if number == 1 else f"failures-{rule_id}-{number}.html"

    def between(self, result: RuleResult, first: int, last: int) -> list[Failure]:
        """The rule's failing rows from `first` (0-based) up to `last`."""
        if last <= len(result.failures) or self._file is None:
            return list(result.failures[first:last])
        return list(self._read(result, first, last)) or list(result.failures[first:last])

    def _read(self, result: RuleResult, first: int, last: int) -> Iterator[Failure]:
        rule = result.rule
        # DuckDB takes a path for a pattern: a bracket in a folder's name would match something else.
        path = re.sub(r"([\[*?])", r"[\1]", str(self._file))
        try:
            with duckdb.connect(config={"memory_limit": "500MB"}) as connection:
                rows = connection.execute(
                    'SELECT key, "column", found, article_id, start, "end", expected FROM read_parquet(?) '
                    'WHERE rule = ? ORDER BY key, "column", found, start LIMIT ? OFFSET ?',
                    [path, rule.id, last - first, first],
                ).fetchall()
        except duckdb.Error:
            return
        for row in rows:
            yield Failure(rule.id, rule.severity, rule.table, *row)
