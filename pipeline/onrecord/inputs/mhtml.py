"""Reads a page saved with its pictures in one file (MHTML): the page itself, and the address it was saved from."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.errors import MessageError
from email.message import Message

from onrecord.inputs.containers.web_archive import address
from onrecord.inputs.page import Rejected, Statements

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
    """Whether a file begins as pages do that browsers save whole."""
    head = _HEAD.match(data[:_HEAD_BYTES])
    return bool(head and _VERSION.search(head[0]) and _KIND.search(head[0]))


def saved_page(data: bytes) -> tuple[bytes, str | None, Statements] | Rejected:
    """The saved page's bytes, the encoding its part declares, and what the archive states of it."""
    if data.count(b"\n--") > _MOST_PARTS:
        return Rejected(f"It is a web archive (MHTML) of more than {_MOST_PARTS:,} parts.", TYPE)
    try:
        message = message_from_bytes(data)
        page = _page(message)
        content = page.get_payload(decode=True) if page is not None else None
        if page is None or not isinstance(content, bytes) or not content:
            return Rejected("It is a web archive (MHTML) without a page.", TYPE)
        where = message.get("Snapshot-Content-Location") or page.get("Content-Location") or ""
        return content, _charset(page), address("".join(str(where).split()))
    except (MessageError, RecursionError, ValueError, LookupError, AssertionError, TypeError, AttributeError):
        # the mail parser's own failures on headers that no mail has
        return Rejected("It is a web archive (MHTML) that cannot be read.", TYPE)


def _page(message: Message) -> Message | None:
    """The part that the head names as the page, else the first page in it."""
    pages = [part for part in message.walk() if part.get_content_type() in _PAGES]
    start = str(message.get_param("start") or "").strip("<> ")
    named = (part for part in pages if start and str(part.get("Content-ID") or "").strip("<> ") == start)
    return next(named, pages[0] if pages else None)


def _charset(part: Message) -> str | None:
    charset = part.get_param("charset")
    return charset if isinstance(charset, str) else None
