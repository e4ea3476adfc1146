"""Some articles with all that their segments say: each text found by its place, its words looked for, its spans held
against what was stripped."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from onrecord.validation.columns import Columns
from onrecord.validation.stretch import Bools, Ints, Stretch

#: More than the offsets of one article span, so that the places of several can stand in one row of numbers.
APART = 2**32
#: What divides a stretch from the next where several are searched as one: in no text that was decoded right.
BREAK = "\x1f"


@dataclass(frozen=True)
class Articles:
    """Some articles: texts and segments, each found by its place among them, which rows hold as `article`."""

    texts: pa.Array
    segments: Columns
    authors: frozenset[str]
    """Ids of the persons who write."""

    def __len__(self) -> int:
        return len(self.texts)

    @cached_property
    def stretch(self) -> Stretch:
        """The texts as bytes."""
        return Stretch(self.texts)

    @cached_property
    def in_order(self) -> Ints:
        """The segments article by article, in their order."""
        segments = self.segments
        return np.lexsort((segments.ints("start"), segments.ints("ordinal"), segments.article))

    def joined(self, chosen: Bools, between: str, *, trimmed: bool = False) -> pa.Array:
        """The chosen segments' texts of each article as one text; if `trimmed`, without common blanks at their edges,
        and without those that nothing is left of."""
        order = self.in_order[chosen[self.in_order]]
        texts = pc.fill_null(self.segments.column("text").take(pa.array(order)), "").cast(pa.large_string())
        if trimmed:
            texts = pc.ascii_trim(texts, characters=" \n\t\r")
            filled = pc.not_equal(texts, "").to_numpy(zero_copy_only=False)
            texts, order = texts.filter(pa.array(filled)), order[filled]
        bounds = np.searchsorted(self.segments.article[order], np.arange(len(self) + 1))
        pieces = pa.ListArray.from_arrays(pa.array(bounds, pa.int32()), texts.combine_chunks())
        return pc.binary_join(pieces, pa.scalar(between, pa.large_string()))

    @cached_property
    def kept_joined(self) -> pa.Array:
        """All that was kept of each article, as one text in which nothing runs on from one segment into the next."""
        return self.joined(self.segments.are("kept", True), BREAK)

    @cached_property
    def stripped_joined(self) -> pa.Array:
        """All that was stripped of each article, likewise."""
        return self.joined(self.segments.are("kept", False), BREAK)

    @cached_property
    def kept(self) -> list[str]:
        found: list[str] = self.kept_joined.to_pylist()
        return found

    @cached_property
    def stripped(self) -> list[str]:
        found: list[str] = self.stripped_joined.to_pylist()
        return found

    @cached_property
    def _texts(self) -> dict[int, str | None]:
        """Texts, each as a single line."""
        return {}

    @cached_property
    def _without_blanks(self) -> dict[int, str]:
        return {}

    def not_kept(self, rows: Columns, column: str) -> list[tuple[int, int, str]]:
        """What a column says that its article's kept text does not hold: (place in all that it says, article, text).

        Two rules ask it of each column.
        """
        if column not in rows.not_kept:
            kept, (_, said) = self.kept, rows.said(column)
            rows.not_kept[column] = [
                (place, article, words) for place, (article, words) in enumerate(said) if words not in kept[article]
            ]
        return rows.not_kept[column]

    def has_words(self, article: int, words: str) -> bool:
        """Whether the words are in the text, whatever blanks divide them; a text that is unknown may have any."""
        if article not in self._texts:
            text = self.texts[article].as_py()
            self._texts[article] = None if text is None else text.replace("\n", " ")
        text = self._texts[article]
        # Where nothing else than a line's end divides a name, as almost always, the rest need not be done.
        if text is None or words.replace("\n", " ") in text:
            return True
        if article not in self._without_blanks:
            self._without_blanks[article] = "".join(text.split())
        return "".join(words.split()) in self._without_blanks[article]

    def touches_stripped(self, article: Ints, start: Ints, end: Ints, *, but_notes: bool = False) -> Bools:
        """Whether each span shares a character with a stripped segment, notes about the authors left out if wanted."""
        starts, furthest = self._notes_apart if but_notes else self._stripped_ends
        if not len(starts):
            return np.zeros(len(start), bool)
        before = np.searchsorted(starts, article * APART + end, "left")
        return (before > 0) & (furthest[np.maximum(before - 1, 0)] > article * APART + start)

    @cached_property
    def _stripped_ends(self) -> tuple[Ints, Ints]:
        return self._ends(self.segments.are("kept", False))

    @cached_property
    def _notes_apart(self) -> tuple[Ints, Ints]:
        return self._ends(self.segments.are("kept", False) & ~self.segments.are("role", "author_bio"))

    def _ends(self, chosen: Bools) -> tuple[Ints, Ints]:
        """Starts of the chosen segments, in order, and how far those up to each reach."""
        segments = self.segments
        base = segments.article[chosen] * APART
        start, end = base + segments.ints("start")[chosen], base + segments.ints("end")[chosen]
        order = np.argsort(start, kind="stable")
        return start[order], np.maximum.accumulate(end[order]) if len(order) else end
