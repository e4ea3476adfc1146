"""Shingles of a text: numbers for its runs of five words, the same on any machine.

The shingles that two texts share show how much of one the other contains (Broder 1997, "On the resemblance and
containment of documents").
"""

from __future__ import annotations

import re
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Shingles = NDArray[np.uint64]

WORDS_PER_SHINGLE = 5
#: One shingle in so many goes into a sketch, chosen by its value so that two sketches have the shared ones in common.
SKETCH_RATE = 8
#: With fewer shingles, chance would decide whether short texts share any.
LEAST_IN_SKETCH = 8
_WORD = re.compile(r"\w+")
#: Odd multipliers of the finaliser of MurmurHash3 (Austin Appleby, public domain).
_MIX = (0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53)


def runs_in_order(text: str) -> Shingles:
    """Hashes of a text's runs of five words, without case and punctuation, in their order; shape (runs,), uint64.

    A text of fewer than five words is one run.
    """
    words = np.array([crc32(word.encode()) for word in _WORD.findall(text.lower())], dtype=np.uint64)
    width = min(WORDS_PER_SHINGLE, len(words))
    if width == 0:
        return words
    runs = np.zeros(len(words) - width + 1, dtype=np.uint64)
    for place in range(width):
        # Mixed after every word, so that the order of the words counts.
        runs = _mixed(runs + words[place : place + len(runs)])
    return runs


def _mixed(values: Shingles) -> Shingles:
    shift = np.uint64(33)
    for multiplier in _MIX:
        values = (values ^ (values >> shift)) * np.uint64(multiplier)
    return values ^ (values >> shift)


def sketch(text: str) -> list[int]:
    """A sample of a text's shingles, sorted: the multiples of `SKETCH_RATE`, and some more where those are few."""
    runs = np.unique(runs_in_order(text))
    sampled: list[int] = runs[runs % SKETCH_RATE == 0].tolist()
    few = len(sampled) < LEAST_IN_SKETCH
    return sorted({*sampled, *runs[:LEAST_IN_SKETCH].tolist()}) if few else sampled


def longest_passage_of_its_own(runs: Shingles, other: Shingles) -> int:
    """The length of the longest stretch of a text's `runs_in_order` that the other text has nothing of."""
    shared_at = np.flatnonzero(np.isin(runs, other))
    return int(np.diff(shared_at, prepend=-1, append=len(runs)).max()) - 1


def share_in_one_passage(runs: Shingles, other: Shingles, gap: int) -> float:
    """The largest share, 0..1, that one passage has of the runs that a text has in common with another.

    A passage has no more than `gap` runs in a row that the other text lacks; `runs` are the text's `runs_in_order`.
    """
    shared_at = np.flatnonzero(np.isin(runs, other))
    if not len(shared_at):
        return 0.0
    starts = np.flatnonzero(np.diff(shared_at, prepend=-gap - 2) > gap + 1)
    passages = np.diff(starts, append=len(shared_at))
    return float(passages.max() / len(shared_at))
