"""Finds what an amount counts: the noun phrase after it as written, without articles and possessives."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.language.en import Doc, Token
    from onrecord.language.en.annotate import Annotation

_NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS"})
_ADJECTIVES = frozenset({"JJ", "JJR", "JJS", "AFX"})
_MORE = frozenset({"more", "other", "additional", "further"})
_DETERMINERS = frozenset({"DT", "PDT", "PRP$", "CD", "WDT"})
#: An age between the number and what it counts: one 23-year-old citizen.
_AGE = re.compile(r"\s+\d{1,3}-years?-old\b")
_LONGEST = 7


def counted(annotation: Annotation, start: int, end: int) -> str | None:
    """The words after the characters `[start, end)` that name what is counted; None without such words."""
    doc, tokens = annotation.doc, annotation.tokens(start, end)
    if not len(tokens):
        return None
    paragraph = annotation.paragraph_of(tokens[0])
    if age := _AGE.match(annotation.text, end):
        tokens = annotation.tokens(start, age.end())
    at, limit = tokens.end, min(paragraph.last, tokens.end + _LONGEST)
    if at + 1 < limit and doc[at].lower_ in ("-", "–") and not doc[at - 1].whitespace_:
        return _written(annotation, at + 1, at + 2) if doc[at + 1].is_alpha else None  # a 12-member panel
    if at < limit and doc[at].lower_ in _MORE and doc[at].tag_ not in _NOUNS:
        at += 1
    if at < limit and doc[at].lower_ == "of":
        at = _past_determiners(doc, at + 1, limit)
    first = last = at
    for i in range(at, limit):
        token = doc[i]
        if token.tag_ == "POS" and last == i:
            first = last = _past_determiners(doc, i + 1, limit)  # seven of the state's 44 delegates
        elif i < first:
            continue
        elif token.tag_ in _NOUNS and not (last > first and token.tag_ == "NNP" and doc[i - 1].tag_ in ("NN", "NNS")):
            last = i + 1
        elif (last > first and token.tag_ != "HYPH") or not _is_modifier(token):
            break
        if last > first and doc[last - 1].tag_ in ("NN", "NNS") and _begins_clause(doc, last):
            break  # one way the mayor could win, 20 houses Smith built
    return _written(annotation, first, last) if first < last else None


def _past_determiners(doc: Doc, at: int, limit: int) -> int:
    while at < limit and doc[at].tag_ in _DETERMINERS:
        at += 1
    return at


def _is_modifier(token: Token) -> bool:
    """Whether a word can be between a number and its noun: an adjective, a participle as one, a hyphen."""
    if token.tag_ == "HYPH":
        return not token.whitespace_ and token.i > 0 and not token.nbor(-1).whitespace_
    return token.tag_ in _ADJECTIVES or (token.tag_ in ("VBN", "VBG") and token.dep_ in ("amod", "compound", "nmod"))


def _written(annotation: Annotation, first: int, last: int) -> str:
    start, end = annotation.offsets(first, last)
    return annotation.text[start:end]


def _begins_clause(doc: Doc, at: int) -> bool:
    """Whether the word at a position is the subject of a relative clause without `that`."""
    is_subject = at < len(doc) and doc[at].dep_ in ("nsubj", "nsubjpass")
    return is_subject and doc[at].head.i > at and doc[at].head.dep_ == "relcl"
