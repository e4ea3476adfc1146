"""Receives one document again: a worker reads no more of a table or archive than it needs.

The container that was opened last stays open, so that documents asked for in order are read in one go.
"""

from __future__ import annotations

import os
from contextlib import ExitStack
from dataclasses import dataclass
from typing import BinaryIO

from onrecord.inputs.containers.container import Container
from onrecord.inputs.containers.documents import damaged, named, own_sidecar, packed_sidecar, refusal, unread, whole
from onrecord.inputs.containers.kinds import HEAD_BYTES, ZIP, container_kind, open_container
from onrecord.inputs.containers.zip_archive import ERRORS, ZipArchive
from onrecord.inputs.find import Found
from onrecord.inputs.page import Input, Rejected, Sidecar


def receive(found: Found) -> Input | Rejected:
    """One document that `receive_each` gave before, as it is now."""
    problem = refusal(found)
    if problem is not None:
        return problem
    try:
        if found.member is None and found.place is None:
            with found.file.open("rb") as stream:
                return whole(found, stream, own_sidecar(found))
        return _again(found)
    except OSError as error:
        close_kept()
        return unread(error)
    except Exception as error:  # a reader's own failure on bytes nobody foresaw must not cost the build
        close_kept()
        return Rejected(f"It could not be read: {type(error).__name__}.")


@dataclass
class _Opened:
    """A container that is kept open, and what has to be closed with it."""

    key: tuple[object, ...]
    stack: ExitStack
    stream: BinaryIO
    archive: ZipArchive | None
    container: Container | None = None
    member: int | None = None


_kept: _Opened | None = None


def close_kept() -> None:
    """Close the container that was opened last."""
    global _kept
    if _kept is not None:
        _kept.stack.close()
        _kept = None


def _again(found: Found) -> Input | Rejected:
    """A document of a container: the file is opened anew only when it is another or has changed."""
    global _kept
    status = found.file.stat()
    key = (found.file, status.st_mtime_ns, status.st_size, found.limits, os.getpid())
    if _kept is None or _kept.key != key:
        close_kept()
        stack = ExitStack()
        stream = stack.enter_context(found.file.open("rb"))
        archive = ZipArchive(stream, found.limits) if found.member is not None else None
        _kept = _Opened(key, stack, stream, archive)
    return _from(_kept, found)


def _from(kept: _Opened, found: Found) -> Input | Rejected:
    sidecar = own_sidecar(found)
    if isinstance(sidecar, Rejected):
        return sidecar
    if found.member is None or kept.archive is None:
        return _at(kept, kept.stream, found, sidecar, found.path.rsplit("#", 1)[0])
    archive = kept.archive
    if archive.problem:
        return archive.problem
    name = archive.name(found.member)
    if name is None:
        return damaged()
    try:
        own = archive.refusal(found.member) or packed_sidecar(archive, name, sidecar)
        if isinstance(own, Rejected):
            return own
        if found.place is not None:
            stream = archive.open(found.member) if kept.member != found.member else kept.stream
            return _at(kept, stream, found, own, name)
        with archive.open(found.member) as stream:
            return whole(found, stream, own)
    except ERRORS:
        return damaged()


def _at(kept: _Opened, stream: BinaryIO, found: Found, sidecar: Sidecar, name: str) -> Input | Rejected:
    assert found.place is not None
    if kept.container is None or kept.member != found.member:
        kind = container_kind(stream.read(HEAD_BYTES), name)
        if kind is None or kind == ZIP:
            return Rejected("It is no longer what it was a moment ago.")
        kept.container, kept.member, kept.stream = open_container(kind, stream, found.limits), found.member, stream
        kept.stack.callback(stream.close)
    return named(kept.container.at(found.place), found.path, sidecar, found.limits)
