"""One document of a found file: whether it may be opened, its bytes within the limits, and what its sidecar states."""

from __future__ import annotations

from dataclasses import replace
from typing import BinaryIO

from onrecord.inputs.containers.json_rows import too_large
from onrecord.inputs.containers.zip_archive import TYPE, ZipArchive
from onrecord.inputs.find import Found, readable
from onrecord.inputs.limits import Limits
from onrecord.inputs.page import Input, Rejected, Sidecar
from onrecord.inputs.sidecars import MAX_SIDECAR_BYTES, SUFFIX, parse_sidecar, sidecar_of


def refusal(found: Found) -> Rejected | None:
    """Why a file is not opened at all."""
    file = found.file
    try:
        if file.is_symlink() and not file.resolve().is_relative_to(found.folder.resolve()):
            return Rejected("It is a symbolic link that leads out of the sources folder.")
        if not file.is_file():
            what = "It no longer exists." if not file.is_symlink() else "It is a symbolic link that leads nowhere."
            return Rejected(what if not file.exists() else "It is not an ordinary file.")
    except OSError as error:
        return unread(error)
    except RuntimeError:  # what pathlib raises, in Python 3.11 and 3.12, for links that lead to each other
        return Rejected("It is a symbolic link that leads to itself.")
    return None


def unread(error: OSError) -> Rejected:
    """The reason when the system refuses to read a file."""
    return Rejected(f"It could not be read: {error.strerror or error}.")


def damaged() -> Rejected:
    """The reason when a packed file cannot be had."""
    return Rejected("It cannot be unpacked: the archive is damaged, or packed in an unknown way.", TYPE)


def whole(found: Found, stream: BinaryIO, sidecar: Sidecar | Rejected) -> Input | Rejected:
    """A file that is one document."""
    if isinstance(sidecar, Rejected):
        return sidecar
    data = stream.read(found.limits.file_bytes + 1)
    return named(Input("", data), found.path, sidecar, found.limits)


def named(one: Input | Rejected, path: str, sidecar: Sidecar, limits: Limits) -> Input | Rejected:
    """A document under its path, with what its sidecar states; what its container knows of it comes second."""
    if isinstance(one, Rejected):
        return one
    if len(one.data) > limits.file_bytes:
        return too_large(limits)
    if one.sidecar.retrieved and sidecar.retrieved is None:
        sidecar = sidecar.model_copy(update={"retrieved": one.sidecar.retrieved})
    return replace(one, path=path, sidecar=sidecar, limits=limits)


def own_sidecar(found: Found) -> Sidecar | Rejected:
    """What the sidecar beside a file states."""
    return sidecar_of(found.file, readable(found.file.name))


def packed_sidecar(archive: ZipArchive, name: str, default: Sidecar) -> Sidecar | Rejected:
    """What the sidecar beside a packed file states, else what that of the archive does."""
    data = archive.read(name + SUFFIX, MAX_SIDECAR_BYTES + 1)
    return default if data is None else parse_sidecar(data, readable(name.rsplit("/", 1)[-1]) + SUFFIX)
