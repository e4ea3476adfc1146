"""Cuts the text of a page into lines as a reader sees them, each with its span, shape and markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from onrecord.document.segments.vocabulary import content
from onrecord.inputs.page import Block, Page
from onrecord.language.en import lexicons
from onrecord_schema.segments import Role

#: Of a longer paragraph only the opening can show that it is no prose.
MOST_SHAPED_CHARS = 700
#: Of a longer line only the beginning and the end are read.
MOST_CHARS = 20_000

#: Scripts without blanks between words: a Han or kana sign counts as a word, as do five letters of Thai, Lao or Khmer.
_UNSPACED = r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[\u0e00-\u0eff\u1780-\u17ff]{1,5}"
_WORD = re.compile(rf"{_UNSPACED}|[^\W\d_]+(?:['’.-][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[.!?…。؟।！？][\s\"'”’»)\]*]*$")
_BULLET = re.compile(r"\s*(?:[•·▪●■◦‣►*–—-]|\d{1,2}[.)])\s+")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")


@dataclass(frozen=True)
class Line:
    """A line or hard-wrapped paragraph: `[start, end)` of the page's text, without the blanks around it."""

    start: int
    end: int
    text: str
    """The text; the middle of a very long line is left out."""
    follows_blank: bool
    """Whether an empty line precedes it."""
    block: Block | None = None

    @cached_property
    def words(self) -> list[str]:
        return _WORD.findall(self.text)

    @cached_property
    def terms(self) -> tuple[frozenset[str], frozenset[str]]:
        """The stems of its content words, and of its names."""
        words, names = content(self.text)
        return frozenset(words), frozenset(names)

    @cached_property
    def ends_sentence(self) -> bool:
        return bool(_SENTENCE_END.search(self.text[-12:]))

    @cached_property
    def has_bullet(self) -> bool:
        return bool(_BULLET.match(self.text[:12]))

    @cached_property
    def is_prose(self) -> bool:
        """Whether it is running text and not a title, a label or a link."""
        return len(self.words) >= 25 or (len(self.words) >= 7 and self.ends_sentence)

    @cached_property
    def plain(self) -> str:
        """Its words in lower case: equal for lines that repeat each other."""
        return " ".join(self.words).casefold()


@dataclass(frozen=True)
class Judged:
    """A line and its role; `reason` and `score` say why it was removed and are None where it is kept."""

    line: Line
    role: Role
    reason: str | None = None
    score: float | None = None


def lines_of(page: Page) -> list[Line]:
    """The lines of a page in order; without markup, the lines of a hard-wrapped paragraph are one line."""
    if page.blocks:
        spans = ((block.start, block.end, block) for block in page.blocks)
        return [line for line in (_line(page.text, *span) for span in spans) if line is not None]
    return list(_plain_lines(page.text))


def _line(text: str, start: int, end: int, block: Block | None) -> Line | None:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start == end:
        return None
    shown = text[start:end]
    if len(shown) > MOST_CHARS:
        shown = shown[: MOST_CHARS // 2] + shown[-MOST_CHARS // 2 :]
    before = text[max(0, start - 200) : start]
    return Line(start, end, shown, start == 0 or bool(_BLANK_LINE.search(before[len(before.rstrip()) :])), block)


def _plain_lines(text: str) -> Iterator[Line]:
    """The lines of plain text; a line that breaks off in mid-sentence is joined with the next one."""
    pending: Line | None = None
    is_wrapped = _is_hard_wrapped(text)
    at = 0
    while at < len(text):
        stop = text.find("\n", at)
        stop = len(text) if stop < 0 else stop
        line = _line(text, at, stop, None)
        at = stop + 1
        if line is None:
            continue
        if pending is not None and _runs_on(pending, line, is_wrapped):
            pending = _line(text, pending.start, line.end, None) or pending
            continue
        if pending is not None:
            yield pending
        pending = line
    if pending is not None:
        yield pending


def _is_hard_wrapped(text: str) -> bool:
    """Whether most lines have the width of a terminal or a letter and break off in mid-sentence."""
    lengths = [line.strip() for line in text[:MOST_CHARS].splitlines() if line.strip()]
    wrapped = [line for line in lengths if 50 <= len(line) <= 100 and not _SENTENCE_END.search(line[-12:])]
    return len(lengths) >= 10 and len(wrapped) >= 0.5 * len(lengths)


def _runs_on(line: Line, following: Line, is_wrapped: bool) -> bool:
    last = line.text.rsplit("\n", 1)[-1]
    is_too_long = line.end - line.start > MOST_CHARS
    if following.follows_blank or line.ends_sentence or is_too_long or not 50 <= len(last) <= 120:
        return False
    return is_wrapped or (following.text[0].islower() and last[-1] not in ":)")


@dataclass(frozen=True)
class Pattern:
    """A row of line_patterns.tsv: a line of this shape has the role, with `weight` as its log odds."""

    role: Role
    weight: float
    reason: str
    example: str
    regex: re.Pattern[str]


@lru_cache(maxsize=1)
def patterns() -> tuple[Pattern, ...]:
    return tuple(
        Pattern(role, float(weight), reason, example, re.compile(pattern, re.IGNORECASE))  # type: ignore[arg-type]
        for role, weight, reason, example, pattern in lexicons.rows("line_patterns.tsv")
    )


@lru_cache(maxsize=4096)
def matches(text: str) -> tuple[Pattern, ...]:
    """The patterns that fit a line's text, strongest first."""
    shown = text.strip(" \t•·▪*-–—")[:MOST_SHAPED_CHARS]
    found = [pattern for pattern in patterns() if pattern.regex.search(shown)]
    return tuple(sorted(found, key=lambda pattern: -pattern.weight))
