"""Finds the byline or dateline that a line of running text opens with."""

from __future__ import annotations

import re

from onrecord.language.en.words import country_of
from onrecord_schema.segments import Role

_NAME = r"[A-ZÀ-Þ][\w'’.-]*"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
_DAY = rf"(?:\d{{1,2}}\s{_MONTH}|{_MONTH}\s\d{{1,2}})(?:,?\s\d{{4}})?"
_CAPITALS = r"[A-ZÀ-Þ][A-ZÀ-Þ'’./-]+(?:\s[A-ZÀ-Þ][A-ZÀ-Þ'’.-]*){0,3}"
_PLACE = rf"{_NAME}(?:\s{_NAME}){{0,3}}"
_CREDIT = r"\([A-Z][\w./ '’-]{1,30}\)"
_END = r"\s?(?:\s?(?:--|[–—])\s?|\s-\s|-\s|:\s)"

#: Role, pattern and an example.
OPENINGS: tuple[tuple[Role, str, str], ...] = (
    ("byline", rf"By\s{_NAME}(?:(?:,?\s(?:and\s)?){_NAME}){{1,7}}\s?(?:--|[–—-])\s", "By Mary Hale – "),
    ("dateline", rf"{_CAPITALS}(?:,\s{_PLACE})?(?:,\s{_DAY})?\s?(?:{_CREDIT})?{_END}", "SUVA, Fiji: "),
    ("dateline", rf"\({_PLACE}(?:,\s{_PLACE})?,\s{_DAY}\){_END}", "(Suva, June 16, 2022) – "),
    ("dateline", rf"{_PLACE}(?:,\s{_PLACE})?\s?[–—-]\s?{_DAY}{_END}", "SUVA – 26 July 2022: "),
    ("dateline", rf"{_PLACE}(?:,\s{_PLACE})?,?\s{_DAY},?\s?(?:{_CREDIT})?{_END}", "Suva, Jun 16 2022 (XYZ) - "),
    ("dateline", rf"{_PLACE}(?:[,/]\s?{_PLACE})?\s?\({_DAY}\){_END}", "SUVA (12 February 2021) – "),
    ("dateline", rf"{_PLACE}(?:,\s{_PLACE})?\s?{_CREDIT}{_END}", "Suva (Example News) - "),
    ("dateline", rf"{_NAME}(?:\s{_NAME}){{0,2}}(?:,\s{_PLACE})?(?:\s?[–—]\s?|:\s|\s?--\s?|\s?-\s)", "Suva: "),
)
_COMPILED = tuple((role, re.compile(pattern)) for role, pattern, _ in OPENINGS)
#: A shorter line that begins with a name and a colon is a title.
_FEWEST_CHARS, _FEWEST_WORDS = 40, 18
#: What follows the place in a dateline: a credit, a date, a dash, a colon.
_AFTER_PLACE = re.compile(rf"\s*\(|,?\s{_DAY}|\s?[–—]|\s?--|\s-|-\s|-$|:")
_HAS_DAY_OR_CREDIT = re.compile(rf"{_DAY}|{_CREDIT}")
#: Words of labels and of outlets' names, which also precede a dash or colon.
_LABEL = re.compile(
    r"\b(?:exclusive|breaking|updated?|watch|video|live|photos?|opinion|analysis|editorial|interview|report|explainer"
    r"|review|column|commentary|correction|note|news|today|times|post|press|daily|herald|tribune|journal|gazette|radio"
    r"|tv|media|magazine|observer|agency|wire|online|q|a|and|the|of|my|our|we|i|mr|mrs|ms|dr)\b",
    re.IGNORECASE,
)


def opening(text: str) -> tuple[Role, int] | None:
    """Role and length, with the blanks after it, of the byline or dateline that a line opens with; None without one."""
    for role, pattern in _COMPILED:
        match = pattern.match(text)
        if match is None or len(text) - match.end() < _FEWEST_CHARS:
            continue
        if pattern is _COMPILED[-1][1] and len(text[match.end() :].split(maxsplit=_FEWEST_WORDS)) < _FEWEST_WORDS:
            continue
        head = match.group()
        # A name and a colon introduce a speaker more often than a place; a single name before a dash a subject.
        if role == "dateline" and (pattern is _COMPILED[-1][1] or head.rstrip().endswith(":")) and not _is_known(head):
            continue
        if text[match.end()].isupper() or text[match.end()] in "“\"'‘":
            return role, match.end()
    return None


def dateline_place(dateline: str) -> str | None:
    """The place in a dateline, without date, credit and dash; None where it may be a label or an outlet.

    A place is in the gazetteer, is beside a region, a day or a credit, or is in capitals and no label.
    """
    named = _named(dateline)
    if not named or any(ch.isdigit() for ch in named):
        return None
    return named if _is_known(dateline) or (named.isupper() and not _LABEL.search(named)) else None


def is_sure_dateline(dateline: str) -> bool:
    """Whether more than its capitals shows that it is a dateline."""
    return dateline_place(dateline) is not None and _is_known(dateline)


def _named(dateline: str) -> str:
    return _AFTER_PLACE.split(dateline.strip(" ("), maxsplit=1)[0].strip(" (,-–—")


def _is_known(dateline: str) -> bool:
    named = _named(dateline)
    parts = re.split("[,/]", named)
    parts = [" ".join(word.capitalize() if word.isupper() else word for word in part.split()) for part in parts]
    if any(country_of(part) for part in parts if part) or country_of(named):
        return True
    if _LABEL.search(named):
        return False
    return len(parts) == 2 or bool(_HAS_DAY_OR_CREDIT.search(dateline[len(named) :]))
