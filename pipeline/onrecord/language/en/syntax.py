"""What English grammar says of words and parses, the same for every stage that asks."""

from __future__ import annotations

import re

#: Pronouns of whoever is spoken of, alone or as a possessor.
THIRD_PERSON = frozenset(("he", "she", "it", "they", "him", "her", "them", "his", "hers", "its", "their", "theirs"))
_THIRD_PERSON = re.compile(rf"\b(?:{'|'.join(sorted(THIRD_PERSON))})\b", re.IGNORECASE)


def leaves_open(text: str, *participants: str | None) -> bool:
    """Whether a pronoun in the text may stand for someone whom the participants' phrases do not name.

    A participant whose phrase is not in the text is what a pronoun of the text was resolved to.
    """
    named = [phrase for phrase in participants if phrase is not None]
    if not _THIRD_PERSON.search(text) or any(phrase not in text for phrase in named):
        return False
    return len(named) < len(participants) or any(map(_THIRD_PERSON.search, named))
