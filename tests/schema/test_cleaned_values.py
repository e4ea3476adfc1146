"""Blanks around words, as real pages and sidecars have them, leave a dataset valid."""

from __future__ import annotations

from pathlib import Path

from corrected import corrected

from onrecord.builder.engines import LocalWorkers
from onrecord.builder.plan import make_plan
from onrecord.builder.run_shards import process_documents
from onrecord.builder.workplace import Cache
from onrecord.dataset.database import load_documents, open_database
from onrecord.language import DEFAULT_MODEL

TEXT = """Harbour to be rebuilt

PORT MARROW - Ana Brandt, mayor of Port Marrow\u00a0, said on Monday that the town would rebuild the harbour.

Jon Ferris, the harbour master  , thanked the firefighters. Karl Abel is a teacher\u2003 .
"""
SIDECAR = 'url: "https://example.org/harbour "\npublisher: " Example News"\ntitle: " "\nauthors: ["Eva Lund ", " "]\n'


def test_blanks_around_words_break_no_rule(tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "sources" / "a.txt.yaml").write_text(SIDECAR, encoding="utf-8")
    plan = make_plan([tmp_path / "sources"], DEFAULT_MODEL, LocalWorkers(1))
    shards = process_documents(plan.found, Cache(tmp_path, DEFAULT_MODEL), LocalWorkers(1), lambda _: None)
    with open_database(tmp_path) as connection:
        load_documents(connection, shards, list(plan.found), plan.ledger)
    tables = corrected(tmp_path / "gathered.duckdb", tmp_path / "it", [])
    (article,) = tables["articles"]
    assert (article["url"], article["publisher"]) == ("https://example.org/harbour", "Example News")
    assert article["authors"] == ["Eva Lund"]
    roles = {person["name"]: person["roles"] for person in tables["persons"]}
    assert roles["Ana Brandt"] == ["mayor of Port Marrow"] and roles["Jon Ferris"] == ["harbour master"]
