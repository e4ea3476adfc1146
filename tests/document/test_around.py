"""The spans around a place are those that a look at all of them finds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from onrecord.document.around import Around

SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)).map(sorted), max_size=15)


@given(SPANS, st.integers(0, 30), st.integers(0, 5))
def test_the_spans_around_a_place_are_found_in_their_order(spans: list[list[int]], start: int, length: int) -> None:
    end = start + length
    expected = [number for number, (first, last) in enumerate(spans) if first <= start and end <= last]
    assert Around((first, last, number) for number, (first, last) in enumerate(spans)).of(start, end) == expected
