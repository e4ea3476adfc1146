"""Working folders, which hold text of articles: private, beside the dataset, and swept if their process was killed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

_PREFIX = "reading-"


def place_beside(dataset: Path) -> Path:
    """The hidden folder of the builds of a dataset."""
    return dataset.parent / f".{dataset.name}.onrecord"


@contextmanager
def scratch_for(dataset: Path) -> Iterator[Path]:
    """A folder that is removed at the end, in the dataset's hidden folder; in the system's, where that is not there."""
    place = place_beside(dataset)
    is_usable = place.is_dir() and not place.is_symlink() and os.access(place, os.W_OK | os.X_OK)
    with TemporaryDirectory(dir=place if is_usable else None, prefix=f"{_PREFIX}{os.getpid()}-") as folder:
        yield Path(folder)


def sweep(place: Path) -> None:
    """Remove the folders of processes that are gone."""
    for folder in place.glob(f"{_PREFIX}*"):
        owner = folder.name.removeprefix(_PREFIX).partition("-")[0]
        if owner.isdigit() and not _is_running(int(owner)):
            shutil.rmtree(folder, ignore_errors=True)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:  # another user's
        return True
    return True
