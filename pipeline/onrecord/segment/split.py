"""Parts a line that opens with a byline or a dateline from the text that runs on behind it."""

from __future__ import annotations

import re

from onrecord_schema.segments import Role

_NAME = r"[A-ZÀ-Þ][\w'’.-]*"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
_DAY = rf"(?:\d{{1,2}}\s{_MONTH}|{_MONTH}\s\d{{1,2}})(?:,?\s\d{{4}})?"
_CAPITALS = r"[A-ZÀ-Þ][A-ZÀ-Þ'’.-]+(?:\s[A-ZÀ-Þ][A-ZÀ-Þ'’.-]*){0,3}"
_PLACE = rf"{_NAME}(?:\s{_NAME}){{0,3}}"
_CREDIT = r"\([A-Z][\w./ '’-]{1,30}\)"
_DASH = r"\s?(?:--|[–—])\s?|\s-\s|-\s"

#: role, opening, example (the opening ends where the second part of the example begins, at the bar)
OPENINGS: tuple[tuple[Role, str, str], ...] = (
    (
        "byline",
        rf"By\s{_NAME}(?:(?:,?\s(?:and\s)?){_NAME}){{1,7}}\s?(?:--|[–—-])\s",
        "By Mary Hale – |The harbour is closed.",
    ),
    (
        "dateline",
        rf"{_CAPITALS}(?:,\s{_PLACE})?(?:,\s{_DAY})?\s?(?:{_CREDIT})?\s?(?:{_DASH}|:\s)",
        "SUVA, Fiji: |The harbour is closed.",
    ),
    (
        "dateline",
        rf"{_PLACE}(?:,\s{_PLACE})?,?\s{_DAY},?\s?(?:{_CREDIT})?\s?(?:{_DASH}|:\s)",
        "Suva, Jun 16 2022 (XYZ) - |The harbour is closed.",
    ),
    (
        "dateline",
        rf"{_PLACE}(?:,\s{_PLACE})?\s?{_CREDIT}\s?(?:{_DASH}|:\s)",
        "Suva (Example News) - |The harbour is closed.",
    ),
    (
        "dateline",
        rf"{_NAME}(?:\s{_NAME}){{0,2}}(?:,\s{_PLACE})?(?:\s?[–—]\s?|:\s|\s?--\s?|\s?-\s)",
        "Suva: |The harbour is closed today, the port authority said.",
    ),
)
_COMPILED = tuple((role, re.compile(pattern)) for role, pattern, _ in OPENINGS)
#: Shorter lines that begin with a name and a colon are titles.
_FEWEST_CHARS, _FEWEST_WORDS = 40, 18


def opening(text: str) -> tuple[Role, int] | None:
    """The role and length of a byline or dateline that a line of running text opens with, blanks behind it included."""
    for role, pattern in _COMPILED:
        match = pattern.match(text)
        if match is None or len(text) - match.end() < _FEWEST_CHARS:
            continue
        if pattern is _COMPILED[-1][1] and len(text[match.end() :].split(maxsplit=_FEWEST_WORDS)) < _FEWEST_WORDS:
            continue
        if text[match.end()].isupper() or text[match.end()] in "“\"'‘":
            return role, match.end()
    return None
