"""Highlights: joined pieces are the text, and the pieces of a span are its words, nested and overlapping ones too."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.report.highlights import Highlight, Piece, cut

LAYERS = ("claim", "event", "person")


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, list[Highlight]]:
    text = draw(st.text(min_size=1, max_size=60))
    offsets = st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text)), st.sampled_from(LAYERS))
    spans = draw(st.lists(offsets.filter(lambda span: span[0] < span[1]), max_size=12))
    return text, [Highlight(start, end, layer, f"row-{n}") for n, (start, end, layer) in enumerate(spans)]


@settings(derandomize=True, deadline=None, max_examples=150)
@given(marked_texts())
def test_joined_pieces_are_the_text_and_the_spans(marked: tuple[str, list[Highlight]]) -> None:
    text, highlights = marked
    pieces = cut(text, 0, len(text), highlights)
    assert "".join(piece.text for piece in pieces) == text
    assert all(piece.text for piece in pieces)
    for highlight in highlights:
        own = [piece for piece in pieces if highlight.row_id in piece.row_ids]
        assert "".join(piece.text for piece in own) == text[highlight.start : highlight.end]
        assert all(highlight.layer in piece.layers for piece in own)
        assert [highlight.row_id in piece.opens for piece in own] == [True] + [False] * (len(own) - 1)


@settings(derandomize=True, deadline=None)
@given(marked_texts(), st.data())
def test_spans_are_clipped_to_the_window(marked: tuple[str, list[Highlight]], data: st.DataObject) -> None:
    text, highlights = marked
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    pieces = cut(text, start, end, highlights)
    assert "".join(piece.text for piece in pieces) == text[start:end]
    for highlight in highlights:
        shown = "".join(piece.text for piece in pieces if highlight.row_id in piece.row_ids)
        assert shown == text[max(start, highlight.start) : max(start, min(end, highlight.end))]


def test_an_overlap_is_marked_as_both() -> None:
    pieces = cut("they had detained 12 people", 0, 27, [Highlight(0, 17, "claim", "c"), Highlight(5, 27, "event", "e")])
    assert pieces == [
        Piece("they ", ("claim",), ("c",), ("c",)),
        Piece("had detained", ("claim", "event"), ("c", "e"), ("e",)),
        Piece(" 12 people", ("event",), ("e",)),
    ]


def test_impossible_offsets_mark_nothing() -> None:
    impossible = [Highlight(-1, 3, "claim", "a"), Highlight(2, 99, "claim", "b"), Highlight(3, 3, "claim", "c")]
    assert cut("short text", 0, 10, [*impossible, Highlight(4, 2, "claim", "d")]) == [Piece("short text")]
