"""A dataset takes its place in one step, and nothing that is not a dataset is ever replaced."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from onrecord.builder.workplace import check_output, make_workplace, making, only_build, publish
from onrecord.errors import OutputError


def make(folder: Path, mark: str) -> Path:
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text(mark)
    return folder


def test_the_new_dataset_replaces_the_old_and_foreign_files_stay(tmp_path: Path) -> None:
    out = make(tmp_path / "data", "old")
    (out / "notes.txt").write_text("mine")
    (out / "report").mkdir()
    with making(tmp_path) as folder:
        publish(make(folder / "made", "new"), out, tmp_path)
    assert (out / "manifest.json").read_text() == "new"
    assert (out / "notes.txt").read_text() == "mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data"]


def test_a_folder_that_is_no_dataset_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "love.txt").touch()
    with pytest.raises(OutputError, match="holds other files"):
        check_output(tmp_path / "letters")
    with pytest.raises(OutputError, match="is a file"):
        check_output(tmp_path / "letters" / "love.txt")
    check_output(tmp_path / "new")


def test_two_builds_do_not_write_one_dataset(tmp_path: Path) -> None:
    place = make_workplace(tmp_path / "data")
    out = tmp_path / "data"
    with only_build(place, out), pytest.raises(OutputError, match="another build"), only_build(place, out):
        pass


class Killed(BaseException):
    """Stands for the end of the process: no handler of the program's own may see it."""


class Failing:
    """A function of the system that fails at its call of this number, and after the end of a process at all others."""

    def __init__(self, real: Callable[..., Any], number: int, error: BaseException) -> None:
        self.real, self.number, self.error, self.calls = real, number, error, 0

    def __call__(self, *given: Any, **known: Any) -> Any:
        self.calls += 1
        if self.calls == self.number or (isinstance(self.error, Killed) and self.calls > self.number):
            raise self.error
        return self.real(*given, **known)


@pytest.mark.parametrize("has_exchange", [True, False], ids=["exchange", "two renames"])
@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), Killed()], ids=["full disk", "killed"])
@pytest.mark.parametrize("call", ["rename", "fsync", "open", "link"])
def test_wherever_publishing_fails_the_old_or_the_new_dataset_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, has_exchange: bool, error: BaseException, call: str
) -> None:
    real = getattr(os, call)
    for number in range(1, 20):
        folder = tmp_path / str(number)
        out = make(folder / "data", "old")
        (out / "notes.txt").write_text("mine")
        place = make_workplace(out)
        failing = Failing(real, number, error)
        made = make(place / "making-1" / "dataset", "new")
        with monkeypatch.context() as patch:
            patch.setattr(os, call, failing)
            if not has_exchange:
                patch.setattr("onrecord.builder.workplace._exchange", lambda one, other: False)
            with suppress(OSError, Killed):
                publish(made, out, place)
        with only_build(place, out):  # the next build begins by repairing what is left
            pass
        assert (out / "manifest.json").read_text() in ("old", "new")
        assert (out / "notes.txt").read_text() == "mine"
        assert [path.name for path in place.iterdir()] == ["lock"]
        if failing.calls < number:
            return
    raise AssertionError("publishing has more such calls than were tried")
