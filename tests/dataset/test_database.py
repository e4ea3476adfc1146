"""The ledger tells the truth about inputs with the same bytes, also when the first of them was rejected."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq

from onrecord import build
from onrecord.dataset.database import load_documents, open_database
from onrecord.document.document import rejected
from onrecord.document.shard_files import write_shard


def test_a_duplicate_of_a_rejected_input_is_rejected_for_the_same_reason(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("a.txt", "b.txt"):
        (folder / name).write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    result = build(folder, tmp_path / "out")
    first, second = pq.read_table(result.out / "sources.parquet").to_pylist()
    assert first["status"] == second["status"] == "rejected"
    assert second["reason"].startswith("the same bytes as a.txt, rejected: ")
    assert second["reason"].endswith(first["reason"])


def test_a_document_in_two_shards_is_taken_once(tmp_path: Path) -> None:
    """A worker of a build that was killed may still have finished its shard while the next build began."""
    document = rejected("a.txt", "0" * 64, 0, "Empty.")
    shards = [tmp_path / "a.parquet", tmp_path / "b.parquet"]
    write_shard(shards[0], ["one", "two"], [document, document])
    write_shard(shards[1], ["two", "three"], [document, document])
    with open_database(tmp_path) as connection:
        load_documents(connection, shards, ["one", "two"], [])
        assert connection.sql("SELECT count(*) FROM sources").fetchall() == [(2,)]
