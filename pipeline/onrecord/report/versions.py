"""Compares a version with the canonical article of its story, word by word: added, removed, moved, and figures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, pairwise

from onrecord.language.en import lexicons
from onrecord.report.alignment import aligned

#: Characters of each text that are compared and pieces that a page shows, to keep it below 5 MB.
_MOST_CHARS, _MOST_PIECES = 200_000, 3_000
#: Least length in words of a moved passage; a shorter one may be a phrase used twice.
_MOVED = 12
#: Up to so many equal words between two different passages of at least this length are chance.
_CHANCE, _REWRITTEN = 2, 10
#: Words shown at either end of a long stretch that both texts have.
_CONTEXT = 14
#: A longer replacement is another sentence: its figures do not replace those before.
_REPLACED = 12
#: Words with their inner marks (3.5, co-operate, $5m, 40%), and every character of scripts without blanks.
_WORD = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]|[$€£¥]?[^\W_]+(?:[-'’.,:/][^\W_]+)*%?|_+")
_DIGIT = re.compile(r"\d")
#: Endings that do not change a figure: 2,000-plus, 23-year-old.
_TAIL = re.compile(r"(?<=\d)(?:-[^\W\d_]+)+")


@dataclass(frozen=True)
class Part:
    text: str
    is_figure: bool = False


@dataclass(frozen=True)
class Piece:
    """A stretch; `kind` is same, skipped (same, not shown), added, removed, moved (to here) or left (moved away)."""

    kind: str
    parts: tuple[Part, ...]
    after: str
    """Blanks after the last word, which are not marked."""
    words: int


@dataclass(frozen=True)
class Figures:
    """Figures before and after, with the words around them in the version."""

    before: str
    after: str
    around: tuple[str, str]


@dataclass(frozen=True)
class Changes:
    pieces: tuple[Piece, ...]
    added: int
    """Words that only the version has; `removed`: only the other text; `moved`: at another place."""
    removed: int
    moved: int
    figures: tuple[Figures, ...]
    is_cut_off: bool
    """Whether a text or the list of its changes is too long to be shown whole."""

    @property
    def is_same(self) -> bool:
        return not (self.added or self.removed or self.moved)


def compare(canonical: str | None, version: str | None) -> Changes:
    """The differences between a version's text and the canonical one, in the order of the version.

    Punctuation, capitals, blanks and paragraphs are ignored: every newsroom sets them in its own way.
    """
    one, other = (_Words((text or "")[:_MOST_CHARS]) for text in (canonical, version))
    pairs = list(_without_chance(aligned(one.keys, other.keys), len(one.keys), len(other.keys)))
    left, moved = _moved(one.keys, other.keys, pairs)
    pieces: list[Piece] = []
    figures: list[Figures] = []
    at = other_at = 0
    for same_from, other_from, length in [*_runs(pairs), (len(one.keys), len(other.keys), 0)]:
        gone, new = range(at, same_from), range(other_at, other_from)
        pieces += one.pieces(gone, "removed", "left", left)
        pieces += other.pieces(new, "added", "moved", moved)
        figures += _figures(one, other, [i for i in gone if i not in left], [i for i in new if i not in moved])
        at, other_at = same_from + length, other_from + length
        pieces += _in_short(other, other_from, other_at)
    added, removed, elsewhere = (
        sum(piece.words for piece in pieces if piece.kind == kind) for kind in ("added", "removed", "moved")
    )
    cut_off = max(len(canonical or ""), len(version or "")) > _MOST_CHARS or len(pieces) > _MOST_PIECES
    return Changes(tuple(pieces[:_MOST_PIECES]), added, removed, elsewhere, tuple(figures), cut_off)


class _Words:
    """The words of a text; `keys` are compared, and `between` gives words with the marks and blanks around them."""

    def __init__(self, text: str) -> None:
        found = list(_WORD.finditer(text))
        self.text = text
        self.keys = [match[0].casefold().replace("’", "'") for match in found]
        self._starts = [0 for _ in found]
        for number, (before, match) in enumerate(pairwise(found), 1):
            gap = text[before.end() : match.start()]
            if gap == " ":
                self._starts[number] = match.start()
                continue
            # An opening mark belongs to the word after it, a closing one to the word before.
            blank = max((place for place, character in enumerate(gap) if character.isspace()), default=len(gap) - 1)
            self._starts[number] = before.end() + blank + 1
        self._starts.append(len(text))

    def between(self, first: int, last: int) -> str:
        """The text of the words `[first, last)`, with the marks and blanks around them."""
        return self.text[self._starts[first] : self._starts[last]]

    def pieces(self, places: Sequence[int], kind: str, kind_if_moved: str, moved: set[int]) -> Iterator[Piece]:
        for is_moved, run in groupby(places, key=lambda place: place in moved):
            run_of = list(run)
            yield self.piece(kind_if_moved if is_moved else kind, run_of[0], run_of[-1] + 1)

    def piece(self, kind: str, first: int, last: int) -> Piece:
        if kind == "skipped":
            return Piece(kind, (), "", last - first)
        parts: list[Part] = []
        if kind in ("added", "removed"):
            for is_marked, run in groupby(range(first, last), key=lambda place: is_figure(self.keys[place])):
                run_of = list(run)
                shown = self.between(run_of[0], run_of[-1] + 1)
                blank = shown[len(shown.rstrip()) :]
                parts += [Part(shown.rstrip(), True), Part(blank)] if is_marked else [Part(shown)]
        else:
            parts.append(Part(self.between(first, last)))
        end = parts.pop().text
        rest = end.rstrip()
        return Piece(kind, (*parts, Part(rest)), end[len(rest) :], last - first)


@lru_cache(maxsize=1)
def _number_words() -> frozenset[str]:
    # "One" is more often a pronoun than a count.
    kinds = ("unit", "tens", "scale")
    return frozenset(word for word, kind, _ in lexicons.rows("numbers.tsv") if kind in kinds) - {"one"}


def is_figure(word: str) -> bool:
    """Whether a word is a number: '33', '$4.5m', '2,000', 'twelve'."""
    return _DIGIT.search(word) is not None or word in _number_words()


def _runs(pairs: list[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    """(first in one, first in the other, length) of runs of equal words."""
    for _, run in groupby(enumerate(pairs), key=lambda entry: (entry[1][0] - entry[0], entry[1][1] - entry[0])):
        found = [pair for _, pair in run]
        yield *found[0], len(found)


def _without_chance(pairs: list[tuple[int, int]], length: int, other_length: int) -> Iterator[tuple[int, int]]:
    """The pairs without words that rewritten passages share by chance: they would split the passages."""
    end = other_end = 0
    runs = list(_runs(pairs))
    for number, (a, b, run) in enumerate(runs):
        next_a, next_b = runs[number + 1][:2] if number + 1 < len(runs) else (length, other_length)
        before, after = max(a - end, b - other_end), max(next_a - a - run, next_b - b - run)
        if run > _CHANCE or min(before, after) < _REWRITTEN:
            yield from ((a + step, b + step) for step in range(run))
        end, other_end = a + run, b + run


def _moved(one: list[str], other: list[str], pairs: list[tuple[int, int]]) -> tuple[set[int], set[int]]:
    """Positions in either text of unpaired words that form a passage at another place of the other text."""
    if min(len(one), len(other)) - len(pairs) < _MOVED:
        return set(), set()
    paired, other_paired = {a for a, _ in pairs}, {b for _, b in pairs}
    places: dict[tuple[str, ...], int] = {}
    for start in range(len(one) - _MOVED, -1, -1):
        if paired.isdisjoint(range(start, start + _MOVED)):
            places[tuple(one[start : start + _MOVED])] = start
    left: set[int] = set()
    moved: set[int] = set()
    at = 0
    while at <= len(other) - _MOVED:
        origin = places.get(tuple(other[at : at + _MOVED]), len(one))
        length = 0
        for a, b in zip(range(origin, len(one)), range(at, len(other)), strict=False):
            if one[a] != other[b] or a in paired or a in left or b in other_paired:
                break
            length += 1
        if length >= _MOVED:
            left.update(range(origin, origin + length))
            moved.update(range(at, at + length))
        at += length if length >= _MOVED else 1
    return left, moved


def _in_short(words: _Words, first: int, last: int) -> Iterator[Piece]:
    start, end = first + _CONTEXT * (first > 0), last - _CONTEXT * (last < len(words.keys))
    if end - start <= _CONTEXT:
        if last > first:
            yield words.piece("same", first, last)
        return
    if start > first:
        yield words.piece("same", first, start)
    yield words.piece("skipped", start, end)
    if end < last:
        yield words.piece("same", end, last)


def _figures(one: _Words, other: _Words, gone: list[int], new: list[int]) -> Iterator[Figures]:
    before = [place for place in gone if is_figure(one.keys[place])]
    after = [place for place in new if is_figure(other.keys[place])]
    if not before or not after or max(len(gone), len(new)) > _REPLACED:
        return
    was, now = (", ".join(words.keys[place] for place in places) for words, places in ((one, before), (other, after)))
    if _TAIL.sub("", was) != _TAIL.sub("", now):
        start, end = max(0, after[0] - 8), min(len(other.keys), after[-1] + 9)
        yield Figures(was, now, (other.between(start, after[0]), other.between(after[-1] + 1, end)))
