"""The word lists of amounts: what bounds a number, names a vague one, or says that it is money."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from onrecord.document.dates.words import Word
from onrecord.language.en import lexicons


class Phrases:
    """Phrases of one or more words, each with what it says; the longest that fits at a position counts."""

    def __init__(self, rows: list[tuple[str, str]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._by_last: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for written, says in sorted(rows, key=lambda row: -len(row[0].split())):
            words = tuple(written.split())
            self._by_first.setdefault(words[0], []).append((words, says))
            self._by_last.setdefault(words[-1], []).append((words, says))

    def starting(self, words: Sequence[Word], at: int) -> tuple[int, str] | None:
        """The phrase that starts at a position: where it ends, and what it says."""
        for phrase, says in self._by_first.get(words[at].lower if at < len(words) else "", ()):
            if follows(words, at, *phrase):
                return at + len(phrase), says
        return None

    def ending(self, words: Sequence[Word], at: int) -> tuple[int, str] | None:
        """The phrase that ends right before a position: where it starts, and what it says."""
        for phrase, says in self._by_last.get(words[at - 1].lower if at else "", ()):
            if at >= len(phrase) and follows(words, at - len(phrase), *phrase):
                return at - len(phrase), says
        return None


def follows(words: Sequence[Word], at: int, *phrase: str) -> bool:
    """Whether these words, in lower case, stand at a position."""
    return len(words) >= at + len(phrase) and all(words[at + i].lower == word for i, word in enumerate(phrase))


@lru_cache(maxsize=1)
def bounds_before() -> Phrases:
    """`more than`, `about`: they say least, most or about."""
    return Phrases([(words, effect) for words, side, effect in lexicons.rows("number_bounds.tsv") if side == "before"])


@lru_cache(maxsize=1)
def bounds_after() -> Phrases:
    """`or more`, `or so`: they say least, most or about."""
    return Phrases([(words, effect) for words, side, effect in lexicons.rows("number_bounds.tsv") if side == "after"])


@lru_cache(maxsize=1)
def vague_numbers() -> Phrases:
    """`dozens`, `several hundred`: they say the lowest value."""
    return Phrases([(words, least) for words, least in lexicons.rows("vague_numbers.tsv")])


@lru_cache(maxsize=1)
def currency_marks() -> Phrases:
    """What stands before a sum of money: `US$`, `EUR`; it says the ISO 4217 code."""
    return Phrases([(written.replace("$", " $"), code) for written, code in _currencies("mark")])


@lru_cache(maxsize=1)
def currency_names() -> Phrases:
    """What stands after a sum of money: `euros`; it says the ISO 4217 code."""
    return Phrases([(written.replace(".", " . "), code) for written, code in _currencies("word")])


def _currencies(wanted: str) -> list[tuple[str, str]]:
    return [(written, code) for written, place, code in lexicons.rows("currencies.tsv") if place == wanted]


def labels() -> frozenset[str]:
    """Nouns whose number is a name: article, page, room."""
    return lexicons.words("number_labels.txt")
