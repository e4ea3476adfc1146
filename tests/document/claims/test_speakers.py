"""Whom a claim is ascribed to where the words at its cue do not name anyone, and how sure that is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from onrecord_schema.claims import Claim

Claimed = Callable[[str], list[Claim]]


def _of(claimed: Claimed, text: str, words: str) -> Claim:
    return next(claim for claim in claimed(text) if words in claim.text)


@pytest.mark.parametrize(
    ("text", "words", "speaker"),
    [
        # The minister of another country is another minister.
        ("The Mexican president met Peruvian president Ana Lopez. The Chilean president said the talks failed.",
         "talks failed", "The Chilean president"),
        # An opposition is no opposition leader.
        ("Opposition leader Tom Hale was there. The opposition said that the vote was unfair.", "vote was unfair",
         "The opposition"),
        # Two speakers stay two.
        ("Ms Ana Lopez was there. She and her deputy said that the vote was unfair.", "vote was unfair",
         "She and her deputy"),
        # A rally blasts nobody.
        ("On Tuesday the senator opened a rally blasting the minister for his promise to mine.", "the minister",
         "the senator"),
        # Who was only spoken of did not speak: they may be others.
        ("The containers were opened. They said that the vote was unfair.", "vote was unfair", "They"),
    ],
)  # fmt: skip
def test_the_words_stand_as_written_where_nobody_named_is_meant_for_sure(
    claimed: Claimed, text: str, words: str, speaker: str
) -> None:
    claim = _of(claimed, text, words)
    assert (claim.speaker, claim.speaker_confidence) == (speaker, None)


@pytest.mark.parametrize("text", ["It appears that the dam had failed.", "It was said that it seems the dam failed."])
def test_it_that_stands_for_nobody_is_no_speaker(claimed: Claimed, text: str) -> None:
    assert all(claim.speaker is None or claim.speaker.lower() != "it" for claim in claimed(text))


def test_a_name_has_no_confidence_and_a_pronoun_has_the_share_of_its_like(claimed: Claimed) -> None:
    text = "Ms Ana Lopez said that the dam had failed. She said that nobody knew of the cracks."
    named, meant = _of(claimed, text, "dam"), _of(claimed, text, "cracks")
    assert (named.speaker_confidence, meant.speaker) == (None, "Ana Lopez")
    assert meant.speaker_confidence is not None and meant.speaker_confidence > 0.9


def test_i_is_nobody_known_in_what_the_article_tells_and_in_a_quotation_whoever_speaks(claimed: Claimed) -> None:
    told = _of(claimed, "I believe that the vote was fair.", "vote was fair")
    assert (told.speaker, told.person_id) == ("I", None)
    quoted = "The plan “would fail, I think,” Ana Lopez said."
    assert {claim.speaker for claim in claimed(quoted)} == {"Ana Lopez"}
