"""Decides which lines of a page are its article's text: trafilatura's choice, corrected by how the page is built.

An article's paragraphs are in one part of the page and are marked up alike. So what trafilatura took from outside
that part is left out (teasers, notices, footers), and what it left out although it is marked up like the rest
(paragraphs after an advertisement) is taken in. Where trafilatura finds nothing, the page's prose takes its place.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from lxml.etree import _Element

    from onrecord.inputs.html.visible_text import Line

#: Prose, in contrast to labels and teasers: lines of this many characters of which less than half are links.
_PROSE_CHARS = 60
_PROSE_LINK_SHARE = 0.5
#: The article's part of the page is the smallest element that holds this share of the prose.
_CONTAINER_SHARE = 0.8
#: Lines marked up like this share of the article's prose belong to it, whatever trafilatura says; in other parts of the
#: page (an article cut in two by its page's columns) half of the prose is needed.
_LIKE_PROSE_SHARE = 0.05
_LIKE_PROSE_OUTSIDE_SHARE = 0.5
#: A line that is nearly all link leads to another page, unless it is a few words or a bare address.
_TEASER_LINK_SHARE = 0.8
_TEASER_WORDS = 5
#: What is in the element that holds half of the prose is part of it: a subheading that is a mere `div`, a list of links
#: that the text introduces.
_AMONG_PROSE_SHARE = 0.5
_AMONG_TAGS = frozenset(["p", "div", "section", "blockquote", "pre", "center"])
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
#: The most characters of visible text given to trafilatura: its time and memory grow faster than the text.
_MOST_EXTRACTED_CHARS = 500_000
#: The most that its elements' depths may add up to, or trafilatura would not end; long pages have a fiftieth of it.
_MOST_TOTAL_DEPTH = 5_000_000
#: Lines of at least this many words are found anywhere in the text; shorter ones only between two that were found.
_ANCHOR_WORDS = 7
_WORD = re.compile(r"\w+")


def mark_main_text(root: _Element, lines: Sequence[Line], *, is_furnished: bool = True) -> None:
    """Set for each visible line of a page `in_main`, `in_container` and `prose_share`, and the tag of captions.

    On a page that is not furnished (without navigation and teasers) all but teasers is the article's.
    """
    if not is_furnished:
        for line in lines:
            line.in_main, line.in_container = not _is_teaser(line), True
            line.prose_share = float(line.in_main)
        return
    extracted = _extracted_lines(root, [line.text for line in lines])
    prose = [len(line.text) if _is_prose(line) else 0 for line in lines]
    extracted_prose = [chars if taken else 0 for chars, taken in zip(prose, extracted, strict=True)]
    prose = extracted_prose if any(extracted_prose) else prose
    total = sum(prose)
    container = set(_container(root, lines, prose).iter())
    by_markup: Counter[tuple[tuple[str, str], ...]] = Counter()
    by_parent: Counter[_Element | None] = Counter()
    for line, chars in zip(lines, prose, strict=True):
        by_markup[_markup(line)] += chars
        by_parent[_parent(line)] += chars
    for line, taken in zip(lines, extracted, strict=True):
        line.in_container = line.block in container
        line.prose_share = by_markup[_markup(line)] / max(1, total)
        if line.is_beside_picture and line.in_container and line.prose_share < _LIKE_PROSE_SHARE:
            line.tag = "figcaption"
        else:
            line.in_main = _is_main(line, taken)
    _complete(lines, by_parent, _AMONG_PROSE_SHARE * total)


def _complete(lines: Sequence[Line], by_parent: Counter[_Element | None], enough_chars: float) -> None:
    """Leave out headings that nothing follows, and take in what is among the paragraphs."""
    main = [index for index, line in enumerate(lines) if line.in_main]
    while main and lines[main[-1]].tag in _HEADINGS:
        lines[main.pop()].in_main = False
    for line in lines[main[0] : main[-1]] if main else ():
        is_among = by_parent[_parent(line)] >= enough_chars
        if is_among and (line.tag == "li" or (line.tag in _AMONG_TAGS and line.link_share < _PROSE_LINK_SHARE)):
            line.in_main = True


def _parent(line: Line) -> _Element | None:
    """The element that holds a line's block; of an item, the one that holds its list."""
    parent = line.block.getparent()
    return parent.getparent() if line.tag == "li" and parent is not None else parent


def _is_main(line: Line, extracted: bool) -> bool:
    if line.link_share >= _TEASER_LINK_SHARE:
        return extracted and line.in_container and not _is_teaser(line)
    needed_share = _LIKE_PROSE_SHARE if line.in_container else _LIKE_PROSE_OUTSIDE_SHARE
    is_like_prose = line.prose_share >= needed_share and line.link_share < _PROSE_LINK_SHARE
    return (extracted and line.in_container) or is_like_prose


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
    held: dict[_Element, int] = dict.fromkeys(root.iter(), 0)
    for line, chars in zip(lines, prose, strict=True):
        held[line.block] += chars
    for element in reversed(held):
        parent = element.getparent()
        if parent is not None:
            held[parent] += held[element]
    enough = max(1, _CONTAINER_SHARE * sum(prose))
    return next((element for element in reversed(held) if held[element] >= enough), root)


def _markup(line: Line) -> tuple[tuple[str, str], ...]:
    """How a line is marked up: tag and class of its block and of the two elements around it."""
    around = [line.block, *islice(line.block.iterancestors(), 2)]
    return tuple((str(element.tag), element.get("class") or "") for element in around)


def _extracted_lines(root: _Element, lines: Sequence[str]) -> list[bool]:
    """For each line of a tree's visible text whether trafilatura keeps it; all False where it keeps nothing."""
    import trafilatura

    main = None
    if sum(map(len, lines)) <= _MOST_EXTRACTED_CHARS and sum(depths(root)) <= _MOST_TOTAL_DEPTH:
        try:
            main = trafilatura.extract(root, include_comments=False)
        except Exception:  # a page that its heuristics fail on is read without them
            main = None
    return found_in_order(main, lines) if main else [False] * len(lines)


def depths(root: _Element) -> Iterator[int]:
    """How deep each element of a tree is inside others."""
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if event == "start":
            yield depth


def found_in_order(main: str, lines: Sequence[str]) -> list[bool]:
    """Which lines occur in `main`, as whole words and in the same order.

    trafilatura gives text without places. A line that occurs twice ("Share", a teaser with the same headline) counts
    only where it was taken.
    """
    haystack = _words(main)
    needles = [_words(line) for line in lines]
    long_ones = [index for index, needle in enumerate(needles) if needle.count(" ") > _ANCHOR_WORDS]
    places = [(index, haystack.find(needles[index])) for index in long_ones]
    anchors = _rising([(index, position) for index, position in places if position >= 0])
    found = [False] * len(lines)
    cursor, following = 0, 0
    for index, needle in enumerate(needles):
        if following < len(anchors) and anchors[following][0] == index:
            found[index], cursor = True, anchors[following][1] + len(needle) - 1
            following += 1
        elif not needle.isspace():
            limit = anchors[following][1] + 1 if following < len(anchors) else len(haystack)
            position = haystack.find(needle, cursor, limit)
            if position >= 0:
                found[index], cursor = True, position + len(needle) - 1
    return found


def _words(text: str) -> str:
    """The words alone, in lower case, each between blanks, so that no word is found inside another."""
    return f" {' '.join(_WORD.findall(text.lower()))} "


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of pairs whose second numbers rise (the first ones do)."""
    lowest_ends: list[int] = []
    enders: list[int] = []
    before: list[int] = []
    for number, (_, position) in enumerate(pairs):
        length = bisect_left(lowest_ends, position)
        lowest_ends[length : length + 1] = [position]
        enders[length : length + 1] = [number]
        before.append(enders[length - 1] if length else -1)
    run = []
    number = enders[-1] if enders else -1
    while number >= 0:
        run.append(pairs[number])
        number = before[number]
    return run[::-1]
