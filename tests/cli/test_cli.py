"""The command as a person calls it: options anywhere, exit codes, one clear line for a wrong call, help at once."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from onrecord import BuildResult

COMMAND = [str(Path(sys.executable).with_name("build-dataset"))]
MODULE = [sys.executable, "-m", "onrecord"]
STORY = "Floods hit Jakarta\n\nJAKARTA - Floods killed 12 people on Monday, officials said.\n" * 3


def run(
    *arguments: object, command: list[str] = COMMAND, cwd: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*command, *map(str, arguments)], capture_output=True, text=True, check=False, cwd=cwd,
        env=os.environ | {"NO_COLOR": "1", "COLUMNS": "120"} | environment,
    )  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An article, its copy, two empty files, and one that is no text."""
    folder = tmp_path_factory.mktemp("cli") / "articles"
    folder.mkdir()
    (folder / "a.txt").write_text(STORY)
    (folder / "b.txt").write_text(STORY)
    (folder / "empty.txt").touch()
    (folder / "nothing.txt").touch()
    (folder / "noise.bin").write_bytes(b"\x00\x01\x02")
    return folder


@pytest.fixture(scope="module")
def first_build(folder: Path) -> Iterator[subprocess.CompletedProcess[str]]:
    """The folder built at `data` beside it, options around the sources, with a log."""
    yield run("-v", folder, "-o", "data", cwd=folder.parent)


@pytest.mark.parametrize("command", [COMMAND, MODULE], ids=["build-dataset", "python -m onrecord"])
def test_help_lists_the_options_and_the_commands_with_a_line_each(command: list[str]) -> None:
    shown = run("--help", command=command).stdout
    assert "Usage: build-dataset [OPTIONS] [SOURCES]... | COMMAND [ARGS]..." in shown
    for words in ("--out", "-o", "--install-completion", "--address", "validate  Check the tables",
                  "explain   Show a row", "evaluate  Score a dataset"):  # fmt: skip
        assert words in shown


def test_help_and_the_package_load_nothing_heavy() -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", "import sys, onrecord.cli.main, onrecord; print(*sys.modules)"],
        capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    heavy = {"spacy", "pandas", "pyarrow", "duckdb", "great_expectations", "trafilatura", "numpy", "pydantic", "rich"}
    assert not heavy & set(loaded)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere"], "nowhere does not exist"),
        (["validate", "nowhere"], "nowhere is not a folder"),
        (["--quiet", "validate", "nowhere"], "nowhere is not a folder"),
        (["validate", "nowhere", "--quiet"], "nowhere is not a folder"),
        (["-qo", "validate", "nowhere"], "nowhere does not exist"),
        (["-o", "nowhere", "explain", "clm-0123456789abcdef"], "nowhere is not a folder"),
        (["validate", "--workers", "2", "nowhere"], "No such option: --workers"),
        (["nowhere", "validate"], "nowhere does not exist"),
        (["--", "validate"], "validate does not exist"),
        (["--workers", "0"], "--workers"),
        (["--limit", "pages=5"], "there is no limit"),
        (["valdate", "data"], "valdate does not exist; did you mean validate?"),
        (["--quiet", "explian", "clm-0123456789abcdef"], "did you mean explain?"),
    ],
)
def test_a_wrong_call_is_exit_code_2_and_says_why(arguments: list[str], message: str, tmp_path: Path) -> None:
    result = run(*arguments, cwd=tmp_path)
    assert result.returncode == 2
    assert message in result.stderr
    assert "Traceback" not in result.stderr
    assert not list(tmp_path.iterdir())


def test_the_version_is_that_of_the_package() -> None:
    from onrecord import __version__

    assert run("--version").stdout == f"{__version__}\n"


@pytest.mark.parametrize(
    ("words", "expected"),
    [("v", ["validate"]), ("validate --d", ["--deep"]), ("--addr", ["--address"]), ("--quiet ex", ["explain"])],
)
def test_a_shell_completes_commands_and_options(words: str, expected: list[str]) -> None:
    completed = run(
        _BUILD_DATASET_COMPLETE="complete_bash", COMP_WORDS=f"build-dataset {words}", COMP_CWORD=str(len(words.split()))
    )
    assert completed.stdout.split() == expected


@pytest.mark.parametrize(
    ("model", "reason"),
    [("xx_no_such_model", "is not installed"), ("blank", "no parser"), ("german", "is for the language 'de'")],
)
def test_a_wrong_model_is_one_line_before_anything_is_read(
    folder: Path, tmp_path: Path, model: str, reason: str
) -> None:
    import spacy

    spacy.blank("en").to_disk(tmp_path / "blank")
    spacy.blank("de").to_disk(tmp_path / "german")
    result = run(folder, "-v", "--out", "out", "--model", model, cwd=tmp_path)
    assert result.returncode == 2 and len(result.stderr.splitlines()) == 1
    assert f"the model {model!r}" in result.stderr and reason in result.stderr
    assert not (tmp_path / "out").exists()


def test_the_summary_says_what_was_rejected_and_why(
    first_build: subprocess.CompletedProcess[str], folder: Path
) -> None:
    shown = first_build.stdout.splitlines()
    assert first_build.returncode == 0, first_build.stderr
    assert "1 input left out as a duplicate" in shown
    report = folder.parent / "data" / "report"
    at = shown.index(f"3 inputs rejected (all are in {report / 'sources.html'}):")
    assert shown[at + 1] == "  2 × It is empty: the file has no bytes. (empty.txt, nothing.txt)"
    assert shown[at + 2].startswith("  1 × It is binary data") and shown[at + 2].endswith("(noise.bin)")
    assert "noise.bin" in (report / "sources.html").read_text()
    assert shown[-1] == f"valid; report: {report / 'index.html'}"


def test_the_log_says_what_is_read_rejected_and_in_the_cache(
    first_build: subprocess.CompletedProcess[str], folder: Path
) -> None:
    log = first_build.stderr.splitlines()
    assert log.index("reading a.txt") < log.index("processed a.txt")
    assert "rejected empty.txt: It is empty: the file has no bytes." in log
    assert "a.txt is in the cache" not in log
    again = run(folder, "--verbose", "--out", folder.parent / "data")
    assert "a.txt is in the cache" in again.stderr.splitlines() and "processed" not in again.stderr


@pytest.mark.usefixtures("first_build")
def test_the_json_summary_is_json_and_nothing_else(folder: Path) -> None:
    result = run("--json", folder, "-o", folder.parent / "data", command=MODULE)
    summary = json.loads(result.stdout)
    assert result.returncode == 0 and not result.stderr
    assert summary["valid"] and summary["rows"]["articles"] == 1
    assert summary["duplicates"] == 1 and summary["rejected"] == 3
    assert [one["rule"] for one in summary["failed"]] == ["SET-03"]  # more than half was rejected
    empty = {"reason": "It is empty: the file has no bytes.", "inputs": 2, "first": ["empty.txt", "nothing.txt"]}
    assert summary["reasons"][0] == empty
    assert Path(summary["report"]).exists()


@pytest.mark.usefixtures("first_build")
def test_a_folder_named_like_a_command_can_be_built(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "validate")
    (tmp_path / "valdate").mkdir()
    (tmp_path / "valdate/a.txt").write_text("A boat sank off Port Vale on Monday, police said.\n")
    result = run("valdate", "./validate", "--quiet", cwd=tmp_path)
    assert result.returncode == 0 and not result.stdout and not result.stderr
    assert pq.read_metadata(tmp_path / "data" / "articles.parquet").num_rows == 2


@pytest.mark.parametrize("command", [["validate", "{}"], ["explain", "clm-0123456789abcdef", "--out", "{}"]])
def test_a_folder_without_a_table_is_no_dataset_and_stays_as_it_is(command: list[str], tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text("A boat sank.")
    result = run(*(part.format(tmp_path) for part in command))
    assert result.returncode == 2 and "is not a dataset" in result.stderr and "Traceback" not in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["story.txt"]


def test_a_broken_rule_is_told_with_what_was_expected_and_found(dataset: BuildResult, tmp_path: Path) -> None:
    shutil.copytree(dataset.out, tmp_path / "data")
    with (tmp_path / "data" / "claims.parquet").open("r+b") as file:
        file.truncate(100)
    result = run("validate", tmp_path / "data")
    assert result.returncode == 1
    (line,) = (line for line in result.stdout.splitlines() if "FIL-02" in line)
    assert line.startswith("critical: FIL-02 claims, 1 row: expected ") and ", found " in line
    assert result.stdout.splitlines()[-1].startswith("NOT valid: a critical rule is broken; report: ")
    broken = json.loads(run("validate", "--json", tmp_path / "data").stdout)["failed"]
    (file_rule,) = (one for one in broken if one["rule"] == "FIL-02")
    assert file_rule["expected"] and file_rule["found"] and file_rule["table"] == "claims"


def test_explain_shows_a_claim_in_its_paragraph(dataset: BuildResult) -> None:
    claim = pq.read_table(dataset.out / "claims.parquet").to_pylist()[0]
    for arguments in (
        ["explain", claim["claim_id"], "-o", dataset.out],
        ["-o", dataset.out, "explain", claim["claim_id"]],
    ):
        shown = run(*arguments)
        assert shown.returncode == 0
        assert f">>>{claim['text']}<<<" in shown.stdout
    assert run("explain", "clm-0000000000000000", "--out", dataset.out).returncode == 2
