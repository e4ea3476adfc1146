"""Puts the lines of a PDF's pages together to paragraphs, by where they stand and how they end.

A paragraph that runs on over a column's or page's end stays one; what stands at the head or foot of every page comes
after it, on a line of its own.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median


@dataclass(frozen=True)
class Line:
    """A line of a page, in points from the page's lower left corner."""

    text: str
    page: int
    left: float
    right: float
    base: float
    height: float
    """Of its first letter's font, from descent to ascent."""


#: Lines of one paragraph differ in height by less than this share (a line may begin with another font).
_SAME_HEIGHT = 0.12
#: Lines further apart than this, in distances usual for their height, begin a new paragraph.
_APART = 1.25
#: A first line is indented by this share of its height at least, and a last line ends this share of the column early.
_INDENT, _SHORT = 0.5, 0.1
#: How many lines at the top and at the bottom of a page may be running heads and feet, and how far these may wander.
_EDGE_LINES, _WANDER = 3, 4.0

_ENDS = re.compile(r"[.!?…:;。！？][\"'”’»)\]]*$")
_BULLET = re.compile(r"^(?:[•·▪●■◦‣*–—-]|\d{1,2}[.)]|\([a-z\d]\))\s")
_HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010]$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_LAST_WORD = re.compile(r"[^\W\d_]+$")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u3000-\u303f\uff00-\uffef]")


def running_lines(lines: Sequence[Line], pages: int) -> set[int]:
    """Indices of the lines that stand at the same place at the edge of most pages, but for their numbers."""
    on_page: defaultdict[int, list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        on_page[line.page].append(index)
    seen: defaultdict[str, list[int]] = defaultdict(list)
    for indices in on_page.values():
        by_height = sorted(indices, key=lambda index: lines[index].base)
        for index in {*by_height[:_EDGE_LINES], *by_height[-_EDGE_LINES:]}:
            seen[re.sub(r"\d+", "0", lines[index].text)].append(index)
    found: set[int] = set()
    for indices in seen.values():
        middle = median(lines[index].base for index in indices)
        steady = [index for index in indices if abs(lines[index].base - middle) <= _WANDER]
        if len({lines[index].page for index in steady}) >= max(2, (pages + 1) // 2):
            found.update(steady)
    return found


def paragraphs(lines: Sequence[Line], running: Collection[int] = ()) -> list[tuple[str, bool]]:
    """The paragraphs' texts in reading order, and whether each is a running head or foot (their indices given).

    These come after what begins on their page.
    """
    body = [line for index, line in enumerate(lines) if index not in running]
    usual = _usual_distances(body)
    rights = _column_rights(body)
    words = Counter(word.lower() for line in body for word in re.findall(r"\w+(?:-\w+)*", line.text))
    blocks: list[tuple[int, list[Line]]] = []
    for line in body:
        if blocks and _runs_on(blocks[-1][1][-1], line, usual, rights):
            blocks[-1][1].append(line)
        else:
            blocks.append((line.page, [line]))
    heads = [(lines[index].page, [lines[index]]) for index in sorted(running)]
    ordered = sorted([*((page, 0, block) for page, block in blocks), *((page, 1, block) for page, block in heads)],
                     key=lambda one: one[:2])  # fmt: skip
    return [(_joined(block, words), is_running == 1) for _, is_running, block in ordered]


def _usual_distances(lines: Sequence[Line]) -> dict[int, float]:
    """Font height -> the distance from line to line that is usual for it."""
    distances: defaultdict[int, list[float]] = defaultdict(list)
    for line, following in pairwise(lines):
        distance = line.base - following.base
        if _is_same_height(line, following) and 0.5 * line.height < distance < 2.5 * line.height:
            distances[round(line.height)].append(distance)
    return {height: median(sorted(found)[: len(found) * 3 // 4 + 1]) for height, found in distances.items()}


def _column_rights(lines: Sequence[Line]) -> dict[tuple[int, int], float]:
    """(page, left edge in steps of 20 points) -> how far to the right its lines reach."""
    rights: dict[tuple[int, int], float] = {}
    for line in lines:
        for step in (-1, 0, 1):
            key = line.page, round(line.left / 20) + step
            rights[key] = max(rights.get(key, 0.0), line.right)
    return rights


def _is_same_height(line: Line, other: Line) -> bool:
    return abs(line.height - other.height) <= _SAME_HEIGHT * max(line.height, other.height)


def _runs_on(line: Line, following: Line, usual: dict[int, float], rights: dict[tuple[int, int], float]) -> bool:
    """Whether a line is of the same paragraph as the one before it."""
    if not _is_same_height(line, following) or _BULLET.match(following.text):
        return False
    right = rights[line.page, round(line.left / 20)]
    is_short = line.right < right - _SHORT * (right - line.left)
    distance = line.base - following.base
    if line.page != following.page or distance < -line.height / 2:
        return not _ENDS.search(line.text) and (following.text[0].islower() or not is_short) and len(line.text) > 15
    if distance < line.height / 2:
        return False
    most = _APART * usual.get(round(line.height), 1.3 * line.height)
    is_indented = following.left > line.left + _INDENT * line.height and not _BULLET.match(line.text)
    return distance <= most and not is_indented and not (is_short and _ENDS.search(line.text))


def _joined(lines: Iterable[Line], words: Counter[str]) -> str:
    text = ""
    for line in lines:
        if not text:
            text = line.text
        elif _HYPHEN.search(text):
            text = _unhyphenated(text, line.text, words)
        elif _UNSPACED.match(text[-1]) and _UNSPACED.match(line.text):
            text += line.text
        else:
            text += f" {line.text}"
    return text


def _unhyphenated(text: str, following: str, words: Counter[str]) -> str:
    """Two lines as one where the first ends with a hyphen, which stays where the word has it elsewhere too."""
    bare = text[:-1]
    first, rest = _LAST_WORD.search(bare), _FIRST_WORD.match(following)
    if text[-1] == "\u00ad" and rest:
        return bare + following
    if first is None or rest is None or not rest[0][0].islower():
        return text + following
    parted, whole = f"{first[0]}-{rest[0]}".lower(), f"{first[0]}{rest[0]}".lower()
    return (text if words[parted] > words[whole] else bare) + following
