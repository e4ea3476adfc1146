"""Decides by an input's bytes what kind of file it is, whatever its name."""

from __future__ import annotations

import re

from onrecord.inputs.rows import parse_row

#: What files of a kind begin with (offset, bytes), from the formats' own specifications; its media type and plain name.
_SIGNATURES: tuple[tuple[int, bytes, str, str], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", "image/png", "a picture (PNG)"),
    (0, b"\xff\xd8\xff", "image/jpeg", "a picture (JPEG)"),
    (0, b"GIF87a", "image/gif", "a picture (GIF)"),
    (0, b"GIF89a", "image/gif", "a picture (GIF)"),
    (8, b"WEBP", "image/webp", "a picture (WEBP)"),
    (0, b"II*\x00", "image/tiff", "a picture (TIFF)"),
    (0, b"MM\x00*", "image/tiff", "a picture (TIFF)"),
    (0, b"%PDF-", "application/pdf", "a PDF file"),
    (0, b"%!PS", "application/postscript", "a PostScript file"),
    (0, b"{\\rtf", "application/rtf", "a rich-text (RTF) file"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage", "an old Microsoft Office file"),
    (0, b"PK\x03\x04", "application/zip", "a ZIP archive"),
    (0, b"PK\x05\x06", "application/zip", "a ZIP archive"),
    (0, b"\x1f\x8b", "application/gzip", "a gzip-compressed file"),
    (0, b"BZh", "application/x-bzip2", "a bzip2-compressed file"),
    (0, b"\xfd7zXZ\x00", "application/x-xz", "an xz-compressed file"),
    (0, b"(\xb5/\xfd", "application/zstd", "a zstd-compressed file"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed", "a 7z archive"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar", "a RAR archive"),
    (257, b"ustar", "application/x-tar", "a tar archive"),
    (0, b"PAR1", "application/vnd.apache.parquet", "a Parquet table"),
    (0, b"SQLite format 3\x00", "application/vnd.sqlite3", "an SQLite database"),
    (0, b"\x7fELF", "application/x-elf", "a program"),
    (0, b"ID3", "audio/mpeg", "a sound file"),
    (0, b"OggS", "application/ogg", "a sound or video file"),
    (0, b"RIFF", "application/x-riff", "a sound or video file"),
    (4, b"ftyp", "video/mp4", "a video"),
)
#: Office files are ZIP archives. A packed file's name, which is stored as it is, shows the kind, or the media type that
#: is stored as a file of its own.
OFFICE_PARTS = {
    b"word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    b"xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    b"ppt/presentation.xml": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
_OFFICE_TYPE = re.compile(rb"mimetype(application/(?:vnd\.oasis\.opendocument\.[\w-]+|epub\+zip))")
#: What other media types begin with, and their plain names.
_OTHER_NAMES = {
    "application/vnd.openxmlformats-officedocument": "a Microsoft Office file",
    "application/vnd.oasis.opendocument": "an OpenDocument file",
    "application/epub+zip": "an EPUB book",
    "application/xml": "XML data other than a web page",
}

_HTML_START = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_HEAD_CHARS = 100_000
_HTML_NAMES = (".html", ".htm", ".xhtml", ".xht", ".shtml")
#: What may come before the first element: blanks, comments and declarations.
_PROLOGUE = re.compile(
    r"\A\ufeff?(?:\s+|<\?[^>]{0,2000}>|<!--.{0,20000}?-->|<!doctype[^>]{0,2000}>)*+", re.IGNORECASE | re.DOTALL
)
_TAG = re.compile(
    r"</?(?:p|div|span|article|section|main|h[1-6]|ul|li|table|a|br|b|i|em|strong|meta|title)\b[^<>]{0,2000}>", re.I
)


def binary_type(data: bytes) -> str | None:
    """The media type of bytes that are not text, by their signature; None when they may be text."""
    kind = next((kind for offset, mark, kind, _ in _SIGNATURES if data.startswith(mark, offset)), None)
    if kind != "application/zip":
        return kind
    if stored := _OFFICE_TYPE.search(data):
        return stored[1].decode()
    return next((office for part, office in OFFICE_PARTS.items() if part in data), kind)


def text_type(text: str, name: str) -> str:
    """The media type of decoded text: text/html by its own first tags, or by a few tags under an HTML name."""
    bare = text.lstrip("\ufeff \t\n\r\f")
    head = _PROLOGUE.sub("", text, count=1)[:_HEAD_CHARS]
    if _HTML_START.match(head) or _HTML_START.match(bare):
        return "text/html"
    if head.startswith("{") and parse_row(text.lstrip("\ufeff")) is not None:
        return "application/json"
    if head.startswith("<"):
        tags = len(_TAG.findall(head))
        if tags >= (1 if name.lower().endswith(_HTML_NAMES) else 3):
            return "text/html"
        if bare.startswith("<?xml"):
            return "application/xml"
    elif name.lower().endswith(_HTML_NAMES) and _TAG.search(head):
        return "text/html"
    return "text/plain"


def plain_name(media_type: str) -> str:
    """What a person would call a file of a media type that is found here, with its article."""
    names = {kind: name for _, _, kind, name in _SIGNATURES} | _OTHER_NAMES
    return next(name for kind, name in names.items() if media_type.startswith(kind))
