"""Failing rows for a reader: the verdict in words, and each failing row in its paragraph."""

from __future__ import annotations

import re
import shlex
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

import duckdb

from onrecord.report.highlights import Highlight, Piece, cut
from onrecord.report.tables import Row, Tables
from onrecord.report.words import counted
from onrecord.validation.outcome import SEVERITIES, Failure, Outcome, RuleResult
from onrecord_schema.tables import TABLES

#: Failing rows on one page of a rule, so that it stays far below 5 MB, and pages of one rule.
PAGE_FAILURES, _MOST_PAGES = 100, 20
#: Characters shown before and after the failing words, and of these themselves.
_AROUND_CHARS, _FAILING_CHARS = 400, 2000
#: Failing rows whose articles are in memory at once.
_FAILURES_AT_ONCE = 20
_RULE_ID = re.compile(r"[A-Za-z0-9-]{1,40}")


@dataclass(frozen=True)
class Verdict:
    """The answer to 'can I use this data?'."""

    tone: str
    """critical, warning or good."""
    headline: str
    standfirst: str


def verdict(outcome: Outcome, article_count: int) -> Verdict:
    """The verdict on a dataset; rules that could not be checked call for care, as they may be broken."""
    critical, warnings, notes = (outcome.failed_rules(severity) for severity in SEVERITIES)
    checked = f"{counted(len(outcome.results) - len(outcome.skipped), 'rule')} checked"
    unchecked = f"{counted(len(outcome.skipped), 'rule')} could not be checked" if outcome.skipped else ""
    if critical:
        headline = f"Not yet: {counted(len(critical), 'critical rule is', 'critical rules are')} broken."
        found = f"{_failures(critical)}. Each is listed below with its words"
        return Verdict("critical", headline, _sentences(found, checked, unchecked))
    if not article_count:
        return Verdict("critical", "No: there are no articles.", _sentences("No input gave an article", checked))
    if warnings:
        found = f"Warnings: {_failures(warnings)}"
        standfirst = _sentences("No critical rule is broken", found, checked, unchecked)
        return Verdict("warning", f"With care: {counted(len(warnings), 'warning')}.", standfirst)
    if not outcome.results:
        return Verdict("warning", "With care: no rule was checked.", "These tables may hold any error.")
    if unchecked:
        return Verdict("warning", f"With care: {unchecked}.", _sentences("No other rule is broken", checked))
    if notes:
        return Verdict(
            "good", "Yes: no critical rule is broken, and no warning.", _sentences(_failures(notes), checked)
        )
    return Verdict("good", "Yes: no rule is broken.", _sentences(checked))


def _sentences(*parts: str) -> str:
    return " ".join(f"{part[0].upper()}{part[1:]}." for part in parts if part)


def _failures(results: Sequence[RuleResult]) -> str:
    """'3 failures in claims and events'."""
    tables = sorted({result.rule.table or "the dataset as a whole" for result in results})
    where = tables[0] if len(tables) == 1 else f"{', '.join(tables[:-1])} and {tables[-1]}"
    return f"{counted(sum(result.failed for result in results), 'failure')} in {where}"


def broken_by_table(outcome: Outcome) -> dict[str, tuple[str, int]]:
    """Table -> its highest severity of broken rules, and the number of these rules."""
    found: dict[str, tuple[str, int]] = {}
    for severity in SEVERITIES[:2]:
        for result in outcome.failed_rules(severity):
            highest, count = found.get(result.rule.table, (severity, 0))
            if highest == severity:
                found[result.rule.table] = (severity, count + 1)
    return found


class FailingRows:
    """The failing rows of each rule, page by page.

    They come from `report/failures.parquet`, or from the outcome where that file is missing or damaged.
    """

    def __init__(self, folder: Path, outcome: Outcome) -> None:
        file = folder / outcome.failures_file if outcome.failures_file else None
        self._file = file if file and file.exists() else None

    def pages(self, result: RuleResult) -> int:
        """The number of pages with failing rows of a rule; none where its id cannot name a file."""
        if not _RULE_ID.fullmatch(result.rule.id):
            return 0
        known = result.failed if self._file else len(result.failures)
        return min(-(-known // PAGE_FAILURES), _MOST_PAGES)

    def page(self, rule_id: str, number: int) -> str:
        """The address of a page, counted from 1."""
        return f"failures-{rule_id}.html" if number == 1 else f"failures-{rule_id}-{number}.html"

    def between(self, result: RuleResult, first: int, last: int) -> list[Failure]:
        """The failing rows `[first, last)` of a rule, counted from 0."""
        if last <= len(result.failures) or self._file is None:
            return list(result.failures[first:last])
        return self._read(result, first, last) or list(result.failures[first:last])

    def _read(self, result: RuleResult, first: int, last: int) -> list[Failure]:
        rule = result.rule
        # DuckDB takes a path for a pattern: a bracket in a folder's name would match something else.
        path = re.sub(r"([\[*?])", r"[\1]", str(self._file))
        try:
            with duckdb.connect(config={"memory_limit": "500MB"}) as connection:
                found = connection.execute(
                    "SELECT * FROM read_parquet(?) WHERE rule = ? LIMIT ? OFFSET ?",  # the file is in order
                    [path, rule.id, last - first, first],
                )
                names = [column[0] for column in found.description or ()]
                rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
        except duckdb.Error:
            return []
        known = {field.name for field in fields(Failure)} - {"rule_id"}
        return [Failure(rule.id, **{name: value for name, value in row.items() if name in known}) for row in rows]


@dataclass(frozen=True)
class Evidence:
    """A failing row with its paragraph."""

    failure: Failure
    pieces: tuple[Piece, ...] = ()
    """The paragraph with the failing words marked; empty where the row has no span, or a wrong one."""
    role: str | None = None
    """The role of its segment."""
    title: str | None = None
    """The article's title or file."""

    @property
    def article_id(self) -> str | None:
        return self.failure.article_id if self.title else None

    @property
    def expected(self) -> str | None:
        """What the rule expects of this row, where it says more than the rule's sentence."""
        return self.failure.expected or None

    @property
    def found(self) -> str | None:
        return self.failure.found

    @property
    def command(self) -> str | None:
        """The command that explains the row; files, columns and rows with a key of several columns have none."""
        failure = self.failure
        is_row = failure.table in TABLES and len(TABLES[failure.table].key) == 1
        is_row = is_row and failure.key != "" and not failure.key.endswith(".parquet")
        return f"build-dataset explain {shlex.quote(failure.key)}" if is_row else None


def find_evidence(tables: Tables, failures: Sequence[Failure]) -> list[Evidence]:
    """The evidence of failing rows, in their order; the texts of a few articles are in memory at a time."""
    found: list[Evidence] = []
    for first in range(0, len(failures), _FAILURES_AT_ONCE):
        located = _located(tables, failures[first : first + _FAILURES_AT_ONCE])
        ids = sorted({failure.article_id for failure in located if failure.article_id})
        among = "WHERE article_id IN (SELECT unnest(?)) ORDER BY"
        articles = {row["article_id"]: row for row in tables.rows(f"SELECT * FROM articles {among} rowid DESC", ids)}
        segments = defaultdict[str | None, list[Row]](list)
        for row in tables.rows(f"SELECT * FROM segments {among} article_id, ordinal, rowid", ids):
            segments[row["article_id"]].append(row)
        found += (_evidence(one, articles.get(one.article_id), segments[one.article_id]) for one in located)
    return found


def _located(tables: Tables, failures: Sequence[Failure]) -> list[Failure]:
    """The failing rows; persons, which have no span, get that of their first mention."""
    people = sorted({one.key for one in failures if one.article_id is None and one.key})
    spans = {
        person: dict(zip(("article_id", "start", "end"), span, strict=True))
        for person, *span in tables.values(
            'SELECT person_id, article_id, start, "end" FROM mentions WHERE person_id IN (SELECT unnest(?)) '
            "ORDER BY article_id DESC, start DESC, rowid DESC",
            people,
        )
    }
    return [replace(one, **spans.get(one.key, {})) if one.article_id is None else one for one in failures]


def _evidence(failure: Failure, article: Row | None, segments: list[Row]) -> Evidence:
    if article is None:
        return Evidence(failure)
    text, start, end = article["text"] or "", failure.start, failure.end
    title = article["title"] or article["source_path"] or failure.article_id
    if start is None or end is None or not 0 <= start < end <= len(text):
        return Evidence(failure, title=title)
    end = min(end, start + _FAILING_CHARS)
    first, last, role = _paragraph(segments, start, end, len(text))
    last = max(end, first + len(text[first:last].rstrip()))
    begin, stop = max(first, start - _AROUND_CHARS), min(last, end + _AROUND_CHARS)
    pieces = cut(text, begin, stop, [Highlight(start, end, "failing", failure.key)])
    if begin > first:
        pieces.insert(0, Piece("… "))
    if stop < last:
        pieces.append(Piece(" …"))
    return Evidence(failure, tuple(pieces), role, title)


def _paragraph(segments: Iterable[Row], start: int, end: int, length: int) -> tuple[int, int, str | None]:
    """The span and role of the segment around `[start, end)`; the whole text where there is none."""
    for segment in segments:
        first, last = segment["start"], segment["end"]
        if isinstance(first, int) and isinstance(last, int) and 0 <= first <= start < last:
            return first, min(max(last, end), length), str(segment["role"])
    return 0, length, None
