"""Reads whose relative a name is, where a kinship word stands right before it: 'her grandfather, Raj Patel'."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.language.en.words import countries, demonyms, kin, not_names

if TYPE_CHECKING:
    from onrecord.document.people.candidates import Candidate
    from onrecord.language.en import Doc, Token


def kin_before(candidate: Candidate, doc: Doc) -> tuple[Token, Token | None] | None:
    """'her 70-year-old uncle, Raj Patel' -> (uncle, her): the kinship noun and its possessor."""
    position = candidate.first - 1
    if position > 0 and doc[position].text == ",":
        position -= 1
    if position < 0 or doc[position].lower_ not in kin() or doc[position].tag_ != "NN":
        return None
    noun = doc[position]
    for token in reversed(doc[max(noun.sent.start, position - 8) : position]):
        if token.tag_ in ("PRP$", "POS", "WP$"):
            return noun, token
    return noun, None


def owner_of(possessor: Token) -> Token:
    """Whom a possessor names: 'her', the noun before 's, the noun that 'whose' takes up."""
    if possessor.tag_ == "POS":
        return possessor.head
    if possessor.tag_ == "WP$":
        return next((above.head for above in possessor.ancestors if above.dep_ == "relcl"), possessor)
    return possessor


#: Kinship words that bodies have too: its partner, Norlund.
_NOT_ONLY_KIN = frozenset(("partner", "family", "relative", "child", "parent"))


def is_named_relative(candidate: Candidate, doc: Doc) -> bool:
    """Whether the text calls the name a relative's: 'her sister Ana', 'His wife, Elena, said'."""
    relation = kin_before(candidate, doc)
    if relation is None or relation[0].lower_ in _NOT_ONLY_KIN:
        return False
    noun, possessor = relation
    if possessor is None or possessor.lower_ == "its" or possessor.head.i > candidate.last:
        return False
    if candidate.words in countries() or any(
        word in demonyms() or word.lower() in not_names() for word in candidate.words
    ):
        return False
    closes = candidate.last >= len(doc) or doc[candidate.last].text in (",", ".", ")", ";")
    return noun.i == candidate.first - 1 or closes
