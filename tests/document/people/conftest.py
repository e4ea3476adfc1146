"""`read`: the people of a text whose every line is body text, or has the role that the test gives it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from onrecord.document.people import People, find_people
from onrecord_schema.segments import Role

Read = Callable[..., People]


@pytest.fixture(scope="session")
def read(parsed: Callable[..., Any]) -> Read:
    def people(text: str, roles: Sequence[Role] = (), authors: Sequence[str] = ()) -> People:
        article, segments, annotation = parsed(text, None, roles, authors)
        return find_people(annotation, article, segments)

    return people
