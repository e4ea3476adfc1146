"""The words of a text as names are made of them: parts joined by hyphens are one word, unless the last describes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.language.en.words import is_common, is_known_name

if TYPE_CHECKING:
    from onrecord.language.en import Doc, Token

#: After a name and a hyphen.
HONORIFIC_SUFFIXES = frozenset(("san", "sama", "sensei", "kun", "chan", "ssi", "nim"))


@dataclass(frozen=True)
class Word:
    """Tokens `[first, last)` that are one word, and how they are written."""

    first: int
    last: int
    text: str

    @property
    def lower(self) -> str:
        return self.text.lower()


def words_of(doc: Doc, first: int, last: int) -> Iterator[Word]:
    """Tokens, those joined by hyphens without a blank taken together: `Suk-yeol`, `Al-Hinai`."""
    tokens = list(doc[first:last])
    i, size = 0, len(tokens)
    while i < size:
        j = i + 1
        while (
            j + 1 < size
            and tokens[j].text == "-"
            and not tokens[j - 1].whitespace_
            and not tokens[j].whitespace_
            and not _describes(tokens[j + 1], tokens[j - 1])
        ):
            j += 2
        text = tokens[i].text if j == i + 1 else "".join(token.text for token in tokens[i:j])
        yield Word(first + i, first + j, text)
        i = j


def _describes(tail: Token, before: Token) -> bool:
    """Whether a hyphen ends the name: Chinese-born, Nimitz-class, Tanaka-san; but Suk-yeol, Kam-wing, Chih-lin."""
    if not tail.is_lower or not before.text[0].isupper():
        return False
    if tail.text in HONORIFIC_SUFFIXES:
        return True
    return is_common(tail.text) and tail.tag_ != "NNP" and not is_known_name(before.text + "-" + tail.text)
