"""Finds headline, standfirst, author and subheadings among the lines that have no shape of their own."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.document.segments.lines import Judged
from onrecord.document.segments.vocabulary import RARE, rarity, stem
from onrecord.language.en.words import country_of

_PLAYER = re.compile(r"player|video")
#: Two to four words in capitals, twice at most: 'Mary Hale and John Ngata'.
_NAMES = re.compile(
    r"[A-ZÀ-Þ][\w'’.-]+(?: [A-ZÀ-Þ][\w'’.-]*){1,3}(?:(?:,| and| &) [A-ZÀ-Þ][\w'’.-]+(?: [A-ZÀ-Þ][\w'’.-]*){1,3}){0,2}$"
)
#: Words of outlets, sections and labels that stand beside a headline too.
_NO_NAMES = re.compile(
    r"\b(?:news|media|group|times|post|press|daily|herald|tribune|journal|gazette|radio|tv|magazine|network|agency"
    r"|service|desk|staff|team|editor|reporter|correspondent|writer|world|politics|business|sports?|opinion|culture"
    r"|the|by|your|our|my|more|read|home|live|watch|video|photos?|share|print|latest|top|breaking|story|stories|today"
    r"|update|updated|exclusive|analysis|review|features?|edition|section|subscribe|support|sign|log|menu|search)\b",
    re.IGNORECASE,
)
#: 'Mary Hale in Suva', 'Mary Hale in Suva and John Ngata in Lima': correspondents and where they report from.
_FROM_PLACE = re.compile(r" in (?P<place>[A-ZÀ-Þ][\w'’.-]+(?: [A-ZÀ-Þ][\w'’.-]+){0,2})(?= and |$)")
_CREDIT = re.compile(r"\W?(?:photo|image|picture|credit|file)\w*\b", re.IGNORECASE)
_LINKS = ("link to another page", "heading of a list of links")
_MOST_LINKS, _LONGEST_HEADING = 8, 5


@dataclass(frozen=True)
class Surroundings:
    """What the other lines of a page say about a line."""

    first_prose: int
    last_prose: int
    article_end: int
    """First line after the article's end (its author's note, a legal notice); the number of lines without one."""
    comments: int
    """The heading of the readers' comments after the article's end; the number of lines without one."""
    times: Counter[str]
    """How often each line is on the page."""
    names_after_end: Counter[str]
    """Names only found after the article's end, with the number of lines that have them."""


def with_titles(judged: Sequence[Judged], fits: Sequence[float], around: Surroundings) -> list[Judged]:
    """The same lines with headline, standfirst, author, subheadings and labels found among those of role body."""
    result = list(judged)
    head = [i for i in range(min(around.first_prose, len(judged))) if judged[i].role == "body"]
    above_credit = {i for i in head if i + 1 < len(judged) and _is_bare_credit(judged[i + 1])}
    titles = [i for i in head if 3 <= len(judged[i].line.words) <= 30 and not judged[i].line.has_bullet]
    titles = [i for i in titles if i not in above_credit] or titles
    best = max(titles, key=lambda i: (_title_score(judged, i, fits[i], around), -i), default=None)
    for i in head:
        line = judged[i].line
        if best is not None and line.plain == judged[best].line.plain:
            result[i] = Judged(line, "headline")
        elif best is not None and i > best and _signs(judged, i):
            result[i] = Judged(line, "byline")
        elif i in above_credit:
            result[i] = Judged(line, "caption")
        elif best is not None and i > best and len(line.words) >= 6 and not _titles_player(judged, i):
            result[i] = Judged(line, "summary")
        elif best is not None:
            reason = "title of the player below it" if _titles_player(judged, i) else "label beside the headline"
            result[i] = Judged(line, "boilerplate", reason, 0.8)
    for i in range(around.first_prose + 1, around.last_prose):
        line = judged[i].line
        if judged[i].role != "body" or line.is_prose or line.ends_sentence or line.has_bullet or len(line.words) > 12:
            continue
        if judged[i - 1].line.is_prose and judged[i + 1].line.is_prose:
            result[i] = Judged(line, "subheading")
    _remove_link_lists(result, around)
    for i, (item, note) in enumerate(itertools.pairwise(result)):
        is_name = len(item.line.words) <= 12 and note.line.plain.startswith(item.line.plain)
        if note.role == "author_bio" and is_name:
            result[i] = Judged(item.line, "author_bio", "name of the author or desk above the note on it", note.score)
    return result


def _signs(judged: Sequence[Judged], i: int) -> bool:
    """Whether a line has only names and is next to the page's time stamp, as an author's name is."""
    text = judged[i].line.text
    if _FROM_PLACE.search(text):
        return _reports_from(text)
    beside = [*judged[max(0, i - 2) : i], *judged[i + 1 : i + 3]]
    return (
        bool(_NAMES.match(text))
        and not _NO_NAMES.search(text)
        and country_of(text) is None
        and any(item.role == "dateline" and not item.line.is_prose for item in beside)
    )


def _reports_from(text: str) -> bool:
    """Whether a line names only persons and known places that they write from."""
    places = [match["place"] for match in _FROM_PLACE.finditer(text)]
    names = _FROM_PLACE.sub("", text)
    is_named = bool(_NAMES.match(names)) and not _NO_NAMES.search(names)
    words = [word for word in names.split() if word != "and"]
    return is_named and all(map(country_of, places)) and sum(rarity(stem(word)) >= RARE for word in words) >= 1


def _is_bare_credit(item: Judged) -> bool:
    return item.role == "caption" and len(item.line.words) <= 12 and bool(_CREDIT.match(item.line.text))


def _remove_link_lists(result: list[Judged], around: Surroundings) -> None:
    """Removes the titles after a heading such as 'READ MORE:', up to the next running text: they are links."""
    for at in range(around.first_prose + 1, len(result)):
        heading = result[at]
        if heading.role != "boilerplate" or not heading.reason or len(heading.line.words) > _LONGEST_HEADING:
            continue
        if not any(what in heading.reason for what in _LINKS):
            continue
        for i in range(at + 1, min(at + 1 + _MOST_LINKS, len(result))):
            line = result[i].line
            if result[i].role not in ("body", "subheading") or line.ends_sentence or len(line.words) > 20:
                break
            result[i] = Judged(line, "boilerplate", "in a list of links", 0.8)


def _titles_player(judged: Sequence[Judged], i: int) -> bool:
    """Whether a line is the title of a recording: a player is the next line, or repeats it."""
    players = [item for item in judged[i + 1 : i + 7] if item.reason and _PLAYER.search(item.reason)]
    follows = bool(players) and players[0] is judged[i + 1]
    return follows or any(judged[i].line.plain in item.line.plain for item in players)


def _title_score(judged: Sequence[Judged], i: int, fit: float, around: Surroundings) -> float:
    line = judged[i].line
    repeated = 1.5 if around.times[line.plain] > 1 else 0.0
    return 2 * fit + repeated + (5 <= len(line.words) <= 20) - 3 * _titles_player(judged, i)
