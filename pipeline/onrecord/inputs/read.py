"""Reads an input: decides by its bytes what it is, and gives its page or the reason why it has none."""

from __future__ import annotations

import re
from dataclasses import replace

from onrecord.inputs import sniff
from onrecord.inputs.decode import decode, repair
from onrecord.inputs.mhtml import TYPE as MHTML_TYPE
from onrecord.inputs.mhtml import is_mhtml, saved_page
from onrecord.inputs.page import Input, Page, Refused, Rejected, Statements, united
from onrecord.inputs.rows import ROW_TYPE, parse_row, statements, text_of

_VISIBLE = re.compile(r"[^\s\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\ufffd\x00-\x1f\x7f]")
_MARKDOWN_NAMES = (".md", ".markdown", ".mdown", ".mkd")


def read(received: Input) -> Page | Rejected:
    """The page that an input holds, or why it has none. Its bytes decide on its kind; its name is only a hint."""
    try:
        page = _read(received)
    except Refused as refused:
        return refused.why
    if isinstance(page, Rejected):
        return page
    most = received.limits.text_chars
    if len(page.text) > most:
        reason = f"Its text has {len(page.text):,} characters, more than the limit of {most:,}."
        return Rejected(reason, page.media_type, page.encoding)
    return _stated_of(page, received.stated)


def _stated_of(page: Page, stated: Statements) -> Page:
    """The page with what its container states. The container knows the address best, the page everything else."""
    address = {"url": stated["url"]} if "url" in stated else {}
    return replace(page, stated=united(united(address, page.stated), stated)) if stated else page


def _read(received: Input) -> Page | Rejected:
    data = received.data
    if not data:
        return Rejected("It is empty: the file has no bytes.")
    if received.media_type == ROW_TYPE:
        return _read_row(data, received)
    media_type = sniff.binary_type(data)
    if media_type == "application/pdf":
        from onrecord.inputs.pdf import read_pdf

        return read_pdf(data, received.limits)
    if media_type:
        return Rejected(f"It is {sniff.plain_name(media_type)}, not text.", media_type)
    if is_mhtml(data):
        return _read_saved(data, received)
    decoded = decode(data, received.charset)
    if decoded is None:
        return Rejected("It is binary data in an unknown format, not text.", "application/octet-stream")
    name = f"{received.path}.html" if received.media_type == "text/html" else received.path
    return _read_text(repair(decoded.text), decoded.encoding, received, name)


def _read_text(text: str, encoding: str, received: Input, name: str) -> Page | Rejected:
    """The page of decoded text: markup, Markdown, a single row of a table, or the text as it is."""
    if not _VISIBLE.search(text):
        return Rejected("It contains only blanks.", "text/plain", encoding)
    media_type = sniff.text_type(text, name)
    if media_type == "text/html":
        from onrecord.inputs.html.read_html import read_html

        return read_html(text, media_type, encoding, received.limits)
    if media_type == ROW_TYPE:
        return _read_row(text, received)
    if media_type != "text/plain":
        return Rejected(f"It is {sniff.plain_name(media_type)}, not an article.", media_type, encoding)
    if name.lower().endswith(_MARKDOWN_NAMES):
        from onrecord.inputs.markdown import read_markdown

        return read_markdown(text, encoding, received.limits)
    return Page(text, media_type, encoding)


def _read_saved(data: bytes, received: Input) -> Page | Rejected:
    """The page in a file that a browser saved with its pictures."""
    content, charset, stated = saved_page(data)
    if is_mhtml(content):
        return Rejected("It is a web archive (MHTML) inside another one.", MHTML_TYPE)
    page = _read(replace(received, data=content, charset=charset, media_type="text/html"))
    page = replace(page, media_type=MHTML_TYPE)
    return page if isinstance(page, Rejected) else _stated_of(page, stated)


def _read_row(data: bytes | str, received: Input) -> Page | Rejected:
    """The page or text in a row of a table, with what its other columns state."""
    row = parse_row(data)
    if row is None:
        return Rejected("This row is not a JSON object.", ROW_TYPE)
    page = replace(_read_text(repair(text_of(row)), "utf-8", received, name=""), media_type=ROW_TYPE)
    return page if isinstance(page, Rejected) else _stated_of(page, statements(row, "record"))
