"""Expectations give the same in a subprocess as in this one, and the subprocess ends with its parent."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from onrecord.validation import ExpectationsProcess, expectations_process, validate

_WAIT = 60


@pytest.fixture
def copy(good: Path, tmp_path: Path) -> Path:
    shutil.copytree(good, tmp_path / "data", ignore=shutil.ignore_patterns("report"))
    return tmp_path / "data"


def contents(folder: Path) -> dict[str, bytes]:
    report = folder / "report"
    return {str(path.relative_to(report)): path.read_bytes() for path in report.rglob("*") if path.is_file()}


def is_running(process: int) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{process}/status").read_text()
    except OSError:
        return False


def ends(process: int) -> bool:
    until = time.monotonic() + _WAIT
    while is_running(process) and time.monotonic() < until:
        time.sleep(0.05)
    return not is_running(process)


def test_a_subprocess_gives_the_same_as_this_process_even_if_it_dies(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(expectations_process, "_is_worthwhile", lambda: False)
    here = validate(copy)
    written = contents(copy)
    monkeypatch.setattr(expectations_process, "_is_worthwhile", lambda: True)
    shutil.rmtree(copy / "report")
    assert validate(copy) == here and contents(copy) == written
    shutil.rmtree(copy / "report")
    with ExpectationsProcess() as expectations:
        process = expectations._process
        assert process is not None
        process.kill()
        assert validate(copy, expectations=expectations) == here
        expectations.finish()
    assert contents(copy) == written


def test_the_process_ends_with_its_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expectations_process, "_is_worthwhile", lambda: True)
    with pytest.raises(KeyboardInterrupt), ExpectationsProcess() as expectations:
        process = expectations._process
        assert process is not None and is_running(process.pid)
        raise KeyboardInterrupt
    assert not is_running(process.pid)


def test_the_process_ends_when_the_one_that_began_it_is_killed() -> None:
    program = (
        "import time; from onrecord.validation import ExpectationsProcess, expectations_process as module; "
        "module._is_worthwhile = lambda: True; begun = ExpectationsProcess(); "
        "print(begun._process.pid, flush=True); time.sleep(600)"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert is_running(child)
        os.kill(parent.pid, signal.SIGKILL)
    assert ends(child)
