"""Receives what lies in a found file: one document, or each of those that it contains, streamed within the limits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from onrecord.inputs.containers.container import Container
from onrecord.inputs.containers.documents import damaged, named, own_sidecar, packed_sidecar, refusal, unread, whole
from onrecord.inputs.containers.kinds import HEAD_BYTES, ZIP, container_kind, open_container
from onrecord.inputs.containers.zip_archive import ERRORS, TYPE, ZipArchive, is_inside
from onrecord.inputs.find import Found, is_litter, readable
from onrecord.inputs.page import Input, Rejected, Sidecar
from onrecord.inputs.sidecars import SUFFIX

Received = tuple[Found, Input | Rejected]


def receive_each(found: Found) -> Iterator[Received]:
    """Every document in a found file, or the reason why it is not read; what holds none gives one reason."""
    problem = refusal(found)
    if problem is None:
        try:
            with found.file.open("rb") as stream:
                yield from _documents(found, stream)
            return
        except OSError as error:
            problem = unread(error)
        except Exception as error:  # a reader's own failure on bytes nobody foresaw must not cost the build
            problem = Rejected(f"It could not be read: {type(error).__name__}.")
    yield found, problem


def _documents(found: Found, stream: BinaryIO) -> Iterator[Received]:
    kind = container_kind(stream.read(HEAD_BYTES), found.path)
    stream.seek(0)
    sidecar = own_sidecar(found)
    if kind is None:
        yield found, whole(found, stream, sidecar)
    elif isinstance(sidecar, Rejected):
        yield found, sidecar
    elif kind == ZIP:
        archive = ZipArchive(stream, found.limits)
        if archive.is_office_document:
            yield found, whole(found, stream, sidecar)
        elif archive.problem:
            yield found, archive.problem
        else:
            yield from _members(found, archive, sidecar)
    else:
        yield from _records(found, open_container(kind, stream, found.limits), sidecar)


def _records(found: Found, container: Container, sidecar: Sidecar) -> Iterator[Received]:
    for place, one in container.each():
        if place is None:
            yield found, one
        else:
            path = f"{found.path}#{place.number}"
            yield replace(found, path=path, place=place), named(one, path, sidecar, found.limits)


def _members(found: Found, archive: ZipArchive, default: Sidecar) -> Iterator[Received]:
    paths: set[str] = set()
    any_read = False
    for index, name in archive.members():
        if _is_no_input(name, archive.names):
            continue
        any_read = True
        path = f"{found.path}/{readable(name)}"
        if not is_inside(name) or path in paths:
            path = f"{found.path}#{index + 1}"
        paths.add(path)
        yield from _member(replace(found, path=path, member=index), archive, name, default)
    if not any_read:
        yield found, Rejected("It is a ZIP archive without any document.", TYPE)


def _member(found: Found, archive: ZipArchive, name: str, default: Sidecar) -> Iterator[Received]:
    assert found.member is not None
    try:
        if problem := archive.refusal(found.member):
            yield found, problem
            return
        sidecar = packed_sidecar(archive, name, default)
        with archive.open(found.member) as stream:
            kind = container_kind(stream.read(HEAD_BYTES), name)
            stream.seek(0)
            if kind is None:
                yield found, whole(found, stream, sidecar)
            elif isinstance(sidecar, Rejected):
                yield found, sidecar
            elif kind == ZIP:
                yield found, Rejected("It is an archive in an archive; unpack the outer one.", TYPE)
            else:
                yield from _records(found, open_container(kind, stream, found.limits), sidecar)
    except ERRORS:
        yield found, damaged()


def _is_no_input(name: str, names: set[str]) -> bool:
    parts = name.replace("\\", "/").split("/")
    is_sidecar = name.endswith(SUFFIX) and name.removesuffix(SUFFIX) in names
    return is_sidecar or "__MACOSX" in parts or any(is_litter(part) for part in parts if part not in ("", ".", ".."))
