"""Extraction over shards: what a stage fails on is found, rejected with its reason, and tried again next time."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq

from onrecord.annotate import DEFAULT_MODEL
from onrecord.engine import InProcess
from onrecord.extract import extract
from onrecord.read.inputs import find
from onrecord.shards import has_failures

ARTICLE = "Floods hit Jakarta\n\nJAKARTA - Floods killed 12 people in the city on Monday, officials said.\n"


def test_every_document_is_in_a_shard_and_a_second_run_does_nothing(tmp_path: Path) -> None:
    sources, shards = tmp_path / "in", tmp_path / "shards"
    sources.mkdir()
    shards.mkdir()
    for i in range(20):
        (sources / f"{i:02}.txt").write_text(f"{ARTICLE}Report number {i}.\n")
    wanted = {f"key{i:02}": found for i, found in enumerate(find([sources]))}
    told: list[int] = []
    paths = extract(wanted, DEFAULT_MODEL, shards, InProcess(), told.append)
    keys = [key for path in paths for key in pq.read_table(path, columns=["key"])["key"].to_pylist()]
    assert sorted(keys) == sorted(wanted)
    assert sum(told) == 20
    assert not any(map(has_failures, paths))
    written = {path: path.stat().st_mtime_ns for path in paths}
    assert extract(wanted, DEFAULT_MODEL, shards, InProcess(), told.append) == paths
    assert written == {path: path.stat().st_mtime_ns for path in paths}
