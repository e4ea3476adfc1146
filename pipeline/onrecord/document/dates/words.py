"""Divides a paragraph into words, of which a number is one: figures, number words and mixtures of both."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from onrecord.language.en import lexicons

Kind = Literal["word", "mark", "number", "year", "ordinal", "decade", "clock", "date"]


class Word(NamedTuple):
    """A word, mark or number, `[start, end)` of the paragraph; numbers, ordinals and decades have a value."""

    start: int
    end: int
    text: str
    lower: str
    kind: Kind
    value: float | None = None

    @property
    def is_figure(self) -> bool:
        return self.text[0].isdigit()


CURRENCY_MARKS = "$€£¥₹₽₩₺₴₦₫฿₸"


def _listed(*kinds: str) -> dict[str, float]:
    return {word: float(value) for word, kind, value in lexicons.rows("numbers.tsv") if kind in kinds}


_SMALL, _TENS, _SCALES = _listed("unit"), _listed("tens"), _listed("scale")
_LETTERS, _MONEY_LETTERS = _listed("letter"), _listed("money letter")
_ORDINALS, _DECADES, _FRACTIONS = _listed("ordinal"), _listed("decade"), _listed("fraction")
#: Larger numbers are read as this one, so that no float overflows.
_LARGEST = 1e30
#: Words that a number can begin with.
_STARTS = frozenset(_SMALL) | frozenset(_TENS) | {"a", "an", "half"}

_WORD = re.compile(
    r"(?P<plain>[^\W\d_]+(?![\w.]))"
    r"|(?P<date>\d{4}-\d\d-\d\d(?![\d-])|\d{1,2}/\d{1,2}/(?:\d{4}|\d\d)(?![\d/])"
    r"|\d{1,2}(?P<dash>[-.])\d{1,2}(?P=dash)\d{4}(?!\d|[.-]\d))"
    r"|(?P<clock>\d{1,2}:\d\d(?::\d\d)?(?![\d:])|\d{1,2}\.\d\d(?=\s?[ap]\.?m\b))"
    r"|(?P<decade>\d{3}0'?s\b|'\d0s\b|(?<!\w)[2-9]0s\b)"
    r"|(?P<ordinal>\d{1,3}(?:st|nd|rd|th)\b)"
    r"|(?P<figure>(?:\d{1,3}(?:,\d{2,3}){0,6},\d{3}|\d+)(?:\.\d+)?)"
    r"|(?P<meridiem>[aApP]\.[mM]\.)"
    r"|(?P<abbreviation>(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec"
    r"|Mon|Tue|Tues|Wed|Thu|Thur|Thurs|Fri|Sat|Sun)\.)"
    r"|(?P<name>[^\W\d_]+\d\w*)"
    r"|(?P<word>[^\W\d_]+)"
    r"|(?P<genitive>'s\b)"
    r"|(?P<mark>\S)"
)


def _pieces(text: str) -> list[Word]:
    words = []
    for match in _WORD.finditer(text):
        group, written = match.lastgroup, match.group()
        kind, value = _kind_and_value(group or "mark", written, written.lower())
        words.append(Word(match.start(), match.end(), written, written.lower(), kind, value))
    return words


def _kind_and_value(group: str, written: str, lower: str) -> tuple[Kind, float | None]:
    if group in ("plain", "word"):
        if lower in _ORDINALS:
            return "ordinal", _ORDINALS[lower]
        return ("decade", _DECADES[lower]) if lower in _DECADES else ("word", None)
    if group == "mark":
        return ("number", _FRACTIONS[written]) if written in _FRACTIONS else ("mark", None)
    if group == "figure":
        return ("year" if _looks_like_year(written) else "number"), min(float(written.replace(",", "")), _LARGEST)
    if group == "ordinal":
        return "ordinal", float(written[:-2])
    if group == "decade":
        return "decade", float(re.sub(r"\D", "", written))
    if group == "date" or group == "clock":
        return ("date" if group == "date" else "clock"), None
    return "word", None


def _looks_like_year(written: str) -> bool:
    return len(written) == 4 and written.isdigit() and 1000 <= int(written) <= 2199


class _Reader:
    """Reads the longest number that begins at one of a paragraph's pieces."""

    def __init__(self, pieces: list[Word]) -> None:
        self.pieces = pieces

    def lower(self, i: int) -> str:
        return self.pieces[i].lower if i < len(self.pieces) else ""

    def below_hundred(self, i: int) -> tuple[float, int] | None:
        """Value of a number word below one hundred, and the next position."""
        word = self.lower(i)
        if word in _SMALL:
            return _SMALL[word], i + 1
        if word not in _TENS:
            return None
        after = i + 2 if self.lower(i + 1) == "-" else i + 1
        unit = _SMALL.get(self.lower(after), 0)
        return (_TENS[word] + unit, after + 1) if 1 <= unit <= 9 else (_TENS[word], i + 1)

    def ordinal(self, i: int) -> tuple[float, int, Kind] | None:
        """A compound ordinal: `twenty-first`."""
        tens, unit = _TENS.get(self.lower(i)), _ORDINALS.get(self.lower(i + 2), 0)
        is_compound = tens and self.lower(i + 1) == "-" and 1 <= unit <= 9
        return ((tens or 0) + unit, i + 3, "ordinal") if is_compound else None

    def fraction(self, i: int) -> tuple[float, int] | None:
        """A fraction added to a whole number: `1/2`, `½`, `and a half`."""
        parts = self.pieces[i : i + 3]
        if parts and parts[0].text in _FRACTIONS:
            return _FRACTIONS[parts[0].text], i + 1
        if [p.text for p in parts] in (["1", "/", "2"], ["1", "/", "4"], ["3", "/", "4"]):
            return float(parts[0].text) / float(parts[2].text), i + 3
        if [p.lower for p in parts] == ["and", "a", "half"]:
            return 0.5, i + 3
        return None

    def number(self, i: int) -> tuple[float, int, Kind] | None:
        """Value, next position and kind of the number that begins at a position."""
        first = self.pieces[i]
        if first.kind in ("number", "year"):
            value, at, kind = first.value or 0.0, i + 1, first.kind
            if more := self.fraction(at):
                value, at, kind = value + more[0], more[1], "number"
            return self._scaled(value, at, kind)
        small = self.below_hundred(i)
        if small is None:
            if self.lower(i) == "half" and self.lower(i + 1) == "a" and self.lower(i + 2) in _SCALES:
                return self._scaled(0.5, i + 2, "number")
            if self.lower(i) in ("a", "an") and self.lower(i + 1) in _SCALES:
                return self._scaled(1.0, i + 1, "number")
            return None
        if 13 <= small[0] <= 20 and (rest := self.below_hundred(small[1])) and rest[0] >= 10:
            return 100.0 * small[0] + rest[0], rest[1], "year"  # nineteen ninety-seven
        if more := self.fraction(small[1]):
            return self._scaled(small[0] + more[0], more[1], "number")
        return self._scaled(small[0], small[1], "number")

    def _scaled(self, value: float, at: int, kind: Kind) -> tuple[float, int, Kind]:
        """Applies scale words: `1.5 million`, `two hundred and five thousand`, `$5bn`."""
        total = 0.0
        while True:
            word = self.lower(at)
            if word in _SCALES:
                value, at, kind = value * _SCALES[word], at + 1, "number"
            elif letter := self._scale_letter(at):
                value, at, kind = value * letter, at + 1, "number"
            elif kind == "number" and at >= 2 and self.lower(at - 1) in _SCALES:
                after = at + 1 if word == "and" and self.lower(at - 1) in ("hundred", "thousand") else at
                if after >= len(self.pieces) or self.pieces[after].is_figure:
                    return total + value, at, kind
                rest = self.below_hundred(after)
                if rest is None or self.lower(at - 1) == "dozen":
                    return total + value, at, kind
                if self.lower(at - 1) == "hundred":
                    value, at = value + rest[0], rest[1]
                else:
                    total, value, at = total + value, rest[0], rest[1]
                if self.lower(at) not in _SCALES:
                    return total + value, at, kind
            elif word == "-" and self.lower(at + 1) in ("million", "billion", "trillion"):
                at += 1
            else:
                return total + value, at, kind

    def _scale_letter(self, at: int) -> float:
        """The factor that a letter written onto a figure stands for; 0 where it is none."""
        word = self.lower(at)
        if not word or self.pieces[at].start != self.pieces[at - 1].end:
            return 0
        is_money = at >= 2 and self.pieces[at - 2].text in CURRENCY_MARKS
        return _LETTERS.get(word, 0) or (_MONEY_LETTERS.get(word, 0) if is_money else 0)


@lru_cache(maxsize=512)
def read_words(text: str) -> tuple[Word, ...]:
    """The words, marks and numbers of a paragraph in order; `text` has plain apostrophes and hyphens.

    A year is four figures, or a pair of number words such as `nineteen ninety-one`. Time is linear in the text.
    """
    pieces = _pieces(text)
    reader, words, i = _Reader(pieces), [], 0
    while i < len(pieces):
        piece = pieces[i]
        starts_number = piece.kind in ("number", "year") or piece.lower in _STARTS
        found = (reader.ordinal(i) or reader.number(i)) if starts_number else None
        if found is None:
            words.append(piece)
            i += 1
            continue
        value, after, kind = found
        written = text[piece.start : pieces[after - 1].end]
        words.append(Word(piece.start, pieces[after - 1].end, written, written.lower(), kind, min(value, _LARGEST)))
        i = after
    return tuple(words)
