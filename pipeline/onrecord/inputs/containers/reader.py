"""Opens a file once and gives every document in it, or one of them again, by the same steps.

Planning lists the documents of a file with `receive_each`; a worker reads one of them with `receive`.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO, Protocol

from onrecord.inputs.containers.zip_archive import ERRORS, ZIP_TYPE, ZipArchive, is_outside
from onrecord.inputs.find import Found, Place, readable
from onrecord.inputs.limits import Limits
from onrecord.inputs.ordinary_file import open_ordinary
from onrecord.inputs.page import Input, Refused, Rejected, Sidecar
from onrecord.inputs.rows import parse_row, too_large
from onrecord.inputs.sidecars import MAX_SIDECAR_BYTES, SUFFIX, parse_sidecar, sidecar_of
from onrecord.inputs.sniff import binary_type

Received = tuple[Found, Input | Rejected]

#: How much of a file's beginning decides its kind.
_HEAD_BYTES = 65_536
_BLANKS = b"\xef\xbb\xbf \t\r\n"
_CHANGED = "It changed while the build was running."


class Container(Protocol):
    """An open file of documents. They have no path yet: that is the file's path and the document's number."""

    media_type: str

    def each(self) -> Iterator[tuple[Place | None, Input | Rejected]]:
        """Every document with its place, in order; a document without a place is the whole file."""
        ...

    def at(self, place: Place) -> Input | Rejected:
        """The document at a place that `each` gave. Asked for in order, no byte is read twice."""
        ...


def receive_each(found: Found) -> Iterator[Received]:
    """Every document in a file, or why it cannot be read; at least one result. Raises only MemoryError."""
    try:
        _check(found)
        with open_ordinary(found.file, follow_links=True) as stream:
            yield from Reader(found, stream).each(found)
    except MemoryError:
        raise
    except Exception as error:
        yield found, _reason(found, error)


def receive(found: Found) -> Input | Rejected:
    """One document that `receive_each` gave, as it is now. Raises only MemoryError.

    The last container stays open, so documents asked for in order are read in one go.
    """
    global _kept
    try:
        _check(found)
        if found.member is None and found.place is None:
            with open_ordinary(found.file, follow_links=True) as stream:
                return Reader(found, stream).at(found)
        status = found.file.stat()
        key = (found.file, status.st_mtime_ns, status.st_size, found.limits, os.getpid())
        if _kept is None or _kept[0] != key:
            _close_kept()
            _kept = key, Reader(found, open_ordinary(found.file, follow_links=True))
        return _kept[1].at(found)
    except MemoryError:
        raise
    except Exception as error:
        _close_kept()
        return _reason(found, error)


_kept: tuple[tuple[object, ...], Reader] | None = None


def _close_kept() -> None:
    global _kept
    if _kept is not None:
        _kept[1].stream.close()
        _kept = None


class Reader:
    """An open file: one document, a table or web archive, or a ZIP archive of these.

    Raises Refused where an input is not read, and whatever the parser of its format raises on damaged bytes.
    """

    def __init__(self, found: Found, stream: BinaryIO) -> None:
        self.stream = stream
        self._name, self._limits = found.name, found.limits
        self._sidecar = sidecar_of(found.file, readable(found.file.name))
        self._opened: tuple[int | None, Container, Sidecar] | None = None
        archive = ZipArchive(stream) if binary_type(stream.read(4)) == ZIP_TYPE else None
        self._archive = None if archive is None or archive.is_office_file else archive
        if self._archive is not None:
            self._archive.check(found.limits)

    def each(self, found: Found) -> Iterator[Received]:
        """Every document in the file with what finds it again."""
        if self._archive is None:
            yield from self._documents(found)
            return
        paths: set[str] = set()
        for member, name in self._archive.members():
            path = f"{found.path}/{readable(name)}"
            if is_outside(name) or path in paths:
                path = f"{found.path}#{member + 1}"
            paths.add(path)
            packed = replace(found, path=path, member=member)
            try:
                yield from self._documents(packed)
            except MemoryError:
                raise
            except Exception as error:
                yield packed, _reason(packed, error)

    def at(self, found: Found) -> Input | Rejected:
        """A document that `each` gave."""
        container, sidecar = self._open(found.member)
        if found.place is not None:
            return _named(container.at(found.place), found, sidecar)
        place, one = next(container.each())
        if place is not None:
            raise Refused(_CHANGED)
        return _named(one, found, sidecar)

    def _documents(self, found: Found) -> Iterator[Received]:
        """Every document of the file itself, or of one file in the archive."""
        container, sidecar = self._open(found.member)
        count = 0
        for count, (place, one) in enumerate(container.each(), start=1):
            if count > self._limits.records:
                reason = f"It holds more than {self._limits.records:,} documents; the rest is not read."
                raise Refused(reason, container.media_type)
            path = found.path if place is None else f"{found.path}#{place.number}"
            document = replace(found, path=path, place=place)
            yield document, _named(one, document, sidecar)
        if not count:
            raise Refused("It is a table or archive without any document.", container.media_type)

    def _open(self, member: int | None) -> tuple[Container, Sidecar]:
        """The file itself, or one in the archive by its index there; what was opened last stays open."""
        if (member is None) != (self._archive is None):
            raise Refused(_CHANGED)
        if self._opened is None or self._opened[0] != member:
            stream, name, sidecar = self.stream, self._name, self._sidecar
            if self._archive is not None and member is not None:
                name = self._archive.checked_name(member, self._limits)
                data = self._archive.read(name + SUFFIX, MAX_SIDECAR_BYTES + 1)
                if data is not None:
                    sidecar = parse_sidecar(data, readable(name.rsplit("/", 1)[-1]))
                stream = self._archive.open(member)
            self._opened = member, _container(stream, name, self._limits, is_packed=member is not None), sidecar
        return self._opened[1:]


class _OneDocument:
    """A file that is one document, whatever it holds."""

    media_type = ""

    def __init__(self, stream: BinaryIO, limits: Limits, is_packed: bool) -> None:
        self._stream, self._limits, self._is_packed = stream, limits, is_packed

    def each(self) -> Iterator[tuple[None, Input]]:
        self._stream.seek(0)
        data = self._stream.read(self._limits.file_bytes + 1)
        if self._is_packed and binary_type(data) == ZIP_TYPE:
            raise Refused("It is an archive in an archive; unpack the outer one.", ZIP_TYPE)
        yield None, Input("", data)

    def at(self, place: Place) -> Input:
        raise Refused(_CHANGED)


def _container(stream: BinaryIO, name: str, limits: Limits, *, is_packed: bool) -> Container:
    """The kind of container that a file is by its first bytes, and by its name where these leave it open."""
    stream.seek(0)
    head = stream.read(_HEAD_BYTES)
    start, name = head.lstrip(_BLANKS), name.lower()
    if head.startswith(b"PAR1"):
        from onrecord.inputs.containers.parquet_rows import ParquetRows

        return ParquetRows(stream, limits)
    if (_unpacked(head) if head.startswith(b"\x1f\x8b") else head).startswith(b"WARC/"):
        from onrecord.inputs.containers.web_archive import WebArchive

        return WebArchive(stream, limits)
    from onrecord.inputs.containers.json_rows import JsonArray, JsonLines

    if start.startswith(b"[") and start[1:].lstrip().startswith(b"{") and name.endswith((".json", ".txt")):
        return JsonArray(stream, limits)
    # A picture or page under the name of a table is what it is.
    is_named = bool(start) and not start[:9].lower().startswith((b"<!doctype", b"<html")) and binary_type(head) is None
    if _is_json_lines(start) or (is_named and name.endswith((".jsonl", ".ndjson"))):
        return JsonLines(stream, limits)
    if is_named and name.endswith((".csv", ".tsv")):
        from onrecord.inputs.containers.csv_rows import CsvRows

        return CsvRows(stream, limits)
    return _OneDocument(stream, limits, is_packed)


def _unpacked(head: bytes) -> bytes:
    try:
        return zlib.decompressobj(wbits=31).decompress(head, 16)
    except zlib.error:
        return b""


def _is_json_lines(start: bytes) -> bool:
    """Whether two objects follow each other, each on a line of its own."""
    first, _, rest = start.partition(b"\n")
    return start.startswith(b"{") and rest.lstrip(_BLANKS).startswith(b"{") and parse_row(first) is not None


def _named(one: Input | Rejected, found: Found, sidecar: Sidecar) -> Input | Rejected:
    """A document under its path, with its sidecar; what its container knows of it comes second."""
    if isinstance(one, Rejected):
        return one
    if len(one.data) > found.limits.file_bytes:
        return too_large(found.limits)
    if one.sidecar.retrieved and sidecar.retrieved is None:
        sidecar = sidecar.model_copy(update={"retrieved": one.sidecar.retrieved})
    return replace(one, path=found.path, sidecar=sidecar, limits=found.limits)


def _check(found: Found) -> None:
    """Raise Refused for a file that is not opened at all."""
    file = found.file
    try:
        if file.is_symlink() and not file.resolve().is_relative_to(found.folder.resolve()):
            raise Refused("It is a symbolic link to a place outside the sources folder.")
    except RuntimeError:  # Python 3.11 and 3.12 raise it for links in a circle
        raise Refused("It is a symbolic link that leads back to itself.") from None
    if not file.exists():
        what = "It is a symbolic link to a file that does not exist." if file.is_symlink() else "It no longer exists."
        raise Refused(what)
    if file.is_dir() and not file.is_symlink():
        raise Refused("It is a folder whose files cannot be listed.")
    if not file.is_file():
        raise Refused("It is not an ordinary file.")


def _reason(found: Found, error: Exception) -> Rejected:
    """Why an input is rejected on which reading failed."""
    if isinstance(error, Refused):
        return error.why
    if found.member is not None and isinstance(error, ERRORS):
        return Rejected("It cannot be unpacked: the archive is damaged, or packed in an unknown way.", ZIP_TYPE)
    why = (error.strerror or str(error)) if isinstance(error, OSError) else type(error).__name__
    return Rejected(f"It could not be read: {why}.")
