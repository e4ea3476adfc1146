"""Publishes a finished dataset in one step; until then the previous one stays whole.

A build works in one hidden folder beside its output, `.<name>.onrecord`, with the cache and the dataset in the making.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from onrecord.errors import OutputError

_RENAME_EXCHANGE = 2
_AT_FDCWD = -100


def make_workplace(out: Path) -> Path:
    """Make the hidden folder beside a dataset if it is not there. Raises OutputError where nothing can be written."""
    place = out.parent / f".{out.name}.onrecord"
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"cannot write beside {out}: {error.strerror}") from error
    return place


def check_output(out: Path) -> None:
    """Raise OutputError unless `out` does not exist, is empty or is a dataset."""
    if not out.exists() or (out / "manifest.json").exists():
        return
    if not out.is_dir():
        raise OutputError(f"{out} is a file; name a folder for the dataset")
    if any(out.iterdir()):
        raise OutputError(f"{out} holds other files and no dataset; name a new or an empty folder")


@contextmanager
def only_build(place: Path) -> Iterator[None]:
    """Lock the workplace. Raises OutputError while another build works there."""
    with (place / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise OutputError("another build is writing this dataset; wait for it to end") from None
        for folder in place.glob("making-*"):  # of a build that was killed
            shutil.rmtree(folder, ignore_errors=True)
        yield


@contextmanager
def making(place: Path) -> Iterator[Path]:
    """A folder in the workplace that is removed when the build ends."""
    folder = Path(mkdtemp(dir=place, prefix="making-"))
    try:
        yield folder
    finally:
        # A replaced dataset of another user cannot be removed; the build is good all the same.
        shutil.rmtree(folder, ignore_errors=True)


def publish(made: Path, out: Path) -> None:
    """Swap the finished dataset `made` with the one at `out`; files at `out` that are no part of a dataset stay."""
    for path in made.iterdir():
        _force_to_disk(path)
    out.parent.mkdir(parents=True, exist_ok=True)
    if not out.exists():
        made.rename(out)
    else:
        # Before the swap: what a killed build leaves behind is removed by the next one.
        _adopt_foreign(out, made)
        _exchange(made, out)
    _force_to_disk(out.parent)


def _adopt_foreign(out: Path, made: Path) -> None:
    ours = {path.name for path in made.iterdir()} | {"report"}
    for path in out.iterdir():
        if path.name in ours:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.copytree(path, made / path.name, symlinks=True, copy_function=_link)
        else:
            _link(path, made / path.name)


def _link(path: str | Path, to: str | Path) -> None:
    """Link a file under another name; copy it where the file system has no hard links."""
    try:
        os.link(path, to, follow_symlinks=False)
    except OSError:
        shutil.copy2(path, to, follow_symlinks=False)


def _exchange(one: Path, other: Path) -> None:
    """Swap the names of two folders: in one step on Linux, elsewhere in three."""
    libc = ctypes.CDLL(None, use_errno=True)
    names = _AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other)
    if hasattr(libc, "renameat2") and libc.renameat2(*names, _RENAME_EXCHANGE) == 0:
        return
    aside = one.with_name(one.name + ".old")
    other.rename(aside)
    one.rename(other)
    aside.rename(one)


def _force_to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
