"""Every command and query that the README prints runs as printed, on the seeds."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from onrecord import BuildResult

ROOT = Path(__file__).parent.parent
BLOCKS = re.findall(r"^```(sh|sql|python)\n(.*?)^```", (ROOT / "README.md").read_text("utf-8"), re.M | re.S)
COMMANDS = [line for kind, block in BLOCKS if kind == "sh" for line in block.splitlines() if line.strip()]
#: A benchmark says how many articles it multiplies; the test builds a few.
FEWER = {"--documents 1000": "--documents 4", "--limit 40": "--limit 2 --repeats 1"}


@pytest.fixture(scope="module")
def checkout(dataset: BuildResult, seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that looks like a checkout in which `make dataset` ran, with a reader's own articles beside."""
    root = tmp_path_factory.mktemp("checkout")
    for name in ("Makefile", "pyproject.toml", "requirements.txt", "benchmarks", "tests", "pipeline", "schema"):
        (root / name).symlink_to(ROOT / name)
    (root / ".venv").symlink_to(sys.prefix)
    shutil.copytree(dataset.out, root / "data")
    shutil.copytree(seeds, root / "my-articles")
    (root / "my-gold").symlink_to(ROOT / "tests" / "gold")
    return root


def run(command: str, checkout: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, shell=True, cwd=checkout, capture_output=True, text=True, check=False, env=os.environ | {"CI": "1"}
    )


def test_every_command_runs_as_printed(checkout: Path) -> None:
    assert len(COMMANDS) >= 8
    for printed in COMMANDS:
        command = printed.split("#")[0].strip()
        if command.startswith("make "):
            command = command.replace("make ", "make --dry-run ")
        for many, few in FEWER.items():
            command = command.replace(many, few)
        if "clm-0123456789abcdef" in command:
            claim = pq.read_table(checkout / "my-dataset" / "claims.parquet").column("claim_id")[0].as_py()
            command = command.replace("clm-0123456789abcdef", claim)
        done = run(command, checkout)
        assert done.returncode == 0, (printed, done.stdout[-500:], done.stderr[-1500:])


def test_every_query_runs_as_printed(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(checkout)
    queries = [query for kind, block in BLOCKS if kind == "sql" for query in block.split(";") if query.strip()]
    assert queries
    for query in queries:
        assert duckdb.sql(query).fetchall(), query
    (code,) = (block for kind, block in BLOCKS if kind == "python")
    *lines, last = code.strip().splitlines()
    namespace: dict[str, object] = {}
    exec("\n".join(lines), namespace)
    assert len(eval(last, namespace))
