"""Moving paragraphs to the end gives the same boundary as passing over all others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.document.segments.paragraphs import Crossing

WORDS = ["dam", "flood", "minister", "village", "union", "strike", "wage", "the"]
Sets = list[frozenset[str]]


@given(st.lists(st.frozensets(st.sampled_from(WORDS)), min_size=1, max_size=9), st.data())
def test_moving_paragraphs_to_the_end_is_passing_over_all_others(sets: Sets, data: st.DataObject) -> None:
    begin = data.draw(st.integers(0, len(sets) - 1))
    end = data.draw(st.integers(begin + 1, len(sets)))
    left = Crossing(sets).all_but(sets[begin:end])
    passed = Crossing(sets)
    for own in sets[:begin] + sets[end:]:
        passed.pass_over(own)
    assert +left.seen == +passed.seen
    assert (left.observed, left.ahead, left.behind) == pytest.approx((passed.observed, passed.ahead, passed.behind))
    assert left.expected(0.4) == pytest.approx(passed.expected(0.4))
