"""Splits a line of credit ("By Ana Swanson and Keith Bradsher, Staff") into the names of people, as written."""

from __future__ import annotations

import re

_LEAD = re.compile(
    r"^\W*(?:(?:written|posted|analysis|opinion|story|text|words|reporting|reported|review)\s+)?(?:by|von|par|por|di|door|oleh)\b[:\s]+"
    r"|^\W*authors?\s*:\s*",
    re.IGNORECASE,
)
#: What parts two names, or a name from a role, an outlet or a date; a full stop only after a whole word.
_BETWEEN = re.compile(
    r"\s*[,;|/•·\n–—&]\s*|(?<=\w{3})\.\s+|\s-\s|\s(?:and|und|et|y|e|en|dan|with|for|in|at|is)\s"
    r"|\s(?=(?:mon|tues|wednes|thurs|fri|satur|sun)day\b)",
    re.IGNORECASE,
)
_SUFFIX = re.compile(r"^(?:jr|sr|ii|iii|iv|m\.?d|ph\.?\s?d|esq)\.?$", re.IGNORECASE)
#: Words of offices, desks, outlets and pages, which no person's name has.
_NO_NAME = re.compile(
    r"\b(?:admin|administrator|agenc\w+|associated|bio|bureau|business|by|contributors?|correspondents?|desk|editors?"
    r"|editorial|follow|international|magazine|media|network|news|newsroom|newspaper|online|press|profile|reporters?"
    r"|reuters|service|special|staff|team|times|tribune|updated|published|webmaster|writers?)\b"
    r"|[@\d:<>{}]|https?|www\.|\.(?:com|org|net)\b",
    re.IGNORECASE,
)
#: Words within a name that are written small (de la, van der, bin, al-, y); longer ones make a sentence of it.
_PARTICLE_CHARS = 3
_MAX_WORDS = 6


def author_names(credit: str, outlets: frozenset[str] = frozenset(), *, single: bool = False) -> list[str]:
    """The people named in a credit, in order, each once.

    `outlets` are what the page's own outlet is called (lower case, no blanks): these are not people. A `single` word is
    a name only where the markup says that a person's name stands there.
    """
    names: list[str] = []
    for part in _BETWEEN.split(_LEAD.sub("", credit)):
        part = " ".join(_LEAD.sub("", part).split()).strip(" .,:()[]\"'")
        if names and _SUFFIX.match(part):
            names[-1] = f"{names[-1]}, {part}"
        elif _is_name(part, single) and not _is_outlet(part, outlets) and part not in names:
            names.append(part)
    return names


def _is_name(part: str, single: bool) -> bool:
    words = part.split()
    if not words or len(words) > _MAX_WORDS or _NO_NAME.search(part):
        return False
    if len(words) == 1 and part.isascii():
        # One word in capitals is an agency's or an outlet's acronym.
        return single and part[0].isupper() and not part.isupper()
    return words[0][0].isalpha() and not any(word[0].islower() and len(word) > _PARTICLE_CHARS for word in words)


def _is_outlet(part: str, outlets: frozenset[str]) -> bool:
    """Whether a part names the outlet, or begins with its name ("CNN Business" on CNN)."""
    words = part.lower().split()
    return "".join(words) in outlets or words[0] in outlets
