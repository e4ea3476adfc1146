"""Which lines of a page are its article's text: an extractor's choice, corrected by how the page is built.

An article's paragraphs stand in one part of the page and are marked up alike. So what the extractor took from outside
that part is left out (teasers, notices, footers), and what it passed over although it is marked up like the rest
(paragraphs after an advertisement) is taken in. Where the extractor finds nothing, the page's prose stands in for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

from onrecord.inputs.html.extractor import extracted_lines

if TYPE_CHECKING:
    from lxml.etree import _Element

    from onrecord.inputs.html.visible_text import Line

#: Prose, in contrast to labels and teasers: lines of this many characters of which less than half are links.
_PROSE_CHARS = 60
_PROSE_LINK_SHARE = 0.5
#: The article's part of the page is the smallest element that holds this share of the prose.
_CONTAINER_SHARE = 0.8
#: Lines marked up like this share of the article's prose belong to it, whatever the extractor thinks of them; in other
#: parts of the page (an article cut in two by its page's columns) it takes half of the prose.
_LIKE_PROSE_SHARE = 0.05
_LIKE_PROSE_OUTSIDE_SHARE = 0.5
#: A line that is all but wholly a link leads to another page, unless it is a few words or a bare address.
_TEASER_LINK_SHARE = 0.8
_TEASER_WORDS = 5
#: What stands in the very element in which half of the prose stands is a part of it: a subheading that is a mere
#: `div`, a list of links that the text introduces.
_AMONG_PROSE_SHARE = 0.5
_AMONG_TAGS = frozenset(["p", "div", "section", "blockquote", "pre", "center"])
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])

#: How a line is marked up: tag and class of its block and of the two elements around that.
_Markup: TypeAlias = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Place:
    """Where a line stands with regard to the article's text."""

    in_main: bool
    is_caption: bool
    """Beside a picture, in the article's part of the page, and not marked up like its prose."""
    in_container: bool
    """In the smallest element that holds nearly all of the article's prose."""
    prose_share: float
    """Share of the article's prose that is marked up as this line is."""


def places(root: _Element, lines: Sequence[Line], *, is_furnished: bool = True) -> list[Place]:
    """For each visible line of a page its place with regard to the article; all the prose is its, if not furnished."""
    if not is_furnished:
        return [Place(not _is_teaser(line), False, True, 0.0 if _is_teaser(line) else 1.0) for line in lines]
    extracted = extracted_lines(root, [line.text for line in lines])
    prose = [len(line.text) if _is_prose(line) else 0 for line in lines]
    if any(weight and taken for weight, taken in zip(prose, extracted, strict=True)):
        prose = [weight if taken else 0 for weight, taken in zip(prose, extracted, strict=True)]
    container = set(_container(root, lines, prose).iter())
    chars: Counter[_Markup] = Counter()
    for line, weight in zip(lines, prose, strict=True):
        chars[_markup(line)] += weight
    total = max(1, sum(prose))
    found = []
    for line, taken in zip(lines, extracted, strict=True):
        in_container, prose_share = line.block in container, chars[_markup(line)] / total
        is_caption = line.is_beside_picture and in_container and prose_share < _LIKE_PROSE_SHARE
        is_main = not is_caption and _is_main(line, taken, in_container, prose_share)
        found.append(Place(is_main, is_caption, in_container, prose_share))
    return _completed(lines, found, prose)


def _completed(lines: Sequence[Line], found: list[Place], prose: Sequence[int]) -> list[Place]:
    """The same places, with what stands among the paragraphs taken in and headings that nothing follows left out."""
    main = [index for index, place in enumerate(found) if place.in_main]
    while main and lines[main[-1]].tag in _HEADINGS:
        found[main[-1]] = replace(found[main[-1]], in_main=False)
        main.pop()
    parents: Counter[_Element | None] = Counter()
    for line, weight in zip(lines, prose, strict=True):
        parents[_parent(line)] += weight
    enough = _AMONG_PROSE_SHARE * sum(prose)
    for index in range(main[0], main[-1]) if main else ():
        line = lines[index]
        is_among = parents[_parent(line)] >= enough and not found[index].is_caption
        if is_among and (line.tag == "li" or (line.tag in _AMONG_TAGS and line.link_share < _PROSE_LINK_SHARE)):
            found[index] = replace(found[index], in_main=True)
    return found


def _parent(line: Line) -> _Element | None:
    """The element in which a line's block stands; for an item, its list does."""
    parent = line.block.getparent()
    return parent.getparent() if line.tag == "li" and parent is not None else parent


def _is_main(line: Line, extracted: bool, in_container: bool, prose_share: float) -> bool:
    if line.link_share >= _TEASER_LINK_SHARE:
        return extracted and in_container and not _is_teaser(line)
    needed_share = _LIKE_PROSE_SHARE if in_container else _LIKE_PROSE_OUTSIDE_SHARE
    is_like_prose = prose_share >= needed_share and line.link_share < _PROSE_LINK_SHARE
    return (extracted and in_container) or is_like_prose


def _is_teaser(line: Line) -> bool:
    """Whether a line does nothing but lead to another page."""
    is_long = line.tag in _HEADINGS or (line.tag != "li" and len(line.text.split()) >= _TEASER_WORDS)
    return line.link_share >= _TEASER_LINK_SHARE and is_long


def _is_prose(line: Line) -> bool:
    return (
        len(line.text) >= _PROSE_CHARS
        and line.link_share < _PROSE_LINK_SHARE
        and line.tag not in _HEADINGS
        and line.region not in ("nav", "footer", "form")
    )


def _container(root: _Element, lines: Sequence[Line], prose: Sequence[int]) -> _Element:
    """The smallest element that holds nearly all of the prose. Those that do contain each other, so it comes last."""
    chars: dict[_Element, int] = dict.fromkeys(root.iter(), 0)
    for line, weight in zip(lines, prose, strict=True):
        chars[line.block] += weight
    for element in reversed(chars):
        parent = element.getparent()
        if parent is not None:
            chars[parent] += chars[element]
    enough = max(1, _CONTAINER_SHARE * sum(prose))
    return next((element for element in reversed(chars) if chars[element] >= enough), root)


def _markup(line: Line) -> _Markup:
    around = [line.block, *islice(line.block.iterancestors(), 2)]
    return tuple((str(element.tag), element.get("class") or "") for element in around)
