"""Reads an HTML document: its visible text, what the markup says of each line, and what it states about the article."""

from __future__ import annotations

import re

from lxml import etree, html

from onrecord.inputs.html.main_text import depths, mark_main_text
from onrecord.inputs.html.metadata import stated
from onrecord.inputs.html.visible_text import visible_lines
from onrecord.inputs.limits import Limits
from onrecord.inputs.page import Block, Page, Rejected

#: The parser's time grows with the square of an element's attributes; a picture may be a single very long one.
_LONG_TAG = re.compile(r"<[^<>]{5000,}")
_VALUE = re.compile(r"\"[^\"]*\"|'[^']*'")
_MOST_ATTRIBUTES = 1_000
_NO_TEXT = "It is an HTML page without any text."


def read_html(
    text: str, media_type: str, encoding: str, limits: Limits, *, is_furnished: bool = True
) -> Page | Rejected:
    """The page that decoded markup holds; a reason when it shows no text or is beyond the limits.

    A page that is not furnished (without navigation and teasers around its text) is main text throughout.
    """
    root = _tree(text, limits)
    if isinstance(root, str):
        return Rejected(root, media_type, encoding)
    lines = visible_lines(root)
    if not lines:
        return Rejected(_NO_TEXT, media_type, encoding)
    mark_main_text(root, lines, is_furnished=is_furnished)
    blocks: list[Block] = []
    pieces: list[str] = []
    end = 0
    for line in lines:
        if pieces:
            pieces.append("\n" if line.after_break else "\n\n")
            end += len(pieces[-1])
        start, end = end, end + len(line.text)
        pieces.append(line.text)
        block = Block(
            start, end, tag=line.tag, link_share=line.link_share, region=line.region, in_main=line.in_main,
            in_container=line.in_container, prose_share=line.prose_share, bold_share=line.bold_share, hints=line.hints,
        )  # fmt: skip
        blocks.append(block)
    return Page("".join(pieces), media_type, encoding, tuple(blocks), stated(root))


def _tree(text: str, limits: Limits) -> etree._Element | str:
    """The tree of a page's elements, or the reason why there is none."""
    if text.count("<") > limits.html_tags:
        return f"Its HTML has more than {limits.html_tags:,} tags."
    if any(len(_VALUE.sub("", tag[0]).split()) > _MOST_ATTRIBUTES for tag in _LONG_TAG.finditer(text)):
        return f"Its HTML has an element of more than {_MOST_ATTRIBUTES:,} attributes."
    # Bytes and a named encoding: lxml refuses a str that declares an encoding of its own.
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(text.encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return _NO_TEXT
    if max(depths(root)) > limits.html_nesting:
        return f"Its HTML is nested more than {limits.html_nesting:,} elements deep."
    return root
