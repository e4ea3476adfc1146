"""The hand-made good dataset, written once a session."""

from __future__ import annotations

from pathlib import Path

import pytest
from good_dataset import good_rows, write_dataset


@pytest.fixture(scope="session")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("good")
    write_dataset(folder, good_rows())
    return folder
