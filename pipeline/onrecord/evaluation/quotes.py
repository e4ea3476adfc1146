"""Finds quoted words in a text, and says when two spans are held to be the same: the measures of every comparison."""

from __future__ import annotations

import re
from dataclasses import dataclass

#: Blanks that look like one and are typed as one: a no-break, a figure and a narrow no-break space.
_ODD_BLANK = re.compile("[\u00a0\u2007\u202f]")
_PUNCTUATION = re.compile(r"[^\w\s]")
_ARTICLE = re.compile(r"^\s*(?:the|an?|several|some)\s+")

#: Half in common is the usual measure of span agreement. A quote held as one span may be found in pieces, and the
#: other way round: each piece must lie four fifths inside the other side, and be no scrap.
_SAME, _INSIDE, _SHORTEST_PIECE, _LEAST_OF_WHOLE = 0.5, 0.8, 15, 0.3


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
        """Characters in common, as a share of those in either."""
        common = self.common(other)
        return common / (self.end - self.start + other.end - other.start - common) if common else 0.0

    def touches(self, other: Span) -> bool:
        """Whether they share half of the shorter one."""
        return self.common(other) >= 0.5 * min(self.end - self.start, other.end - other.start)

    def finds(self, gold: Span) -> bool:
        """Whether this span of a table's row is held to be the gold span."""
        likeness = self.likeness(gold)
        is_piece = self.common(gold) / self.length >= _INSIDE and self.end - self.start >= _SHORTEST_PIECE
        has_piece = gold.common(self) / gold.length >= _INSIDE and likeness >= _LEAST_OF_WHOLE
        return likeness >= _SAME or is_piece or has_piece


def locate(text: str, words: str, nth: int = 1, start: int = 0) -> Span | None:
    """The nth place at or after `start` where the words stand, whatever kind of blank is between them."""
    text, words = _ODD_BLANK.sub(" ", text), _ODD_BLANK.sub(" ", words)
    at = start - 1
    for _ in range(nth):
        at = text.find(words, at + 1)
        if at < 0:
            return None
    return Span(at, at + len(words))


def plain(name: str | None) -> str:
    """A name without case, punctuation and a leading article: what is compared of it."""
    words = _PUNCTUATION.sub(" ", _ODD_BLANK.sub(" ", name or "").lower())
    return " ".join(_ARTICLE.sub("", words).split())


def one_names_the_other(one: str | None, other: str | None) -> bool:
    """Whether one name, or other wording, stands whole within the other."""
    a, b = plain(one), plain(other)
    return bool(a and b and (a in b or b in a))


def is_same_person(one: str, other: str) -> bool:
    """Whether two names end in one word, and all words of one are among the other's."""
    a, b = plain(one).split(), plain(other).split()
    return bool(a and b and a[-1] == b[-1] and (set(a) <= set(b) or set(b) <= set(a)))
