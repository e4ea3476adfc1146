"""Each amount of a hand-made table is found in its sentence with its bounds and what it counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.document.dates import find_dates
from onrecord.document.quantities import find_quantities
from onrecord_schema.quantities import Quantity

_LINES = (Path(__file__).parent / "expressions.tsv").read_text("utf-8").splitlines()
ROWS = [line.split("\t") for line in _LINES if not line.startswith("#")][1:]


def _found(parsed, sentence: str) -> list[Quantity]:
    article, _, annotation = parsed(sentence, "2019-01-09")
    return find_quantities(annotation, article, find_dates(annotation, article))


@pytest.mark.parametrize("row", [row for row in ROWS if row[1]], ids=lambda row: f"{row[1]} | {row[0]}")
def test_amount_is_read(row: list[str], parsed) -> None:
    sentence, expression, least, most, unit, flags = row
    found = {quantity.text: quantity for quantity in _found(parsed, sentence)}
    assert expression in found, f"found only {sorted(found)}"
    quantity = found[expression]
    assert (quantity.value_min, quantity.value_max) == tuple(
        None if bound == "-" else float(bound) for bound in (least, most)
    )
    assert (quantity.unit or "-") == unit
    assert (quantity.approximate, quantity.vague) == ("a" in flags, "v" in flags)


@pytest.mark.parametrize("sentence", [row[0] for row in ROWS if not row[1]])
def test_no_amount_is_read(sentence: str, parsed) -> None:
    assert [quantity.text for quantity in _found(parsed, sentence)] == []
