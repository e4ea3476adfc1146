"""The ledger tells the truth about inputs with the same bytes, also when the first of them was rejected."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq

from onrecord import build


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
