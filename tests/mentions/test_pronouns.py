"""Whom pronouns stand for, in sentences shaped like those of news reports; None where the text does not tell."""

from __future__ import annotations

from typing import Any

import pytest

#: (text with the pronoun in <angle brackets>, who is meant)
CASES: list[tuple[str, str | None]] = [
    ("Mr Daniel Okello said that <he> would appeal.", "Daniel Okello"),
    ("Lena Marsh runs the clinic. “We are full,” <she> said.", "Lena Marsh"),
    ("Lena Marsh runs the clinic. In 2009 she opened another, which <she> later sold.", "Lena Marsh"),
    ("Mr Tom Hale met Ms Ana Lopez on Monday. <She> asked for help.", "Ana Lopez"),
    ("Mr Tom Hale met Ms Ana Lopez on Monday. He said that <she> had asked for help.", "Ana Lopez"),
    ("Mayor Lena Marsh praised Daniel Okello. <She> called him a friend.", "Lena Marsh"),
    ("Judge Ana Lopez sentenced Tom Hale to a year. <His> lawyer said nothing.", "Tom Hale"),
    ("Tom Hale and Daniel Okello were shot. <He> died.", None),
    ("Tom Hale, a farmer, lost the land that <he> had bought.", "Tom Hale"),
    ("Ms Ana Lopez led the talks. <He> was not there.", None),
    ("The minister, Tom Hale, resigned. A witness said <he> saw smoke.", None),
    ("Tom Hale admitted theft. Judge Ana Lopez told <him> that it was grave.", "Tom Hale"),
    ("Tom Hale admitted theft. Judge Ana Lopez told him that <he> had lied.", "Tom Hale"),
    ("Secretary Tom Hale spoke. Tom Hale’s deputy said <she> had been threatened.", None),
    ("Cody’s mother, Linda Ruiz, wept. “My boy is home,” <she> said.", "Linda Ruiz"),
    ("<The defendant> stole it. A second defendant, Kevin Hale, was freed.", None),
    ("Peter Haugen won. His daughter Lena Haugen lost. Mr Haugen said <he> was proud.", "Peter Haugen"),
]
#: Still read wrongly: without a gender stated, the subject is taken.
WRONG = "Judge Ana Lopez sentenced"


@pytest.mark.parametrize(
    ("text", "who"),
    [
        pytest.param(text, who, marks=[pytest.mark.xfail(strict=True)] if text.startswith(WRONG) else [])
        for text, who in CASES
    ],
)
def test_a_pronoun_stands_for_whom_the_text_tells(read: Any, text: str, who: str | None) -> None:
    at = text.index("<")
    person = read(text.replace("<", "").replace(">", "")).at(at, at + 2)
    assert (person and person.name) == who
