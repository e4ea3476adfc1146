"""Whom the labels of a printed conversation stand for; a label that is no name is never taken for a speaker's."""

from __future__ import annotations

from onrecord.document.people import People
from onrecord_schema.persons import Person

_QUESTION = frozenset(("q", "question", "interviewer"))
_ANSWER = frozenset(("a", "answer", "interviewee"))


def is_placeholder(label: str) -> bool:
    """Whether the label says only that somebody asks or answers: Q, A."""
    return label.casefold().strip(" .") in _QUESTION | _ANSWER


def person_of(label: str, start: int, people: People) -> Person | None:
    """The one person whom a label means, or None where the text leaves it open.

    LOPEZ is Ana Lopez where no other Lopez is named. Q is the only author; A is the only other person named before the
    conversation, which begins at `start` or before it.
    """
    words = label.casefold().split()
    if not is_placeholder(label):
        found = [person for person in people.persons if _ends_alike(words, person.name.casefold().split())]
        return found[0] if len(found) == 1 else None
    is_question = label.casefold().strip(" .") in _QUESTION
    if is_question:
        found = [person for person in people.persons if person.is_author]
    else:
        named = {mention.person_id for mention in people.mentions if mention.form == "name" and mention.end <= start}
        found = [person for person in people.persons if person.person_id in named and not person.is_author]
    return found[0] if len(found) == 1 else None


def _ends_alike(words: list[str], name: list[str]) -> bool:
    return words == name or (len(words) == 1 and len(name) > 1 and words[0] in (name[0], name[-1]))
