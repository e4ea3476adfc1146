"""What `validate` does with damaged, missing and foreign files, and what it says of the rows that break a rule."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from faults import write
from faults_files import bytes_of, retyped, rewritten

from onrecord.validation import validate
from onrecord.validation.database import MOST_MB, opened
from onrecord_schema.tables import TABLES

#: The module: its name is that of the function, too.
validating = sys.modules["onrecord.validation.validate"]


@pytest.fixture
def copy(good: Path, tmp_path: Path) -> Path:
    """A copy of the good dataset without a manifest, as from someone who edits tables by hand."""
    folder = tmp_path / "copy"
    shutil.copytree(good, folder, ignore=shutil.ignore_patterns("report", "manifest.json"))
    return folder


@pytest.mark.parametrize("megabytes", [1, 4])
def test_a_database_whose_memory_ends_is_given_more(
    megabytes: int, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = pq.read_table(copy / "claims.parquet").to_pylist()
    rows[0]["text"] = "Nobody wrote this."
    write(copy, "claims", rows)
    enough = validate(copy, expectations=False)
    given: list[int] = []
    monkeypatch.setattr(validating, "memory_limit_mb", lambda _: megabytes)
    monkeypatch.setattr(validating, "opened", lambda *of: (given.append(of[2]), opened(*of))[1])
    assert validate(copy, expectations=False) == enough and not enough.is_valid
    assert given == [megabytes, MOST_MB]


@pytest.mark.parametrize(
    "inject",
    [
        bytes_of("claims", lambda content: content[:-100]),
        retyped("claims", "start", pa.string(), str),
        rewritten("claims", lambda table: table.drop_columns(["cue", "article_id"])),
    ],
)
def test_rules_that_cannot_be_checked_are_skipped_not_broken(inject: Callable[[Path], object], copy: Path) -> None:
    inject(copy)
    outcome = validate(copy, expectations=False)
    assert not outcome.is_valid and outcome.skipped
    assert {result.rule.layer for result in outcome.failed} == {"file"}


def test_a_dataset_is_compared_with_its_manifest(good: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(good, folder, ignore=shutil.ignore_patterns("report"))
    rows = pq.read_table(folder / "mentions.parquet").to_pylist()
    write(folder, "mentions", rows[:-1])
    outcome = validate(folder, expectations=False)
    assert [f.table for f in outcome.of("FIL-10").failures] == ["mentions"]
    (rows_lost,) = outcome.of("FIL-10").failures
    assert (rows_lost.expected, rows_lost.found) == ("5 rows", "4 rows")
    assert [f.table for f in outcome.of("FIL-11").failures] == ["mentions"]


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"schema_version": 1, "tables": []}', "[" * 100_000, "\udcff"])
def test_a_damaged_manifest_is_named(content: str, good: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(good, folder, ignore=shutil.ignore_patterns("report"))
    (folder / "manifest.json").write_bytes(content.encode(errors="surrogateescape"))
    assert validate(folder, expectations=False).of("FIL-09").failed


def test_a_manifest_of_another_build_is_named(good: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(good, folder, ignore=shutil.ignore_patterns("report"))
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["sources"]["harbour.txt"] = "f" * 64
    manifest["schema_version"] = "2.0.0"
    (folder / "manifest.json").write_text(json.dumps(manifest))
    outcome = validate(folder, expectations=False)
    assert [failure.key for failure in outcome.of("FIL-12").failures] == ["harbour.txt"]
    assert outcome.of("FIL-09").failed


def test_a_folder_without_tables_is_told_so(tmp_path: Path) -> None:
    outcome = validate(tmp_path, expectations=False)
    assert outcome.of("FIL-01").failed == len(TABLES) and not outcome.is_valid
    assert outcome.row_counts == {}
    assert {result.rule.id for result in outcome.failed} == {"FIL-01", "FIL-08"}


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(NotADirectoryError):
        validate(tmp_path / "nowhere")


def test_odd_folder_names_are_read(good: Path, tmp_path: Path) -> None:
    folder = tmp_path / "it's [a] *strange* {one}? é"
    shutil.copytree(good, folder)
    assert validate(folder, expectations=False).failed == ()


def test_where_a_failing_row_stands_is_kept(copy: Path) -> None:
    rows = pq.read_table(copy / "claims.parquet").to_pylist()
    write(copy, "claims", [{**rows[0], "stance": "shouts"}, *rows[1:]])
    (failure,) = validate(copy, expectations=False).of("CLM-06").failures
    assert (failure.article_id, failure.start, failure.end) == (rows[0]["article_id"], rows[0]["start"], rows[0]["end"])
    assert failure.column == "stance" and failure.found == "shouts"
    assert failure.expected == "one of asserts, denies, questions, requests, hypothesizes"


def test_all_failing_rows_are_written_and_the_first_are_kept(copy: Path) -> None:
    rows = pq.read_table(copy / "dates.parquet").to_pylist()
    write(copy, "dates", [{**rows[0], "date_id": f"dat-{n:016x}"} for n in range(250)])
    result = validate(copy, expectations=False).of("DAT-04")
    assert result.failed >= 249 and len(result.failures) == 100
    written = pq.read_table(copy / "report" / "failures.parquet").to_pylist()
    assert sum(row["rule"] == "DAT-04" for row in written) == result.failed


def test_an_empty_dataset_says_that_there_is_no_article_and_nothing_else(tmp_path: Path) -> None:
    from good_dataset import good_rows, write_dataset

    rows = {table: [] for table in TABLES} | {"sources": good_rows()["sources"][-1:]}
    write_dataset(tmp_path, rows)
    outcome = validate(tmp_path, expectations=False)
    assert [result.rule.id for result in outcome.failed_rules("critical")] == ["SET-01"]


def test_two_validations_say_the_same(copy: Path) -> None:
    write(copy, "mentions", [])
    first = validate(copy, expectations=False)
    written = (copy / "report" / "failures.parquet").read_bytes()
    assert validate(copy, expectations=False) == first
    assert (copy / "report" / "failures.parquet").read_bytes() == written
