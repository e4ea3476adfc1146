"""Reads an input: finds out from its bytes what it is, and gives its page or the reason why there is none."""

from __future__ import annotations

import re

from onrecord.read import sniff
from onrecord.read.decode import decode
from onrecord.read.mojibake import repair
from onrecord.read.page import Input, Page, Rejected

_VISIBLE = re.compile(r"[^\s\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\ufffd\x00-\x1f\x7f]")

#: The longest text that is taken for an article, in characters; a day's live blog has a fifth of it.
MAX_TEXT_CHARS = 500_000


def read(received: Input) -> Page | Rejected:
    """The page an input holds, by its bytes (its name is only a hint), or why it holds none. Never raises."""
    page = _read(received)
    if isinstance(page, Page) and len(page.text) > MAX_TEXT_CHARS:
        reason = f"Its text is longer than any article: {len(page.text):,} characters, of at most {MAX_TEXT_CHARS:,}."
        return Rejected(reason, page.media_type, page.encoding)
    return page


def _read(received: Input) -> Page | Rejected:
    data = received.data
    if not data:
        return Rejected("It is empty: the file has no bytes.")
    if media_type := sniff.binary_type(data):
        return Rejected(f"It is {sniff.describe(media_type)}, not text.", media_type)
    decoded = decode(data)
    if decoded is None:
        return Rejected("It is binary data in no known format, not text.", "application/octet-stream")
    text = repair(decoded.text)
    if not _VISIBLE.search(text):
        return Rejected("It holds only blanks.", "text/plain", decoded.encoding)
    media_type = sniff.text_type(text, received.path)
    if media_type == "text/html":
        from onrecord.read.html import read_html

        return read_html(text, media_type, decoded.encoding)
    if media_type != "text/plain":
        return Rejected(f"It is {sniff.describe(media_type)}, not an article.", media_type, decoded.encoding)
    return Page(text, media_type, decoded.encoding)
