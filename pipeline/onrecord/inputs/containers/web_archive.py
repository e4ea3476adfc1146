"""Pages of a web archive (WARC): responses that hold a web page, plain text or PDF.

Requests, pictures, scripts and a crawler's own notes are no inputs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import redirect_stderr
from io import StringIO
from typing import Any, BinaryIO

from onrecord.inputs.find import Place
from onrecord.inputs.limits import Limits
from onrecord.inputs.page import Input, Rejected, Sidecar, Stated, Statements
from onrecord.inputs.rows import too_large
from onrecord.inputs.statements import MOST_CHARS, clean, stated_day

_TYPE = "application/warc"
_HOLD_PAGES = frozenset({"response", "resource", "conversion"})
_PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml", "text/plain", "text/markdown", "application/pdf", ""})
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_FOR_ROBOTS = re.compile(r"//[^/]+/robots\.txt(?:[?#]|$)", re.IGNORECASE)
_PART_BYTES = 1_000_000


class WebArchive:
    """A WARC file, compressed record by record or not at all."""

    media_type = _TYPE

    def __init__(self, stream: BinaryIO, limits: Limits) -> None:
        self._stream, self._limits = stream, limits

    def each(self) -> Iterator[tuple[Place | None, Input | Rejected]]:
        for number, (offset, length, found) in enumerate(self._records(0), start=1):
            if found is not None:
                yield Place(number, offset, length), found

    def at(self, place: Place) -> Input | Rejected:
        _, _, found = next(self._records(place.offset), (0, 0, None))
        return found or _damaged(EOFError())

    def _records(self, offset: int) -> Iterator[tuple[int, int, Input | Rejected | None]]:
        """(first byte, bytes, page if it holds one) of every record from an offset on; damage ends them."""
        from warcio.archiveiterator import ArchiveIterator

        self._stream.seek(offset)
        records = ArchiveIterator(self._stream)
        while True:
            try:
                with redirect_stderr(StringIO()):  # warcio prints advice on damaged files
                    record = next(records, None)
                    if record is None:
                        return
                    found = self._page(record)
                    offset, length = records.get_record_offset(), records.get_record_length()
                    if getattr(record.raw_stream, "limit", 0) > 0:  # the file ends before the record does
                        found = _damaged(EOFError())
            except Exception as error:  # warcio fails in many ways on foreign headers
                yield offset, 0, _damaged(error)
                return
            yield offset, length, found

    def _page(self, record: Any) -> Input | Rejected | None:
        """The page that a record holds, None where it holds something else."""
        if record.rec_type not in _HOLD_PAGES:
            return None
        headers = record.http_headers or record.rec_headers
        content_type = headers.get_header("Content-Type") or ""
        url = record.rec_headers.get_header("WARC-Target-URI") or ""
        media_type = content_type.split(";")[0].strip().lower()
        if media_type not in _PAGE_TYPES or _FOR_ROBOTS.search(url):
            return None
        status = record.http_headers.get_statuscode() if record.http_headers else "200"
        if status.isdigit() and not 200 <= int(status) < 300:
            return Rejected(f"It is not an article: the server answered with status {status[:3]}.", _TYPE)
        data, stream = b"", record.content_stream()
        while len(data) <= self._limits.file_bytes and (part := stream.read(_PART_BYTES)):
            data += part
        if len(data) > self._limits.file_bytes:
            return too_large(self._limits)
        declared = _CHARSET.search(content_type)
        return Input(
            "",
            data,
            Sidecar(retrieved=stated_day(record.rec_headers.get_header("WARC-Date") or "")),
            media_type="text/html" if "html" in media_type else None,
            charset=declared[1] if declared else None,
            stated=address(url),
        )


def address(url: str) -> Statements:
    """The address that a page was saved from, as a statement."""
    url = clean(url.strip("<> \t\r\n"), MOST_CHARS["url"])
    return {"url": (Stated(url, "web-archive"),)} if url.startswith(("http://", "https://")) else {}


def _damaged(error: Exception) -> Rejected:
    if "non-chunked gzip" in str(error):
        return Rejected("The web archive is not read from here on: it is compressed as a whole, not by record.", _TYPE)
    return Rejected("The web archive cannot be read from here on: it is damaged or ends too early.", _TYPE)
