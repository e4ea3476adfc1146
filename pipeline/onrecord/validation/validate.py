"""`validate(folder)`: checks the tables in a folder, whoever wrote them, and writes the reports for machines."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

import duckdb
import pyarrow as pa

from onrecord.validation.database import MOST_MB, memory_limit_mb, opened
from onrecord.validation.evaluate import evaluate, result_of
from onrecord.validation.expectations_process import ExpectationsProcess
from onrecord.validation.files import Files, check_files, first_line
from onrecord.validation.outcome import Failure, Outcome, RuleResult
from onrecord.validation.reports import write_failures, write_machine_reports
from onrecord.validation.rows import invalid_rows, row_rule
from onrecord.validation.rules import all_checks
from onrecord_schema.tables import TABLES


def validate(
    folder: Path,
    *,
    deep: bool = False,
    previous: Path | None = None,
    expectations: bool | ExpectationsProcess = True,
) -> Outcome:
    """Check the dataset in `folder`: its files, its rows and the whole by SQL rules, and the declared expectations.

    `deep` also reads every row into its model and every page's checksum. `previous` is the folder of the build before
    this one, to compare numbers of rows and nulls with. With a process as `expectations`, the caller has started it and
    calls its `finish()`. Writes `failures.parquet`, `report.json`, `junit.xml` and, with `expectations`, the Data Docs
    into `folder/report`, and nothing elsewhere. Missing, foreign or damaged files are failures of the outcome; a report
    that could not be written is stated in it. Raises NotADirectoryError if there is no such folder, and OSError if
    there is too little memory or disk to check the tables.
    """
    if isinstance(expectations, ExpectationsProcess):
        return _validate(folder.absolute(), deep, previous, expectations)
    if not expectations:
        return _validate(folder.absolute(), deep, previous, None)
    with ExpectationsProcess() as process:
        outcome = _validate(folder.absolute(), deep, previous, process)
        try:
            process.finish()
        except OSError as error:
            return replace(outcome, failures_file=None, data_docs=None, unwritten=first_line(error))
    return outcome


def _validate(folder: Path, deep: bool, previous: Path | None, process: ExpectationsProcess | None) -> Outcome:
    files = check_files(folder, deep=deep)
    if process is not None:
        process.check_tables(files)
    report = folder / "report"
    try:
        results, unwritten = _evaluate(files, deep, previous, report)
    except duckdb.Error as error:  # too little memory or disk, or a file that changed meanwhile
        raise OSError(_plain(error)) from error
    row_counts = {name: files.row_counts[name] for name in TABLES if name in files.row_counts}
    outcome = Outcome(results, row_counts, failures_file="report/failures.parquet")
    if process is not None:
        outcome = replace(outcome, results=(*outcome.results, *process.results()))
    if unwritten is None:
        try:
            write_machine_reports(outcome, report)
        except OSError as error:
            unwritten = first_line(error)
    if unwritten is not None:
        return replace(outcome, failures_file=None, unwritten=unwritten)
    if process is not None:
        outcome = replace(outcome, data_docs="report/data_docs/index.html")
        process.write_data_docs(outcome, report)
    return outcome


def _evaluate(
    files: Files, deep: bool, previous: Path | None, report: Path
) -> tuple[tuple[RuleResult, ...], str | None]:
    """The results of all rules, and why the failing rows could not be written."""
    try:
        return _evaluate_within(memory_limit_mb(files), files, deep, previous, report)
    except duckdb.OutOfMemoryException:  # something in these tables takes more memory than others of their size
        return _evaluate_within(MOST_MB, files, deep, previous, report)


def _evaluate_within(
    limit_mb: int, files: Files, deep: bool, previous: Path | None, report: Path
) -> tuple[tuple[RuleResult, ...], str | None]:
    with opened(files, previous, limit_mb) as connection:
        _add_failures(connection, files.failures)
        row_results = list(_check_rows(connection, files)) if deep else []
        results = (*files.results(), *row_results, *evaluate(connection, files, all_checks()))
        try:
            _make_folder(report)
            write_failures(connection, report / "failures.parquet")
        except (OSError, duckdb.IOException) as error:
            return results, _plain(error)
    return results, None


def _make_folder(report: Path) -> None:
    """Make the folder of the report if it is not there. What is written there follows no link: links are removed."""
    if report.is_symlink():
        report.unlink()
    report.mkdir(exist_ok=True)
    for folder, folders, names in os.walk(report):
        for path in (Path(folder, name) for name in (*folders, *names)):
            if path.is_symlink() or not (path.is_file() or path.is_dir()):
                path.unlink()


def _check_rows(connection: duckdb.DuckDBPyConnection, files: Files) -> Iterator[RuleResult]:
    for name in files.row_counts:
        rule = row_rule(TABLES[name])
        _add_failures(connection, invalid_rows(files, name))
        count = connection.execute("SELECT count(DISTINCT key) FROM failures WHERE rule = ?", [rule.id]).fetchall()
        skipped = f"{name}.parquet lacks columns" if files.unusable[name] else None
        yield result_of(connection, rule, files, count[0][0], skipped)


def _add_failures(connection: duckdb.DuckDBPyConnection, found: Iterable[Failure]) -> None:
    """Add failures that are not found in SQL, before those of the rules in SQL."""
    rest = iter(found)
    while some := list(islice(rest, 10_000)):
        columns = ("rule_id", "severity", "table", "key", "column", "expected", "found", "article_id", "start", "end")
        kinds = {"start": pa.int64(), "end": pa.int64()}
        arrays = [pa.array([getattr(one, name) for one in some], kinds.get(name, pa.string())) for name in columns]
        connection.register("some_failures", pa.table(arrays, names=list(columns)))
        connection.execute("INSERT INTO failures SELECT -1, * FROM some_failures")
        connection.unregister("some_failures")


def _plain(error: Exception) -> str:
    """The first line of an error's message, without the JSON that DuckDB may add to it."""
    return first_line(error).split(': {"')[0]
