"""What the reprints among the seeds changed, as a reader who lays them side by side would tell it."""

from __future__ import annotations

import pyarrow.parquet as pq

from onrecord import BuildResult
from onrecord.report.versions import Changes, compare


def of(changes: Changes, kind: str) -> list[str]:
    return ["".join(part.text for part in piece.parts) for piece in changes.pieces if piece.kind == kind]


def test_the_reprints_of_the_seeds_story(dataset: BuildResult) -> None:
    articles = pq.read_table(dataset.out / "articles.parquet").to_pylist()
    named = {article["source_path"][:3]: article for article in articles}
    canonical = next(a for a in articles if a["is_canonical"] and a["story_id"] == named["000"]["story_id"])
    changes = compare(canonical["body"], named["000"]["body"])
    added, removed = of(changes, "added"), of(changes, "removed")
    assert "as many as" in added and "hundreds of thousands and possibly more than" in removed
    assert "press" in removed and "media" in added
    assert any("29 Kazakh citizens, and 15 had since been released" in words for words in removed)
    assert changes.added < 80 and changes.removed < 200
