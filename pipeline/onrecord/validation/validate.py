"""`validate(folder)`: every layer of validation over the tables in a folder, whoever wrote them."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from onrecord.validation.database import opened
from onrecord.validation.deep import invalid_rows, row_rule
from onrecord.validation.evaluate import add_failures, evaluate, result_of, write_failures
from onrecord.validation.files import Files, check_files
from onrecord.validation.machines import write_machine_reports
from onrecord.validation.outcome import Outcome, RuleResult
from onrecord.validation.rules import all_checks
from onrecord_schema.tables import TABLES


def validate(folder: Path, *, expectations: bool = True, deep: bool = False, previous: Path | None = None) -> Outcome:
    """Check the dataset in `folder`: its files, its rows, the declared expectations, the dataset as a whole.

    `deep` also reads every row into its model again and every page against its checksum. `previous` is the folder of
    the build before this one, which drift is measured against. Writes `failures.parquet` (every failing row),
    `report.json` with its schema, `junit.xml` and, with `expectations`, the Data Docs, all below `folder/report`.
    Nothing outside that folder is touched. Missing, foreign or damaged files are failures in the outcome, and so that
    the report could not be written stands in it too; raises NotADirectoryError when there is no such folder, and
    OSError when there is no room to work in.
    """
    folder = folder.absolute()
    files = check_files(folder, deep=deep)
    report = folder / "report"
    try:
        with opened(files, previous) as connection:
            add_failures(connection, files.failures)
            row_results = list(_read_again(connection, files)) if deep else []
            results = (*files.results(), *row_results, *evaluate(connection, files, all_checks()))
            unwritten = _write_failures(connection, report)
    except (duckdb.IOException, duckdb.OutOfMemoryException) as error:  # no room to spill
        raise OSError(_plain(error)) from error
    row_counts = {name: files.row_counts[name] for name in TABLES if name in files.row_counts}
    outcome = Outcome(results, row_counts, failures_file="report/failures.parquet")
    if unwritten is None:
        try:
            outcome = _with_expectations(files, outcome, report) if expectations else outcome
            write_machine_reports(outcome, report)
        except OSError as error:
            unwritten = _plain(error)
    elif expectations:
        with TemporaryDirectory(prefix="onrecord-validate-") as elsewhere:
            outcome = _with_expectations(files, outcome, Path(elsewhere))
    return replace(outcome, failures_file=None, data_docs=None, unwritten=unwritten) if unwritten else outcome


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


def _with_expectations(files: Files, outcome: Outcome, report: Path) -> Outcome:
    with warnings.catch_warnings():
        # Great Expectations and what it brings along warn of their own future, which is no concern of the data's.
        warnings.simplefilter("ignore")
        from onrecord.validation.expectations import meet_expectations

        suites = meet_expectations(files, outcome, report)
    return replace(outcome, results=(*outcome.results, *suites), data_docs="report/data_docs/index.html")


def _read_again(connection: duckdb.DuckDBPyConnection, files: Files) -> Iterator[RuleResult]:
    for name in files.row_counts:
        rule = row_rule(TABLES[name])
        add_failures(connection, invalid_rows(files, name))
        count = connection.execute("SELECT count(DISTINCT key) FROM failures WHERE rule = ?", [rule.id]).fetchall()
        why = f"{name}.parquet lacks columns" if files.unusable[name] else None
        yield result_of(connection, rule, files, count[0][0], why)
