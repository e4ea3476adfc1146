"""Row model of the table `crosswalk`."""

from __future__ import annotations

from typing import Literal

from onrecord_schema import fields as f
from onrecord_schema.events import EventType


class CrosswalkEntry(f.Row):
    """One row per pairing of a PLOVER event with the codes of CAMEO, ACLED and HURIDOCS."""

    act: f.Words = f.fixed("The act in plain words.", key=True)
    event_type: EventType = f.fixed("PLOVER event type.", key=True)
    mode: f.OptionalWords = f.fixed("PLOVER mode.")
    cameo: f.OptionalWords = f.fixed("CAMEO code.")
    acled: f.OptionalWords = f.fixed("ACLED sub-event type.")
    huridocs: f.OptionalWords = f.fixed("Code of the HURIDOCS micro-thesaurus; a local code begins with x_.")
    sure: Literal["exact", "close", "ours"] = f.fixed(
        "How certain the pairing is; exact: the schemes define the same act, close: one is wider, ours: our reading."
    )
