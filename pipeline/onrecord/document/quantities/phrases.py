"""The phrases of amounts: what bounds a number, is a vague one, or shows that it is money or a percentage."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from onrecord.document.dates.words import Word
from onrecord.language.en import lexicons


class Phrases:
    """Phrases of one or more words, each with what it says; the longest that fits counts."""

    def __init__(self, rows: list[tuple[str, str]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._by_last: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for written, says in sorted(rows, key=lambda row: -len(row[0].split())):
            words = tuple(written.split())
            self._by_first.setdefault(words[0], []).append((words, says))
            self._by_last.setdefault(words[-1], []).append((words, says))

    def starting(self, words: Sequence[Word], at: int) -> tuple[int, str] | None:
        """The end of the phrase that starts at a position, and what it says."""
        for phrase, says in self._by_first.get(words[at].lower if at < len(words) else "", ()):
            if follows(words, at, *phrase):
                return at + len(phrase), says
        return None

    def ending(self, words: Sequence[Word], at: int) -> tuple[int, str] | None:
        """The start of the phrase that ends right before a position, and what it says."""
        for phrase, says in self._by_last.get(words[at - 1].lower if at else "", ()):
            if at >= len(phrase) and follows(words, at - len(phrase), *phrase):
                return at - len(phrase), says
        return None


def follows(words: Sequence[Word], at: int, *phrase: str) -> bool:
    """Whether these words, in lower case, are at a position."""
    return len(words) >= at + len(phrase) and all(words[at + i].lower == word for i, word in enumerate(phrase))


@cache
def bounds(side: str) -> Phrases:
    """Words `before` or `after` a number that make it the least, the most or about."""
    return Phrases([(words, effect) for words, place, effect in lexicons.rows("number_bounds.tsv") if place == side])


@cache
def vague_numbers() -> Phrases:
    """`dozens`, `several hundred`: they say the lowest value."""
    return Phrases([(words, least) for words, least in lexicons.rows("vague_numbers.tsv")])


@cache
def currencies(place: str) -> Phrases:
    """What precedes a sum of money (`mark`: US$, EUR) or follows it (`word`: euros); it says the ISO 4217 code."""
    found = [(written, code) for written, kind, code in lexicons.rows("currencies.tsv") if kind == place]
    return Phrases([(written.replace("$", " $").replace(".", " . "), code) for written, code in found])


#: What follows a percentage; it says the unit.
PERCENT = Phrases(
    [(written, "percent") for written in ("%", "percent", "per cent", "pct")]
    + [(written, "percentage points") for written in ("percentage points", "percentage point")]
)
