"""What speakers and actors are: one noun has one kind, whichever table names it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from onrecord.document.claims import find_claims
from onrecord.document.dates import find_dates
from onrecord.document.events import find_events
from onrecord.document.people import find_people
from onrecord.document.quantities import find_quantities

KINDS = {
    "government": "government ministry police army military navy parliament court cabinet commission council",
    "organization": "company bank party union agency movement office newspaper broadcaster publisher regulator",
    "group": "rebels soldiers residents families officials crowd",
    "person": "minister officer teacher gunman spokeswoman farmer rebel",
}
NOUNS = [(noun, kind) for kind, nouns in KINDS.items() for noun in nouns.split()]

Kinds = Callable[[str], tuple[set[str], set[str]]]


@pytest.fixture(scope="module")
def kinds(parsed: Callable[..., Any]) -> Kinds:
    """The kinds of the speakers and of the actors in a text."""

    def find(text: str) -> tuple[set[str], set[str]]:
        article, segments, annotation = parsed(text, "2018-11-26")
        people, dates = find_people(annotation, article, segments), find_dates(annotation, article)
        claims = find_claims(annotation, article, people, dates)
        quantities = find_quantities(annotation, article, dates)
        events = find_events(annotation, article, people, dates, quantities, claims)
        return {claim.speaker_kind for claim in claims}, {event.actor_kind for event in events}

    return find


def test_the_nouns_are_of_both_lists() -> None:
    assert len(NOUNS) == 35


@pytest.mark.parametrize(("noun", "kind"), NOUNS)
def test_a_noun_is_of_one_kind_as_speaker_and_as_actor(noun: str, kind: str, kinds: Kinds) -> None:
    told = f"The {noun} said that the road was closed.\nThe {noun} abducted two nurses in Lima on Monday.\n"
    assert kinds(told) == ({kind}, {kind})


@pytest.mark.parametrize(
    ("phrase", "kind"),
    [
        ("Ethnic Hungarians", "group"),
        ("The Danes", "group"),
        ("A group of villagers", "group"),
        ("Denmark", "government"),
        ("The authorities", "government"),
    ],
)
def test_a_people_is_a_group_and_a_state_a_government(phrase: str, kind: str, kinds: Kinds) -> None:
    told = f"{phrase} said that the road was closed.\n{phrase} abducted two nurses in Lima on Monday.\n"
    assert kinds(told) == ({kind}, {kind})
