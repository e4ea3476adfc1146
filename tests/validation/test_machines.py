"""What machines get: report.json that keeps to its schema, JUnit that fails where a critical rule does, exit codes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from xml.etree import ElementTree

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from faults import write

from onrecord.validation import validate
from onrecord.validation.reports import Report
from onrecord_schema import SCHEMA_VERSION


@pytest.fixture
def copy(good: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "copy"
    shutil.copytree(good, folder, ignore=shutil.ignore_patterns("report"))
    return folder


def with_strange_stance(folder: Path) -> str:
    """Give the first claim a stance that the contract does not know, and signs that XML does not; returns its id."""
    rows = pq.read_table(folder / "claims.parquet").to_pylist()
    rows[0]["stance"] = "shouts <b>&\x07"
    write(folder, "claims", rows)
    return str(rows[0]["claim_id"])


def test_the_report_for_machines_names_rule_and_row_and_keeps_to_its_schema(copy: Path) -> None:
    key = with_strange_stance(copy)
    validate(copy, expectations=False)
    report = json.loads((copy / "report" / "report.json").read_text(encoding="utf-8"))
    Report.model_validate(report, strict=True)
    schema = json.loads((copy / "report" / "report.schema.json").read_text(encoding="utf-8"))
    assert set(schema["properties"]) == set(report) and schema["required"] == list(report)
    (rule,) = [one for one in report["rules"] if one["id"] == "CLM-06"]
    assert (rule["severity"], rule["failed"], rule["failures"][0]["key"]) == ("critical", 1, key)
    assert not report["valid"] and report["broken"]["critical"] >= 1
    assert report["rows"]["claims"] == 5


def test_junit_fails_where_a_critical_rule_does_and_tells_warnings_without_failing(copy: Path) -> None:
    key = with_strange_stance(copy)
    rows = pq.read_table(copy / "articles.parquet").to_pylist()
    write(copy, "articles", [{**row, "language": None} for row in rows])
    validate(copy, expectations=False)
    suites = ElementTree.parse(copy / "report" / "junit.xml").getroot()
    cases = {case.get("name", "").split()[0]: case for case in suites.iter("testcase")}
    failure = cases["CLM-06"].find("failure")
    assert (
        failure is not None and key in (failure.text or "") and "shouts <b>&\N{REPLACEMENT CHARACTER}" in failure.text
    )
    assert cases["ART-28"].find("failure") is None and "warning: 3 failed" in (
        cases["ART-28"].findtext("system-out") or ""
    )
    assert len({suite.get("name") for suite in suites}) == len(suites)
    assert sum(int(suite.get("failures", 0)) for suite in suites) == sum(1 for _ in suites.iter("failure"))


def test_every_row_is_read_again_when_asked(copy: Path) -> None:
    rows = pq.read_table(copy / "events.parquet").to_pylist()
    rows[1]["mode"] = "phone"
    write(copy, "events", rows)
    outcome = validate(copy, expectations=False, deep=True)
    (failure,) = outcome.of("EVT-00").failures
    assert failure.key == rows[1]["event_id"] and "phone" in (failure.found or "")
    assert outcome.of("CLM-00").holds and outcome.of("CLM-00").checked == 5


def test_a_flipped_byte_is_seen_when_asked_even_if_the_manifest_was_made_to_fit(copy: Path) -> None:
    from hashlib import sha256

    path, manifest = copy / "claims.parquet", copy / "manifest.json"
    content = bytearray(path.read_bytes())
    content[60] ^= 1
    path.write_bytes(content)
    stated = json.loads(manifest.read_text())
    stated["tables"]["claims"]["sha256"] = sha256(content).hexdigest()
    manifest.write_text(json.dumps(stated))
    assert validate(copy, expectations=False, deep=True).of("FIL-02").failed == 1


def drifted(folder: Path, table: str, change: Callable[[list[dict[str, object]]], list[dict[str, object]]]) -> None:
    write(folder, table, change(pq.read_table(folder / f"{table}.parquet").to_pylist()))


def test_drift_against_the_previous_build_is_a_warning_with_figures(copy: Path, tmp_path: Path) -> None:
    before = tmp_path / "before"
    shutil.copytree(copy, before)
    drifted(before, "dates", lambda rows: [{**rows[0], "anchor": "2021"}] * 90)
    drifted(copy, "dates", lambda rows: [{**rows[0], "anchor": None}] * 50)
    outcome = validate(copy, expectations=False, previous=before)
    (rows,) = outcome.of("SET-10").failures
    assert rows.expected == "about 90 rows, 30.0 per article, as in the previous build"
    assert rows.found == "50 rows, 16.67 per article"
    (nulls,) = outcome.of("SET-11").failures
    assert (nulls.column, nulls.found) == ("dates.anchor", "100 % in 50 rows")
    assert nulls.expected == "about 0 % nulls in 90 rows, as in the previous build"
    assert {outcome.of(rule).rule.severity for rule in ("SET-10", "SET-11", "SET-12")} == {"warning"}
    assert outcome.of("SET-12").holds
    drifted(copy, "articles", lambda rows: rows[:1])
    assert validate(copy, expectations=False, previous=before).of("SET-12").failures[0].found == "1"


def test_without_a_previous_build_there_is_no_drift(copy: Path, tmp_path: Path) -> None:
    for previous in (None, tmp_path / "nowhere", copy):
        outcome = validate(copy, expectations=False, previous=previous)
        assert outcome.failed == () and outcome.of("SET-10").holds


def build_dataset(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The command, without the expectations: their imports take seconds and change no exit code here."""
    program = (
        "import sys, functools, onrecord.validation as v;"
        "v.validate = functools.partial(v.validate, expectations=False);"
        "from onrecord.cli.main import main; sys.argv[0] = 'build-dataset'; main()"
    )
    return subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=False)


def test_exit_codes_say_valid_invalid_and_wrong_call(copy: Path, tmp_path: Path) -> None:
    assert build_dataset("validate", str(copy), "--quiet").returncode == 0
    with_strange_stance(copy)
    assert build_dataset("validate", str(copy), "--quiet", "--deep").returncode == 1
    for wrong in (tmp_path / "nowhere", copy / "claims.parquet"):
        run = build_dataset("validate", str(wrong))
        assert run.returncode == 2 and run.stderr.count("\n") == 1 and "not a folder" in run.stderr


def by_pandas(folder: Path) -> None:
    import pandas as pd

    pd.read_parquet(folder / "claims.parquet").to_parquet(folder / "claims.parquet", compression="gzip")


def of_large_strings(folder: Path) -> None:
    table = pq.read_table(folder / "persons.parquet")
    kinds = [pa.large_string() if kind == pa.string() else kind for kind in table.schema.types]
    columns = [column.cast(kind) for column, kind in zip(table.columns, kinds, strict=True)]
    pq.write_table(pa.table(columns, names=table.column_names), folder / "persons.parquet")


def with_other_files(folder: Path) -> None:
    (folder / "notes.txt").write_text("mine")
    (folder / "more.parquet").write_bytes(b"PAR1")
    (folder / "sub").mkdir()


def linked(folder: Path) -> None:
    (folder / "claims.parquet").rename(folder.parent / "elsewhere.parquet")
    (folder / "claims.parquet").symlink_to(folder.parent / "elsewhere.parquet")


@pytest.mark.parametrize("change", [by_pandas, of_large_strings, with_other_files, linked])
def test_tables_that_others_wrote_are_read_as_they_are(change: Callable[[Path], None], copy: Path) -> None:
    (copy / "manifest.json").unlink()
    change(copy)
    outcome = validate(copy, expectations=False)
    assert outcome.is_valid and {result.rule.id for result in outcome.failed} <= {"FIL-07", "FIL-08"}


def dangling(folder: Path) -> None:
    (folder / "claims.parquet").unlink()
    (folder / "claims.parquet").symlink_to(folder / "nowhere")


def in_a_circle(folder: Path) -> None:
    (folder / "claims.parquet").unlink()
    (folder / "claims.parquet").symlink_to(folder / "claims.parquet")


def a_pipe(folder: Path) -> None:
    (folder / "claims.parquet").unlink()
    os.mkfifo(folder / "claims.parquet")


@pytest.mark.parametrize("change", [dangling, in_a_circle, a_pipe])
def test_what_is_no_file_is_named(change: Callable[[Path], None], copy: Path) -> None:
    change(copy)
    outcome = validate(copy, expectations=False)
    assert [failure.table for failure in outcome.of("FIL-01").failures] == ["claims"]


def test_where_the_report_cannot_be_written_the_findings_are_told_and_one_line_says_so(copy: Path) -> None:
    (copy / "report").write_text("in the way")
    run = build_dataset("validate", str(copy))
    assert run.returncode == 0 and "valid" in run.stdout and "claims" in run.stdout
    assert "Traceback" not in run.stderr and run.stderr.splitlines()[-1].startswith("the report could not be written: ")
    with_strange_stance(copy)
    run = build_dataset("validate", str(copy), "--json")
    told = json.loads(run.stdout)
    assert run.returncode == 1 and told["report"] is None
    assert "CLM-06" in [rule["rule"] for rule in told["failed"]]


@pytest.fixture
def as_another_user() -> Iterator[Path]:
    """A folder in which files may be made unreadable for this process, which root's never are otherwise."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    is_root = os.geteuid() == 0
    try:
        yield folder
    finally:
        if is_root:
            os.seteuid(0)
        folder.chmod(0o755)
        for path in folder.rglob("*"):
            path.chmod(0o755)
        shutil.rmtree(folder)


def test_what_may_not_be_read_or_written_is_named(good: Path, as_another_user: Path) -> None:
    folder = as_another_user / "copy"
    shutil.copytree(good, folder, ignore=shutil.ignore_patterns("report"))
    validate(folder, expectations=False)  # so that all is imported before the rights are given up
    shutil.rmtree(folder / "report")
    (folder / "claims.parquet").chmod(0)
    folder.chmod(0o555)
    if os.geteuid() == 0:
        os.seteuid(65534)
    outcome = validate(folder, expectations=False)
    assert [failure.table for failure in outcome.of("FIL-02").failures] == ["claims"]
    assert "ermission" in (outcome.of("FIL-02").failures[0].found or "") and "ermission" in (outcome.unwritten or "")
    assert outcome.of("CLM-05").skipped == "claims.parquet cannot be read" and outcome.of("EVT-05").holds


def test_a_dataset_of_an_older_version_is_told_so_and_what_it_lacks(copy: Path) -> None:
    manifest = json.loads((copy / "manifest.json").read_text())
    manifest["schema_version"] = "1.0.0"
    del manifest["tables"]["conflicts"]
    (copy / "manifest.json").write_text(json.dumps(manifest))
    (copy / "conflicts.parquet").unlink()
    claims = pq.read_table(copy / "claims.parquet").drop_columns(["first_reported", "last_reported"])
    pq.write_table(claims, copy / "claims.parquet")
    outcome = validate(copy, expectations=False)
    assert outcome.of("FIL-13").failures[0].expected == SCHEMA_VERSION
    assert [failure.table for failure in outcome.of("FIL-01").failures] == ["conflicts"]
    assert [failure.column for failure in outcome.of("FIL-03").failures] == ["first_reported", "last_reported"]
    assert outcome.of("CLM-47").skipped and outcome.of("CLM-05").holds


def by_duckdb(folder: Path) -> None:
    import duckdb

    for path in sorted(folder.glob("*.parquet")):
        duckdb.sql(f"SELECT * FROM '{path}'").write_parquet(f"{path}.new")
        Path(f"{path}.new").replace(path)


def with_dictionaries(folder: Path) -> None:
    table = pq.read_table(folder / "claims.parquet")
    columns = [column.dictionary_encode() if column.type == pa.string() else column for column in table.columns]
    pq.write_table(pa.table(columns, names=table.column_names), folder / "claims.parquet")


def with_more_columns(folder: Path) -> None:
    table = pq.read_table(folder / "events.parquet")
    pq.write_table(table.append_column("mine", pa.array([{"a": 1}] * len(table))), folder / "events.parquet")


@pytest.mark.parametrize("change", [by_duckdb, with_dictionaries, with_more_columns])
def test_tables_that_others_rewrote_break_no_critical_rule(change: Callable[[Path], None], copy: Path) -> None:
    (copy / "manifest.json").unlink()
    change(copy)
    outcome = validate(copy, expectations=False)
    assert outcome.is_valid
    assert {result.rule.id for result in outcome.failed} <= {"FIL-05", "FIL-07", "FIL-08"}


def test_drifted_types_are_named_and_what_needs_them_is_skipped(copy: Path) -> None:
    import pandas as pd

    (copy / "manifest.json").unlink()
    claims = pd.read_parquet(copy / "claims.parquet")
    claims["said_start"] = pd.to_datetime(claims["said_start"])
    claims["start"] = claims["start"].astype("float64")
    claims.to_parquet(copy / "claims.parquet")
    outcome = validate(copy, expectations=False)
    told = {failure.column: (failure.expected, failure.found) for failure in outcome.of("FIL-04").failures}
    assert set(told) == {"said_start", "start"} and told["start"] == ("int32", "double")
    assert outcome.of("CLM-05").skipped == "claims.start is missing or of another type"
    assert {result.rule.layer for result in outcome.failed_rules("critical")} == {"file"}


def test_a_folder_may_be_a_link_and_two_validations_may_run_at_once(copy: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(copy, target_is_directory=True)
    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(lambda folder: validate(folder, expectations=False), (link, copy))
    assert one == other and one.is_valid
    assert pq.read_metadata(copy / "report" / "failures.parquet").num_rows == 0
