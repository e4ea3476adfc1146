"""Quotations in an article's kept text: what stands between quotation marks, whatever marks the article uses.

Straight and curly double marks, doubled apostrophes, guillemets and single marks; only the outermost pair counts. A
quotation left open runs to its paragraph's end when the next paragraph opens with a mark, else to its sentence's end.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

_MARK = re.compile(r"''|``|[\"\u201c\u201d\u201e\u201f\u00ab\u00bb\u2018\u2019\u201a']")
_OPENING = {"\u201c", "\u201e", "\u201f", "\u00ab", "\u2018", "\u201a", "``"}
_CLOSING = {"\u201d", "\u00bb"}
_FAMILY = {
    "\u00ab": "angle",
    "\u00bb": "angle",
    "\u2018": "single",
    "\u2019": "single",
    "\u201a": "single",
    "'": "single",
}
_SENTENCE_END = re.compile(r"[.!?\u2026](?=\s)")
_MAX_MARKS = 4000


@dataclass(frozen=True)
class Quotation:
    """Character offsets into `articles.text`: `[start, end)` with the marks, `[inner_start, inner_end)` without."""

    start: int
    end: int
    inner_start: int
    inner_end: int
    paragraph: int
    runs_on: bool
    """The next paragraph continues it."""


@dataclass(frozen=True)
class _Mark:
    start: int
    end: int
    family: str
    opens: bool
    closes: bool


def quotations(text: str, paragraphs: list[tuple[int, int]]) -> list[Quotation]:
    """The outermost quotations of each paragraph `[start, end)`, in order."""
    found: list[Quotation] = []
    for number, (start, end) in enumerate(paragraphs):
        next_start = paragraphs[number + 1][0] if number + 1 < len(paragraphs) else None
        opens_next = next_start is not None and bool(
            re.match(r"[\"\u201c\u201e\u00ab\u2018]|''|``", text[next_start : next_start + 2])
        )
        found += _in_paragraph(text, start, end, number, opens_next)
    return found


def _marks(text: str, start: int, end: int) -> list[_Mark]:
    """The paragraph's marks with what each may do; apostrophes inside words are no marks."""
    marks = []
    for match in _MARK.finditer(text, start, end):
        before = text[match.start() - 1] if match.start() > start else " "
        after = text[match.end()] if match.end() < end else " "
        sign = match.group()
        family = _FAMILY.get(sign, "double")
        free_left = before.isspace() or before in "([\u2014\u2013-/\"\u201c\u2018'\u00ab"
        free_right = not after.isalnum()
        if family == "single":
            opens = sign in ("\u2018", "\u201a", "'") and free_left and not after.isspace() and not after.isdigit()
            closes = sign in ("\u2019", "'", "\u2018") and free_right and not before.isspace()
        else:
            opens = sign in _OPENING or (sign not in _CLOSING and free_left and not after.isspace())
            closes = sign in _CLOSING or (sign not in _OPENING and not (opens and before.isspace()))
        if opens or closes:
            marks.append(_Mark(match.start(), match.end(), family, opens, closes))
        if len(marks) >= _MAX_MARKS:
            break
    return marks


def _in_paragraph(text: str, start: int, end: int, number: int, opens_next: bool) -> list[Quotation]:
    marks, found, i = _marks(text, start, end), [], 0
    starts = [mark.start for mark in marks]
    while i < len(marks):
        opening = marks[i]
        if not opening.opens:
            i += 1
            continue
        closing = _closing(text, marks, i)
        if closing is not None:
            last, stop, runs_on = marks[closing].start, marks[closing].end, False
            i = closing + 1
        elif opening.family == "single":
            i += 1
            continue
        else:
            later = [mark for mark in marks[i + 1 :] if mark.opens and mark.family == opening.family]
            runs_on = opens_next and not later
            sentence = _SENTENCE_END.search(text, opening.end, later[0].start if later else end)
            last = stop = (
                end if runs_on or (sentence is None and not later) else sentence.end() if sentence else later[0].start
            )
            i = max(i + 1, bisect_left(starts, stop))
        inner_start, inner_end = opening.end, last
        while inner_start < inner_end and text[inner_start].isspace():
            inner_start += 1
        while inner_end > inner_start and text[inner_end - 1].isspace():
            inner_end -= 1
        if inner_end > inner_start:
            found.append(Quotation(opening.start, stop, inner_start, inner_end, number, runs_on))
    return found


def _closing(text: str, marks: list[_Mark], opening: int) -> int | None:
    """Index of the mark that closes the one at `opening`; None when nothing does."""
    family, first = marks[opening].family, None
    for i in range(opening + 1, len(marks)):
        mark = marks[i]
        if mark.family != family:
            continue
        if family == "single":
            # "The workers' demands" closes nothing: a mark after punctuation is preferred until another one opens.
            if mark.opens and first is not None:
                return first
            if mark.closes:
                if text[mark.start - 1] in ",.?!\u2026":
                    return i
                first = i if first is None else first
            continue
        if mark.closes and not (mark.opens and text[mark.start - 1].isspace()):
            return i
        if mark.opens and mark.closes is False and text[mark.start] in "\"'":
            return None  # a second opening before any closing: the first was never closed
    return first
