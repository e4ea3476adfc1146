"""How the text describes people without a name, or by whose relatives they are: 'the minister', 'her uncle, Raj'."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.language.en.syntax import SUBJECTS
from onrecord.language.en.words import countries, demonyms, kin, not_names

if TYPE_CHECKING:
    from onrecord.document.people.candidates import Candidate
    from onrecord.language.en import Doc, Token
    from onrecord.language.en.annotate import Annotation

_AGE_TOKENS = 6


def is_by_age(token: Token) -> bool:
    """Whether the token ends 'The 27-year-old', said of someone named before; the phrase is six tokens."""
    if token.lower_ != "old" or token.dep_ not in SUBJECTS or token.i < _AGE_TOKENS - 1:
        return False
    article, number, _, year, _ = token.doc[token.i - _AGE_TOKENS + 1 : token.i]
    return bool(article.lower_ == "the" and number.text.isdecimal() and year.lower_ == "year")


def by_age(token: Token) -> tuple[int, int, int]:
    """(first token, last, age) of such a phrase."""
    first = token.i - _AGE_TOKENS + 1
    return first, token.i + 1, int(token.doc[first + 1].text)


_SEVERAL = frozenset(("second", "third", "another", "other", "fellow"))


def descriptions(annotation: Annotation, roles: dict[int, list[str]]) -> list[tuple[int, int, int]]:
    """(first, last, person) of 'the minister', where one person of the document alone has that role."""
    by_noun: dict[str, set[int]] = {}
    for person, stated in roles.items():
        for role in stated:
            by_noun.setdefault(head_of(role), set()).add(person)
    doc, found = annotation.doc, []
    for token in doc:
        if any(child.lower_ in _SEVERAL for child in token.children):
            by_noun.pop(token.lower_, None)  # there are others: a second defendant, Tom Hale
    for token in doc:
        people = by_noun.get(token.lower_)
        if people is None or len(people) > 1 or token.i == 0 or token.tag_ != "NN":
            continue
        article = doc[token.i - 1]
        is_bare = token.i + 1 >= len(doc) or doc[token.i + 1].lower_ not in ("of", "for", "'s", "-")
        if article.lower_ == "the" and is_bare and token.dep_ != "compound" and not token.text[0].isupper():
            found.append((article.i, token.i + 1, next(iter(people))))
    return found


def head_of(role: str) -> str:
    """The noun that heads a role: 'head of the group' -> head, 'Foreign Minister' -> minister."""
    words = role.lower().replace(",", " ").split()
    for position, word in enumerate(words):
        if word in ("of", "for", "at", "in", "with", "from", "to") and position:
            return words[position - 1]
    return words[-1]


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
