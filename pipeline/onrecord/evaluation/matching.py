"""Decides when two spans or two names count as the same; every score rests on these measures."""

from __future__ import annotations

import re
from dataclasses import dataclass

#: Blanks that people type as ordinary ones: no-break, figure and narrow no-break space.
_ODD_BLANK = re.compile("[\u00a0\u2007\u202f]")
_PUNCTUATION = re.compile(r"[^\w\s]")
_ARTICLE = re.compile(r"^\s*(?:the|an?|several|some)\s+")

#: Spans agree when they share half of their characters. One quote may also be found in pieces, or several as one: then
#: four fifths of the piece are inside the other span, and the piece is not just a fragment.
_SAME, _INSIDE, _SHORTEST_PIECE_CHARS, _LEAST_OF_WHOLE = 0.5, 0.8, 15, 0.3


@dataclass(frozen=True, order=True)
class Span:
    """`[start, end)` of an article's text, in code points."""

    start: int
    end: int

    @property
    def length(self) -> int:
        return max(1, self.end - self.start)

    def common(self, other: Span) -> int:
        return max(0, min(self.end, other.end) - max(self.start, other.start))

    def likeness(self, other: Span) -> float:
        """Shared characters divided by the characters of either span."""
        common = self.common(other)
        return common / (self.end - self.start + other.end - other.start - common) if common else 0.0

    def touches(self, other: Span) -> bool:
        """Whether the spans share half of the shorter one."""
        return self.common(other) >= 0.5 * min(self.end - self.start, other.end - other.start)

    def finds(self, gold: Span) -> bool:
        """Whether this span of a row counts as the gold span."""
        likeness = self.likeness(gold)
        is_piece = self.common(gold) / self.length >= _INSIDE and self.end - self.start >= _SHORTEST_PIECE_CHARS
        has_piece = gold.common(self) / gold.length >= _INSIDE and likeness >= _LEAST_OF_WHOLE
        return likeness >= _SAME or is_piece or has_piece


def locate(text: str, words: str, nth: int = 1, start: int = 0) -> Span | None:
    """The nth occurrence of the words at or after `start`, whatever kind of blank separates them."""
    text, words = _ODD_BLANK.sub(" ", text), _ODD_BLANK.sub(" ", words)
    at = start - 1
    for _ in range(nth):
        at = text.find(words, at + 1)
        if at < 0:
            return None
    return Span(at, at + len(words))


def plain(name: str | None) -> str:
    """A name in lower case, without punctuation and a leading article."""
    words = _PUNCTUATION.sub(" ", _ODD_BLANK.sub(" ", name or "").lower())
    return " ".join(_ARTICLE.sub("", words).split())


def one_contains_the_other(one: str | None, other: str | None) -> bool:
    """Whether one of two names or phrases contains the whole other one."""
    a, b = plain(one), plain(other)
    return bool(a and b and (a in b or b in a))


def is_same_person(one: str, other: str) -> bool:
    """Whether two names end in the same word and one has all words of the other."""
    a, b = plain(one).split(), plain(other).split()
    return bool(a and b and a[-1] == b[-1] and (set(a) <= set(b) or set(b) <= set(a)))
