"""When something was said, told one or two sentences before it."""

from __future__ import annotations

from collections.abc import Callable

from onrecord.document.claims.when_said import EXAMPLE
from onrecord_schema.claims import Claim

Claimed = Callable[[str], list[Claim]]


def test_an_answer_at_a_talk_was_given_on_its_day(claimed: Claimed) -> None:
    answer = next(claim for claim in claimed(EXAMPLE) if "deficit" in claim.text)
    assert answer.said is not None and answer.said.endswith("-05-04")


def test_someone_who_was_not_at_the_talk_may_have_spoken_on_any_day(claimed: Claimed) -> None:
    other = EXAMPLE.replace("Finance Minister Ana Silva", "The central bank")
    assert next(claim for claim in claimed(other) if "deficit" in claim.text).said is None
