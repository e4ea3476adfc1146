"""Shards: every document is processed once; one that a stage fails on is rejected and tried again next time."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest

from onrecord.builder.engines import LocalWorkers
from onrecord.builder.plan import make_plan
from onrecord.builder.run_shards import process_documents
from onrecord.builder.workplace import Cache
from onrecord.document.document import FAILED, Document, rejected
from onrecord.document.process import process
from onrecord.document.shard_files import finished, tidy, write_shard
from onrecord.inputs.page import Input
from onrecord.language import DEFAULT_MODEL

if TYPE_CHECKING:
    from spacy.language import Language

ARTICLE = "Floods hit Jakarta\n\nJAKARTA - Floods killed 12 people in the city on Monday, officials said.\n"


def test_every_document_is_in_a_shard_and_a_second_run_does_nothing(tmp_path: Path) -> None:
    sources, cache = tmp_path / "in", Cache(tmp_path, DEFAULT_MODEL)
    sources.mkdir()
    for i in range(20):
        (sources / f"{i:02}.txt").write_text(f"{ARTICLE}Report number {i}.\n")
    wanted = make_plan([sources], DEFAULT_MODEL, LocalWorkers(1)).found
    told: list[int] = []
    paths = process_documents(wanted, cache, LocalWorkers(1), told.append)
    keys = [key for path in paths for key in pq.read_table(path, columns=["key"])["key"].to_pylist()]
    assert sorted(keys) == sorted(wanted)
    assert sum(told) == 20
    written = {path: path.stat().st_mtime_ns for path in paths}
    assert process_documents(wanted, cache, LocalWorkers(1), told.append) == paths
    assert written == {path: path.stat().st_mtime_ns for path in paths}


def documents(*reasons: str) -> list[Document]:
    return [rejected(f"{reason}.txt", "0" * 64, 0, reason) for reason in reasons]


def test_what_the_next_build_cannot_use_is_gone_from_the_cache(tmp_path: Path) -> None:
    write_shard(tmp_path / "a.parquet", ["one", "gone", "failed"], documents("Empty.", "Empty.", f"{FAILED}: why"))
    write_shard(tmp_path / "b.parquet", ["one", "two"], documents("Empty.", "Empty."))
    write_shard(tmp_path / "c.parquet", ["gone too"], documents("Empty."))
    (tmp_path / "d.123.tmp").write_bytes(b"PAR1")
    tidy(tmp_path, {"one", "two", "failed"}, most_bytes=10**6)
    found = finished(tmp_path)
    assert sorted(found) == ["one", "two"]
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".parquet", ".parquet"]
    assert pq.read_table(found["one"])["sources"].to_pylist()[0][0]["source_path"] == "Empty..txt"


def test_beyond_its_size_the_oldest_goes_from_the_cache(tmp_path: Path) -> None:
    for age, key in enumerate(("old", "older", "oldest")):
        write_shard(tmp_path / f"{key}.parquet", [key], documents("Empty."))
        os.utime(tmp_path / f"{key}.parquet", ns=(10**18 - age, 10**18 - age))
    tidy(tmp_path, {"old", "older", "oldest"}, most_bytes=2 * (tmp_path / "old.parquet").stat().st_size + 100)
    assert sorted(finished(tmp_path)) == ["old", "older"]


@pytest.mark.parametrize(
    ("text", "language", "is_read"),
    [
        ("Police in Oslo arrested Anna Berg on Monday, the mayor said.", "en", True),
        ("Die Polizei in Oslo nahm am Montag Anna Berg fest, sagte der Minister.", "de", False),
        ("Police arrested Anna Berg.", None, True),
        ("Полиция арестовала Анну Берг.", None, False),
        ("警方逮捕安娜", None, False),
        ("La police a arrêté.", None, False),
        ("2021 – 1,200", None, True),
    ],
)
def test_only_what_may_be_the_model_s_language_is_annotated(
    text: str, language: str | None, is_read: bool, nlp: Language
) -> None:
    rows = process(Input("a.txt", text.encode()), nlp).rows
    assert rows["articles"][0].language == language
    assert ("mentions" in rows) == is_read
    assert "".join(segment.text for segment in rows["segments"]) == text
