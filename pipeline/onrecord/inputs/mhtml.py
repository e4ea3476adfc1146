"""Reads a page that a browser saved with its pictures in one file (MHTML): the page itself and its address."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.errors import MessageError
from email.message import Message

from onrecord.inputs.containers.web_archive import address
from onrecord.inputs.page import Refused, Statements

TYPE = "multipart/related"
#: The head of a saved page: fields of a mail, among them its version and kind.
_HEAD = re.compile(rb"\A\s*(?:[\w-]+:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){2,}", re.IGNORECASE)
_KIND = re.compile(rb"^content-type:\s*(?:multipart/(?:related|alternative|mixed)|text/html)", re.I | re.MULTILINE)
_VERSION = re.compile(rb"^mime-version:\s*1\.0", re.I | re.MULTILINE)
_HEAD_BYTES = 20_000
#: Lines that may begin a part; a page with all its pictures has hundreds.
_MOST_PARTS = 20_000
_PAGES = ("text/html", "application/xhtml+xml")


def is_mhtml(data: bytes) -> bool:
    head = _HEAD.match(data[:_HEAD_BYTES])
    return bool(head and _VERSION.search(head[0]) and _KIND.search(head[0]))


def saved_page(data: bytes) -> tuple[bytes, str | None, Statements]:
    """The saved page's bytes, the encoding that its part declares, and its address. Raises Refused without a page."""
    if data.count(b"\n--") > _MOST_PARTS:
        raise Refused(f"It is a web archive (MHTML) of more than {_MOST_PARTS:,} parts.", TYPE)
    try:
        message = message_from_bytes(data)
        pages = [part for part in message.walk() if part.get_content_type() in _PAGES]
        # The head names one of them; else it is the first.
        start = str(message.get_param("start") or "").strip("<> ")
        named = (part for part in pages if start and str(part.get("Content-ID") or "").strip("<> ") == start)
        page: Message = next(named, pages[0] if pages else Message())
        content, charset = page.get_payload(decode=True), page.get_param("charset")
        if not isinstance(content, bytes) or not content:
            raise Refused("It is a web archive (MHTML) without a page.", TYPE)
        where = message.get("Snapshot-Content-Location") or page.get("Content-Location") or ""
        return content, charset if isinstance(charset, str) else None, address("".join(str(where).split()))
    except (MessageError, RecursionError, ValueError, LookupError, AssertionError, TypeError, AttributeError):
        # the mail parser's own failures on headers that no mail has
        raise Refused("It is a web archive (MHTML) that cannot be read.", TYPE) from None
