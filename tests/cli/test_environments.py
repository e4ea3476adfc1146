"""The command in environments that people really have: each ends in one clear line, and writes the same bytes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from onrecord import BuildResult

ARTICLE = "Floods hit Jakarta\n\nJAKARTA - \x1b[2JPolice said on Monday that the \x1b[31mcity\x1b[0m was flooded.\n"


def run(*arguments: object, stdout: str | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "onrecord", *map(str, arguments)]
    with open(stdout or os.devnull, "w") as target:  # noqa: PTH123
        out = target if stdout else subprocess.PIPE
        return subprocess.run(command, stdout=out, stderr=subprocess.PIPE, text=True, env=os.environ | environment)


def test_the_whole_dataset_is_the_same_in_any_time_zone(dataset: BuildResult, seeds: Path, tmp_path: Path) -> None:
    assert run(seeds, "-o", tmp_path / "out", "--quiet", TZ="Pacific/Kiritimati").returncode == 0
    here, there = (
        {file.relative_to(root): file.read_bytes() for file in root.rglob("*") if file.is_file()}
        for root in (dataset.out, tmp_path / "out")
    )
    assert {path.as_posix() for path in here.keys() | there.keys() if here.get(path) != there.get(path)} == set()


def test_without_docstrings_it_says_so_in_one_line(tmp_path: Path) -> None:
    done = run(tmp_path, PYTHONOPTIMIZE="2")
    assert done.returncode == 1 and done.stderr.startswith("build-dataset: Python runs without docstrings")
    assert done.stderr.count("\n") == 1


def test_a_full_output_is_one_line(dataset: BuildResult) -> None:
    claim = pq.read_table(dataset.out / "claims.parquet")["claim_id"][0].as_py()
    done = run("explain", claim, "-o", dataset.out, stdout="/dev/full")
    assert (done.returncode, done.stderr) == (
        2,
        "build-dataset: the output cannot be written: No space left on device\n",
    )


def test_an_id_that_is_no_text_is_one_line(dataset: BuildResult) -> None:
    command = [sys.executable.encode(), b"-m", b"onrecord", b"explain", b"clm-\xff", b"-o", os.fsencode(dataset.out)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 2 and done.stderr.count("\n") == 1 and "is no id of a row" in done.stderr


def test_a_terminal_obeys_nothing_of_a_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE)
    built = run(tmp_path / "a.txt", "-o", tmp_path / "out")
    claim = pq.read_table(tmp_path / "out/claims.parquet")["claim_id"][0].as_py()
    explained = run("explain", claim, "-o", tmp_path / "out")
    assert "\\x1b[31mcity" in explained.stdout
    assert "\x1b" not in built.stdout + built.stderr + explained.stdout


@pytest.mark.parametrize("limit", ["seconds=0", "memory_bytes=10", "file_bytes=99999999999999999999"])
def test_a_limit_out_of_range_is_refused(tmp_path: Path, limit: str) -> None:
    done = run(tmp_path, "--limit", limit)
    assert done.returncode == 2 and "must be at least" in done.stderr
