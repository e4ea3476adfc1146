"""A sentence's closing words tell who said it, whatever the parser made of them; a day beside the verb tells when."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from onrecord.document.claims.closing import EXAMPLES as CLOSING
from onrecord.document.claims.when_said import EXAMPLES as SAID
from onrecord_schema.claims import Claim

Claimed = Callable[[str], list[Claim]]
DAYS = {"Monday": "2019-01-07", "Tuesday": "2019-01-08", "Friday": "2019-01-04", "Wednesday": "2019-01-09"}


def unmarked(example: str) -> str:
    return re.sub(r"[\[\]{}<>]", "", example)


@pytest.mark.parametrize("example", CLOSING)
def test_what_stands_before_the_closing_words_was_said(example: str, claimed: Claimed) -> None:
    content, source, cue = (
        re.search(pattern, example).group(1)  # type: ignore[union-attr]
        for pattern in (r"\[(.*?)\]", r"\{(.*?)\}", r"<(.*?)>")
    )
    text = unmarked(example)
    found = {(claim.text, claim.cue): claim for claim in claimed(text)}
    claim = found[content, cue]
    assert claim.speaker_start is not None
    assert text[claim.speaker_start :].startswith((source, "Paul Nicholson"))


@pytest.mark.parametrize(
    "text",
    [
        "He bought bread, milk, the newspaper said.",
        "After the vote, the minister said.",
        "They left early, and the rain stopped.",
    ],
)
def test_closing_words_without_a_sentence_before_them_tell_nothing(text: str, claimed: Claimed) -> None:
    assert not [claim for claim in claimed(text) if claim.text in ("After the vote", "They left early")]


@pytest.mark.parametrize("example", SAID)
def test_the_day_of_saying_is_no_part_of_what_was_said(example: str, claimed: Claimed) -> None:
    day = re.search(r"\{(.*?)\}", example).group(1)  # type: ignore[union-attr]
    (claim,) = claimed(unmarked(example))
    assert (claim.said, day in claim.text) == (DAYS[day], False)


def test_a_day_of_the_content_is_not_when_it_was_said(claimed: Claimed) -> None:
    (claim,) = claimed("The minister said that the border would reopen on Monday.")
    assert claim.said is None


def test_who_denies_accusations_is_the_source_of_the_denial(claimed: Claimed) -> None:
    text = "The minister denied accusations by rights groups that the coast guard had pushed the boat back."
    claim = next(c for c in claimed(text) if c.text.startswith("that the coast guard"))
    assert (claim.speaker, claim.stance) == ("The minister", "denies")


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("The government is asking the public to save electricity this summer.", "requests"),
        ("Officials asked whether the bridge was safe.", "questions"),
        ("The mayor asked how to proceed.", "questions"),
    ],
)
def test_who_is_asked_to_act_is_not_questioned(text: str, stance: str, claimed: Claimed) -> None:
    assert {claim.stance for claim in claimed(text)} == {stance}
