"""The order, names and folders of the input files change no id, no group and no judgment: only the path."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language

from onrecord.dataset import database, pairs
from onrecord.dataset.compare import compare
from onrecord.dataset.database import final_rows, load_documents, open_database
from onrecord.document.process import process
from onrecord.document.shard_files import write_shard
from onrecord.inputs.page import Input
from onrecord_schema.tables import TABLES

SEEDS = Path(__file__).parents[2] / "seeds"
Tables = dict[str, list[dict[str, Any]]]


def versions() -> list[str]:
    """Sixty articles: versions of ten passages of the seeds with sentences cut, moved or changed."""
    chance = random.Random(11)
    texts = [path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt"))]
    made = []
    for text in texts:
        sentences = re.split(r"(?<=[.”])\s+", text)
        for first in (4, len(sentences) // 2):
            passage = sentences[first : first + 9]
            made.append(" ".join(passage))
            for _ in range(5):
                kept = [sentence for sentence in passage if chance.random() > 0.2] or passage[:1]
                if chance.random() < 0.3:
                    kept.append(kept.pop(0))
                if chance.random() < 0.5:
                    kept = [re.sub(r"\d+", lambda found: str(int(found[0]) + 1), sentence) for sentence in kept]
                made.append(" ".join(kept))
    return list(dict.fromkeys(made))


def compared(files: Mapping[str, str], shards: int, folder: Path, nlp: Language) -> Tables:
    folder.mkdir()
    documents = [(path, process(Input(path, text.encode()), nlp)) for path, text in files.items()]
    paths = []
    for number in range(shards):
        keys, made = zip(*documents[number::shards], strict=True)
        paths.append(folder / f"{number}.parquet")
        write_shard(paths[-1], list(keys), list(made))
    with open_database(folder) as connection:
        load_documents(connection, paths, list(files), [])
        compare(connection)
        return {name: [row for batch in final_rows(connection, name) for row in batch.to_pylist()] for name in TABLES}


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory, nlp: Language) -> Tables:
    files = {f"{number:02}.txt": text for number, text in enumerate(versions())}
    return compared(files, 1, tmp_path_factory.mktemp("plain") / "made", nlp)


def test_the_corpus_has_groups_of_every_kind(plain: Tables) -> None:
    assert len(plain["articles"]) >= 55 and 5 <= len(plain["stories"]) <= 20
    for name in ("claims", "events"):
        assert any(row["article_count"] > 3 for row in plain[name])
    assert plain["conflicts"] and any(person["article_count"] > 3 for person in plain["persons"])


def test_other_names_folders_orders_and_shards_change_nothing_but_the_path(
    plain: Tables, tmp_path: Path, nlp: Language
) -> None:
    chance = random.Random(5)
    texts = versions()
    chance.shuffle(texts)
    names = [f"{'sub folder/' * chance.randrange(4)}{chance.randrange(10**9)} Página.txt" for _ in texts]
    shuffled = compared(dict(zip(names, texts, strict=True)), 7, tmp_path / "made", nlp)
    for name in TABLES:
        assert _without_paths(shuffled[name]) == _without_paths(plain[name]), name


def test_compared_and_sorted_in_small_parts_the_tables_are_the_same(
    plain: Tables, tmp_path: Path, nlp: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_RANGE_ROWS", 7)
    monkeypatch.setattr(database, "_PART_ROWS", 5)
    monkeypatch.setattr(pairs, "_PART_ROWS", 50)
    files = {f"{number:02}.txt": text for number, text in enumerate(versions())}
    in_parts = compared(files, 1, tmp_path / "made", nlp)
    for name in TABLES:
        assert in_parts[name] == plain[name], name


def _without_paths(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows without their source's path, by which two tables are sorted."""
    return sorted(
        ({column: value for column, value in row.items() if column != "source_path"} for row in rows),
        key=lambda row: str(row.get("article_id")) if "source_path" in rows[0] else "",
    )
