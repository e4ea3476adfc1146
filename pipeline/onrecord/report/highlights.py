"""Cuts a text at the boundaries of its spans, so that nested and overlapping highlights are shown exactly.

The joined pieces are the text, and the joined pieces of a highlight are the text of its span.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple


class Highlight(NamedTuple):
    """`[start, end)` of an article's text, its layer (claim, cue, person, ...) and its row."""

    start: int
    end: int
    layer: str
    row_id: str


class Piece(NamedTuple):
    """A run of text with the same highlights."""

    text: str
    layers: tuple[str, ...] = ()
    row_ids: tuple[str, ...] = ()
    opens: tuple[str, ...] = ()
    """The rows whose highlight begins here."""


def cut(text: str, start: int, end: int, highlights: Iterable[Highlight]) -> list[Piece]:
    """The pieces of `text[start:end]`; highlights are clipped to it.

    Impossible offsets (outside the text, or an end not after its start) mark nothing: the report also shows such rows.
    """
    inside = sorted(
        (max(highlight.start, start), min(highlight.end, end), highlight)
        for highlight in highlights
        if 0 <= highlight.start < highlight.end <= len(text) and highlight.start < end and highlight.end > start
    )
    if not inside:
        return [Piece(text[start:end])] if start < end else []
    boundaries = sorted({start, end, *(first for first, _, _ in inside), *(last for _, last, _ in inside)})
    pieces, active, following = [], list[tuple[int, Highlight]](), 0
    for left, right in pairwise(boundaries):
        active = [(last, highlight) for last, highlight in active if last > left]
        opening = []
        while following < len(inside) and inside[following][0] == left:
            _, last, highlight = inside[following]
            active.append((last, highlight))
            opening += [highlight.row_id] * (highlight.start == left)
            following += 1
        if not active:
            pieces.append(Piece(text[left:right]))
            continue
        pieces.append(
            Piece(
                text[left:right],
                tuple(dict.fromkeys([mark.layer for _, mark in active])),
                tuple(dict.fromkeys([mark.row_id for _, mark in active])),
                tuple(dict.fromkeys(opening)),
            )
        )
    return pieces
