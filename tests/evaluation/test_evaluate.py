"""Evaluation: the same figures as the reference scorer, every miss listed, in any order of gold."""

from __future__ import annotations

import importlib.util
import json
import random
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from onrecord import BuildResult
from onrecord.evaluation import evaluate

ROOT = Path(__file__).parents[2]
GOLD = ROOT / "tests/gold"
COMMAND = [str(Path(sys.executable).with_name("build-dataset")), "evaluate"]


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*COMMAND, *map(str, arguments)], capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def reference(dataset: BuildResult, seeds: Path) -> dict[str, Any]:
    spec = importlib.util.spec_from_file_location("score", GOLD / "score.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    result: dict[str, Any] = module.score(dataset.out, GOLD, seeds, True)
    return result


@pytest.fixture(scope="module")
def disturbed(dataset: BuildResult, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The seeds' tables with lost, moved and wrong rows, so that agreement is not trivial."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    folder = tmp_path_factory.mktemp("disturbed")
    chance = random.Random(7)
    for path in sorted(dataset.out.glob("*.parquet")):
        table = pq.read_table(path)
        rows = table.to_pylist()
        if path.stem in ("claims", "events", "mentions", "segments"):
            rows = [row for row in rows if chance.random() > 0.25]
        if path.stem == "segments":
            rows = table.to_pylist()
            for row in rows:
                row["role"] = chance.choice([row["role"], row["role"], "caption"])
        if path.stem == "claims":
            for row in rows:
                cut = min(row["end"] - row["start"], chance.randint(0, 60))
                row["start"] += cut
                row["speaker"] = chance.choice([row["speaker"], None, "nobody"])
                row["kind"] = chance.choice([row["kind"], "direct"])
                row["person_id"] = chance.choice([row["person_id"], None])
        if path.stem == "events":
            for row in rows:
                row["event_type"] = chance.choice([row["event_type"], row["event_type"], "AID"])
                row["date"] = chance.choice([row["date"], None])
                row["count_min"] = chance.choice([row["count_min"], 3])
        pq.write_table(pa.Table.from_pylist(rows, schema=table.schema), folder / path.name)
    return folder


def agree(ours: dict[str, Any], reference: dict[str, Any]) -> None:
    assert {fact: one["accuracy"] for fact, one in ours["articles"].items()} == reference["article"]
    for role, figures in reference["segments"].items():
        assert {name: ours["segments"][role][name] or 0.0 for name in figures} == figures, role
    for table in ("claims", "persons", "events"):
        figures = dict(reference[table])
        assert ours[table]["gold"] == figures.pop("gold")
        assert ours[table]["found"] == figures.pop("predicted")
        for name in ("precision", "recall", "f1"):
            assert ours[table][name] == figures.pop(name), (table, name)
        for name, accuracy in figures.items():
            assert ours[table]["fields"][name.removesuffix("_accuracy")]["accuracy"] == accuracy, (table, name)


def test_the_figures_are_those_of_the_reference_scorer(dataset: BuildResult, reference: dict[str, Any]) -> None:
    agree(evaluate(dataset.out, GOLD).as_json(), reference)


def test_the_figures_are_those_of_the_reference_scorer_on_faulty_tables(disturbed: Path, seeds: Path) -> None:
    spec = importlib.util.spec_from_file_location("score", GOLD / "score.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    figures = module.score(disturbed, GOLD, seeds, True)
    assert figures["claims"]["f1"] < 0.9 and figures["events"]["f1"] < 0.9
    agree(evaluate(disturbed, GOLD).as_json(), figures)


def test_every_miss_is_listed_once_with_its_words(disturbed: Path) -> None:
    result = evaluate(disturbed, GOLD)
    for name in ("claims", "persons", "events"):
        tally, misses = getattr(result, name), [miss for miss in result.misses if miss.table == name]
        assert sum(miss.kind == "missing" for miss in misses) == tally.gold - tally.gold_found
        assert sum(miss.kind == "extra" and miss.field is None for miss in misses) == tally.rows - tally.rows_right
        different = sum(miss.kind == "different" for miss in misses)
        assert different == sum((tally.compared - tally.right).values())
        assert all(miss.text and miss.document for miss in misses)


def test_order_changes_nothing(dataset: BuildResult, tmp_path: Path) -> None:
    yaml = YAML(typ="safe", pure=True)
    for number, path in enumerate(sorted(GOLD.glob("*.yaml"))):
        gold = yaml.load(path.read_text())
        for part in ("segments", "claims", "persons", "events"):
            gold[part].reverse()
        (tmp_path / f"{9 - number}.json").write_text(json.dumps(gold, default=str))
    assert evaluate(dataset.out, tmp_path).as_json() == evaluate(dataset.out, GOLD).as_json()


def example(folder: Path) -> tuple[Path, Path]:
    """The example of docs/gold.md: (folder of sources, folder of gold)."""
    words = (ROOT / "docs/gold.md").read_text()
    for language, path in (("yaml", folder / "gold/ferry.yaml"), ("text", folder / "sources/ferry.txt")):
        path.parent.mkdir(parents=True)
        found = re.search(rf"```{language}\n(.*?)```", words, re.DOTALL)
        assert found
        path.write_text(found[1])
    return folder / "sources", folder / "gold"


@pytest.fixture(scope="module")
def ferry(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """(dataset, gold) of the documented example with a duplicate and a rejected input."""
    from onrecord import build

    folder = tmp_path_factory.mktemp("ferry")
    sources, gold = example(folder)
    (sources / "again").mkdir()
    shutil.copy(sources / "ferry.txt", sources / "again/copy.txt")
    (sources / "broken.pdf").write_bytes(b"%PDF-1.4\n")
    build(sources, folder / "data")
    return folder / "data", gold


def test_the_documented_example_scores(ferry: tuple[Path, Path]) -> None:
    data, gold = ferry
    shown = run(data, "--gold", gold)
    assert shown.returncode == 0, shown.stderr
    assert re.search(
        r"^claims +precision \d\.\d{3} +recall \d\.\d{3} +f1 \d\.\d{3} +gold 3 +found \d", shown.stdout, re.M
    )
    result = json.loads(run(data, "--gold", gold / "ferry.yaml", "--json").stdout)
    assert result["documents"] == ["ferry.txt"]
    assert result["articles"]["published"] == {"accuracy": 1.0, "right": 1, "compared": 1}


def write_gold(folder: Path, content: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "one.yaml").write_text(content)
    return folder


def test_a_part_without_gold_is_not_scored_and_an_empty_list_is(ferry: tuple[Path, Path], tmp_path: Path) -> None:
    data, _ = ferry
    nothing = evaluate(data, write_gold(tmp_path / "a", "source: ferry.txt")).as_json()
    assert nothing["claims"]["f1"] is None and nothing["segments"] == {} and nothing["misses"] == []
    none = evaluate(data, write_gold(tmp_path / "b", "source: ferry.txt\nclaims: []"))
    assert none.claims.rows > 0 and none.claims.rows_right == 0
    assert {miss.kind for miss in none.misses} == {"extra"}


def test_a_duplicate_is_scored_as_its_twin(ferry: tuple[Path, Path], tmp_path: Path) -> None:
    data, gold = ferry
    words = (gold / "ferry.yaml").read_text().replace("source: ferry.txt", "source: copy.txt")
    twin, original = evaluate(data, write_gold(tmp_path, words)).as_json(), evaluate(data, gold).as_json()
    assert twin["claims"] == original["claims"] and twin["segments"] == original["segments"]


def test_a_rejected_document_has_found_nothing(ferry: tuple[Path, Path], tmp_path: Path) -> None:
    claim = "claims:\n  - {text: It burned, kind: direct}"
    result = evaluate(ferry[0], write_gold(tmp_path, f"source: broken.pdf\narticle: {{language: en}}\n{claim}"))
    assert (result.claims.gold, result.claims.gold_found) == (1, 0)
    assert [miss.table for miss in result.misses] == ["articles", "articles", "claims"]


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("source: other.txt", "source: other.txt is no input of the dataset"),
        ("source: ferry.txt\nclaims:\n  - {text: It sank, kind: direct}", "claims[0]: not in the text of its source"),
        ("source: ferry.txt\nevents:\n  - {type: AID, trigger: Police, nth: 2}", "events[0]: not in the text"),
        ("source: ferry.txt\nsegments:\n  - {role: body, text: It sank}", "segments[0]: not in the text of its source"),
        ("source: ferry.txt\ntables: 3", "tables: unknown field"),
    ],
)
def test_gold_that_does_not_fit_is_one_line_and_exit_code_2(
    ferry: tuple[Path, Path], tmp_path: Path, content: str, complaint: str
) -> None:
    refused = run(ferry[0], "--gold", write_gold(tmp_path, content))
    assert refused.returncode == 2 and refused.stdout == ""
    assert complaint in refused.stderr and refused.stderr.count("\n") == 1


def test_tables_that_cannot_be_scored_are_one_line_and_exit_code_2(ferry: tuple[Path, Path], tmp_path: Path) -> None:
    data, gold = ferry
    assert "is not a folder" in run(tmp_path / "nowhere", "--gold", gold).stderr
    shutil.copytree(data, tmp_path / "data")
    (tmp_path / "data/events.parquet").unlink()
    assert "has no events.parquet" in run(tmp_path / "data", "--gold", gold).stderr
    (tmp_path / "data/events.parquet").write_bytes(b"PAR1")
    refused = run(tmp_path / "data", "--gold", gold)
    assert refused.returncode == 2 and "cannot be read" in refused.stderr and refused.stderr.count("\n") == 1


def test_control_characters_are_not_printed(ferry: tuple[Path, Path], tmp_path: Path) -> None:
    gold = write_gold(tmp_path, 'source: ferry.txt\npersons:\n  - {name: "\\e[2JEve"}')
    shown = run(ferry[0], "--gold", gold)
    assert "missing  persons  ferry.txt  “[2JEve”" in shown.stdout and "\x1b" not in shown.stdout
