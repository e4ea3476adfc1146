"""Descriptions of someone named elsewhere in the document: 'the minister', 'The 27-year-old'."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.language.en import Token
    from onrecord.language.en.annotate import Annotation

_AGE_TOKENS = 6
_SUBJECTS = frozenset(("nsubj", "nsubjpass"))


def is_by_age(token: Token) -> bool:
    """Whether the token ends 'The 27-year-old', said of someone named before; the phrase is six tokens."""
    if token.lower_ != "old" or token.dep_ not in _SUBJECTS or token.i < _AGE_TOKENS - 1:
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
