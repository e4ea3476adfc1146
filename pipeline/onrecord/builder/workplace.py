"""The hidden folder beside a dataset, `.<name>.onrecord`, where a build works: its lock, its cache, what it makes.

A finished dataset takes its place in one step; until then the previous one stays whole.

The cache is the work that the next build need not do again:

- `shards/` has finished documents, some to a Parquet file (`onrecord.document.shard_files`). A document is found by its
  key, a hash of all that its rows depend on (`onrecord.builder.plan`): what changed is processed again, and a build
  that was killed goes on from the shards it finished.
- `paragraphs-<hash>.sqlite` has parsed paragraphs (`onrecord.language.en.paragraph_store`), found by their text: of a
  version of a known article, only what differs is parsed. The hash is of the program and the model that parsed them.

After a build, documents that left the sources leave both, documents on which a stage failed are forgotten so that they
are tried again, and beyond a limit the oldest entries go. The cache can be deleted whenever no build runs.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import shutil
from collections.abc import Container, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from onrecord.builder.program import made_with
from onrecord.document.shard_files import tidy
from onrecord.errors import OutputError
from onrecord.language.en.paragraph_store import tidy_store
from onrecord.scratch import place_beside, sweep

#: Limit of the shard files: some hundred thousand articles. `paragraph_store` has its own limit.
_SHARD_BYTES = 20 * 10**9
#: Where the previous dataset waits while the new one takes its place in two steps.
_PREVIOUS = "previous"
_RENAME_EXCHANGE = 2
_AT_FDCWD = -100


def make_workplace(out: Path) -> Path:
    """Make the hidden folder beside a dataset if it is not there. Raises OutputError where nothing can be written."""
    place = place_beside(out)
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"cannot write beside {out}: {error.strerror}") from error
    if place.is_symlink():
        raise OutputError(f"{place} is a link; a build works only in a folder of its own")
    with suppress(PermissionError):  # of another user who shares it
        place.chmod(0o700)
    return place


def check_output(out: Path) -> None:
    """Raise OutputError unless `out` can be written and does not exist, is empty or is a dataset."""
    above = next(folder for folder in out.parents if folder.exists())
    if not os.access(above, os.W_OK | os.X_OK):
        raise OutputError(f"cannot write beside {out}: Permission denied")
    if not out.exists() or (out / "manifest.json").exists():
        return
    if not out.is_dir():
        raise OutputError(f"{out} is a file; name a folder for the dataset")
    if any(out.iterdir()):
        raise OutputError(f"{out} holds other files and no dataset; name a new or an empty folder")


@contextmanager
def only_build(place: Path, out: Path) -> Iterator[None]:
    """Lock the workplace and repair what a killed build left. Raises OutputError while another build works there."""
    try:
        lock = os.open(place / "lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK, 0o600)
    except OSError as error:
        raise OutputError(f"{place / 'lock'} cannot be opened: {error.strerror}") from error
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise OutputError("another build is writing this dataset; wait for it to end") from None
        _restore(place, out)
        for folder in place.glob("making-*"):
            shutil.rmtree(folder, ignore_errors=True)
        sweep(place)
        yield
    finally:
        os.close(lock)


def _restore(place: Path, out: Path) -> None:
    """Put the previous dataset back if a build was killed between taking it away and publishing the new one."""
    previous = place / _PREVIOUS
    if previous.exists():
        if out.exists():
            shutil.rmtree(previous, ignore_errors=True)
        else:
            previous.rename(out)


@contextmanager
def making(place: Path) -> Iterator[Path]:
    """A folder in the workplace that is removed when the build ends."""
    folder = Path(mkdtemp(dir=place, prefix="making-"))
    try:
        yield folder
    finally:
        # A replaced dataset of another user cannot be removed; the build is good all the same.
        shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True)
class Cache:
    """The cache in a folder that is there."""

    folder: Path
    model: str

    @property
    def shards(self) -> Path:
        path = self.folder / "shards"
        path.mkdir(exist_ok=True)
        return path

    @property
    def paragraphs(self) -> Path:
        return self.folder / f"paragraphs-{made_with(self.model)[:16]}.sqlite"

    def tidy(self, keys: Container[str]) -> None:
        """Leave what the next build can use of the documents with these keys."""
        tidy(self.shards, keys, _SHARD_BYTES)
        tidy_store(self.paragraphs, keys)


def publish(made: Path, out: Path, place: Path) -> None:
    """Swap the finished dataset `made` with the one at `out`; files at `out` that are no part of a dataset stay."""
    for path in made.iterdir():
        _force_to_disk(path)
    if not out.exists():
        made.rename(out)
    else:
        # Before the swap: what a killed build leaves behind is removed by the next one.
        _adopt_foreign(out, made)
        if not _exchange(made, out):
            _replace(made, out, place / _PREVIOUS)
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


def _exchange(one: Path, other: Path) -> bool:
    """Swap the names of two folders in one step; False where the system or the file system cannot."""
    libc = ctypes.CDLL(None, use_errno=True)
    names = _AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other)
    return hasattr(libc, "renameat2") and libc.renameat2(*names, _RENAME_EXCHANGE) == 0


def _replace(made: Path, out: Path, previous: Path) -> None:
    """Put `made` at `out` in two steps; `previous` keeps the dataset that was there until the second is done."""
    out.rename(previous)
    try:
        made.rename(out)
    except BaseException:
        previous.rename(out)
        raise
    shutil.rmtree(previous, ignore_errors=True)


def _force_to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
