"""The command as a person calls it: exit codes, one clear line for a wrong call, help at once."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from onrecord import BuildResult

COMMAND = [str(Path(sys.executable).with_name("build-dataset"))]


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*COMMAND, *map(str, arguments)], capture_output=True, text=True, check=False)


def test_help_names_the_options_and_loads_nothing_heavy() -> None:
    assert "--out" in run("--help").stdout
    loaded = subprocess.run(
        [sys.executable, "-c", "import sys, onrecord.cli.main, onrecord; print(*sys.modules)"],
        capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    heavy = {"spacy", "pandas", "pyarrow", "duckdb", "great_expectations", "trafilatura", "numpy", "pydantic"}
    assert not heavy & set(loaded)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere"], "nowhere does not exist"),
        (["--engine", "magic"], "choose in-process, processes or dask"),
        (["--engine", "dask"], "need each other"),
        (["validate", "nowhere"], "nowhere is not a folder"),
        (["--workers", "0"], "--workers"),
        (["--limit", "pages=5"], "there is no limit"),
    ],
)
def test_a_wrong_call_is_exit_code_2_and_says_why(arguments: list[str], message: str) -> None:
    result = run(*arguments)
    assert result.returncode == 2
    assert message in result.stderr
    assert "Traceback" not in result.stderr


def test_a_model_that_is_not_installed_is_named(seeds: Path, tmp_path: Path) -> None:
    result = run(seeds, "--out", tmp_path / "out", "--model", "xx_no_such_model")
    assert result.returncode == 2
    assert "xx_no_such_model" in result.stderr


def test_a_model_that_cannot_parse_is_named_and_says_what_it_lacks(seeds: Path, tmp_path: Path) -> None:
    import spacy

    spacy.blank("en").to_disk(tmp_path / "blank")
    for model, why in ((tmp_path / "blank", "no parser"), (seeds, "not installed")):
        result = run(seeds, "--out", tmp_path / "out", "--model", model)
        assert result.returncode == 2
        assert str(model) in result.stderr and why in result.stderr and "Traceback" not in result.stderr
        assert not (tmp_path / "out").exists()


def test_the_json_summary_is_json_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(
        "Floods hit Jakarta\n\nJAKARTA - Floods killed 12 people on Monday, officials said.\n" * 3
    )
    result = run(folder, "--out", tmp_path / "out", "--json")
    summary = json.loads(result.stdout)
    assert result.returncode == 0, result.stdout + result.stderr
    assert summary["valid"] and summary["rows"]["articles"] == 1
    assert Path(summary["report"]).exists()


@pytest.mark.parametrize("command", [["validate", "{}"], ["explain", "clm-0123456789abcdef", "--out", "{}"]])
def test_folder_without_a_table_is_no_dataset_and_stays_as_it_is(command: list[str], tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text("A boat sank.")
    result = run(*(part.format(tmp_path) for part in command))
    assert result.returncode == 2 and "holds no dataset" in result.stderr and "Traceback" not in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["story.txt"]


def test_validate_says_no_to_a_dataset_that_was_edited(dataset: BuildResult, tmp_path: Path) -> None:
    import shutil

    shutil.copytree(dataset.out, tmp_path / "data")
    with (tmp_path / "data" / "claims.parquet").open("r+b") as file:
        file.truncate(100)
    result = run("validate", tmp_path / "data")
    assert result.returncode == 1
    assert "claims" in result.stdout


def test_explain_shows_a_claim_in_its_paragraph(dataset: BuildResult) -> None:
    import pyarrow.parquet as pq

    claim = pq.read_table(dataset.out / "claims.parquet").to_pylist()[0]
    shown = run("explain", claim["claim_id"], "--out", dataset.out)
    assert shown.returncode == 0
    assert f">>>{claim['text']}<<<" in shown.stdout
    assert run("explain", "clm-0000000000000000", "--out", dataset.out).returncode == 2
