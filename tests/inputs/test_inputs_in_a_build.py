"""What people keep beside their articles never makes a build invalid: office files, untidy sidecars, odd tables."""

from __future__ import annotations

from hashlib import sha256

import pyarrow.parquet as pq
import pytest
from documents import OFFICE_FILES, STORY, office_file, packed

from onrecord import BuildResult, build

SIDECAR = """url: 'https://example.org/harbour '
title: " Harbour closed\t"
publisher: "  "
authors: [Mary Hale, ' Mary Hale ', '', Bo Li]
licence: ' CC BY 4.0 '
"""
FRONT_MATTER = "---\ntitle: ' Pier closed '\nurl: 'https://example.org/pier '\nauthor: ['Mary Hale ', Mary Hale]\n---\n"
#: A line separator and a form feed, as web pages leave them in unquoted fields.
CSV = "text,url,author\n{} Again.\u2028On Friday\x0c too.,https://example.org/table ,Bo Li; Bo Li\n"


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    inner = {f"inner{suffix}": office_file(suffix, "packed") for suffix in OFFICE_FILES}
    return {
        "a.txt": STORY.encode(),
        "a.txt.yaml": SIDECAR.encode(),
        "b.md": f"{FRONT_MATTER}{STORY} More.\n".encode(),
        "c.csv": CSV.format(" ".join(STORY.split()).replace('"', "").replace(",", "")).encode(),
        "d.zip": packed({"note.txt": f"{STORY} Note.".encode(), **inner}),
        **{f"office{suffix}": office_file(suffix) for suffix in OFFICE_FILES},
    }


@pytest.fixture(scope="module")
def built(files: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> BuildResult:
    folder = tmp_path_factory.mktemp("sources")
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return build(folder, tmp_path_factory.mktemp("built") / "data")


def rows(built: BuildResult, table: str) -> dict[str, dict[str, object]]:
    return {row["source_path"]: row for row in pq.read_table(built.out / f"{table}.parquet").to_pylist()}


def test_the_dataset_is_valid(built: BuildResult) -> None:
    assert built.outcome.is_valid, built.outcome.failed
    assert sorted(rows(built, "articles")) == ["a.txt", "b.md", "c.csv#1", "d.zip/note.txt"]


@pytest.mark.parametrize("suffix", OFFICE_FILES)
def test_an_office_file_is_one_rejected_source_with_its_hash_and_size(
    built: BuildResult, files: dict[str, bytes], suffix: str
) -> None:
    packed_file = office_file(suffix, "packed")
    for path, data in {f"office{suffix}": files[f"office{suffix}"], f"d.zip/inner{suffix}": packed_file}.items():
        row = rows(built, "sources")[path]
        assert (row["status"], row["source_sha256"], row["bytes"]) == ("rejected", sha256(data).hexdigest(), len(data))
        assert row["reason"] == f"It is {OFFICE_FILES[suffix]}, not text."


def test_stated_values_have_no_blanks_around_them_and_authors_are_kept_once(built: BuildResult) -> None:
    stated = {
        path: tuple(row[column] for column in ("url", "title", "authors"))
        for path, row in rows(built, "articles").items()
    }
    assert stated["a.txt"] == ("https://example.org/harbour", "Harbour closed", ["Mary Hale", "Bo Li"])
    assert stated["b.md"][0::2] == ("https://example.org/pier", ["Mary Hale"])
    assert stated["c.csv#1"][0::2] == ("https://example.org/table", ["Bo Li"])
