"""Every file below the sources is found once, under a unique path, and received or rejected with a reason."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from onrecord.errors import OnRecordError, SourcesError
from onrecord.inputs.containers.reader import receive
from onrecord.inputs.find import Found, find
from onrecord.inputs.limits import DEFAULTS
from onrecord.inputs.page import Input, Rejected, Sidecar


def write(folder: Path, name: str, text: str = "Some text.") -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return file


def paths(*sources: Path) -> list[str]:
    return [found.path for found in find(sources)]


def received(folder: Path, name: str) -> Input | Rejected:
    return next(receive(found) for found in find([folder]) if found.path == name)


def reason(folder: Path, name: str) -> str:
    result = received(folder, name)
    assert isinstance(result, Rejected), result
    return result.reason


def test_a_folder_is_walked_in_order_without_litter_and_sidecars(tmp_path: Path) -> None:
    for name in (
        "b.txt",
        "a/z.html",
        "a/b/c.txt",
        "b.txt.yaml",
        "lonely.yaml",
        ".DS_Store",
        ".git/config",
        "n.txt~",
        "Thumbs.db",
    ):
        write(tmp_path, name)
    assert paths(tmp_path) == ["a/b/c.txt", "a/z.html", "b.txt", "lonely.yaml"]


def test_paths_of_several_sources_are_unique(tmp_path: Path) -> None:
    one, two = write(tmp_path / "x" / "news", "a.txt"), write(tmp_path / "y" / "news", "a.txt")
    assert paths(one.parent, two.parent) == ["a.txt", "news/a.txt"]
    assert paths(one) == ["a.txt"]
    assert paths(one, one.parent) == ["a.txt"]
    assert len(set(paths(one, two, write(tmp_path / "z" / "news", "a.txt")))) == 3


def test_sources_without_files_are_an_error_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(SourcesError, match="does not exist") as error:
        find([tmp_path / "missing"])
    assert "\n" not in str(error.value) and isinstance(error.value, OnRecordError)
    with pytest.raises(SourcesError, match="holds no file"):
        find([tmp_path])


def test_a_sidecar_is_read(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    write(tmp_path, "a.txt.yaml", "published: 2019-01-09\nauthors: [Ann Lee]\nurl: https://example.org/a\n")
    result = received(tmp_path, "a.txt")
    assert isinstance(result, Input)
    assert (result.sidecar.published, result.sidecar.authors) == ("2019-01-09", ("Ann Lee",))
    assert result.data == b"Some text."


def test_values_of_a_sidecar_are_trimmed_and_empty_ones_count_as_absent(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    write(
        tmp_path,
        "a.txt.yaml",
        "url: 'https://example.org/a '\ntitle: 1984\npublisher: ' '\nlicence: |\n  CC BY 4.0\nlanguage: 'en '\n"
        "published: ' 2019-01-09'\nretrieved:\nauthors: [' Ann  Lee', Ann Lee, '', Bo Li]\n",
    )
    result = received(tmp_path, "a.txt")
    assert isinstance(result, Input)
    assert result.sidecar == Sidecar(
        url="https://example.org/a", title="1984", licence="CC BY 4.0", language="en", published="2019-01-09",
        authors=("Ann Lee", "Bo Li"),
    )  # fmt: skip


def test_an_empty_list_of_authors_says_that_there_are_none(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    for authors, expected in (("[]", ()), ("['', ' ']", None)):
        write(tmp_path, "a.txt.yaml", f"authors: {authors}\n")
        result = received(tmp_path, "a.txt")
        assert isinstance(result, Input) and result.sidecar.authors == expected


@pytest.mark.parametrize(
    ("sidecar", "names"),
    [
        ("publsihed: 2019", "publsihed"),
        ("published: 0001-01-01", "published"),
        ('title: "\\ud800"', "half a character"),
        ("published: next week", "published"),
        ("authors: 3", "authors"),
        ("authors: [{name: Ann Lee}]", "authors"),
        ("- a list", "the whole"),
        ("a: b: c", "YAML"),
        ("url: [unclosed", "YAML"),
        ("title: !!python/object:os.system x", "YAML"),
        ("\x00", "YAML"),
        ("[" * 3000, "nested too deep"),
    ],
)
def test_a_sidecar_that_cannot_be_used_rejects_its_input(tmp_path: Path, sidecar: str, names: str) -> None:
    write(tmp_path, "a.txt")
    write(tmp_path, "a.txt.yaml", sidecar)
    assert "a.txt.yaml" in reason(tmp_path, "a.txt")
    assert names in reason(tmp_path, "a.txt")


def test_links_are_followed_inside_the_folder_only(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside", "secret.txt")
    folder = tmp_path / "in"
    inside = write(folder, "a.txt")
    (folder / "inner").symlink_to(inside)
    (folder / "outer").symlink_to(outside)
    (folder / "folder").symlink_to(outside.parent)
    (folder / "nowhere").symlink_to(folder / "missing")
    (folder / "circle").symlink_to(folder / "circle")
    assert paths(folder) == ["a.txt", "circle", "folder", "inner", "nowhere", "outer"]
    assert isinstance(received(folder, "inner"), Input)
    assert "outside the sources folder" in reason(folder, "outer")
    assert "outside the sources folder" in reason(folder, "folder")
    assert "link" in reason(folder, "nowhere") and "link" in reason(folder, "circle")


def test_files_that_cannot_be_read_are_rejected(tmp_path: Path) -> None:
    assert "no longer exists" in receive(Found("gone.txt", "gone.txt", tmp_path)).reason
    os.mkfifo(tmp_path / "pipe")
    assert "ordinary" in reason(tmp_path, "pipe")
    locked = write(tmp_path, "locked.txt")
    locked.chmod(0)
    if not os.access(locked, os.R_OK):  # the superuser may read everything
        assert "could not be read" in reason(tmp_path, "locked.txt")


def test_a_file_beyond_the_limit_is_rejected(tmp_path: Path) -> None:
    with (tmp_path / "big.txt").open("wb") as stream:
        stream.truncate(DEFAULTS.file_bytes + 1)
    assert "larger than 50 MB" in reason(tmp_path, "big.txt")


def test_files_with_unreadable_or_very_long_names_are_read(tmp_path: Path) -> None:
    old = Path(os.fsdecode(os.fsencode(tmp_path) + b"/bad\xff.txt"))
    old.write_text("Some text.")
    write(tmp_path, "x" * 250 + ".txt")
    assert paths(tmp_path) == ["bad\\xff.txt", "x" * 250 + ".txt"]
    assert all(isinstance(receive(found), Input) for found in find([tmp_path]))


def test_a_dataset_among_the_sources_is_no_source(tmp_path: Path) -> None:
    for name in ("a.txt", "data/manifest.json", "data/sources.parquet", "data/report/index.html"):
        write(tmp_path, name)
    assert paths(tmp_path) == ["a.txt"]
