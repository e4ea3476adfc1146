"""`reported`: the events of a text, found with the real stages before them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from onrecord.document.claims import find_claims
from onrecord.document.dates import find_dates
from onrecord.document.events import find_events
from onrecord.document.people import find_people
from onrecord.document.quantities import find_quantities
from onrecord_schema.events import Event
from onrecord_schema.segments import Role

Reported = Callable[..., list[Event]]


@pytest.fixture(scope="session")
def reported(parsed: Callable[..., Any]) -> Reported:
    def find(text: str, published: str | None = "2018-11-26", role: Role = "body") -> list[Event]:
        article, segments, annotation = parsed(text, published, [role] * len(text.splitlines()))
        dates = find_dates(annotation, article)
        people = find_people(annotation, article, segments)
        quantities = find_quantities(annotation, article, dates)
        claims = find_claims(annotation, article, people, dates)
        return find_events(annotation, article, people, dates, quantities, claims)

    return find
