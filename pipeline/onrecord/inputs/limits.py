"""The limits within which inputs are read: whatever a file claims or hides, time and memory stay bounded by these."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields

_UNITS = {"": 1, "kb": 10**3, "mb": 10**6, "gb": 10**9}
_SETTING = re.compile(r"\s*(\w+)\s*=\s*(\d[\d_,]*(?:\.\d+)?)\s*([kmg]?b)?\s*", re.IGNORECASE)

#: A worker needs so many bytes for the model alone.
LEAST_MEMORY = 500_000_000
MOST = 10**15


@dataclass(frozen=True)
class Limits:
    """The most that is read of anything; beyond a limit an input is rejected, and its `sources` row says which."""

    file_bytes: int = 50_000_000
    """One document: a file, a file in an archive, or a row of a table."""
    text_chars: int = 500_000
    """An article's text; a day's live blog has a fifth of it."""
    html_tags: int = 250_000
    """Opening angle brackets of a page; long pages have a tenth of it."""
    html_nesting: int = 1_000
    """Elements of a page inside each other; the parser drops what is nested twice as deep."""
    pdf_pages: int = 300
    """Pages of a PDF file."""
    records: int = 1_000_000
    """Rows of one table or pages of one web archive."""
    zip_files: int = 100_000
    """Files in one ZIP archive."""
    zip_bytes: int = 2_000_000_000
    """All files of one ZIP archive, unpacked."""
    zip_ratio: int = 200
    """Times its packed size that a file in a ZIP archive may unpack to, once that is a megabyte or more."""
    seconds: int = 600
    """The processor time that one document may take."""
    memory_bytes: int = 2_000_000_000
    """The memory of a process that reads and parses documents; on Linux only."""

    def __post_init__(self) -> None:
        for field in fields(self):
            least = LEAST_MEMORY if field.name == "memory_bytes" else 1
            if not least <= getattr(self, field.name) <= MOST:
                raise ValueError(f"{field.name} must be at least {least:,} and at most {MOST:,}")


DEFAULTS = Limits()


def shown_size(count: int) -> str:
    """A number of bytes as a person would write it."""
    return f"{count / 1_000_000:g} MB" if count >= 1_000_000 else f"{count:,} bytes"


def parse_limits(settings: Iterable[str]) -> Limits:
    """Limits from settings such as `file_bytes=200MB`; the others keep their defaults.

    Raises ValueError, with what is expected, for an invalid setting.
    """
    names = [field.name for field in fields(Limits)]
    chosen: dict[str, int] = {}
    for setting in settings:
        match = _SETTING.fullmatch(setting)
        if match is None:
            raise ValueError(f"{setting!r} is not NAME=NUMBER, as in file_bytes=200MB")
        name, number, unit = match[1].lower(), match[2].replace("_", "").replace(",", ""), (match[3] or "").lower()
        if name not in names:
            raise ValueError(f"there is no limit {match[1]!r}; there are {', '.join(names)}")
        if unit and not name.endswith("_bytes"):
            raise ValueError(f"{name} is not counted in {match[3]}")
        chosen[name] = int(float(number) * _UNITS[unit])
    return Limits(**chosen)
