"""Engines: every item done once or named with the reason, also when a worker process dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from onrecord.builder.engines import LocalWorkers, stop_workers
from onrecord.errors import EngineError, ModelError
from onrecord.inputs.limits import Limits

LIMITS = Limits(seconds=1, memory_bytes=500_000_000)


@dataclass(frozen=True)
class Touch:
    """Makes files; some names are no good."""

    items: tuple[Path, ...]
    limits: Limits = LIMITS

    def only(self, items: Sequence[Path]) -> Touch:
        return replace(self, items=tuple(items))

    def run(self) -> Iterator[tuple[int, object]]:
        for number, path in enumerate(self.items):
            yield number, None
            match path.name:
                case "dies":
                    os._exit(9)
                case "aborts":
                    os.abort()
                case "hangs":
                    while True:
                        pass
                case "grows":
                    _ = bytearray(10**9)
                case "is no model":
                    raise ModelError("the model is gone")
                case "waits":
                    (path.parent / str(os.getpid())).touch()
                    time.sleep(600)
            path.touch()
            yield number, path.name


def outcome(folder: Path, *tasks: Sequence[str]) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for task, results, failure in LocalWorkers(2).map([Touch(tuple(folder / one for one in names)) for names in tasks]):
        assert failure is not None or results == [path.name for path in task.items]
        found |= {path.name: failure for path in task.items}
    return found


def test_an_item_on_which_a_worker_fails_is_named_and_the_others_are_done(tmp_path: Path) -> None:
    found = outcome(tmp_path, ["a", "dies", "b", "aborts"], ["c"], ["grows", "d"], ["e", "hangs"], [])
    assert found == dict.fromkeys("abcde") | {
        "dies": "its worker process died",
        "aborts": "its worker process died (SIGABRT)",
        "grows": "it needs more than 500 MB of memory",
        "hangs": "it took longer than 1 seconds of processor time",
    }
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b", "c", "d", "e"]


def test_what_is_wrong_with_the_call_ends_it(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="the model is gone"):
        outcome(tmp_path, ["a", "is no model"], ["b"])
    with pytest.raises(FileNotFoundError):
        outcome(tmp_path / "missing", ["a"])


def test_a_worker_stays_for_the_next_build_and_no_longer() -> None:
    stop_workers()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "executable", "/nowhere/python")
        with pytest.raises(EngineError, match="no worker process can be started: No such file"):
            list(LocalWorkers(1).map([Touch(())]))


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT], ids=["killed", "interrupted"])
def test_no_worker_outlives_a_build(tmp_path: Path, number: signal.Signals) -> None:
    script = (
        "import sys\nfrom pathlib import Path\nsys.path.insert(0, sys.argv[1])\n"
        "from onrecord.builder.engines import LocalWorkers\nfrom test_engine import Touch\n"
        "list(LocalWorkers(2).map([Touch((Path(sys.argv[2]) / 'waits',))] * 4))\n"
    )
    command = [sys.executable, "-c", script, str(Path(__file__).parent), str(tmp_path)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as parent:
        until(lambda: len(list(tmp_path.iterdir())) == 2)
        parent.send_signal(number)
        parent.wait(timeout=30)
    workers = [int(path.name) for path in tmp_path.iterdir()]
    until(lambda: not any(map(is_running, workers)))


def until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)
