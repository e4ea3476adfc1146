"""The checkpoint, its suites and the Data Docs: complete, honest about failures, readable without a network."""

from __future__ import annotations

import json
import re
import shutil
import socket
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from onrecord.validation import Outcome, validate
from onrecord_schema.tables import TABLES


@pytest.fixture(scope="module")
def faulty(good: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy with a stance that the contract does not know, and a mention of nobody."""
    folder = tmp_path_factory.mktemp("faulty") / "data"
    shutil.copytree(good, folder, ignore=shutil.ignore_patterns("report"))
    claims = pq.read_table(folder / "claims.parquet").to_pylist()
    claims[0]["stance"] = "<script>shouts</script>"
    pq.write_table(type(pq.read_table(folder / "claims.parquet")).from_pylist(claims), folder / "claims.parquet")
    sources = pq.read_table(folder / "sources.parquet")
    strange = [{**row, "source_path": f"<img src=x>{row['source_path']}"} for row in sources.to_pylist()]
    pq.write_table(sources.from_pylist(strange).rename_columns({"reason": "<img src=x>"}), folder / "sources.parquet")
    (folder / "persons.parquet").write_text("no table")
    return folder


@pytest.fixture(scope="module")
def outcome(faulty: Path) -> Outcome:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection was opened")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", refuse)
        return validate(faulty)


def test_a_broken_expectation_names_table_and_column(outcome: Outcome) -> None:
    result = outcome.of("GX-claims")
    named = {failure.column: failure.value or "" for failure in result.failures}
    assert named["stance"].startswith("expect_column_values_to_be_in_set: 1 unexpected: ['<script>")
    assert outcome.of("GX-events").holds and outcome.of("GX-events").checked > 20


def test_a_table_that_cannot_be_read_has_no_suite_and_the_others_do(outcome: Outcome, faulty: Path) -> None:
    suites = {path.stem for path in (faulty / "report" / "expectations").glob("*.json")}
    assert suites == set(TABLES) - {"persons"}
    with pytest.raises(KeyError):
        outcome.of("GX-persons")
    assert outcome.of("FIL-02").failures[0].key == "persons.parquet"


def test_suites_say_what_the_contract_says(outcome: Outcome, faulty: Path) -> None:
    suite = json.loads((faulty / "report" / "expectations" / "claims.json").read_text(encoding="utf-8"))
    declared = {(e["type"], e["kwargs"].get("column")): e["kwargs"] for e in suite["expectations"]}
    assert declared["expect_column_values_to_match_regex", "claim_id"]["regex"] == "^clm-[0-9a-f]{16}$"
    assert declared["expect_column_values_to_be_in_set", "kind"]["value_set"] == [
        "direct",
        "indirect",
        "mixed",
        "narrator",
    ]
    assert ("expect_column_values_to_not_be_null", "speaker") not in declared
    assert declared["expect_column_values_to_be_between", "confidence"]["max_value"] == 1.0
    assert "expect_rule_to_hold" not in {kind for kind, _ in declared}


def test_data_docs_need_no_network_and_tell_nothing_of_the_machine(outcome: Outcome, faulty: Path) -> None:
    assert outcome.data_docs is not None
    site = (faulty / outcome.data_docs).parent
    pages = list(site.rglob("*.html"))
    assert len(pages) == len(TABLES) + 1
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert not re.search(r"""(src|<link[^>]*href)=["']?(https?:)?//|url\(["']?https?:""", text)
        assert str(faulty) not in text and "1970-01-01" not in text
        assert "<script>shouts" not in text and "<img src=x" not in text
        for target in re.findall(r"""(?:src|href)=["']([^"'#][^"'#]*)["']""", text):
            if not target.startswith("https:"):
                assert (page.parent / target).exists(), target


def test_the_data_docs_show_the_rules_too(outcome: Outcome, faulty: Path) -> None:
    (page,) = faulty.glob("report/data_docs/validations/claims/**/*.html")
    text = page.read_text(encoding="utf-8")
    assert "CLM-06: Ids, codes and enumerated values" in text and "1 failed, 5 checked" in text
    assert "Data asset: claims" in re.sub(r"<[^>]*>|\s+", " ", text).replace("  ", " ")


def test_two_validations_write_the_same(outcome: Outcome, faulty: Path) -> None:
    def contents() -> dict[str, bytes]:
        report = faulty / "report"
        return {str(path.relative_to(report)): path.read_bytes() for path in report.rglob("*") if path.is_file()}

    before = contents()
    assert validate(faulty) == outcome
    assert contents() == before
