"""Gives an HTML tree's visible text in reading order, each block on its own line, and what the markup says of it.

Blanks collapse as in a browser and `<br>` breaks a line. What a browser does not show (scripts, styles, templates,
`hidden`, `display: none`) is left out, and so are pictures' alternative texts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from lxml.etree import _Element

# fmt: off
#: Elements whose contents a browser does not render as text of the page.
_UNSEEN = frozenset([
    "applet", "area", "audio", "base", "canvas", "datalist", "embed", "frameset", "head", "iframe", "link",
    "math", "meta", "noembed", "noframes", "noscript", "object", "option", "param", "picture", "rp", "script",
    "select", "source", "style", "svg", "template", "textarea", "title", "track", "video",
])
#: Elements that begin and end a line: those with `display: block` or kin in the HTML Living Standard's section 15.3,
#: and buttons, which no reader takes for a part of the sentence beside them.
_BLOCKS = frozenset([
    "address", "article", "aside", "blockquote", "body", "button", "caption", "center", "dd", "details",
    "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3",
    "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre",
    "search", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
])
_LANDMARKS = frozenset(["article", "main", "nav", "header", "footer", "aside", "form", "figure"])
_LANDMARK_ROLES = {
    "article": "article", "main": "main", "navigation": "nav", "banner": "header", "contentinfo": "footer",
    "complementary": "aside", "form": "form", "search": "form", "figure": "figure",
}
# fmt: on
#: What collapses into one blank: HTML's own white space, and the no-break space, as when copied from a browser.
_BLANKS = re.compile(r"[ \t\n\r\f\v\u00a0\u0085\u2028\u2029]+")
#: How far hints are gathered: inline elements in the line, blocks around it, characters of one element's names.
_HINT_ATTRIBUTES = frozenset(["class", "id", "itemprop", "rel"])
_HINT_INLINES, _HINT_BLOCKS, _HINT_CHARS = 4, 4, 200
_UNEVEN = re.compile(r"  |[\t\n\r\f\v\u00a0\u0085\u2028\u2029]")
_PART_CHARS = 1_000_000
_VISIBLE = re.compile(r"[^\s\u00ad\u034f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_NOT_SHOWN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


@dataclass
class Line:
    """A line of visible text and its markup; what is not explained here is as in `Block`."""

    text: str
    block: _Element
    """The block-level element that it is in."""
    tag: str
    region: str
    link_share: float
    bold_share: float
    after_break: bool
    """Whether only a `<br>` separates it from the line before."""
    hints: str
    is_beside_picture: bool = False
    """Whether its block holds a picture and no other text."""
    in_main: bool = False
    in_container: bool = False
    prose_share: float = 0.0


def visible_lines(root: _Element) -> list[Line]:
    """The lines of a tree, in the order of its source; walks without recursion, whatever the depth."""
    walk = _Walk(root)
    walker = etree.iterwalk(root, events=("start", "end"))
    unseen = None
    for event, element in walker:
        if event == "start":
            walk.open_blocks[-1].pictures += element.tag == "img"
            if element.tag in _UNSEEN or _is_hidden(element):
                unseen = element
                walker.skip_subtree()
            else:
                walk.enter(element)
            continue
        if element is not unseen:
            walk.leave(element)
        if element is not root:
            walk.add(element.tail)
    walk.close_line()
    return walk.lines


@dataclass
class _OpenBlock:
    """An open block: the landmark around it, and what it contains so far."""

    element: _Element
    region: str
    first_line: int
    pictures: int = 0


class _Walk:
    """The lines so far and the line being gathered."""

    def __init__(self, root: _Element) -> None:
        self.lines: list[Line] = []
        self.open_blocks = [_OpenBlock(root, "", 0)]
        self._links = self._bolds = 0
        self._after_break = False
        self._new_line()

    def _new_line(self) -> None:
        self._texts: list[str] = []
        self._hints: list[str] = []
        self._linked_chars = self._bold_chars = 0

    def enter(self, element: _Element) -> None:
        tag = element.tag
        if tag in _BLOCKS:
            self.close_line()
            self._after_break = False
            self.open_blocks.append(
                _OpenBlock(element, _landmark(element) or self.open_blocks[-1].region, len(self.lines))
            )
        elif len(self._hints) < _HINT_INLINES and (names := _names(element)):
            self._hints.append(names)
        self._links += tag == "a"
        self._bolds += tag in ("b", "strong")
        self.add(element.text)

    def leave(self, element: _Element) -> None:
        tag = element.tag
        self._links -= tag == "a"
        self._bolds -= tag in ("b", "strong")
        if tag == "br":
            self.close_line()
            self._after_break = True
        elif tag in _BLOCKS:
            self.close_line()
            self._after_break = False
            block = self.open_blocks.pop()
            self.open_blocks[-1].pictures += block.pictures
            if block.pictures and len(self.lines) - block.first_line == 1:
                self.lines[-1].is_beside_picture = self.lines[-1].block is element

    def add(self, text: str | None) -> None:
        if text:
            self._texts.append(_collapsed(text))
            chars = len(_BLANKS.sub("", self._texts[-1])) if self._links or self._bolds else 0
            self._linked_chars += chars if self._links else 0
            self._bold_chars += chars if self._bolds else 0

    def close_line(self) -> None:
        text = _collapsed("".join(self._texts)).strip()
        if _VISIBLE.search(text):
            chars, block = len(text.replace(" ", "")), self.open_blocks[-1]
            # Blanks of other scripts count where they are linked, but are stripped at the ends of a line.
            links, bold = min(1.0, self._linked_chars / chars), min(1.0, self._bold_chars / chars)
            around = [_names(one.element) for one in self.open_blocks[: -_HINT_BLOCKS - 1 : -1]]
            hints = " ".join(filter(None, [*self._hints, *around]))
            tag = str(block.element.tag)
            self.lines.append(Line(text, block.element, tag, block.region, links, bold, self._after_break, hints))
            self._after_break = False
        self._new_line()


def _collapsed(text: str) -> str:
    """The text with its blanks collapsed, a part at a time: a substitution needs many times its text meanwhile."""
    parts = (text[start : start + _PART_CHARS] for start in range(0, len(text), _PART_CHARS))
    once = "".join(_BLANKS.sub(" ", part) if _UNEVEN.search(part) else part for part in parts)
    return once if len(text) <= _PART_CHARS else once.replace("  ", " ")


def _names(element: _Element) -> str:
    names = [value for name, value in element.items() if name in _HINT_ATTRIBUTES]
    return " ".join(names).lower()[:_HINT_CHARS]


def _landmark(element: _Element) -> str | None:
    role = _LANDMARK_ROLES.get((element.get("role") or "").strip().lower())
    return role or (element.tag if element.tag in _LANDMARKS else None)


def _is_hidden(element: _Element) -> bool:
    return element.get("hidden") is not None or _NOT_SHOWN.search(element.get("style") or "") is not None
