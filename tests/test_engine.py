"""Engines: every shard done once or named with its error, also when a worker process dies."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from onrecord.engine import Engine, InProcess, ProcessPool


def touch(path: Path) -> None:
    if path.name == "raises":
        raise ValueError("no such luck")
    if path.name == "dies":
        os._exit(9)
    path.touch()


@pytest.mark.parametrize("engine", [InProcess(), ProcessPool(2)], ids=lambda engine: type(engine).__name__)
def test_every_shard_is_yielded_once_with_its_error(engine: Engine, tmp_path: Path) -> None:
    shards = [tmp_path / name for name in ("a", "b", "raises", "c")]
    outcome = dict(engine.map(touch, shards))
    assert {path.name: str(error) for path, error in outcome.items() if error} == {"raises": "no such luck"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b", "c"]


def test_a_worker_that_dies_costs_only_its_own_shard(tmp_path: Path) -> None:
    shards = [tmp_path / name for name in ("a", "dies", "b", "c", "d", "e")]
    outcome = dict(ProcessPool(2).map(touch, shards))
    assert [path.name for path, error in outcome.items() if error] == ["dies"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b", "c", "d", "e"]
