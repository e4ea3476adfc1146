"""A single row, as a correction would leave it, is tested against the rules that it can break by itself."""

from __future__ import annotations

from typing import Any

import pytest
from good_dataset import good_rows

from onrecord.validation import broken_row_rules
from onrecord_schema.tables import TABLES


@pytest.mark.parametrize("table", TABLES)
def test_a_good_row_breaks_no_rule(table: str) -> None:
    for row in good_rows()[table]:
        assert broken_row_rules(table, dict(row)) == []


@pytest.mark.parametrize(
    ("table", "change", "rule_id", "column"),
    [
        ("claims", {"speaker": "Jon Ferris "}, "CLM-08", "speaker"),
        ("claims", {"speaker": None}, "CLM-23", "speaker"),
        ("claims", {"stance": "shouts"}, "CLM-06", "stance"),
        ("events", {"count_min": 5, "count_max": 2}, "EVT-22", "count_min"),
        ("events", {"country": "ZZ"}, "EVT-31", "country"),
        ("persons", {"roles": ["union leader", " "]}, "PER-08", "roles"),
        ("persons", {"aliases": ["Ferris", "Ferris"]}, "PER-24", "aliases"),
        ("dates", {"kind": "set"}, "DAT-21", "value"),
    ],
)
def test_a_changed_row_breaks_the_rule(table: str, change: dict[str, Any], rule_id: str, column: str) -> None:
    row = dict(good_rows()[table][0])
    assert (rule_id, column) in [broken[:2] for broken in broken_row_rules(table, row | change)]


def test_columns_that_are_not_known_yet_may_be_missing() -> None:
    row = dict(good_rows()["claims"][0])
    del row["claim_group_id"]
    assert [(one.rule_id, one.found) for one in broken_row_rules("claims", row)] == [("CLM-01", "null")]
