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
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

from onrecord.inputs.find import is_litter
from onrecord.inputs.limits import Limits, shown_size
from onrecord.inputs.page import Rejected
from onrecord.inputs.sidecars import SUFFIX

ZIP_TYPE = "application/zip"
ZIP_SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06")
#: What goes wrong in damaged or foreign archives.
ERRORS = (BadZipFile, LargeZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, zlib.error)
DAMAGED = Rejected("It cannot be unpacked: the archive is damaged, or packed in an unknown way.", ZIP_TYPE)
#: One of these is in every file of an office program (Office Open XML, OpenDocument, EPUB).
_OFFICE_PARTS = frozenset({"word/document.xml", "xl/workbook.xml", "ppt/presentation.xml", "mimetype"})
#: The ratio of packed to unpacked size is not checked below this size.
_DENSE_BYTES = 1_000_000


class ZipArchive:
    """An open archive; `problem` says why none of it is read."""

    def __init__(self, stream: BinaryIO, limits: Limits) -> None:
        self._limits = limits
        self._infos: list[ZipInfo] = []
        self._names: frozenset[str] = frozenset()
        self.problem: Rejected | None = None
        try:
            self._zip = ZipFile(stream)
            self._infos = self._zip.infolist()
        except ERRORS:
            self.problem = Rejected("It is a damaged ZIP archive.", ZIP_TYPE)
            return
        self._names = frozenset(info.filename for info in self._infos)
        self.problem = self._unusable()

    @property
    def is_office_file(self) -> bool:
        return not self._names.isdisjoint(_OFFICE_PARTS)

    def members(self) -> Iterator[tuple[int, str]]:
        """Index and name of every file that is an input: no folders, sidecars or litter."""
        for index, info in enumerate(self._infos):
            name = info.filename
            parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
            is_sidecar = name.endswith(SUFFIX) and name.removesuffix(SUFFIX) in self._names
            if not (info.is_dir() or is_sidecar or "__MACOSX" in parts or any(map(is_litter, parts))):
                yield index, name

    def name(self, index: int) -> str:
        return self._infos[index].filename

    def refusal(self, index: int) -> Rejected | None:
        """Why a file in the archive is not read."""
        if index >= len(self._infos):
            return DAMAGED
        info = self._infos[index]
        if self.is_outside(info.filename):
            return Rejected(f"Its name in the archive leads out of the archive: {info.filename[:200]!r}.", ZIP_TYPE)
        if stat.S_ISLNK(info.external_attr >> 16):
            return Rejected("It is a symbolic link in an archive.", ZIP_TYPE)
        if info.flag_bits & 1:
            return Rejected("It is protected with a password.", ZIP_TYPE)
        if info.file_size > _DENSE_BYTES and info.file_size > self._limits.zip_ratio * info.compress_size:
            return Rejected(f"It would unpack to more than {self._limits.zip_ratio} times its packed size.", ZIP_TYPE)
        return None

    def open(self, index: int) -> BinaryIO:
        """A file in the archive as a stream. Raises one of `ERRORS` where that is impossible."""
        return cast(BinaryIO, self._zip.open(self._infos[index]))

    def read(self, name: str, most_bytes: int) -> bytes | None:
        """The beginning of a file by name, None where there is none. Raises one of `ERRORS`."""
        if name not in self._names:
            return None
        with self._zip.open(name) as stream:
            return stream.read(most_bytes)

    @staticmethod
    def is_outside(name: str) -> bool:
        """Whether a name in an archive is no path below it, on any system."""
        path = PurePosixPath(name.replace("\\", "/"))
        return not path.parts or path.is_absolute() or ".." in path.parts or ":" in path.parts[0]

    def _unusable(self) -> Rejected | None:
        limits = self._limits
        if not any(self.members()):
            return Rejected("It is a ZIP archive without any document.", ZIP_TYPE)
        if len(self._infos) > limits.zip_files:
            return Rejected(f"It is a ZIP archive of more than {limits.zip_files:,} files.", ZIP_TYPE)
        if sum(info.file_size for info in self._infos) > limits.zip_bytes:
            return Rejected(f"It is a ZIP archive that unpacks to more than {shown_size(limits.zip_bytes)}.", ZIP_TYPE)
        spans = sorted((info.header_offset, info.header_offset + info.compress_size) for info in self._infos)
        if any(end > following for (_, end), (following, _) in pairwise(spans)):
            return Rejected("It is a ZIP archive whose files overlap, as only bombs do.", ZIP_TYPE)
        return None
