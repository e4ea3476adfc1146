"""Decodes bytes to the characters that were meant, with line ends as `\\n`, and repairs text that was decoded wrongly.

The ways to decode, in order of certainty: a byte order mark; UTF-16 or UTF-32 without a mark; valid UTF-8; UTF-8 with a
few damaged bytes; the encoding that a server, an HTML page or an XML declaration names; the legacy code page that
charset-normalizer finds most plausible. What stands for no character (a damaged sequence, a lone surrogate, NUL)
becomes U+FFFD, as in browsers.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: What a label means on the web, where Python's codec of that name differs (WHATWG Encoding Standard, 4.2).
_WEB_LABELS = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874",
    "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949", "big5": "big5hkscs",
}  # fmt: skip
_CHARSETS = ("big5", "cp", "euc", "gb", "iso2022", "iso8859", "johab", "koi8", "mac", "ptcp", "shift", "tis", "utf-8")
_DECLARED = re.compile(
    rb"<meta\b[^>]{0,400}?charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml\b[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)",
    re.IGNORECASE,
)
_DECLARED_WITHIN_BYTES = 4096
#: How much decides on an encoding, from the first byte outside ASCII on.
_SAMPLE_BYTES = 60_000
#: With a smaller share of bytes outside ASCII, a text is English with a few typographic marks and foreign names, in
#: Windows' Western code page; other languages in Latin letters have 2 to 12 percent.
_WESTERN_SHARE = 0.01
_LOOKED_AT_CHARS = 500_000
#: Data with a larger share of control or replacement characters is not text.
_NOISE_SHARE = 0.02
_NOISE = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffd]")
_CONTROL_BYTES = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
_RUN_BEYOND_ASCII = re.compile(rb"[\x80-\xff]+")
#: In Latin script, single bytes outside ASCII lie among ASCII letters; in others whole words are made of them.
_LATIN_RUN = 1.7
#: What the ISO 8859 pages leave empty and Windows' pages fill with marks and letters that few texts do without.
_WINDOWS_ONLY = re.compile(rb"[\x80-\x9f]")
#: Letters and typographic marks beyond ASCII.
_FITTING = re.compile("[^\\W\\d_\x00-\x7f]|[\u2010-\u201f\u2026\u20ac\u00a0\u00ab\u00bb]")
_ODD_CASE = re.compile("[a-z\u00df-\u00ff][A-Z\u00c0-\u00de\u0160\u017d]")
#: The code pages of languages written in Latin letters, other than those of Western Europe.
_PAGES = (
    ("bs cs hr hu pl ro sk sl sq sr", ("cp1250", "iso8859-2")),
    ("az ku tr", ("cp1254", "iso8859-9")),
    ("et lt lv", ("cp1257", "iso8859-13")),
)


@dataclass(frozen=True)
class Decoded:
    """A text and Python's name of the encoding it was in (utf-8, utf-16-le, cp1252, ...)."""

    text: str
    encoding: str


def decode(data: bytes, charset: str | None = None) -> Decoded | None:
    """The text of some bytes; None when they are not text. `charset` is what a server named."""
    decoded = _marked(data) or _wide(data) or _escaped(data) or _utf8(data)
    decoded = decoded or (_labelled(data, charset) if charset else None) or _declared(data) or _legacy(data)
    if decoded is None or _is_noise(decoded.text):
        return None
    text = decoded.text.replace("\x00", "\ufffd").replace("\r\n", "\n").replace("\r", "\n")
    return Decoded(text, decoded.encoding)


def _marked(data: bytes) -> Decoded | None:
    encoding = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)
    return Decoded(data.decode(encoding, errors="replace").removeprefix("\ufeff"), encoding) if encoding else None


def _wide(data: bytes) -> Decoded | None:
    """UTF-16 or UTF-32 without a mark: blanks and line ends, in any script, put NULs at every second or fourth byte."""
    sample = data[: _SAMPLE_BYTES // 4 * 4]
    nuls = sample.count(0)
    if nuls * 50 < len(sample):
        return None
    for encoding, width, high in (("utf-32-le", 4, 3), ("utf-32-be", 4, 0), ("utf-16-le", 2, 1), ("utf-16-be", 2, 0)):
        units = max(1, len(sample) // width)
        in_place = sample[high::width].count(0)
        is_regular = in_place > 0.9 * units if width == 4 else in_place >= 0.95 * nuls
        if is_regular and (decoded := _strict(data, encoding)) and not _is_noise(decoded.text):
            return decoded
    return None


def _escaped(data: bytes) -> Decoded | None:
    """Japanese mail's seven-bit encoding, which would pass for ASCII."""
    return _strict(data, "iso2022_jp_2") if b"\x1b$" in data[:_SAMPLE_BYTES] else None


def _utf8(data: bytes) -> Decoded | None:
    """UTF-8, also with a few damaged bytes (a page cut off in mid-character) among many sound characters."""
    if decoded := _strict(data, "utf-8"):
        return decoded
    text = data.decode("utf-8", errors="replace")
    damaged = text.count("\ufffd")
    sound = len(re.findall(r"[^\x00-\x7f\ufffd]", text))
    return Decoded(text, "utf-8") if damaged * 10 <= sound else None


def _declared(data: bytes) -> Decoded | None:
    if not (match := _DECLARED.search(data[:_DECLARED_WITHIN_BYTES])):
        return None
    return _labelled(data, (match[1] or match[2]).decode("ascii", errors="replace"))


def _labelled(data: bytes, label: str) -> Decoded | None:
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):  # ValueError: a label with a NUL in it
        return None
    return _strict(data, _WEB_LABELS.get(name, name)) if name.startswith(_CHARSETS) else None


def _legacy(data: bytes) -> Decoded | None:
    beyond = _BEYOND_ASCII.search(data)
    first = beyond.start() if beyond else 0
    sample = data[max(0, first - 200) : first + _SAMPLE_BYTES]
    count = len(_BEYOND_ASCII.findall(sample))
    if count < _WESTERN_SHARE * len(sample) and (western := _strict(data, "cp1252")):
        return western
    from charset_normalizer import from_bytes

    if count < _LATIN_RUN * len(_RUN_BEYOND_ASCII.findall(sample)) and not _CONTROL_BYTES.search(sample):
        encoding = _latin_page(sample)
    elif best := from_bytes(sample).best():
        encoding = best.encoding
    else:
        return None
    return _strict(data, encoding) or Decoded(data.decode(encoding, errors="replace"), encoding)


def _latin_page(sample: bytes) -> str:
    """The code page of a text in Latin letters.

    Pages differ in a few letters only, so the language decides, by its ASCII letters; then the page that gives letters
    where words need them, not signs or capitals.
    """
    from py3langid.langid import classify

    language, _ = classify(sample.decode("ascii", errors="ignore"))
    pages = next((pages for languages, pages in _PAGES if language in languages.split()), ("cp1252", "mac_roman"))
    if pages[1].startswith("iso") and not _WINDOWS_ONLY.search(sample):
        return pages[1]
    return max(pages, key=lambda page: _fitness(sample, page))


def _fitness(sample: bytes, page: str) -> int:
    text = sample.decode(page, errors="replace")
    return len(_FITTING.findall(text)) - 2 * len(_ODD_CASE.findall(text)) - 2 * text.count("\ufffd")


def _strict(data: bytes, encoding: str) -> Decoded | None:
    try:
        return Decoded(data.decode(encoding), encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _is_noise(text: str) -> bool:
    looked_at = text[:_LOOKED_AT_CHARS] + text[_LOOKED_AT_CHARS:][-_LOOKED_AT_CHARS:]
    return len(_NOISE.findall(looked_at)) > _NOISE_SHARE * len(looked_at)


_HIGH_BYTES = bytes(range(0x80, 0xC0))
#: How a character of two to four bytes begins in UTF-8, its bytes read as characters of the Western code page.
_WRONGLY_DECODED = re.compile(
    f"[\u00c2-\u00f4][{re.escape(_HIGH_BYTES.decode('latin-1') + _HIGH_BYTES.decode('cp1252', errors='ignore'))}]"
)
#: Longer lines, and texts with more characters in such lines, stay as they are: measuring badness takes time.
_MOST_LINE_CHARS = 200_000
_MOST_CHARS = 2_000_000


def repair(text: str) -> str:
    """The text with lines repaired that were decoded wrongly before they were saved (`donâ€™t`), where that is certain.

    A line is repaired when all of it, encoded in the code page it was mistaken for, is valid UTF-8, and ftfy's measure
    of badness finds fault before and none after. Such a repair loses nothing: it can be undone.
    """
    if text.isascii() or not _WRONGLY_DECODED.search(text):
        return text
    lines = text.split("\n")
    suspects = [index for index, line in enumerate(lines) if _WRONGLY_DECODED.search(line)]
    for index in suspects if sum(len(lines[index]) for index in suspects) <= _MOST_CHARS else ():
        lines[index] = _repaired(lines[index])
    return "\n".join(lines)


def _repaired(line: str) -> str:
    from ftfy.badness import is_bad

    if len(line) > _MOST_LINE_CHARS:
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
