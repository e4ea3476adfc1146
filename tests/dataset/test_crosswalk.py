"""The crosswalk pairs every PLOVER type, with the codes that its design fixes."""

from __future__ import annotations

import re
from typing import get_args

import duckdb
import pytest

from onrecord.dataset.database import load_crosswalk
from onrecord_schema.crosswalk import CrosswalkEntry
from onrecord_schema.events import MODES, EventType


def crosswalk() -> list[CrosswalkEntry]:
    with duckdb.connect() as connection:
        load_crosswalk(connection)
        rows = connection.sql("FROM crosswalk").to_arrow_table().to_pylist()
    return [CrosswalkEntry.model_validate(row) for row in rows]


ROWS = {(entry.event_type, entry.act): entry for entry in crosswalk()}


@pytest.mark.parametrize(
    ("event_type", "act", "cameo", "huridocs"),
    [
        ("COERCE", "detention", "173", "030102000000"),
        ("COERCE", "mass internment", "173", "030107000000"),
        ("COERCE", "house arrest", "172", "030105000000"),
        ("ASSAULT", "torture", "1822", "020111110000"),
        ("ASSAULT", "death in custody", "1823", "010106010000"),
        ("COERCE", "travel restriction", "172", "050106000000"),
        ("COERCE", "deportation", "174", "050102000000"),
        ("RETREAT", "release", "0841", None),
        ("COERCE", "passport confiscation", "1711", "x_passport_confiscation"),
    ],
)
def test_pairing(event_type: str, act: str, cameo: str, huridocs: str | None) -> None:
    entry = ROWS[event_type, act]
    assert (entry.cameo, entry.huridocs) == (cameo, huridocs)


def test_every_type_once_and_every_mode_is_plovers() -> None:
    assert len(ROWS) == len(crosswalk())
    assert {event_type for event_type, _ in ROWS} == set(get_args(EventType))
    for entry in ROWS.values():
        assert entry.mode is None or entry.mode in MODES[entry.event_type]


def test_codes_are_of_their_schemes() -> None:
    for entry in ROWS.values():
        assert entry.cameo is None or re.fullmatch(r"\d{3,4}", entry.cameo)
        assert entry.huridocs is None or re.fullmatch(r"\d{12}|x_[a-z_]+", entry.huridocs)
