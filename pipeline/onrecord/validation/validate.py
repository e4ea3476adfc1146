"""`validate(folder)`: every layer of validation over the tables in a folder, whoever wrote them."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

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
    Nothing outside that folder is touched. Missing, foreign or damaged files are failures in the outcome; raises
    NotADirectoryError when there is no such folder, and OSError when the report cannot be written.
    """
    folder = folder.absolute()
    files = check_files(folder, deep=deep)
    report = folder / "report"
    report.mkdir(exist_ok=True)
    try:
        with opened(files, previous) as connection:
            add_failures(connection, files.failures)
            row_results = list(_read_again(connection, files)) if deep else []
            results = (*files.results(), *row_results, *evaluate(connection, files, all_checks()))
            write_failures(connection, report / "failures.parquet")
    except (duckdb.IOException, duckdb.OutOfMemoryException) as error:  # no room to spill, or for the list of failures
        raise OSError(str(error).splitlines()[0].split(': {"')[0]) from error
    row_counts = {name: files.row_counts[name] for name in TABLES if name in files.row_counts}
    outcome = Outcome(results, row_counts, failures_file="report/failures.parquet")
    if expectations:
        outcome = _with_expectations(files, outcome, report)
    write_machine_reports(outcome, report)
    return outcome


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
