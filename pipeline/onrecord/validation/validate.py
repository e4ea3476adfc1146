"""`validate(folder)`: every layer of validation over the tables in a folder, whoever wrote them."""

from __future__ import annotations

import warnings
from dataclasses import replace
from pathlib import Path

from onrecord.validation.evaluate import add_failures, evaluate, opened, write_failures
from onrecord.validation.files import check_files
from onrecord.validation.outcome import Outcome
from onrecord.validation.rules import all_checks
from onrecord_schema.tables import TABLES


def validate(folder: Path, *, expectations: bool = True) -> Outcome:
    """Check the dataset in `folder`: its files, its rows, the declared expectations, the dataset as a whole.

    Writes `report/failures.parquet` (every failing row) and, with `expectations`, the suites as JSON and the Data Docs,
    all below `folder/report`. Nothing outside that folder is touched. Missing, foreign or damaged files are failures in
    the outcome; raises NotADirectoryError when there is no such folder, and OSError when the report cannot be written.
    """
    folder = folder.absolute()
    files = check_files(folder)
    report = folder / "report"
    report.mkdir(exist_ok=True)
    with opened(files) as connection:
        add_failures(connection, files.failures)
        results = (*files.results(), *evaluate(connection, files, all_checks()))
        write_failures(connection, report / "failures.parquet")
    row_counts = {name: files.row_counts[name] for name in TABLES if name in files.row_counts}
    outcome = Outcome(results, row_counts, failures_file="report/failures.parquet")
    if not expectations:
        return outcome
    with warnings.catch_warnings():
        # Great Expectations and what it brings along warn of their own future, which is no concern of the data's.
        warnings.simplefilter("ignore")
        from onrecord.validation.expectations import meet_expectations

        suites = meet_expectations(files, outcome, report)
    return replace(outcome, results=(*results, *suites), data_docs="report/data_docs/index.html")
