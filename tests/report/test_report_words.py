"""Dates and bounds in words are as precise as they are known."""

from __future__ import annotations

import pytest

from onrecord.report.words import bounds_in_words, clipped, counted, date_in_words, percent


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("2018-11-26", "26 November 2018"),
        ("2018-11", "November 2018"),
        ("2018", "2018"),
        ("2018-22", "summer 2018"),
        ("201X", "the 2010s"),
        ("2018~", "about 2018"),
        ("2018-03?", "March 2018, uncertain"),
        ("2018-01/2018-09", "January 2018 to September 2018"),
        ("2018-09/..", "from September 2018 on"),
        ("../2018-09", "until September 2018"),
        (None, "not known"),
        ("soon", "soon"),
        ("2018-99", "2018-99"),
    ],
)
def test_date_in_words(edtf: str | None, words: str) -> None:
    assert date_in_words(edtf) == words


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (29, 29, "29"),
        (2000, None, "at least 2,000"),
        (None, 1_000_000, "at most 1,000,000"),
        (20, 30, "20 to 30"),
        (1.5, 1.5, "1.5"),
        (0, None, "at least 0"),
        (None, None, ""),
    ],
)
def test_bounds_in_words(low: float | None, high: float | None, words: str) -> None:
    assert bounds_in_words(low, high) == words


def test_counts_shares_and_clips() -> None:
    assert [counted(n, "story", "stories") for n in (0, 1, 1204, None)] == [
        "no stories",
        "1 story",
        "1,204 stories",
        "no stories",
    ]
    assert [percent(share) for share in (None, 0.0, 0.004, 0.15)] == ["–", "0 %", "under 1 %", "15 %"]
    assert clipped("twelve held", 100) == "twelve held"
    assert clipped("twelve held", 8) == "twelve…"
