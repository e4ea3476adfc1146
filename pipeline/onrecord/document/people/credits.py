"""Finds the authors and photographers that a byline, a caption's credit or an author's note names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.language.en.words import not_names, particles

if TYPE_CHECKING:
    from onrecord_schema.articles import Article
    from onrecord_schema.segments import Segment

#: `(AP Photo/Dana Reyes)`, `(AP/Dana Reyes)`, `(AP PhotoDana Reyes)`: a bracket at a line's end, with a slash or a
#: picture in it.
_BRACKET = re.compile(r"\(([^()\n]{3,80})\)[\s.]*$", re.MULTILINE)
_PICTURE = re.compile(
    r"(?:[Pp]hoto(?:graph)?|PHOTO|[Ii]mage|IMAGE|[Pp]icture)(?:[sS]|\s+by|\s+credit)?(?=[A-Z\s:/]|$)[:\s]*"
)
#: `Photo: Dana Reyes`, `Photograph by Dana Reyes` on a line of its own or at a line's end.
_LABEL = re.compile(
    r"(?:^|[.\s])(?:[Pp]hoto(?:graph)?s?|PHOTO|[Pp]icture)(?: by|:| credit:)\s*([^\n()]{3,60})$", re.MULTILINE
)
_BYLINE = re.compile(r"\s*(?:by|story by|written by|reporting by)\s+", re.IGNORECASE)
_ROLE = re.compile(
    r"\s*(?:is|was) (?:an? |the )?([\w' -]{3,80}?)(?=[.,;]| who | based | at | for | with | covering | in |$)"
)
#: Words of a byline that names nobody: By Staff Writer, By Our Correspondent, By Web Desk.
_NAMELESS = frozenset(
    ("staff", "desk", "newsroom", "agencies", "writer", "reporter", "correspondent", "editor", "contributor", "admin")
)
_WORD = re.compile(r"[^\W\d_][\w.'’-]*")


@dataclass(frozen=True)
class Credit:
    """A name `[start, end)` of the article's text that the text credits, and the role that the credit gives."""

    start: int
    end: int
    name: str
    role: str


def find_credits(article: Article, segments: Sequence[Segment]) -> list[Credit]:
    """Credits in kept text, and authors named in an author's note, in order of position."""
    found: list[Credit] = []
    for segment in segments:
        if segment.role == "byline":
            found += _byline(article, segment)
        elif segment.role == "author_bio":
            found += _note(article, segment)
        elif segment.kept:
            found += _pictures(segment)
    return sorted(set(found), key=lambda credit: (credit.start, credit.end))


def is_name_shaped(text: str) -> bool:
    """Whether a credited text can be one person's name: two to five words with capitals, none an organisation's."""
    words = text.split()
    return (
        2 <= len(words) <= 5
        and all(_WORD.fullmatch(word) and (word[0].isupper() or word in particles()) for word in words)
        and not any(word.lower() in not_names() or word.lower() in _NAMELESS for word in words)
        and not any(word.endswith(("'s", "’s")) for word in words)
        and sum(len(word) > 3 and word.isupper() for word in words) in (0, len(words))
    )


def _pictures(segment: Segment) -> list[Credit]:
    found = []
    for bracket in _BRACKET.finditer(segment.text):
        inside = bracket[1]
        picture = _PICTURE.search(inside)
        pieces = [(picture.end(), len(inside))] if picture else []
        if "/" in inside:
            cut = inside.rindex("/") + 1
            pieces = [(cut, len(inside)), (0, inside.index("/")), *pieces]
        for first, last in pieces:
            if credit := _credit(segment, bracket.start(1) + first, bracket.start(1) + last, "photographer"):
                found.append(credit)
                break
    for label in _LABEL.finditer(segment.text):
        end = label.start(1) + len(re.split(r"[/|,]", label[1])[0])
        if credit := _credit(segment, label.start(1), end, "photographer"):
            found.append(credit)
    return found


def _byline(article: Article, segment: Segment) -> list[Credit]:
    opening = _BYLINE.match(segment.text)
    found = []
    for author in article.authors:
        position = segment.text.find(author)
        if position >= 0 and (credit := _credit(segment, position, position + len(author), "journalist")):
            found.append(credit)
    if not found and opening:
        for piece in re.finditer(r"[^,;&|\n–—-]+?(?=\s+and\s+|\s*[,;&|\n–—]|\s*$)", segment.text[opening.end() :]):
            start = opening.end() + piece.start()
            text = piece[0].removeprefix(" and ")
            start += len(piece[0]) - len(text)
            if credit := _credit(segment, start, start + len(text), "journalist"):
                found.append(credit)
    return found


def _note(article: Article, segment: Segment) -> list[Credit]:
    found = []
    for author in article.authors:
        position = segment.text.find(author)
        if position >= 0 and is_name_shaped(author):
            stated = _ROLE.match(segment.text, position + len(author))
            role = stated[1].strip() if stated else "journalist"
            found.append(Credit(segment.start + position, segment.start + position + len(author), author, role))
    return found


def _credit(segment: Segment, start: int, end: int, role: str) -> Credit | None:
    raw = segment.text[start:end]
    text = raw.strip()
    start += len(raw) - len(raw.lstrip())
    if not is_name_shaped(text):
        return None
    return Credit(segment.start + start, segment.start + start + len(text), text, role)
