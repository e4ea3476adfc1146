"""`claimed`: the claims of a text whose every line is a paragraph of the body, with the people and dates given."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from onrecord.document.claims import find_claims
from onrecord.document.dates import find_dates
from onrecord.document.people import find_people
from onrecord_schema.claims import Claim

Claimed = Callable[[str], list[Claim]]


@pytest.fixture(scope="session")
def claimed(parsed: Callable[..., Any]) -> Claimed:
    def find(text: str) -> list[Claim]:
        if not text.strip():
            return []
        article, segments, annotation = parsed(text, "2019-01-09")
        people = find_people(annotation, article, segments)
        return find_claims(annotation, article, people, find_dates(annotation, article))

    return find
