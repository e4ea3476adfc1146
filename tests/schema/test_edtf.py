"""EDTF strings and the days they cover, checked by hand and against the `edtf` package."""

from __future__ import annotations

from datetime import date

import edtf
import pytest

from onrecord_schema.edtf import edtf_range


@pytest.mark.parametrize(
    ("value", "start", "end"),
    [
        ("2018", date(2018, 1, 1), date(2018, 12, 31)),
        ("2018-11", date(2018, 11, 1), date(2018, 11, 30)),
        ("2018-11-26", date(2018, 11, 26), date(2018, 11, 26)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2018-22", date(2018, 6, 1), date(2018, 8, 31)),
        ("2018-24", date(2018, 12, 1), date(2019, 2, 28)),
        ("199X", date(1990, 1, 1), date(1999, 12, 31)),
        ("2018~", date(2018, 1, 1), date(2018, 12, 31)),
        ("2018-01/2018-09", date(2018, 1, 1), date(2018, 9, 30)),
        ("2018-09/..", date(2018, 9, 1), None),
        ("../2018-09", None, date(2018, 9, 30)),
    ],
)
def test_a_date_covers_its_earliest_to_its_latest_day(value: str, start: date | None, end: date | None) -> None:
    assert edtf_range(value) == (start, end)


@pytest.mark.parametrize(
    "value",
    ["", "18", "2018-13", "2018-02-30", "2018-9", "2018-22-01", "199X-05", "../..", "2019/2018", "2018-01-01T10:00"],
)
def test_what_is_no_date_is_refused(value: str) -> None:
    with pytest.raises(ValueError):
        edtf_range(value)


@pytest.mark.parametrize(
    "value", ["1999", "2018-11", "2018-21", "2018-23", "2020-02", "2018-11-26", "2018~", "2018-01/2018-09", "199X"]
)
def test_it_agrees_with_the_edtf_package(value: str) -> None:
    parsed = edtf.parse_edtf(value)
    expected = date(*parsed.lower_strict()[:3]), date(*parsed.upper_strict()[:3])
    assert edtf_range(value) == expected
