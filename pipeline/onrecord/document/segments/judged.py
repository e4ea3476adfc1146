"""What the judges of lines hand each other: a line with its role, and what lines are weighed against."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from onrecord.document.segments.lines import Line
from onrecord_schema.segments import Role


@dataclass(frozen=True)
class Judged:
    """A line's role; `reason` and `score` say why it was set aside, and are None where it is kept."""

    line: Line
    role: Role
    reason: str | None = None
    score: float | None = None


@dataclass(frozen=True)
class Surroundings:
    """What a line is weighed against."""

    first_prose: int
    last_prose: int
    article_end: int
    """First line after the article's end mark (author's note, picture stand-in, legal notice); else the line count."""
    comments: int
    """The heading of the readers' comments after the article's end; else the line count."""
    times: Counter[str]
    """How often each line occurs on the page."""
    names_after_end: Counter[str]
    """Names that occur after the article's end and not before, with the number of lines that hold them."""
