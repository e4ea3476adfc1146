"""`validate(folder)`: every layer of validation over the tables in a folder, whoever wrote them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import duckdb

from onrecord.validation.apart import ExpectationsApart
from onrecord.validation.database import MOST, megabytes, opened, ran_out_of_memory
from onrecord.validation.deep import invalid_rows, row_rule
from onrecord.validation.evaluate import evaluate
from onrecord.validation.failures import add_failures, result_of, write_failures
from onrecord.validation.files import Files, check_files
from onrecord.validation.machines import write_machine_reports
from onrecord.validation.outcome import Outcome, RuleResult
from onrecord.validation.rules import all_checks
from onrecord_schema.tables import TABLES


def validate(
    folder: Path,
    *,
    expectations: bool = True,
    deep: bool = False,
    previous: Path | None = None,
    apart: ExpectationsApart | None = None,
) -> Outcome:
    """Check the dataset in `folder`: its files, its rows, the declared expectations, the dataset as a whole.

    `deep` also reads every row into its model again and every page against its checksum. `previous` is the folder of
    the build before this one, which drift is measured against. Who has begun a process that meets the expectations
    passes it as `apart`, and awaits the Data Docs by `apart.shown()`. Writes `failures.parquet` (every failing row),
    `report.json` with its schema, `junit.xml` and, with `expectations`, the Data Docs, all below `folder/report`.
    Nothing outside that folder is touched. Missing, foreign or damaged files are failures in the outcome, and so that
    the report could not be written stands in it too; raises NotADirectoryError when there is no such folder, and
    OSError when there is no room to work in.
    """
    if not expectations:
        return _validate(folder.absolute(), deep, previous, None)
    if apart is not None:
        return _validate(folder.absolute(), deep, previous, apart)
    with ExpectationsApart() as apart:
        outcome = _validate(folder.absolute(), deep, previous, apart)
        try:
            apart.shown()
        except OSError as error:
            return replace(outcome, failures_file=None, data_docs=None, unwritten=_plain(error))
    return outcome


def _validate(folder: Path, deep: bool, previous: Path | None, apart: ExpectationsApart | None) -> Outcome:
    files = check_files(folder, deep=deep)
    if apart is not None:
        apart.meet(files)
    report = folder / "report"
    try:
        results, unwritten = _evaluated(files, deep, previous, report)
    except (duckdb.IOException, duckdb.OutOfMemoryException) as error:  # no room to spill
        raise OSError(_plain(error)) from error
    row_counts = {name: files.row_counts[name] for name in TABLES if name in files.row_counts}
    outcome = Outcome(results, row_counts, failures_file="report/failures.parquet")
    if apart is not None:
        outcome = replace(outcome, results=(*outcome.results, *apart.met()))
    if unwritten is None:
        try:
            write_machine_reports(outcome, report)
        except OSError as error:
            unwritten = _plain(error)
    if unwritten is not None:
        return replace(outcome, failures_file=None, unwritten=unwritten)
    if apart is not None:
        outcome = replace(outcome, data_docs="report/data_docs/index.html")
        apart.show(outcome, report)
    return outcome


def _evaluated(
    files: Files, deep: bool, previous: Path | None, report: Path
) -> tuple[tuple[RuleResult, ...], str | None]:
    """The results, and why the failing rows could not be written; where memory did not suffice, with more of it."""
    memory = megabytes(files)
    while True:
        try:
            with opened(files, previous, memory) as connection:
                add_failures(connection, files.failures)
                row_results = list(_read_again(connection, files)) if deep else []
                results = (*files.results(), *row_results, *evaluate(connection, files, all_checks()))
                if memory == MOST or not ran_out_of_memory(connection):
                    return results, _write_failures(connection, report)
        except duckdb.OutOfMemoryException:
            if memory == MOST:
                raise
        memory = MOST


def _write_failures(connection: duckdb.DuckDBPyConnection, report: Path) -> str | None:
    """Why the failing rows could not be written; None when they were."""
    try:
        report.mkdir(exist_ok=True)
        write_failures(connection, report / "failures.parquet")
    except (OSError, duckdb.IOException) as error:
        return _plain(error)
    return None


def _plain(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0].split(': {"')[0]


def _read_again(connection: duckdb.DuckDBPyConnection, files: Files) -> Iterator[RuleResult]:
    for name in files.row_counts:
        rule = row_rule(TABLES[name])
        add_failures(connection, invalid_rows(files, name))
        count = connection.execute("SELECT count(DISTINCT key) FROM failures WHERE rule = ?", [rule.id]).fetchall()
        why = f"{name}.parquet lacks columns" if files.unusable[name] else None
        yield result_of(connection, rule, files, count[0][0], why)
