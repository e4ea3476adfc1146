"""Cuts a page's text into lines as a reader sees them: a line knows its span, its shape and what the markup said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from onrecord.document.segments.vocabulary import content
from onrecord.inputs.page import Block, Page

#: A line longer than this is looked at by its beginning and its end only.
MOST_CHARS = 20_000

#: Scripts without blanks between words: a Han or kana sign counts as a word, as do five letters of Thai, Lao or Khmer.
_UNSPACED = r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[\u0e00-\u0eff\u1780-\u17ff]{1,5}"
_WORD = re.compile(rf"{_UNSPACED}|[^\W\d_]+(?:['’.-][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[.!?…。؟।！？][\s\"'”’»)\]*]*$")
_BULLET = re.compile(r"\s*(?:[•·▪●■◦‣►*–—-]|\d{1,2}[.)])\s+")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
#: Words that titles leave in lower case; they do not speak against title case.
_SMALL = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "at",
        "but",
        "by",
        "for",
        "from",
        "in",
        "into",
        "is",
        "nor",
        "of",
        "on",
        "or",
        "over",
        "per",
        "so",
        "the",
        "to",
        "up",
        "via",
        "vs",
        "with",
    ]
)


@dataclass(frozen=True)
class Line:
    """A line or hard-wrapped paragraph, `[start, end)` of the page's text without the blanks around it."""

    start: int
    end: int
    text: str
    """The line's text; the middle of a very long line is left out."""
    follows_blank: bool
    """Whether an empty line stands before it."""
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
    def capital_share(self) -> float:
        """Share of its words that begin with a capital, small words of titles left out."""
        words = [word for word in self.words if word.lower() not in _SMALL]
        return sum(word[0].isupper() for word in words) / len(words) if words else 0.0

    @cached_property
    def is_prose(self) -> bool:
        """A sentence or more of running text, as opposed to a title, a label or a link."""
        return len(self.words) >= 25 or (len(self.words) >= 7 and self.ends_sentence)

    @cached_property
    def plain(self) -> str:
        """The words alone, in lower case: equal for lines that repeat each other."""
        return " ".join(self.words).casefold()


def lines_of(page: Page) -> list[Line]:
    """The lines of a page in their order; a page without markup has its hard-wrapped paragraphs put together."""
    if page.blocks:
        spans = ((block.start, block.end, block) for block in page.blocks)
        return [line for line in (_line(page.text, *span) for span in spans) if line is not None]
    return list(_plain_lines(page.text))


def _line(text: str, start: int, end: int, block: Block | None) -> Line | None:
    shown = text[start:end] if end - start <= MOST_CHARS else text[start : start + MOST_CHARS // 2]
    start += len(shown) - len(shown.lstrip())
    while end > start and text[end - 1].isspace():
        end -= 1
    if end <= start:
        return None
    if end - start > MOST_CHARS:
        shown = text[start : start + MOST_CHARS // 2] + text[end - MOST_CHARS // 2 : end]
    else:
        shown = text[start:end]
    before = text[max(0, start - 200) : start]
    return Line(start, end, shown, start == 0 or bool(_BLANK_LINE.search(before[len(before.rstrip()) :])), block)


def _plain_lines(text: str) -> Iterator[Line]:
    """Lines of plain text; a line that breaks off in mid-sentence is one with the next when that runs on."""
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
    """Whether most lines are as long as a terminal or letter is wide and break off in mid-sentence."""
    lengths = [line.strip() for line in text[:MOST_CHARS].splitlines() if line.strip()]
    wrapped = [line for line in lengths if 50 <= len(line) <= 100 and not _SENTENCE_END.search(line[-12:])]
    return len(lengths) >= 10 and len(wrapped) >= 0.5 * len(lengths)


def _runs_on(line: Line, following: Line, is_wrapped: bool) -> bool:
    last = line.text.rsplit("\n", 1)[-1]
    if (
        following.follows_blank
        or line.ends_sentence
        or not 50 <= len(last) <= 120
        or line.end - line.start > MOST_CHARS
    ):
        return False
    return is_wrapped or (following.text[0].islower() and last[-1] not in ":)")
