"""Finds the time expressions of a paragraph by the patterns in date_patterns.tsv.

Every word becomes one character, which stands for its set of classes, and every pattern a regular expression over these
characters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from onrecord.document.dates.words import Word
from onrecord.language.en import lexicons

if TYPE_CHECKING:
    from onrecord.document.dates.periods import Reading


@dataclass(frozen=True)
class Pattern:
    """A row of date_patterns.tsv: which function reads what the pattern fits, and an example, which is its test."""

    reading: str
    pattern: str
    example: str
    published: str
    expression: str
    kind: str
    value: str


@lru_cache(maxsize=1)
def classes() -> dict[str, dict[str, str]]:
    """Word -> its classes -> its value in each."""
    words: dict[str, dict[str, str]] = {}
    for word, name, value in lexicons.rows("date_words.tsv"):
        words.setdefault(word, {})[name] = value
    return words


@lru_cache(maxsize=1)
def patterns() -> tuple[Pattern, ...]:
    return tuple(Pattern(*row) for row in lexicons.rows("date_patterns.tsv"))


def is_a(word: str, name: str) -> bool:
    """Whether a word in lower case is in a class of date_words.tsv."""
    return name in classes().get(word, ())


#: Every expression has a word of one of these classes.
_CORE = frozenset({
    "MONTH", "WEEKDAY", "WEEKDAYS", "SEASON", "SEASONS", "UNIT", "UNITS", "PART", "INSTANT", "TODAY", "YEAR", "DECADE",
    "DATE", "CLOCK", "MERIDIEM", "PRESENT", "PAST", "FUTURE", "REGULAR", "EVERY", "LAST",
    "QUARTER", "HOLIDAY", "ZONE", "future", "period", "term", "overnight", "clock", "eve",
})  # fmt: skip


@dataclass(frozen=True)
class Match:
    """Words `[first, last)` of a paragraph, which a pattern fits."""

    reading: str
    words: tuple[Word, ...]
    first: int
    last: int
    bound: dict[str, tuple[int, ...]]
    """Class in the pattern -> the positions of its words, in order."""

    @property
    def own(self) -> tuple[Word, ...]:
        return self.words[self.first : self.last]

    def has(self, *words: str) -> bool:
        return any(word.lower in words for word in self.own)

    def lower(self, position: int) -> str:
        """The word at a position of the paragraph, in lower case; empty outside of it."""
        return self.words[position].lower if 0 <= position < len(self.words) else ""

    @property
    def before(self) -> str:
        return self.lower(self.first - 1)

    @property
    def after(self) -> str:
        return self.lower(self.last)

    def is_bound(self, *names: str) -> bool:
        """Whether the expression has a word of one of the classes."""
        return any(name in self.bound for name in names)

    def numbers(self, name: str) -> list[int]:
        """The values of the words of a numeric class (MONTH, WEEKDAY, SEASON, DAY, YEAR, ORDINAL, TODAY)."""
        return [int(_value(self.words[i], name)) for i in self.bound.get(name, ())]

    def number(self, name: str) -> int | None:
        return next(iter(self.numbers(name)), None)

    def value(self, name: str) -> str:
        """The value of the first word of a class in date_words.tsv; empty without one."""
        return classes()[self.words[self.bound[name][0]].lower][name] if name in self.bound else ""


def _value(word: Word, name: str) -> float:
    listed = classes().get(word.lower, {}).get(name)
    return float(listed) if listed else float(word.value or 0)


#: Phrases that many patterns share.
_PHRASES = {
    "<bound>": "( APPROX | just? over | just? under | well over | ( more | less | fewer ) than | at least | up to )?",
    "<count>": "( NUMBER | several | a? few | a? couple of? | many | some )",
}
_PART = re.compile(r"\(|\)\??|\||[^\s()|?]+\??")


def _parts(pattern: str) -> list[str]:
    for name, phrase in _PHRASES.items():
        pattern = pattern.replace(name, phrase)
    return _PART.findall(pattern)


class _Grammar:
    """The compiled patterns and the character for each set of classes; a literal word is a class, too."""

    def __init__(self) -> None:
        named = {part.rstrip("?") for row in patterns() for part in _parts(row.pattern) if part[0] not in "()|"}
        literals = {name for name in named if not name.isupper()}
        self.known = named | _CORE
        self.letters: dict[frozenset[str], str] = {frozenset(): "."}
        self.of_word = {
            word: self._letter({*classes().get(word, ()), word}) for word in sorted({*classes(), *literals})
        }
        self.of_numeric = {frozenset(kinds): self._letter(kinds) for kinds in _NUMERIC}
        rules = dict.fromkeys((row.reading, row.pattern) for row in patterns())  # one rule has several examples
        self.compiled = [(reading, *self._compile(pattern)) for reading, pattern in rules]
        self.core = {letter for kinds, letter in self.letters.items() if kinds & _CORE}

    def _letter(self, kinds: Iterable[str]) -> str:
        known = self.known.intersection(kinds)
        return self.letters.setdefault(frozenset(known), chr(0xE000 + len(self.letters)))

    def letter(self, word: Word) -> str:
        if word.kind in ("word", "mark"):
            return self.of_word.get(word.lower, ".")
        return self.of_numeric[_numeric_classes(word)]

    def _compile(self, pattern: str) -> tuple[re.Pattern[str], list[str]]:
        names: list[str] = []
        pieces = []
        for part in _parts(pattern):
            if part == "(":
                pieces.append("(?:")
            elif part in (")", ")?", "|"):
                pieces.append(part)
            else:
                name = part.rstrip("?")
                letters = "".join(letter for kinds, letter in self.letters.items() if name in kinds)
                names.append(name)
                pieces.append(f"([{letters}])" + ("?" if part.endswith("?") and part != "?" else ""))
        return re.compile("".join(pieces)), names


#: The sets of classes that a number can be in.
_NUMERIC = (
    {"NUMBER"}, {"NUMBER", "DAY"}, {"NUMBER", "HOUR"}, {"NUMBER", "DAY", "HOUR"}, {"NUMBER", "YEAR"}, {"ORDINAL"},
    {"ORDINAL", "DAY"}, {"ORDINAL", "DAY", "UNIT", "CLOCKUNIT"}, {"DECADE"}, {"CLOCK"}, {"DATE"},
)  # fmt: skip


def _numeric_classes(word: Word) -> frozenset[str]:
    value = word.value or 0
    if word.kind == "number":
        is_day = word.is_figure and value == int(value) and 1 <= value <= 31 and len(word.text) <= 2
        names = {"NUMBER"} | ({"DAY"} if is_day else set()) | ({"HOUR"} if value in range(1, 13) else set())
    elif word.kind == "year":
        names = {"NUMBER", "YEAR"}
    elif word.kind == "ordinal":
        unit = {"UNIT", "CLOCKUNIT"} if word.lower == "second" else set()
        names = {"ORDINAL"} | ({"DAY"} if 1 <= value <= 31 else set()) | unit
    else:
        names = {word.kind.upper()}
    return frozenset(names)


@lru_cache(maxsize=1)
def _grammar() -> _Grammar:
    return _Grammar()


def find_matches(words: tuple[Word, ...], read: Callable[[Match], Reading | None]) -> list[tuple[Match, Reading]]:
    """The time expressions of a paragraph from left to right, each with its reading.

    Where several patterns fit, the longest that `read` accepts counts, of equally long ones the first in the table.
    """
    grammar = _grammar()
    shape = "".join(map(grammar.letter, words))
    found = []
    for run in re.finditer(r"[^.]+", shape):
        at = run.start() if not grammar.core.isdisjoint(run.group()) else run.end()
        while at < run.end():
            fits = [
                (reading, match, names)
                for reading, pattern, names in grammar.compiled
                if (match := pattern.match(shape, at))
            ]
            fits.sort(key=lambda fit: -fit[1].end())  # stable: equals stay in the order of the table
            for reading, match, names in fits:
                candidate = _matched(words, reading, match, names)
                if (result := read(candidate)) is not None:
                    found.append((candidate, result))
                    at = candidate.last
                    break
            else:
                at += 1
    return found


def _matched(words: tuple[Word, ...], reading: str, match: re.Match[str], names: list[str]) -> Match:
    bound: dict[str, tuple[int, ...]] = {}
    for group, name in enumerate(names, 1):
        if match.group(group):
            bound[name] = (*bound.get(name, ()), match.start(group))
    last = match.end()
    while words[last - 1].text == ",":  # "at midnight, Monday" may go on after the comma or not
        last -= 1
    return Match(reading, words, match.start(), last, bound)
