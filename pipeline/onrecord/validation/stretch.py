"""Texts of a column as one stretch of bytes, in which code points are found and spans compared without decoding them.

Offsets are code points, bytes are what a file holds: a text is UTF-8, so only the bytes that continue a character have
to be counted.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Bytes = npt.NDArray[np.uint8]

#: Bytes that are compared at once.
_WORD = 8


class Stretch:
    """A column's texts one after another: that of a row is `data[begins[row]:ends[row]]`, of a null nothing."""

    def __init__(self, column: pa.Array | pa.ChunkedArray) -> None:
        # Offsets of 64 bits: some articles may hold more than two gigabytes.
        texts = column.cast(pa.large_string())
        if isinstance(texts, pa.ChunkedArray):
            texts = texts.combine_chunks()
        self.is_known: Bools = texts.is_valid().to_numpy(zero_copy_only=False)
        _, offsets, data = texts.buffers()
        if len(texts):
            ends = np.frombuffer(offsets, np.int64)[texts.offset : texts.offset + len(texts) + 1]
        else:
            ends = np.zeros(1, np.int64)
        self.begins: Ints = ends[:-1] - ends[0]
        self.ends: Ints = ends[1:] - ends[0]
        found = np.frombuffer(data, np.uint8)[ends[0] : ends[-1]] if ends[-1] > ends[0] else np.zeros(0, np.uint8)
        # At least eight bytes, so that every place is in some eight.
        self.data: Bytes = found if len(found) >= _WORD else np.append(found, np.zeros(_WORD, np.uint8))

    def __len__(self) -> int:
        return len(self.begins)

    @cached_property
    def chars(self) -> Ints:
        """Code points of each text."""
        return self._code_points(self.ends) - self._first

    def byte_of(self, row: Ints, offset: Ints) -> Ints:
        """Where in `data` the code point at `offset` of a row's text begins; the text's end for what lies behind it."""
        point = self._first[row] + np.minimum(offset, self.chars[row])
        # A byte continues what stands before this code point when no more code points began before that byte.
        return point + np.searchsorted(self._begun, point, "right")

    def counted(self, chosen: Bools) -> Ints:
        """How many bytes of each text are chosen by a mark on each byte of `data`."""
        spans = zip(self.begins.tolist(), self.ends.tolist(), strict=True)
        return np.fromiter((np.count_nonzero(chosen[begin:end]) for begin, end in spans), np.int64, len(self))

    @cached_property
    def _continuing(self) -> Ints:
        """The bytes that continue a character, 0b10......, which no first byte is."""
        return np.flatnonzero(self.data.view(np.int8) < -64)

    @cached_property
    def _begun(self) -> Ints:
        """How many code points have begun before each of those."""
        return self._continuing - np.arange(len(self._continuing))

    @cached_property
    def _first(self) -> Ints:
        """Code points before each text."""
        return self._code_points(self.begins)

    def _code_points(self, places: Ints) -> Ints:
        return places - np.searchsorted(self._continuing, places)


def are_same(one: Stretch, at: Ints, other: Stretch, other_at: Ints, size: Ints) -> Bools:
    """Whether `size` bytes at each place of one stretch are those at the place of the other."""
    same = np.ones(len(size), bool)
    if not len(size):
        return same
    if (at[1:] == (at + size)[:-1]).all() and (other_at[1:] == (other_at + size)[:-1]).all():
        # The one runs on where the other does, as segments do that tile their texts.
        total = int(size.sum())
        if np.array_equal(one.data[at[0] : at[0] + total], other.data[other_at[0] : other_at[0] + total]):
            return same
    # All spans eight bytes at a time; of a span's last eight only its own bytes are looked at.
    words = -(-size // _WORD)
    past = np.cumsum(words)
    step = _WORD * (np.arange(past[-1]) - np.repeat(past - words, words))
    differs = _words(one, np.repeat(at, words) + step) ^ _words(other, np.repeat(other_at, words) + step)
    filled = np.flatnonzero(words)
    differs[past[filled] - 1] <<= (8 * (_WORD * words - size)[filled]).astype(np.uint64)
    same[np.searchsorted(past, np.flatnonzero(differs), "right")] = False
    return same


def _words(stretch: Stretch, at: Ints) -> npt.NDArray[np.uint64]:
    """The eight bytes from each place on, the first of them lowest; zeros behind the stretch's end."""
    last = len(stretch.data) - _WORD
    overlapping = np.ndarray((last + 1,), f"V{_WORD}", stretch.data, strides=(1,))
    found = overlapping[np.minimum(at, last)].view("<u8").astype(np.uint64, copy=False)
    found >>= (8 * np.maximum(at - last, 0)).astype(np.uint64)
    return found
