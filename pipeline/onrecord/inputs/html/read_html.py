"""Reads an HTML document: its visible text, what the markup says of each line, and what it states about the article."""

from __future__ import annotations

import re

from lxml import etree, html

from onrecord.inputs.html.main_text import places
from onrecord.inputs.html.metadata import stated
from onrecord.inputs.html.visible_text import visible_lines
from onrecord.inputs.limits import Limits
from onrecord.inputs.page import Block, Page, Rejected

#: The parser's time grows with the square of an element's attributes; a picture may be a single very long one.
_LONG_TAG = re.compile(r"<[^<>]{5000,}")
_VALUE = re.compile(r"\"[^\"]*\"|'[^']*'")
_MOST_ATTRIBUTES = 1_000


def read_html(
    text: str, media_type: str, encoding: str, limits: Limits, *, is_furnished: bool = True
) -> Page | Rejected:
    """The page that decoded markup holds; a reason when it shows no text or is beyond any browser's patience.

    A page that is not furnished (no site put navigation and teasers around its text) is main text throughout.
    """
    if text.count("<") > limits.html_tags:
        return Rejected(f"Its HTML has more than {limits.html_tags:,} tags.", media_type, encoding)
    if any(_has_too_many_attributes(tag[0]) for tag in _LONG_TAG.finditer(text)):
        reason = f"Its HTML has an element of more than {_MOST_ATTRIBUTES:,} attributes."
        return Rejected(reason, media_type, encoding)
    root = _parse(text)
    if root is None:
        return Rejected("It is an HTML page without any text.", media_type, encoding)
    if _is_too_deep(root, limits.html_nesting):
        reason = f"Its HTML is nested more than {limits.html_nesting:,} elements deep."
        return Rejected(reason, media_type, encoding)
    lines = visible_lines(root)
    if not lines:
        return Rejected("It is an HTML page without any text.", media_type, encoding)
    where = places(root, lines, is_furnished=is_furnished)
    blocks: list[Block] = []
    pieces: list[str] = []
    end = 0
    for line, place in zip(lines, where, strict=True):
        if pieces:
            pieces.append("\n" if line.after_break else "\n\n")
            end += len(pieces[-1])
        start, end = end, end + len(line.text)
        pieces.append(line.text)
        blocks.append(
            Block(
                start,
                end,
                tag="figcaption" if place.is_caption else line.tag,
                link_share=line.link_share,
                region=line.region,
                in_main=place.in_main,
                in_container=place.in_container,
                prose_share=place.prose_share,
                bold_share=line.bold_share,
                hints=line.hints,
            )
        )
    return Page("".join(pieces), media_type, encoding, tuple(blocks), stated(root))


def _parse(text: str) -> etree._Element | None:
    # Bytes and a named encoding: lxml refuses a str that declares an encoding of its own.
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        return html.document_fromstring(text.encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None


def _has_too_many_attributes(tag: str) -> bool:
    return len(_VALUE.sub("", tag).split()) > _MOST_ATTRIBUTES


def _is_too_deep(root: etree._Element, most: int) -> bool:
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > most:
            return True
    return False
