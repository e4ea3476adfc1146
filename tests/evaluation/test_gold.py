"""Lowest allowed scores on the seeds' gold; they are only ever raised."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest

from onrecord import BuildResult

GOLD = Path(__file__).parents[1] / "gold"


@pytest.fixture(scope="module")
def score(dataset: BuildResult, seeds: Path) -> dict[str, Any]:
    spec = importlib.util.spec_from_file_location("score", GOLD / "score.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    result: dict[str, Any] = module.score(dataset.out, GOLD, seeds, True)
    return result


def test_the_tables_hold_what_scoring_needs(score: dict[str, Any]) -> None:
    assert score["problems"] == []


def test_article_facts(score: dict[str, Any]) -> None:
    assert set(score["article"].values()) == {1.0}, score["misses"]


@pytest.mark.parametrize(
    ("part", "measure", "floor"),
    [
        ("claims", "f1", 0.93),
        ("claims", "speaker_accuracy", 0.85),
        ("persons", "f1", 0.95),
        ("events", "precision", 0.85),
        ("events", "recall", 0.9),
        ("events", "date_accuracy", 0.95),
        ("events", "count_accuracy", 0.95),
        ("events", "mode_accuracy", 0.95),
    ],
)
def test_floor(score: dict[str, Any], part: str, measure: str, floor: float) -> None:
    assert score[part][measure] >= floor, score["misses"]


@pytest.mark.parametrize(("role", "floor"), [("removed", 0.98), ("off_topic", 0.99)])
def test_stripping(score: dict[str, Any], role: str, floor: float) -> None:
    assert score["segments"][role]["f1"] >= floor
