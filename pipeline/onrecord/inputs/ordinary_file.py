"""Opens ordinary files only: neither a pipe that never answers nor a link that leads out of the folder."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO


class NotOrdinary(OSError):
    """It is a link, a folder, a pipe or a device."""


def open_ordinary(file: Path, *, follow_links: bool = False) -> BinaryIO:
    """The opened file. Raises NotOrdinary, and OSError where it cannot be opened; never waits."""
    flags = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | (0 if follow_links else os.O_NOFOLLOW)
    try:
        descriptor = os.open(file, flags)
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.ENXIO):  # a link; a socket
            raise NotOrdinary(error.errno, "it is not an ordinary file") from None
        raise
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise NotOrdinary(errno.EINVAL, "it is not an ordinary file")
    return os.fdopen(descriptor, "rb")
