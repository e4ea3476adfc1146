"""Tells from an input's bytes what kind of file it is, whatever it is called."""

from __future__ import annotations

import re

from onrecord.inputs.containers.rows import parse_row

#: What files of these kinds begin with (offset, bytes), from the formats' own specifications.
_SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (0, b"II*\x00", "image/tiff"),
    (0, b"MM\x00*", "image/tiff"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"%!PS", "application/postscript"),
    (0, b"{\\rtf", "application/rtf"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (0, b"PK\x03\x04", "application/zip"),
    (0, b"PK\x05\x06", "application/zip"),
    (0, b"\x1f\x8b", "application/gzip"),
    (0, b"BZh", "application/x-bzip2"),
    (0, b"\xfd7zXZ\x00", "application/x-xz"),
    (0, b"(\xb5/\xfd", "application/zstd"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar"),
    (257, b"ustar", "application/x-tar"),
    (0, b"PAR1", "application/vnd.apache.parquet"),
    (0, b"SQLite format 3\x00", "application/vnd.sqlite3"),
    (0, b"\x7fELF", "application/x-elf"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"OggS", "application/ogg"),
    (0, b"RIFF", "application/x-riff"),
    (4, b"ftyp", "video/mp4"),
)

#: Office files are ZIP archives. A packed file's name, which is stored as it is, shows the kind, or the media type that
#: is stored as a file of its own.
_OFFICE_PARTS = {
    b"word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    b"xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    b"ppt/presentation.xml": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
_OFFICE_TYPE = re.compile(rb"mimetype(application/(?:vnd\.oasis\.opendocument\.[\w-]+|epub\+zip))")

#: The kinds by the names people know them by, for the reason why an input is rejected.
_NAMES = {
    "application/postscript": "a PostScript file",
    "application/rtf": "a rich-text (RTF) file",
    "application/x-ole-storage": "an old Microsoft Office file",
    "application/zip": "a ZIP archive",
    "application/gzip": "a gzip-compressed file",
    "application/pdf": "a PDF file",
    "application/vnd.apache.parquet": "a Parquet table",
    "application/vnd.sqlite3": "an SQLite database",
    "application/epub+zip": "an EPUB book",
    "application/x-elf": "a program",
    "application/x-tar": "a tar archive",
    "application/x-riff": "a sound or video file",
    "application/octet-stream": "binary data",
    "application/xml": "XML data other than a web page",
}

_HTML_START = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_HTML_NAMES = (".html", ".htm", ".xhtml", ".xht", ".shtml")
_PROLOGUE = re.compile(r"\s+|<\?[^>]{0,2000}>|<!--.{0,20000}?-->|<!doctype[^>]{0,2000}>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(
    r"</?(?:p|div|span|article|section|main|h[1-6]|ul|li|table|a|br|b|i|em|strong|meta|title)\b[^<>]{0,2000}>", re.I
)


def binary_type(data: bytes) -> str | None:
    """The media type of bytes that hold no text as they stand, by their signature; None when they may be text."""
    kind = next((kind for offset, mark, kind in _SIGNATURES if data.startswith(mark, offset)), None)
    if kind != "application/zip":
        return kind
    if stored := _OFFICE_TYPE.search(data):
        return stored[1].decode()
    return next((office for part, office in _OFFICE_PARTS.items() if part in data), kind)


def text_type(text: str, name: str) -> str:
    """The media type of decoded text: text/html by its own first tags, or by a few tags under an HTML name."""
    start = _after_prologue(text)
    if _HTML_START.match(text, start) or _HTML_START.match(text.lstrip("\ufeff \t\n\r\f")):
        return "text/html"
    head = text[start : start + 100_000]
    if head.startswith("{") and parse_row(text.lstrip("\ufeff")) is not None:
        return "application/json"
    if head.startswith("<"):
        tags = len(_TAG.findall(head))
        if tags >= (1 if name.lower().endswith(_HTML_NAMES) else 3):
            return "text/html"
        if text.lstrip("\ufeff \t\n\r").startswith("<?xml"):
            return "application/xml"
    elif name.lower().endswith(_HTML_NAMES) and _TAG.search(head):
        return "text/html"
    return "text/plain"


def describe(media_type: str) -> str:
    """What a person would call a file of a media type, with its article."""
    family, _, subtype = media_type.partition("/")
    if media_type in _NAMES:
        return _NAMES[media_type]
    if media_type.startswith("application/vnd.openxmlformats-officedocument"):
        return "a Microsoft Office file"
    if media_type.startswith("application/vnd.oasis.opendocument"):
        return "an OpenDocument file"
    kinds = {"image": f"a picture ({subtype.upper()})", "audio": "a sound file", "video": "a video"}
    return kinds.get(family, f"a file of type {media_type}")


def _after_prologue(text: str) -> int:
    """Where a document's first element may stand: after blanks, comments and declarations."""
    position = 1 if text.startswith("\ufeff") else 0
    while match := _PROLOGUE.match(text, position):
        position = match.end()
    return position
