"""Every type and mode of PLOVER is found told by a verb, in the passive and by a noun: the sentences of `modes.tsv`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from onrecord.document.events.drafts import find_drafts
from onrecord_schema.events import MODES

ROWS = [
    line.split("\t")
    for line in Path(__file__).with_name("modes.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.fixture(scope="module")
def found(parsed: Callable[..., Any]) -> dict[int, set[tuple[str, str]]]:
    """Line -> the types and modes found in its sentence."""
    annotation = parsed("\n".join(row[3] for row in ROWS))[2]
    types = defaultdict(set)
    for draft in find_drafts(annotation):
        types[annotation.paragraph_of(draft.heads[0]).segment.ordinal].add((draft.event_type, draft.mode or "-"))
    return types


@pytest.mark.parametrize("number", range(len(ROWS)), ids=lambda number: ROWS[number][3])
def test_sentence(number: int, found: dict[int, set[tuple[str, str]]]) -> None:
    event_type, mode = ROWS[number][:2]
    assert (event_type, mode) in found[number]


def test_all_types_and_modes_have_a_sentence() -> None:
    told = {(row[0], row[1]) for row in ROWS}
    assert {(event_type, mode) for event_type, modes in MODES.items() for mode in modes} <= told
    assert len({event_type for event_type, _ in told}) == 16
    assert {row[2] for row in ROWS} == {"verbal", "passive", "nominal"}
