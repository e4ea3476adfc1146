"""`crosswalk`: how PLOVER's events pair with CAMEO, ACLED and HURIDOCS, and how sure each pairing is."""

from __future__ import annotations

from typing import Literal

from onrecord_schema.events import EventType
from onrecord_schema.fields import Row, Text, column


class CrosswalkEntry(Row):
    act: Text = column("The act in plain words.", key=True)
    event_type: EventType = column("PLOVER event type.", key=True)
    mode: str | None = column("PLOVER mode.")
    cameo: str | None = column("CAMEO code.")
    acled: str | None = column("ACLED sub-event type.")
    huridocs: str | None = column("HURIDOCS micro-thesaurus term; a local code begins with x_.")
    sure: Literal["exact", "close", "ours"] = column("How sure the pairing is.")
