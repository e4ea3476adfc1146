"""Pages of a web archive (WARC): responses that hold a web page, plain text or PDF, one after another.

Requests, pictures, scripts and a crawler's own notes are no inputs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import redirect_stderr
from io import StringIO
from typing import Any, BinaryIO

from onrecord.inputs.containers.rows import too_large, too_many
from onrecord.inputs.find import Place
from onrecord.inputs.limits import Limits
from onrecord.inputs.page import Input, Rejected, Sidecar, Stated, Statements

_TYPE = "application/warc"
_HOLD_PAGES = frozenset({"response", "resource", "conversion"})
_PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml", "text/plain", "text/markdown", "application/pdf", ""})
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_FOR_ROBOTS = re.compile(r"//[^/]+/robots\.txt(?:[?#]|$)", re.IGNORECASE)
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:T|$)")


class WebArchive:
    """A WARC file, compressed record by record or not at all."""

    def __init__(self, stream: BinaryIO, limits: Limits) -> None:
        self._stream, self._limits = stream, limits

    def each(self) -> Iterator[tuple[Place | None, Input | Rejected]]:
        from warcio.archiveiterator import ArchiveIterator

        self._stream.seek(0)
        pages, number, offset = 0, 0, 0
        records = ArchiveIterator(self._stream)
        while True:
            number += 1
            try:
                with redirect_stderr(StringIO()):  # warcio prints advice on damaged files
                    record = next(records, None)
                    if record is None:
                        break
                    found = self._page(record)
                    offset, length = records.get_record_offset(), records.get_record_length()
                    found = _cut_off(record) or found
            except Exception as error:  # the parser fails in many ways on foreign headers
                pages += 1
                yield Place(number, offset), _damaged(error)
                break
            if found is not None:
                pages += 1
                if pages > self._limits.records:
                    yield None, too_many(self._limits)
                    return
                yield Place(number, offset, length), found
        if not pages:
            yield None, Rejected("It is a web archive (WARC) without a page.", _TYPE)

    def at(self, place: Place) -> Input | Rejected:
        from warcio.archiveiterator import ArchiveIterator

        self._stream.seek(place.offset)
        try:
            with redirect_stderr(StringIO()):
                records = ArchiveIterator(self._stream)
                record = next(records, None)
                found = self._page(record) if record else None
                records.read_to_end()
                return (_cut_off(record) if record else None) or found or _damaged(EOFError())
        except Exception as error:  # as above
            return _damaged(error)

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
        data = _read(record.content_stream(), self._limits.file_bytes + 1)
        if status.isdigit() and not 200 <= int(status) < 300:
            return Rejected(f"It is not an article: the server answered with status {status[:3]}.", _TYPE)
        if len(data) > self._limits.file_bytes:
            return too_large(self._limits)
        declared = _CHARSET.search(content_type)
        day = _DAY.match(record.rec_headers.get_header("WARC-Date") or "")
        return Input(
            "",
            data,
            _saved_on(day[1]) if day else Sidecar(),
            media_type="text/html" if "html" in media_type else None,
            charset=declared[1] if declared else None,
            stated=address(url),
        )


def _read(stream: Any, most_bytes: int) -> bytes:
    """The beginning of a stream; one that decompresses gives it piece by piece."""
    pieces, size = [], 0
    while size < most_bytes and (piece := stream.read(min(1_000_000, most_bytes - size))):
        pieces.append(piece)
        size += len(piece)
    return b"".join(pieces)


def address(url: str) -> Statements:
    """The address that a page was saved from, as a statement."""
    url = url.strip("<> \t\r\n")
    return {"url": (Stated(url[:2_000], "web-archive"),)} if url.startswith(("http://", "https://")) else {}


def _cut_off(record: Any) -> Rejected | None:
    """A reason when the archive ends before its last record does."""
    return _damaged(EOFError()) if getattr(record.raw_stream, "limit", 0) > 0 else None


def _saved_on(day: str) -> Sidecar:
    try:
        return Sidecar(retrieved=day)
    except ValueError:
        return Sidecar()


def _damaged(error: Exception) -> Rejected:
    if "non-chunked gzip" in str(error):
        return Rejected("The web archive is not read from here on: it is compressed as a whole, not by record.", _TYPE)
    return Rejected("The web archive cannot be read from here on: it is damaged or ends too early.", _TYPE)
