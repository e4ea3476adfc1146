"""Fixtures shared by the tests: the language model and the dataset of the seeds are made once a session."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from onrecord.annotate import DEFAULT_MODEL, load_model

if TYPE_CHECKING:
    from spacy.language import Language

    from onrecord import BuildResult

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def nlp() -> Language:
    return load_model(DEFAULT_MODEL)


@pytest.fixture(scope="session")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The five documents as received, with nothing known of them but what dates the two that no text dates."""
    folder = tmp_path_factory.mktemp("seeds")
    for path in [*(ROOT / "seeds").glob("*.txt"), *(ROOT / "tests/gold/sidecars").glob("*.yaml")]:
        shutil.copy(path, folder)
    return folder


@pytest.fixture(scope="session")
def dataset(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> BuildResult:
    """The seeds' dataset, built once."""
    from onrecord import build

    return build(seeds, tmp_path_factory.mktemp("built") / "data")
