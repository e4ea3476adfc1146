"""Finds the inputs below the sources and receives each one: its bytes and what its sidecar states, or why not."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import PydanticSerializationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from onrecord.errors import SourcesError
from onrecord.read.page import Input, Rejected, Sidecar

#: The largest file that is read, in bytes; a saved news page has well under a hundredth of it.
MAX_INPUT_BYTES = 50_000_000
#: The largest sidecar that is read, in bytes: eight short fields.
MAX_SIDECAR_BYTES = 20_000
#: The most brackets in a sidecar; it needs two, and the parser's time grows with their square.
MAX_SIDECAR_BRACKETS = 100

#: The files by which a folder is known for a dataset of ours; its report is no news.
_A_DATASET = frozenset({"manifest.json", "sources.parquet"})
_LITTER = frozenset({"thumbs.db", "desktop.ini"})


@dataclass(frozen=True)
class Found:
    """An input that exists: its `path` in the ledger (relative, forward slashes, unique) and the `file` behind it."""

    path: str
    file: Path
    folder: Path
    """The sources folder (or a given file's own folder) that the file's contents may come from."""


def find(sources: Sequence[Path]) -> list[Found]:
    """All inputs of files and folders, by path; each path is unique, with the source's own name before it if need be.

    Hidden files and folders, what editors and desktops leave behind, and sidecars are no inputs; nor is anything
    in a dataset that was written among the sources.
    Raises SourcesError when a source does not exist or all of them together hold no input.
    """
    found: list[Found] = []
    taken: set[str] = set()
    seen: set[Path] = set()
    for source in sources:
        if not source.exists():
            raise SourcesError(f"{source} does not exist; name a folder of articles, or files")
        folder = source if source.is_dir() else source.parent
        files = list(_below(source)) if source.is_dir() else [source]
        names = [_readable(file.relative_to(folder).as_posix()) for file in files]
        prefix = _free_prefix(names, folder, taken)
        for name, file in zip(names, files, strict=True):
            # The same file given twice (alone and with its folder, say) is one input.
            if (place := _place(file)) not in seen:
                seen.add(place)
                taken.add(prefix + name)
                found.append(Found(prefix + name, file, folder))
    if not found:
        raise SourcesError(f"{', '.join(map(str, sources)) or 'the list of sources'} holds no file to read")
    return sorted(found, key=lambda one: one.path)


def receive(found: Found) -> Input | Rejected:
    """Read a found file and its sidecar; a reason instead when either cannot be read or used."""
    try:
        if found.file.is_symlink() and not found.file.resolve().is_relative_to(found.folder.resolve()):
            return Rejected("It is a symbolic link that leads out of the sources folder.")
        if not found.file.is_file():
            what = (
                "It no longer exists." if not found.file.is_symlink() else "It is a symbolic link that leads nowhere."
            )
            return Rejected(what if not found.file.exists() else "It is not an ordinary file.")
        with found.file.open("rb") as stream:
            data = stream.read(MAX_INPUT_BYTES + 1)
    except OSError as error:
        return Rejected(f"It could not be read: {error.strerror or error}.")
    except RuntimeError:  # what pathlib raises, in Python 3.11 and 3.12, for links that lead to each other
        return Rejected("It is a symbolic link that leads to itself.")
    if len(data) > MAX_INPUT_BYTES:
        return Rejected(f"It is larger than {MAX_INPUT_BYTES // 1_000_000} MB, the most that is read of one file.")
    sidecar = _sidecar(found.file.with_name(found.file.name + ".yaml"))
    return sidecar if isinstance(sidecar, Rejected) else Input(found.path, data, sidecar)


def _below(folder: Path) -> Iterator[Path]:
    """The inputs in a folder and its folders; links to folders are not followed but handed on, to be rejected."""
    for parent, folders, files in os.walk(folder):
        if _A_DATASET.issubset(files):
            folders.clear()
            continue
        links = [name for name in folders if (Path(parent) / name).is_symlink()]
        folders[:] = sorted(name for name in folders if not _is_litter(name) and name not in links)
        names = set(files)
        for name in sorted([*files, *links]):
            is_sidecar = name.endswith(".yaml") and name.removesuffix(".yaml") in names
            if not is_sidecar and not _is_litter(name):
                yield Path(parent) / name


def _readable(name: str) -> str:
    """A name as text: bytes in it that are no UTF-8 (from an old archive, say) are written as `\\xff`."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _is_litter(name: str) -> bool:
    return name.startswith((".", "~$")) or name.endswith("~") or name.lower() in _LITTER


def _free_prefix(names: list[str], folder: Path, taken: set[str]) -> str:
    """What to put before a source's paths so that none is taken: nothing, the folder's name, or that with a number."""
    stem = folder.resolve().name or "root"
    prefixes = ["", f"{stem}/", *(f"{stem}-{number}/" for number in range(2, len(taken) + 3))]
    return next(prefix for prefix in prefixes if not any(prefix + name in taken for name in names))


def _place(file: Path) -> Path:
    """Where a file is, its folder's links resolved but not its own, so that a link beside its target stays an input."""
    return file.parent.resolve() / file.name


def _sidecar(file: Path) -> Sidecar | Rejected:
    """What a sidecar states; nothing when there is none. One that cannot be used is never passed over in silence."""
    name = _readable(file.name)
    try:
        with file.open("rb") as stream:
            data = stream.read(MAX_SIDECAR_BYTES + 1)
    except FileNotFoundError:
        return Sidecar()
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:  # no file can have that name
            return Sidecar()
        return Rejected(f"Its sidecar {name} could not be read: {error.strerror or error}.")
    if len(data) > MAX_SIDECAR_BYTES:
        return Rejected(f"Its sidecar {name} is larger than {MAX_SIDECAR_BYTES // 1000} kB.")
    if data.count(b"[") + data.count(b"{") > MAX_SIDECAR_BRACKETS:
        return Rejected(f"Its sidecar {name} is not YAML that can be read: it nests too much.")
    try:
        stated = YAML(typ="safe", pure=True).load(data)
        sidecar = Sidecar.model_validate({} if stated is None else stated)
        sidecar.model_dump_json()  # an escape may stand for half a character, which no table can hold
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "the whole"
        return Rejected(f"Its sidecar {name} cannot be used: {field}: {first['msg']}.")
    except PydanticSerializationError:
        return Rejected(f"Its sidecar {name} cannot be used: it holds half a character.")
    except (YAMLError, ValueError, RecursionError) as error:
        line = str(getattr(error, "problem", None) or error).splitlines()[0]
        return Rejected(f"Its sidecar {name} is not YAML that can be read: {line}.")
    return sidecar
