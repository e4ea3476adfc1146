"""Printed interviews and debates: turns with a speaker's label, answers to questions, and whom a label stands for."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from onrecord.document.people import People
from onrecord_schema.persons import Person

_LABEL = re.compile(r"\s*[\"\u201c]?((?:[A-Z][\w.'\u2019-]{0,30}\s?){1,4}):\s+(?=\S)")
_FEWEST_TURNS = 3
_MOST_OF_ONE = 0.7


@dataclass(frozen=True)
class Turn:
    """Character offsets: the label without its colon, and what is said."""

    label: tuple[int, int]
    content: tuple[int, int]


def turns(text: str, paragraphs: list[tuple[int, int]]) -> list[Turn]:
    """The turns among the paragraphs `[start, end)`; none unless they make a conversation."""
    found: list[Turn] = []
    for start, end in paragraphs:
        match = _LABEL.match(text, start, end)
        if match:
            stop = end
            while stop > match.end() and (text[stop - 1].isspace() or text[stop - 1] in '"\u201d'):
                stop -= 1
            if stop > match.end():
                found.append(Turn(match.span(1), (match.end(), stop)))
    # Whoever is introduced as ANA LOPEZ may go on as LOPEZ.
    labels = Counter(text[slice(*turn.label)].split()[-1] for turn in found)
    (label, most), *_ = labels.most_common(1) or [("", 0)]
    is_conversation = most <= _MOST_OF_ONE * len(found) or is_placeholder(label)
    return found if len(found) >= _FEWEST_TURNS and most >= 2 and is_conversation else []


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


_ASKER = frozenset(("q", "question", "interviewer"))
_ANSWERER = frozenset(("a", "answer", "interviewee"))


def is_placeholder(label: str) -> bool:
    """Whether the label says only that somebody asks or answers: Q, A."""
    return label.casefold().strip(" .") in _ASKER | _ANSWERER


def person_of(label: str, start: int, people: People) -> Person | None:
    """The one person whom a label means, or None where the text leaves it open.

    LOPEZ is Ana Lopez where no other Lopez is named. Q is the only author; A is the only other person named before the
    conversation, which begins at `start` or before it.
    """
    words = label.casefold().split()
    if not is_placeholder(label):
        found = [person for person in people.persons if _ends_alike(words, person.name.casefold().split())]
        return found[0] if len(found) == 1 else None
    is_question = label.casefold().strip(" .") in _ASKER
    if is_question:
        found = [person for person in people.persons if person.is_author]
    else:
        named = {mention.person_id for mention in people.mentions if mention.form == "name" and mention.end <= start}
        found = [person for person in people.persons if person.person_id in named and not person.is_author]
    return found[0] if len(found) == 1 else None


def _ends_alike(words: list[str], name: list[str]) -> bool:
    return words == name or (len(words) == 1 and len(name) > 1 and words[0] in (name[0], name[-1]))
