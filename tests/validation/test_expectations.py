"""The checkpoint, its suites and the Data Docs: complete, honest about failures, readable without a network."""

from __future__ import annotations

import json
import re
import shutil
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from onrecord.validation import Outcome, suites, validate
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
        import onrecord.validation.expectations  # noqa: F401  so that no process is started

        return validate(faulty)


def test_a_broken_expectation_names_table_and_column(outcome: Outcome) -> None:
    result = outcome.of("GX-claims")
    named = {failure.column: failure for failure in result.failures}
    assert named["stance"].expected.startswith("column values to be in set: value_set ['asserts', ")
    assert (named["stance"].found or "").startswith("1 unexpected: ['<script>")
    assert outcome.of("GX-events").holds and outcome.of("GX-events").checked > 20


def test_a_table_that_cannot_be_read_has_no_suite_and_the_others_do(outcome: Outcome, faulty: Path) -> None:
    pages = {path.parts[path.parts.index("validations") + 1] for path in faulty.glob("report/data_docs/**/*.html")
             if "validations" in path.parts}  # fmt: skip
    assert pages == {*TABLES, "rules"} - {"persons"}
    with pytest.raises(KeyError):
        outcome.of("GX-persons")
    assert outcome.of("FIL-02").failures[0].key == "persons.parquet"


def test_suites_say_what_the_contract_says() -> None:
    declared = {(e["type"], e["kwargs"].get("column")): e["kwargs"] for e in suites()["claims"]["expectations"]}
    assert declared["expect_column_values_to_match_regex", "claim_id"]["regex"] == "^clm-[0-9a-f]{16}$"
    assert declared["expect_column_values_to_be_in_set", "kind"]["value_set"] == [
        "direct",
        "indirect",
        "mixed",
        "narrator",
    ]
    assert ("expect_column_values_to_not_be_null", "speaker") not in declared
    assert declared["expect_column_values_to_be_between", "confidence"]["max_value"] == 1.0


@pytest.fixture(scope="module")
def elsewhere(good: Path) -> Callable[[str, Path], Any]:
    """What a user of Great Expectations does with a saved suite: load it, run it on a Parquet file."""
    import great_expectations as gx

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    source = context.data_sources.add_pandas("elsewhere")

    def run(table: str, folder: Path) -> Any:
        suite = gx.ExpectationSuite(**json.loads(json.dumps(suites()[table])))
        asset = source.add_parquet_asset(f"{folder.name} {table}", path=folder / f"{table}.parquet")
        return asset.add_batch_definition("whole").get_batch().validate(suite)

    return run


@pytest.mark.parametrize("table", ["claims", "crosswalk", "persons"])
def test_a_saved_suite_runs_elsewhere(table: str, good: Path, elsewhere: Callable[[str, Path], Any]) -> None:
    result = elsewhere(table, good)
    assert result.success and result.statistics["evaluated_expectations"] == len(suites()[table]["expectations"])


def test_run_elsewhere_a_suite_finds_what_the_checkpoint_found(
    outcome: Outcome, faulty: Path, elsewhere: Callable[[str, Path], Any]
) -> None:
    for table in ("claims", "sources"):
        found = [one.expectation_config for one in elsewhere(table, faulty).results if not one.success]
        named = [failure.expected.split(":")[0] for failure in outcome.of(f"GX-{table}").failures]
        types = [config.type.removeprefix("expect_").replace("_", " ") for config in found]
        assert sorted(types) == sorted(named) != []


def test_a_large_table_is_checked_in_parts_with_the_same_outcome(
    outcome: Outcome, faulty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from onrecord.validation import expectations

    shutil.copytree(faulty, tmp_path, ignore=shutil.ignore_patterns("report"), dirs_exist_ok=True)
    monkeypatch.setattr(expectations, "PART_ROWS", 2)
    in_parts = validate(tmp_path).of("GX-claims")
    named = [(failure.column, failure.found) for failure in outcome.of("GX-claims").failures]
    assert [(failure.column, failure.found) for failure in in_parts.failures] == named
    assert in_parts.checked == outcome.of("GX-claims").checked - 1  # uniqueness, which CLM-02 checks


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
        to_report = "../" * (len(page.relative_to(site).parts)) + "index.html"
        assert f'<a href="{to_report}">' in text
        for target in re.findall(r"""(?:src|href)=["']([^"'#][^"'#]*)["']""", text):
            if not target.startswith("https:") and target != to_report:
                assert (page.parent / target).exists(), target


def test_the_data_docs_show_the_rules_too(outcome: Outcome, faulty: Path) -> None:
    (page,) = faulty.glob("report/data_docs/validations/rules/**/*.html")
    text = page.read_text(encoding="utf-8")
    assert "CLM-06 claims: Ids, codes and enumerated values" in text and "(1 of 5 broken)" in text
    assert "FIL-02" in text and "EVT-05" not in text
    (page,) = faulty.glob("report/data_docs/validations/claims/**/*.html")
    text = page.read_text(encoding="utf-8")
    assert "Data asset: claims" in re.sub(r"<[^>]*>|\s+", " ", text).replace("  ", " ")


def test_two_validations_write_the_same(outcome: Outcome, faulty: Path) -> None:
    def contents() -> dict[str, bytes]:
        report = faulty / "report"
        return {str(path.relative_to(report)): path.read_bytes() for path in report.rglob("*") if path.is_file()}

    before = contents()
    assert validate(faulty) == outcome
    assert contents() == before
