"""What validation found, for a reader: the verdict in words, and each failing row in the paragraph it stands in."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from onrecord.report.highlights import Highlight, Piece, cut
from onrecord.report.tables import Row, Tables
from onrecord.report.words import counted
from onrecord.validation.outcome import SEVERITIES, Failure, Outcome, RuleResult
from onrecord_schema.tables import TABLES

#: Characters of a paragraph shown on either side of what failed.
_AROUND_CHARS = 400
#: The longest stretch shown of what failed itself.
_FAILING_CHARS = 2000
#: Failing rows whose articles are in memory at once.
_AT_ONCE = 20


@dataclass(frozen=True)
class Verdict:
    """The answer to 'can I use this data?'."""

    tone: str
    """critical, warning or good."""
    headline: str
    standfirst: str


def verdict(outcome: Outcome, article_count: int) -> Verdict:
    """Rules that could not be checked are a reason for care: nothing is known of what they would have found."""
    critical, warnings, notes = (outcome.failed_rules(severity) for severity in SEVERITIES)
    checked = f"{counted(len(outcome.results) - len(outcome.skipped), 'rule')} checked"
    unchecked = f"{counted(len(outcome.skipped), 'rule')} could not be checked" if outcome.skipped else ""
    if critical:
        headline = f"Not yet: {counted(len(critical), 'critical rule is', 'critical rules are')} broken."
        found = f"{_failures(critical)}. Each is listed below, with the words it stands on"
        return Verdict("critical", headline, _sentences(found, checked, unchecked))
    if not article_count:
        return Verdict("critical", "There is nothing here to use.", _sentences("No source gave an article", checked))
    if warnings:
        headline = f"With care: {counted(len(warnings), 'warning')}."
        return Verdict(
            "warning",
            headline,
            _sentences("No critical rule is broken", f"Warnings: {_failures(warnings)}", checked, unchecked),
        )
    if not outcome.results:
        return Verdict("warning", "With care: no rule was checked.", _sentences("Nothing is known of these tables"))
    if unchecked:
        return Verdict("warning", f"With care: {unchecked}.", _sentences("Of the others none is broken", checked))
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
    """Table -> the most severe kind of rule broken in it, and how many of that kind are."""
    found: dict[str, tuple[str, int]] = {}
    for severity in SEVERITIES[:2]:
        for result in outcome.failed_rules(severity):
            kind, count = found.get(result.rule.table, (severity, 0))
            if kind == severity:
                found[result.rule.table] = (severity, count + 1)
    return found


@dataclass(frozen=True)
class Evidence:
    """A failing row and the paragraph it stands in."""

    failure: Failure
    pieces: tuple[Piece, ...]
    """The paragraph, what fails marked; empty where the row stands on no text, or where there is no such text."""
    role: str | None
    """The role of the segment it stands in."""
    title: str | None
    """The article's title, or its file."""
    command: str | None
    """What to type to look closer."""

    @property
    def article_id(self) -> str | None:
        return self.failure.article_id if self.title else None


class EvidenceFinder:
    """Finds the paragraphs of failing rows, the texts of a few articles at a time."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def of_rule(self, result: RuleResult, limit: int) -> list[Evidence]:
        return self.of_all(result.failures[:limit])

    def of_all(self, failures: Sequence[Failure]) -> list[Evidence]:
        """The evidence of each of some failing rows, in their order."""
        found: list[Evidence] = []
        for first in range(0, len(failures), _AT_ONCE):
            located = self._located(failures[first : first + _AT_ONCE])
            ids = sorted({failure.article_id for failure in located if failure.article_id})
            among = "FROM {} WHERE article_id IN (SELECT unnest(?)) ORDER BY {}"
            articles, segments = dict[str, Row](), dict[str, list[Row]]()
            if ids:
                for row in self._tables.rows(f"SELECT * {among.format('articles', 'rowid DESC')}", ids):
                    articles[row["article_id"]] = row
                columns = 'SELECT article_id, start, "end", role '
                for row in self._tables.rows(columns + among.format("segments", "article_id, ordinal, rowid"), ids):
                    segments.setdefault(row["article_id"], []).append(row)
            found += (
                _evidence(failure, articles.get(failure.article_id or ""), segments.get(failure.article_id or "", []))
                for failure in located
            )
        return found

    def _located(self, failures: Sequence[Failure]) -> list[Failure]:
        """The failing rows; a person stands on no words of its own: where it is first named is the place to look."""
        people = sorted({one.key for one in failures if one.article_id is None and one.key})
        if not people:
            return list(failures)
        places = {
            person: place
            for person, *place in self._tables.values(
                'SELECT person_id, article_id, start, "end" FROM mentions WHERE person_id IN (SELECT unnest(?)) '
                "ORDER BY article_id DESC, start DESC, rowid DESC",
                people,
            )
        }
        return [
            replace(one, **dict(zip(("article_id", "start", "end"), places[one.key], strict=True)))
            if one.article_id is None and one.key in places
            else one
            for one in failures
        ]


def _evidence(failure: Failure, article: Row | None, segments: list[Row]) -> Evidence:
    # A file, a column or a row that takes several columns to name is none that can be asked about.
    is_row = failure.table in TABLES and len(TABLES[failure.table].key) == 1 and not failure.key.endswith(".parquet")
    command = f"build-dataset explain {shlex.quote(failure.key)}" if failure.key and is_row else None
    if article is None:
        return Evidence(failure, (), None, None, command)
    text, start, end = article["text"] or "", failure.start, failure.end
    title = article["title"] or article["source_path"] or failure.article_id
    if start is None or end is None or not 0 <= start < end <= len(text):
        return Evidence(failure, (), None, title, command)
    end = min(end, start + _FAILING_CHARS)
    first, last, role = _paragraph(segments, start, end, len(text))
    last = max(end, first + len(text[first:last].rstrip()))
    begin, stop = max(first, start - _AROUND_CHARS), min(last, end + _AROUND_CHARS)
    pieces = cut(text, begin, stop, [Highlight(start, end, "failing", failure.key)])
    if begin > first:
        pieces.insert(0, Piece("… "))
    if stop < last:
        pieces.append(Piece(" …"))
    return Evidence(failure, tuple(pieces), role, title, command)


def _paragraph(segments: Iterable[dict[str, object]], start: int, end: int, length: int) -> tuple[int, int, str | None]:
    """The segment around `[start, end)`, or the whole text where the segments tell of none."""
    for segment in segments:
        first, last = segment["start"], segment["end"]
        if isinstance(first, int) and isinstance(last, int) and 0 <= first <= start < last:
            return first, min(max(last, end), length), str(segment["role"])
    return 0, length, None
