"""Engines: every shard done once or named with its error, also when a worker process dies."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from onrecord.builder.engines import Engine, InProcess, ProcessPool


def touch(path: Path) -> None:
    if path.name == "raises":
        raise ValueError("no such luck")
    if path.name == "dies":
        os._exit(9)
    path.touch()


@pytest.mark.parametrize("engine", [InProcess(), ProcessPool(2)], ids=lambda engine: type(engine).__name__)
def test_every_shard_is_yielded_once_with_its_error(engine: Engine, tmp_path: Path) -> None:
    shards = [tmp_path / name for name in ("a", "b", "raises", "c")]
    outcome = dict(engine.map(touch, shards))
    assert {path.name: str(error) for path, error in outcome.items() if error} == {"raises": "no such luck"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b", "c"]


def test_a_worker_that_dies_costs_only_its_own_shard(tmp_path: Path) -> None:
    shards = [tmp_path / name for name in ("a", "dies", "b", "c", "d", "e")]
    outcome = dict(ProcessPool(2).map(touch, shards))
    assert [path.name for path, error in outcome.items() if error] == ["dies"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b", "c", "d", "e"]


def report_and_wait(folder: Path) -> None:
    (folder / str(os.getpid())).touch()
    time.sleep(600)


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_no_worker_outlives_a_build_that_is_killed(tmp_path: Path) -> None:
    script = (
        "import sys\nfrom pathlib import Path\nsys.path.insert(0, sys.argv[1])\n"
        "from onrecord.builder.engines import ProcessPool\nfrom test_engine import report_and_wait\n"
        "list(ProcessPool(2).map(report_and_wait, [Path(sys.argv[2])] * 4))\n"
    )
    command = [sys.executable, "-c", script, str(Path(__file__).parent), str(tmp_path)]
    with subprocess.Popen(command) as parent:
        until(lambda: len(list(tmp_path.iterdir())) == 2)
        parent.kill()
    workers = [int(path.name) for path in tmp_path.iterdir()]
    until(lambda: not any(map(is_running, workers)))


def until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_where_no_worker_can_start_that_is_said_and_no_document_is_blamed(tmp_path: Path) -> None:
    program = "from onrecord.builder.engines import ProcessPool\nlist(ProcessPool(2).map(print, ['a', 'b']))\n"
    found = subprocess.run([sys.executable, "-"], input=program, text=True, capture_output=True, cwd=tmp_path)
    assert found.returncode == 1
    assert "no worker process can be started from this program" in found.stderr
