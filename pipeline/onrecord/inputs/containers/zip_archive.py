"""Reads files of a ZIP archive in memory, within the limits, and writes nothing anywhere.

A file's declared size bounds what is unpacked of it, so the limits hold before anything is unpacked. An archive whose
files overlap is not read at all: that is how the densest bombs count one packed stretch many times.
"""

from __future__ import annotations

import stat
import zlib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import PurePosixPath
from typing import BinaryIO, cast
from zipfile import BadZipFile, LargeZipFile, ZipFile

from onrecord.inputs.find import is_litter
from onrecord.inputs.limits import Limits, shown_size
from onrecord.inputs.page import Refused
from onrecord.inputs.sidecars import SUFFIX
from onrecord.inputs.sniff import OFFICE_PARTS

ZIP_TYPE = "application/zip"
#: What goes wrong in damaged or foreign archives.
ERRORS = (BadZipFile, LargeZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, zlib.error)
#: The ratio of packed to unpacked size is not checked below this size.
_DENSE_BYTES = 1_000_000


class ZipArchive:
    """An open archive. Raises Refused when it is not one."""

    def __init__(self, stream: BinaryIO) -> None:
        try:
            self._zip = ZipFile(stream)
            self._infos = self._zip.infolist()
        except ERRORS:
            raise Refused("It is a damaged ZIP archive.", ZIP_TYPE) from None
        self._names = frozenset(info.filename for info in self._infos)

    @property
    def is_office_file(self) -> bool:
        """Whether it is a file of an office program: Office Open XML, or OpenDocument or EPUB with their `mimetype`."""
        return "mimetype" in self._names or any(part.decode() in self._names for part in OFFICE_PARTS)

    def check(self, limits: Limits) -> None:
        """Raise Refused for an archive of which nothing is read."""
        if len(self._infos) > limits.zip_files:
            raise Refused(f"It is a ZIP archive of more than {limits.zip_files:,} files.", ZIP_TYPE)
        if sum(info.file_size for info in self._infos) > limits.zip_bytes:
            raise Refused(f"It is a ZIP archive that unpacks to more than {shown_size(limits.zip_bytes)}.", ZIP_TYPE)
        spans = sorted((info.header_offset, info.header_offset + info.compress_size) for info in self._infos)
        if any(end > following for (_, end), (following, _) in pairwise(spans)):
            raise Refused("It is a ZIP archive whose files overlap, as only bombs do.", ZIP_TYPE)
        if not any(self.members()):
            raise Refused("It is a ZIP archive without any document.", ZIP_TYPE)

    def members(self) -> Iterator[tuple[int, str]]:
        """Index and name of every file that is an input: no folders, sidecars or litter."""
        for index, info in enumerate(self._infos):
            name = info.filename
            parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
            is_sidecar = name.endswith(SUFFIX) and name.removesuffix(SUFFIX) in self._names
            if not (info.is_dir() or is_sidecar or "__MACOSX" in parts or any(map(is_litter, parts))):
                yield index, name

    def checked_name(self, index: int, limits: Limits) -> str:
        """The name of a file in the archive. Raises Refused for one that is not read."""
        if index >= len(self._infos):
            raise Refused("It is no longer in the archive.", ZIP_TYPE)
        info = self._infos[index]
        if is_outside(info.filename):
            raise Refused(f"Its name in the archive leads out of the archive: {info.filename[:200]!r}.", ZIP_TYPE)
        if stat.S_ISLNK(info.external_attr >> 16):
            raise Refused("It is a symbolic link in an archive.", ZIP_TYPE)
        if info.flag_bits & 1:
            raise Refused("It is protected with a password.", ZIP_TYPE)
        if info.file_size > _DENSE_BYTES and info.file_size > limits.zip_ratio * info.compress_size:
            raise Refused(f"It would unpack to more than {limits.zip_ratio} times its packed size.", ZIP_TYPE)
        return info.filename

    def open(self, index: int) -> BinaryIO:
        """A file in the archive as a stream. Raises one of `ERRORS` where that is impossible."""
        return cast(BinaryIO, self._zip.open(self._infos[index]))

    def read(self, name: str, most_bytes: int) -> bytes | None:
        """The beginning of a file by name, None where there is none. Raises one of `ERRORS`."""
        if name not in self._names:
            return None
        with self._zip.open(name) as stream:
            return stream.read(most_bytes)


def is_outside(name: str) -> bool:
    """Whether a name in an archive is no path below it, on any system."""
    path = PurePosixPath(name.replace("\\", "/"))
    return not path.parts or path.is_absolute() or ".." in path.parts or ":" in path.parts[0]
