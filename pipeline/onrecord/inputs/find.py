"""Finds the files below the sources, each once and under a path of its own."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from onrecord.errors import CorrectionsError, SourcesError
from onrecord.inputs.limits import DEFAULTS, Limits
from onrecord.inputs.sidecars import SUFFIX

#: A folder with these files is a dataset that was built here; its report is no article.
_A_DATASET = frozenset({"manifest.json", "sources.parquet"})
_LITTER = frozenset({"thumbs.db", "desktop.ini"})
#: At the root of a sources folder this file corrects the dataset and is no source.
_CORRECTIONS = "corrections.yaml"
#: What people call that file by mistake. Read as an article, it would have no effect, and nobody would notice.
_MEANT_FOR_CORRECTIONS = re.compile(r"corrections?[.]ya?ml([.]txt)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document is in its table or web archive."""

    number: int
    """The first is 1: the line of a JSON Lines file, the row of a table, the record of a web archive."""
    offset: int
    """The byte it begins at; in a Parquet file its row group, in a JSON array its index."""
    length: int = 0
    """Its bytes; in a Parquet file its row within the group."""


@dataclass(frozen=True, slots=True)
class Found:
    """An input: its `path` in the ledger (relative, forward slashes, unique) and the `file` it is in.

    A build keeps one of each input in memory, so it holds no more than what finds the input again.
    """

    path: str
    name: str
    """The file's path below the folder, as the system knows it; mostly the same string as `path`."""
    folder: Path
    """The sources folder (or a given file's own folder) that the file's contents may come from."""
    limits: Limits = DEFAULTS
    member: int | None = None
    """The index of the file in a ZIP archive."""
    place: Place | None = None
    """The document in a table or web archive."""

    @property
    def file(self) -> Path:
        return self.folder / self.name


def find(sources: Sequence[Path], limits: Limits = DEFAULTS) -> list[Found]:
    """All inputs in files and folders, by path; where paths would clash, the source's own name comes before them.

    Hidden files and folders, what editors and desktops leave behind, sidecars, and datasets that were built among the
    sources are no inputs. Raises SourcesError when a source does not exist or all of them together hold no input, and
    CorrectionsError for a corrections file under a name or in a place where it is not read.
    """
    roots = {source.resolve() for source in sources if source.is_dir()}
    found: list[Found] = []
    taken: set[str] = set()
    seen: set[str] = set()
    real = lru_cache(maxsize=1_000)(os.path.realpath)
    for source in sources:
        if not source.exists():
            raise SourcesError(f"{source} does not exist; name a folder of articles, or files")
        folder = source if source.is_dir() else source.parent
        files = list(_below(source, roots)) if source.is_dir() else [source.name]
        if not source.is_dir() and _MEANT_FOR_CORRECTIONS.fullmatch(source.name):
            where = f"corrections are read from {_CORRECTIONS} in a sources folder; name the folder"
            raise CorrectionsError(f"{source} is no article; {where}")
        names = [readable(file) for file in files]
        prefix = _free_prefix(names, folder, taken)
        for name, file in zip(names, files, strict=True):
            # A file given twice (alone and with its folder, say) is one input. Links to folders are resolved, links to
            # files are not, so that a link beside its target stays an input.
            above, _, own = file.rpartition("/")
            if (place := f"{real(folder / above)}/{own}") not in seen:
                seen.add(place)
                taken.add(prefix + name)
                found.append(Found(prefix + name, file, folder, limits))
    if not found:
        raise SourcesError(f"{', '.join(map(str, sources)) or 'the list of sources'} holds no file to read")
    return sorted(found, key=lambda one: one.path)


def _below(folder: Path, roots: Set[Path]) -> Iterator[str]:
    """The inputs in a folder and its subfolders, as paths below it. Links to folders and folders that cannot be listed
    are inputs, which are rejected later."""
    closed: list[OSError] = []
    for parent, folders, files in os.walk(folder, onerror=closed.append):
        if _A_DATASET.issubset(files):
            folders.clear()
            continue
        here = Path(parent)
        below = here.relative_to(folder)
        links = [name for name in folders if os.path.islink(here / name)]  # noqa: PTH114 - a path may be too long
        folders[:] = sorted(name for name in folders if not is_litter(name) and name not in links)
        names = set(files)
        for name in sorted([*files, *links]):
            if is_litter(name) or (name.endswith(SUFFIX) and name.removesuffix(SUFFIX) in names):
                continue
            if not _MEANT_FOR_CORRECTIONS.fullmatch(name):
                yield (below / name).as_posix()
            elif name != _CORRECTIONS or here.resolve() not in roots:
                right = folder / _CORRECTIONS
                raise CorrectionsError(f"{here / name} is no article, and corrections are read from {right}")
    for error in closed:
        if error.filename != str(folder):
            yield Path(error.filename).relative_to(folder).as_posix()


def readable(name: str) -> str:
    """A name as text: bytes in it that are not UTF-8 (from an old archive, say) are written as `\\xff`."""
    text = os.fsencode(name).decode("utf-8", "backslashreplace")
    return name if text == name else text


def is_litter(name: str) -> bool:
    """Whether editors and desktops leave a file or folder of this name behind."""
    return name.startswith((".", "~$")) or name.endswith("~") or name.lower() in _LITTER


def _free_prefix(names: list[str], folder: Path, taken: set[str]) -> str:
    """What to put before a source's paths so that none is taken: nothing, the folder's name, or that with a number."""
    stem = folder.resolve().name or "root"
    prefixes = ["", f"{stem}/", *(f"{stem}-{number}/" for number in range(2, len(taken) + 3))]
    return next(prefix for prefix in prefixes if not any(prefix + name in taken for name in names))
