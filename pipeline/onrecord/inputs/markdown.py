"""Reads Markdown as the page that a reader sees, without its marks; front matter is metadata."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from onrecord.inputs.html.read_html import read_html
from onrecord.inputs.limits import Limits
from onrecord.inputs.page import Page, Rejected, Statements, united
from onrecord.inputs.plain_yaml import load_yaml
from onrecord.inputs.rows import statements

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

TYPE = "text/markdown"
_FRONT_MATTER = re.compile(r"\A\ufeff?---[ \t]*\n(.{0,20000}?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
#: The parser's time grows faster than a line's length where marks open and never close.
_MOST_MARKS = 20_000
_MARK = re.compile(r"[\[\]*_`~<]")


def read_markdown(text: str, encoding: str, limits: Limits) -> Page | Rejected:
    """The page of a Markdown text; all of it is the author's, so nothing counts as navigation or teasers."""
    front = _FRONT_MATTER.match(text)
    body = text[front.end() :] if front else text
    if len(body) > limits.text_chars * 2 or len(_MARK.findall(body)) > _MOST_MARKS:
        return Page(text, TYPE, encoding)
    try:
        markup = _parser().render(body)
    except RecursionError:
        return Page(text, TYPE, encoding)
    page = read_html(f"<body>{markup}</body>", TYPE, encoding, limits, is_furnished=False)
    if isinstance(page, Rejected):
        return page
    return replace(page, stated=united(_stated(front[1]), page.stated)) if front else page


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def _stated(front_matter: str) -> Statements:
    """What a front matter states; nothing where it is not valid YAML."""
    try:
        fields = load_yaml(front_matter.encode())
    except ValueError:
        return {}
    return statements(fields, "front-matter") if isinstance(fields, dict) else {}
