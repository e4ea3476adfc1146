"""Questions and answers of an interview that is printed without labels: each question is a paragraph of its own.

A question alone proves nothing, so answers are taken only where three paragraphs or more are nothing but questions,
none follows another directly, every fourth asks, half of them say "you", and half of the answers say "I" or "we"
outside of quotation marks.
"""

from __future__ import annotations

import re
from itertools import pairwise

Span = tuple[int, int]

_QUESTION = re.compile(r"\s*[^\"“”«»\n]{8,400}\?\s*")
_OF_ONESELF = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Mm]e|[Oo]ur|us)\b")
_ADDRESSED = re.compile(r"\b[Yy]ou(?:r|rs|rself)?\b")
_QUOTED = re.compile(r"[\"“][^\"“”\n]*[\"”]")
_FEWEST_QUESTIONS = 3
#: Of the paragraphs from the first question on, those that ask; of questions and of answers, those in first and second
#: person.
_ASKED, _SHARE = 0.25, 0.5


def answers(text: str, paragraphs: list[Span]) -> list[Span]:
    """The paragraphs `[start, end)` that answer; after the last question only one does, what follows may be told.

    Headings between them break nothing: a question may be set as one.
    """
    filled = [(start, end) for start, end in paragraphs if text[start:end].strip()]
    asked = [i for i, (start, end) in enumerate(filled) if _QUESTION.fullmatch(text, start, end)]
    if len(asked) < _FEWEST_QUESTIONS or any(b - a == 1 for a, b in pairwise(asked)):
        return []
    ends = [*asked[1:], min(asked[-1] + 2, len(filled))]
    if len(asked) < _ASKED * (ends[-1] - asked[0]):
        return []
    found = [filled[first + 1 : last] for first, last in zip(asked, ends, strict=True)]
    addressed = sum(bool(_ADDRESSED.search(text, *filled[i])) for i in asked)
    own = [" ".join(_QUOTED.sub("", text[a:b]) for a, b in answer) for answer in found]
    if min(addressed, sum(bool(_OF_ONESELF.search(words)) for words in own)) < _SHARE * len(found):
        return []
    return [_without_edges(text, span) for answer in found for span in answer]


def _without_edges(text: str, span: Span) -> Span:
    said = text[slice(*span)]
    start = span[0] + len(said) - len(said.lstrip())
    return start, start + len(said.strip())
