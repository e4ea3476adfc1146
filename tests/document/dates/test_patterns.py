"""Every example of the pattern table is read as the table says."""

from __future__ import annotations

import pytest

from onrecord.document.dates import find_dates
from onrecord.document.dates.find import READINGS
from onrecord.document.dates.grammar import Pattern, patterns


@pytest.mark.parametrize("row", patterns(), ids=lambda row: f"{row.reading}: {row.expression}")
def test_example_is_read_as_the_table_says(row: Pattern, parsed) -> None:
    article, _, annotation = parsed(row.example, row.published)
    found = {date.text: date for date in find_dates(annotation, article)}
    assert row.expression in found, f"found only {sorted(found)}"
    assert found[row.expression].kind == row.kind
    assert (found[row.expression].value or "-") == row.value


def test_every_reading_has_its_patterns() -> None:
    assert {row.reading for row in patterns()} == set(READINGS)
