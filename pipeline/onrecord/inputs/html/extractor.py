"""Which lines of a page trafilatura, an extractor of main text, takes for the article.

The extractor gives text, not places: its words are found again among the page's lines, in order, so that a line that
occurs twice ("Share", a teaser with the same headline) counts only where the extractor took it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from lxml.etree import _Element

#: The most characters of visible text handed to the extractor: its time and memory grow faster than the text.
MAX_EXTRACTED_CHARS = 500_000
#: The most its elements' depths may sum up to; long pages have a fiftieth of it.
MAX_TOTAL_DEPTH = 5_000_000
#: Lines of at least this many words are found wherever they stand; shorter ones only between two that were found.
_ANCHOR_WORDS = 7

_WORD = re.compile(r"\w+")


def extracted_lines(root: _Element, lines: Sequence[str]) -> list[bool]:
    """For each line of a tree's visible text whether trafilatura keeps it; all False where it keeps nothing."""
    import trafilatura

    main = None
    if sum(map(len, lines)) <= MAX_EXTRACTED_CHARS and not _is_laborious(root):
        try:
            main = trafilatura.extract(root, include_comments=False)
        except Exception:  # heuristics of a third party, on markup of any kind: a page they fail on is read without
            main = None
    return found_in_order(main, lines) if main else [False] * len(lines)


def _is_laborious(root: _Element) -> bool:
    """Whether a tree has so many elements so deep inside each other that the extractor would not end."""
    depth = total = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        total += depth if event == "start" else 0
        if total > MAX_TOTAL_DEPTH:
            return True
    return False


def found_in_order(main: str, lines: Sequence[str]) -> list[bool]:
    """Which lines occur in `main`, as whole words and in the same order."""
    haystack = _words(main)
    needles = [_words(line) for line in lines]
    anchors = _rising(
        [
            (index, position)
            for index, needle in enumerate(needles)
            if needle.count(" ") > _ANCHOR_WORDS and (position := haystack.find(needle)) >= 0
        ]
    )
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
