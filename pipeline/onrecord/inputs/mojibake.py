"""Repairs text that was decoded with the wrong encoding before it was saved (`donâ€™t`), only where that is certain.

A line is repaired when all of it, read back as the Western code page it was mistaken for, is valid UTF-8, and ftfy's
measure of badness finds mojibake before and none after. Such a repair loses nothing: it can be undone.
"""

from __future__ import annotations

import re

#: How a character of two to four bytes begins in UTF-8, its bytes read as characters of the code page.
_BYTES_80_TO_BF = bytes(range(0x80, 0xC0)).decode("latin-1") + bytes(range(0x80, 0xC0)).decode(
    "cp1252", errors="ignore"
)
#: Longer lines, and lines of more characters in all, are left as they are: the measure of badness takes its time.
_MAX_LINE_CHARS = 200_000
_MOST_CHARS = 2_000_000
_SEQUENCE = re.compile(f"[\u00c2-\u00f4][{re.escape(_BYTES_80_TO_BF)}]")


def repair(text: str) -> str:
    """The text with its certain mojibake repaired; mostly the text itself."""
    if text.isascii() or not _SEQUENCE.search(text):
        return text
    lines = text.split("\n")
    suspects = [index for index, line in enumerate(lines) if _SEQUENCE.search(line)]
    for index in suspects if sum(len(lines[index]) for index in suspects) <= _MOST_CHARS else ():
        lines[index] = _repaired(lines[index])
    return "\n".join(lines)


def _repaired(line: str) -> str:
    from ftfy.badness import is_bad

    if len(line) > _MAX_LINE_CHARS:
        return line
    for encoding in ("sloppy-windows-1252", "latin-1"):
        fixed = line
        # Twice: some pages were saved wrongly by two programs in turn.
        for _ in range(2):
            try:
                fixed = fixed.encode(encoding).decode("utf-8")
            except UnicodeError:
                break
            if is_bad(line) and not is_bad(fixed):
                return fixed
    return line
