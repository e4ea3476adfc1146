"""A dataset takes its place in one step, and nothing that is not a dataset is ever replaced."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.builder.publisher import check_output, make_workplace, making, only_build, publish
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
        publish(make(folder / "made", "new"), out)
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
    with only_build(place), pytest.raises(OutputError, match="another build"), only_build(place):
        pass
