"""Cleans what a document states about itself: texts without stray blanks, days as ISO dates, people's names."""

from __future__ import annotations

import re
from datetime import date

from onrecord.inputs.page import NEWS_YEARS

#: The most characters that are kept of a statement.
MOST_CHARS = {"title": 500, "publisher": 200, "url": 2_000, "language": 40, "description": 3_000}
SURROGATE = re.compile("[\ud800-\udfff]")


def clean(text: str, most_chars: int | None = None) -> str:
    """The text cut to a length, with single blanks, none around it, and U+FFFD for each half of a character."""
    return " ".join(SURROGATE.sub("\ufffd", text).replace("\x00", "").split())[:most_chars].rstrip()


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?P<m>{'|'.join(_MONTHS)})[a-z]{{0,6}}\.?"
_DAY = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<y>\d{4})(?!\d)"
#: Ways to write a day that leave no doubt (11/12/19 does), each with an example.
DAY_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), example)
    for pattern, example in (
        (r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?!\d)", "2019-11-18T17:50:58-05:00"),
        (r"(?P<y>\d{4})/(?P<m>\d{1,2})/(?P<d>\d{1,2})(?!\d)", "2019/11/18"),
        (r"(?<!\d)(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?:T\d|$)", "20191118T2117"),
        (rf"(?<!\d){_DAY}[ -]{_MONTH},?[ -]{_YEAR}", "Mon, 18 Nov 2019 16:07"),
        (rf"\b{_MONTH} {_DAY},? {_YEAR}", "Nov. 19, 2019 8:03 am ET"),
    )
)
#: Programs write this day where they have no date.
_ZERO_OF_CLOCKS = date(1970, 1, 1)


def stated_day(text: str) -> str | None:
    """The first day in a text as an ISO date, not moved by any time zone; None if it is in doubt or no day of news."""
    for pattern, _ in DAY_PATTERNS:
        if match := pattern.search(text[:200]):
            month = match["m"].lower()
            number = int(month) if month.isdigit() else _MONTHS.index(month[:3]) + 1
            try:
                day = date(int(match["y"]), number, int(match["d"]))
            except ValueError:
                continue
            return day.isoformat() if day.year in NEWS_YEARS and day != _ZERO_OF_CLOCKS else None
    return None


_LEAD = re.compile(
    r"^\W*(?:(?:written|posted|analysis|opinion|story|text|words|reporting|reported|review)\s+)?(?:by|von|par|por|di|door|oleh)\b[:\s]+"
    r"|^\W*authors?\s*:\s*",
    re.IGNORECASE,
)
#: What separates two names, or a name from a role, an outlet or a date; a full stop only after a whole word.
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
#: Lower-case words within a name are short (de la, van der, bin, al-, y); longer ones make a sentence of it.
_PARTICLE_CHARS = 3
_MOST_NAME_WORDS = 6


def author_names(credit: str, outlets: frozenset[str] = frozenset(), *, single: bool = False) -> list[str]:
    """The people in a credit ("By Ana Swanson and Keith Bradsher, Staff"), in order, each once.

    `outlets` are the names of the page's own outlet (lower case, no blanks), which are not people. A `single` word
    counts as a name only where the markup says that it is a person's.
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
    if not words or len(words) > _MOST_NAME_WORDS or _NO_NAME.search(part):
        return False
    if len(words) == 1 and part.isascii():
        # One word in capitals is an agency's or an outlet's acronym.
        return single and part[0].isupper() and not part.isupper()
    return words[0][0].isalpha() and not any(word[0].islower() and len(word) > _PARTICLE_CHARS for word in words)


def _is_outlet(part: str, outlets: frozenset[str]) -> bool:
    """Whether a part names the outlet, or begins with its name ("CNN Business" on CNN)."""
    words = part.lower().split()
    return "".join(words) in outlets or words[0] in outlets
