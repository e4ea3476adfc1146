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
    ("Mr Tom Hale met Mayor Daniel Okello. For <his> part, Okello said that he was tired.", "Daniel Okello"),
    ("Mr Tom Hale spoke first. Daniel Okello said both Hale and Marsh lie, but <he> praised Hale.", "Daniel Okello"),
    ("Mr Tom Hale is rich. Daniel Okello has tricked <himself>, Hale said.", "Daniel Okello"),
    ("Mr Tom Hale wants peace. Mayor Daniel Okello lost. He went in pursuit of Hale <himself>.", "Tom Hale"),
    ("Hale spoke. Mrs Hale praised her husband. Ana Hale said that <she> had met Bo Hale.", "Ana Hale"),
    ("Peter Haugen won. His daughter Lena Haugen lost. Mr Haugen said <he> was proud.", "Peter Haugen"),
    # What the given name tells.
    ("Tom Hale praised Lena Marsh. The vote went on until noon. <She> was glad.", "Lena Marsh"),
    ("Tom Hale led the talks. <She> was not there.", None),
    # A subject is another than who is named after it in its clause; but not where a clause of its own begins.
    ("Mayor Chidi Okello met Amal Marsh. <She> endorsed Amal Marsh.", "Chidi Okello"),
    ("Chidi Okello resigned. <He> said that Chidi Okello would be missed.", None),
    ("Chidi Okello spoke first. <He> will win, Chidi Okello said.", "Chidi Okello"),
    # Somebody unnamed who acts is rather meant than the owner of something.
    ("A senior dealer blamed Mr Tom Hale’s departure for the losses. <He> sold.", None),
    ("A policeman arrested Mr Tom Hale. <He> was freed on Monday.", "Tom Hale"),
    # Whose clause comes first may be the subject of the main one.
    ("Chidi Okello lost. As <he> has often done, Amal Marsh won the debate.", None),
    # Who speaks says "I".
    ("Mr Tom Hale met Mr Bo Marsh. “<He> is a fool,” Hale said.", "Bo Marsh"),
    ("Mr Tom Hale met Mr Bo Marsh. Hale was angry. “It is a lie. <He> is a fool,” he said.", "Bo Marsh"),
]


@pytest.mark.parametrize(("text", "who"), CASES)
def test_a_pronoun_stands_for_whom_the_text_tells(read: Any, text: str, who: str | None) -> None:
    at = text.index("<")
    person = read(text.replace("<", "").replace(">", "")).at(at, at + 2)
    assert (person and person.name) == who


#: (text, the words in it, who is meant): a bare surname that several bear.
NAMESAKES = [
    # Nobody bears the surname in full before the headline: it means whom the article names most.
    ("Hale wins vote\n\nVoters chose Tom Hale. His son Adam Hale wept. Tom Hale was calm.", "Hale wins", "Tom Hale"),
    # The pronoun after a full name states a gender as a title does.
    ("Tom Hale and his aides left. Ana Hale and her aides stayed. Mrs. Hale spoke.", "Hale spoke", "Ana Hale"),
    # The pronouns after the surname tell whose it is.
    ("Ana Hale wept beside her husband, Tom Hale. Hale left. Hale said she was ill.", "Hale left", "Ana Hale"),
    # Another title was given to the other.
    ("Lu Hale met President Bo Hale. Secretary Hale said nothing.", "Hale said", "Lu Hale"),
]


@pytest.mark.parametrize(("text", "words", "who"), NAMESAKES)
def test_a_surname_of_several_means_whom_the_text_tells(read: Any, text: str, words: str, who: str) -> None:
    at = text.index(words)
    person = read(text).at(at, at + 4)
    assert person is not None and person.name == who
