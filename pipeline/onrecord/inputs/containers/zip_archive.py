"""Files of a ZIP archive, read in memory and never written anywhere; what an archive claims about itself is checked.

A file's declared size bounds what is unpacked of it, so the limits hold before anything is unpacked. Overlapping files
(one packed stretch counted many times, the way the densest bombs are made) make the whole archive unusable.
"""

from __future__ import annotations

import stat
import zlib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import PurePosixPath
from typing import BinaryIO, cast
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

from onrecord.inputs.containers.json_rows import shown_size
from onrecord.inputs.limits import Limits
from onrecord.inputs.page import Rejected

TYPE = "application/zip"
#: What goes wrong in damaged or foreign archives.
ERRORS = (BadZipFile, LargeZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, zlib.error)
#: Archives that are documents of office programs, by a file that each of them holds.
_OFFICE = frozenset({"word/document.xml", "xl/workbook.xml", "ppt/presentation.xml", "mimetype"})
#: A small file may be packed as densely as it likes.
_DENSE_BYTES = 1_000_000


class ZipArchive:
    """An opened archive; `problem` says why none of it is read, if so."""

    def __init__(self, stream: BinaryIO, limits: Limits) -> None:
        self._limits = limits
        self.problem: Rejected | None = None
        self._infos: list[ZipInfo] = []
        try:
            self._zip = ZipFile(stream)
            self._infos = self._zip.infolist()
        except ERRORS:
            self.problem = Rejected("It is a damaged ZIP archive.", TYPE)
            return
        self.names = {info.filename for info in self._infos}
        self.problem = self._unusable()

    @property
    def is_office_document(self) -> bool:
        return any(info.filename in _OFFICE for info in self._infos)

    def members(self) -> Iterator[tuple[int, str]]:
        """Place in the archive and name of every file in it, litter and folders left out."""
        return ((index, info.filename) for index, info in enumerate(self._infos) if not info.is_dir())

    def name(self, index: int) -> str | None:
        """The name of a file by its place; None where there is none."""
        return self._infos[index].filename if index < len(self._infos) else None

    def refusal(self, index: int) -> Rejected | None:
        """Why a file in the archive is not read."""
        info = self._infos[index]
        if not is_inside(info.filename):
            return Rejected(f"Its name in the archive is no path inside it: {info.filename[:200]!r}.", TYPE)
        if stat.S_ISLNK(info.external_attr >> 16):
            return Rejected("It is a symbolic link in an archive.", TYPE)
        if info.flag_bits & 1:
            return Rejected("It is protected with a password.", TYPE)
        if info.file_size > _DENSE_BYTES and info.file_size > self._limits.zip_ratio * info.compress_size:
            return Rejected(f"It would unpack to more than {self._limits.zip_ratio} times its packed size.", TYPE)
        return None

    def open(self, index: int) -> BinaryIO:
        """A file in the archive as a stream. Raises one of `ERRORS` where that is impossible."""
        return cast(BinaryIO, self._zip.open(self._infos[index]))

    def read(self, name: str, most: int) -> bytes | None:
        """At most so many bytes of a file by name, None where there is none. Raises one of `ERRORS`."""
        if name not in self.names:
            return None
        with self._zip.open(name) as stream:
            return stream.read(most)

    def _unusable(self) -> Rejected | None:
        limits = self._limits
        if not any(self.members()):
            return Rejected("It is a ZIP archive without any file.", TYPE)
        if len(self._infos) > limits.zip_files:
            return Rejected(f"It is a ZIP archive of more than {limits.zip_files:,} files.", TYPE)
        if sum(info.file_size for info in self._infos) > limits.zip_bytes:
            return Rejected(f"It is a ZIP archive that unpacks to more than {shown_size(limits.zip_bytes)}.", TYPE)
        spans = sorted((info.header_offset, info.header_offset + info.compress_size) for info in self._infos)
        if any(end > following for (_, end), (following, _) in pairwise(spans)):
            return Rejected("It is a ZIP archive whose files overlap, as only bombs do.", TYPE)
        return None


def is_inside(name: str) -> bool:
    """Whether a name in an archive is a path below it, on any system."""
    path = PurePosixPath(name.replace("\\", "/"))
    return bool(path.parts) and not path.is_absolute() and ".." not in path.parts and ":" not in path.parts[0]
