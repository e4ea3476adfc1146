"""The store of parsed paragraphs returns what was put in, forgets removed documents and never fails a build."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from onrecord.language.en import paragraph_store as store
from onrecord.language.en.paragraph_store import ParagraphStore, tidy_store
from onrecord.language.en.paragraphs import Parser
from onrecord.language.en.tokens import Word

if TYPE_CHECKING:
    from spacy.language import Language

TEXTS = ["Police in Oslo arrested Anna Berg on Monday, the mayor said.", "“They won't,” she said. ♥", "x"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "paragraphs-1.sqlite"


def filled(path: Path, nlp: Language, document: str, texts: list[str]) -> list[list[Word]]:
    parser = Parser(nlp)
    parser.store = ParagraphStore(path)
    parser.store.document = document
    return parser.parse(texts)


def test_one_worker_reads_what_another_parsed(nlp: Language, path: Path) -> None:
    parsed = filled(path, nlp, "a", TEXTS)
    found = ParagraphStore(path).get([*TEXTS, "Another one."])
    assert [found[text] for text in TEXTS] == parsed
    assert len(found) == len(TEXTS)


def test_paragraphs_of_removed_documents_and_other_versions_are_deleted(nlp: Language, path: Path) -> None:
    filled(path, nlp, "a", TEXTS[:2])
    filled(path, nlp, "b", TEXTS[1:])
    older = path.with_name("paragraphs-0.sqlite")
    older.write_bytes(b"")
    tidy_store(path, {"b"})
    assert sorted(ParagraphStore(path).get(TEXTS)) == ["x"]
    assert not older.exists()
    assert b"Anna" not in path.read_bytes() and b"arrested" not in path.read_bytes()


def test_a_store_that_is_too_large_loses_its_oldest_paragraphs(
    nlp: Language, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "MOST_BYTES", 60_000)
    for number in range(150):
        filled(path, nlp, f"{number}", [f"The mayor of town number {number} said on Monday that it rained." * 3])
    with sqlite3.connect(path) as connection:
        first, count = connection.execute("SELECT min(number), count(*) FROM paragraphs").fetchone()
    connection.close()
    assert first > 1 and count > 20
    assert path.stat().st_size < 150_000


@pytest.mark.parametrize("damage", [b"no database at all" * 100, b""])
def test_a_damaged_store_costs_time_and_nothing_else(
    nlp: Language, path: Path, damage: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "_PATIENCE_SECONDS", 0.2)
    expected = filled(path, nlp, "a", TEXTS)
    path.write_bytes(damage)
    assert filled(path, nlp, "a", TEXTS) == expected
    tidy_store(path, {"a"})
    assert filled(path, nlp, "a", TEXTS) == expected
    assert len(ParagraphStore(path).get(TEXTS)) == len(TEXTS)


def test_without_a_writable_store_everything_is_parsed(nlp: Language, tmp_path: Path) -> None:
    assert len(filled(tmp_path / "nowhere" / "paragraphs-1.sqlite", nlp, "a", TEXTS)) == len(TEXTS)
