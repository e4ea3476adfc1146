"""Every rule has a fault that breaks it and is named, and good datasets break no rule."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from faults import Fault, FolderFault, Rows, key_of, write
from faults_across import CHANGES, CONFLICTS, CORRECTIONS, CROSSWALK, DATASET, JUDGMENTS, NO_ARTICLES, STORIES
from faults_articles import ARTICLES, SEGMENTS, SOURCES
from faults_claims import CLAIMS, EVENTS
from faults_contract import ColumnFaults, column_faults
from faults_files import EXPECTATIONS, FILES, MANIFEST
from faults_people import DATES, MENTIONS, PERSONS, QUANTITIES
from good_dataset import good_rows

from onrecord.validation import Outcome, validate
from onrecord_schema.tables import TABLES

FAULTS: tuple[Fault, ...] = (
    *SOURCES, *ARTICLES, *SEGMENTS, *CLAIMS, *EVENTS, *MENTIONS, *PERSONS, *QUANTITIES, *DATES,
    *STORIES, *JUDGMENTS, *CONFLICTS, *CORRECTIONS, *CHANGES, *CROSSWALK,
)  # fmt: skip
COLUMN_FAULTS: tuple[ColumnFaults, ...] = tuple(column_faults())
FOLDER_FAULTS: tuple[FolderFault, ...] = (*FILES, *MANIFEST, *EXPECTATIONS, *NO_ARTICLES, *DATASET)
#: Copies of the good rows that show faults of many rows.
COPIES = 50


def write_rows(folder: Path, copies: Iterable[Rows]) -> None:
    """Write copies of the good rows as one dataset without a manifest."""
    copies = list(copies)
    for table in TABLES:
        write(folder, table, [row for rows in copies for row in rows[table]])


def copy_of_rows(copy: int) -> Rows:
    return {table: [dict(row) for row in rows] for table, rows in good_rows(copy).items()}


def broken(outcome: Outcome) -> list[str]:
    """The rules that rows break, leaving aside that the files are not as a build writes them."""
    return [result.rule.id for result in outcome.failed if result.rule.layer != "file"]


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("copies")
    write_rows(folder, map(copy_of_rows, range(COPIES)))
    return folder


@pytest.fixture
def copy(good: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(good, tmp_path / "copy", ignore=shutil.ignore_patterns("report")))


def test_every_rule_has_a_fault_and_a_good_dataset_breaks_none(good: Path, copy: Path) -> None:
    outcome = validate(copy, deep=True, previous=good)
    assert (outcome.failed, outcome.skipped) == ((), ())
    rules = {result.rule.id for result in outcome.results}
    assert {fault.rule for fault in (*FAULTS, *FOLDER_FAULTS)} == rules


def test_many_good_copies_break_no_rule(copies: Path) -> None:
    assert broken(validate(copies, expectations=False, previous=copies)) == []


def test_no_fault_is_there_twice() -> None:
    faults = [(fault.rule, fault.wrong) for fault in (*FAULTS, *FOLDER_FAULTS)]
    assert len(set(faults)) == len(faults)


Named = set[tuple[str, str, str]]
"""(rule, key of the row, column) of failures."""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], list[Named], Named]:
    """The row that each fault must name, what the faults in columns must name, and all that is named.

    Each fault is in its own copy of the good rows, and all copies are one dataset: one validation is enough.
    """
    folder = tmp_path_factory.mktemp("faulty")
    *copies, untouched = [copy_of_rows(copy) for copy in range(len(FAULTS) + len(COLUMN_FAULTS) + 1)]
    keys = [fault.inject(rows) for fault, rows in zip(FAULTS, copies, strict=False)]
    columns = [faults.inject(rows) for faults, rows in zip(COLUMN_FAULTS, copies[len(FAULTS) :], strict=True)]
    write_rows(folder, [*copies, untouched])
    validate(folder, expectations=False, deep=True)
    failures = pq.read_table(folder / "report" / "failures.parquet", columns=["rule", "key", "column"])
    named = set(zip(*(column.to_pylist() for column in failures.columns), strict=True))
    good = {key_of(table, row) for table in TABLES for row in untouched[table]}
    assert not [failure for failure in named if failure[1] in good]
    return keys, columns, named


@pytest.mark.parametrize("number", range(len(FAULTS)), ids=lambda n: f"{FAULTS[n].rule} {FAULTS[n].wrong}")
def test_a_fault_in_a_row_is_named(number: int, found: tuple[list[str], list[Named], Named]) -> None:
    keys, _, named = found
    assert (FAULTS[number].rule, keys[number]) in {failure[:2] for failure in named}


@pytest.mark.parametrize("number", range(len(COLUMN_FAULTS)), ids=lambda n: COLUMN_FAULTS[n].rule)
def test_a_value_that_the_contract_forbids_is_named(number: int, found: tuple[list[str], list[Named], Named]) -> None:
    _, columns, named = found
    assert columns[number] - named == set()


def test_faults_in_files_are_named(copy: Path) -> None:
    assert unnamed(copy, FILES) == []


def test_faults_against_the_manifest_are_named(copy: Path) -> None:
    assert unnamed(copy, MANIFEST) == []


def test_faults_against_the_expectations_are_named(copy: Path) -> None:
    assert unnamed(copy, EXPECTATIONS, expectations=True) == []


def test_a_dataset_without_articles_is_named(copy: Path) -> None:
    assert unnamed(copy, NO_ARTICLES) == []


def test_faults_of_many_rows_are_named(copies: Path, tmp_path: Path) -> None:
    shutil.copytree(copies, tmp_path, ignore=shutil.ignore_patterns("report"), dirs_exist_ok=True)
    assert unnamed(tmp_path, DATASET, previous=copies) == []


def unnamed(
    folder: Path, faults: Sequence[FolderFault], *, expectations: bool = False, previous: Path | None = None
) -> list[str]:
    """Put all faults into one dataset; returns those that their rules do not name."""
    for fault in faults:
        fault.edit(folder)
    outcome = validate(folder, expectations=expectations, previous=previous)
    failures = [failure for result in outcome.results for failure in result.failures]
    named = {(failure.rule_id, name) for failure in failures for name in (failure.key, failure.column)}
    return [f"{fault.rule} {fault.wrong}" for fault in faults if (fault.rule, fault.names) not in named]
