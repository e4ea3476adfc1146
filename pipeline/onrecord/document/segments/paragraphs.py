"""A line as the search for other articles sees it: its words and names, its shape, and how it is set."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from onrecord.document.segments.lines import Line
from onrecord_schema.segments import Role

#: Ways of setting the same sign; an outlet keeps to one: straight or curly quotes, double hyphens or long dashes.
_STYLES = ((re.compile(r"[\"']"), re.compile(r"[“”‘’]")), (re.compile(r"\s-{1,2}\s|--"), re.compile(r"[–—]")))
#: So many signs on each side make a house style sure.
_SURE_SIGNS = 4


@dataclass(frozen=True)
class Paragraph:
    """A line, what it is for its page, and the stems it holds."""

    line: Line
    is_stamp: bool
    is_byline: bool
    is_prose: bool
    words: frozenset[str]
    names: frozenset[str]

    @cached_property
    def terms(self) -> frozenset[str]:
        return self.words | self.names

    @cached_property
    def signs(self) -> list[int]:
        """How often each way of setting each sign occurs, in the order of `_STYLES`."""
        return [len(way.findall(self.line.text)) for ways in _STYLES for way in ways]


def paragraph(line: Line, role: Role) -> Paragraph:
    is_credit = role in ("byline", "caption")
    is_stamp = role == "dateline" and not line.is_prose
    return Paragraph(line, is_stamp, role == "byline", line.is_prose and not is_credit, *line.terms)


def is_title_like(item: Paragraph) -> bool:
    line = item.line
    return (
        not item.is_stamp
        and not line.is_prose
        and not line.ends_sentence
        and not line.has_bullet
        and line.text[-1] not in ":,;"
        and 3 <= len(line.words) <= 28
    )


class Manner:
    """How the text before and after a boundary is set and paced: an outlet's house style, the length of paragraphs."""

    def __init__(self, items: Sequence[Paragraph]) -> None:
        prose = [item for item in items if item.is_prose]
        self.after = [sum(column) for column in zip(*(item.signs for item in prose), strict=True)] or [0] * 4
        self.before = [0] * len(self.after)
        self.words_before, self.words_after = 0, sum(len(item.line.words) for item in prose)
        self.count_before, self.count_after = 0, len(prose)

    def pass_over(self, item: Paragraph) -> None:
        if item.is_prose:
            self.before = [had + new for had, new in zip(self.before, item.signs, strict=True)]
            self.after = [had - new for had, new in zip(self.after, item.signs, strict=True)]
            self.words_before += len(item.line.words)
            self.words_after -= len(item.line.words)
            self.count_before += 1
            self.count_after -= 1

    def changes(self) -> dict[str, float]:
        style = 0.0
        for k in range(0, len(self.before), 2):
            early, late = self.before[k : k + 2], self.after[k : k + 2]
            surety = min(1.0, sum(early) / _SURE_SIGNS) * min(1.0, sum(late) / _SURE_SIGNS)
            style += surety * abs(early[0] / (sum(early) or 1) - late[0] / (sum(late) or 1))
        early_pace = (self.words_before + 30) / (self.count_before + 1)
        late_pace = (self.words_after + 30) / (self.count_after + 1)
        return {"style_changes": style, "pace_changes": abs(math.log(early_pace / late_pace))}
