"""Companies are no persons, whomever they are named after."""

from __future__ import annotations

from typing import Any

import pytest

#: (text, the persons that it names)
CASES: list[tuple[str, set[str]]] = [
    ("Norlund AB said profit rose. Norlund expects more.", set()),
    ("John Marlow Ltd. sold its brewery. Marlow said it had no plans.", set()),
    ("Hale-Okello Co. lost money, Hale said.", set()),
    ("Marlow shares fell. Analysts said Marlow would recover.", set()),
    ("Ms Ann Marlow resigned from Marlow Inc. Ms Marlow said nothing.", {"Ann Marlow"}),
    ("Adviser Dana Reyes spoke. In Lima, Adviser Dana Reyes wept.", {"Dana Reyes"}),
]


@pytest.mark.parametrize(("text", "names"), CASES)
def test_a_company_is_no_person_and_its_founder_is(read: Any, text: str, names: set[str]) -> None:
    assert {person.name for person in read(text).persons} == names
