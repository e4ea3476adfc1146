"""Gives every line of a page its role, from its shape, its place, its markup and how it fits the rest of the page."""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.segment.lines import Line
from onrecord.segment.patterns import Pattern, matches
from onrecord.segment.split import is_sure_dateline, opening
from onrecord.segment.vocabulary import shared_share
from onrecord_schema.segments import Role

#: Lines after this many are taken as they are, to bound the work on very long texts.
MOST_LINES = 20_000
#: Evidence of this many log odds sets a line aside.
ENOUGH = 2.5
#: More running text than this after an end mark, not said to the reader, is not what follows an article but an article.
_LONGEST_TAIL_WORDS = 70
_PLAYER = re.compile(r"player|video")


@dataclass(frozen=True)
class Judged:
    """A line's role; `reason` and `score` say why it was set aside, and are None where it is kept."""

    line: Line
    role: Role
    reason: str | None = None
    score: float | None = None


@dataclass(frozen=True)
class Surroundings:
    """What a line is weighed against."""

    first_prose: int
    last_prose: int
    article_end: int
    """First line after the article's end mark (author's note, picture stand-in, legal notice); else the line count."""
    comments: int
    """The heading of the readers' comments after the article's end; else the line count."""
    times: Counter[str]
    """How often each line occurs on the page."""
    names_after_end: Counter[str]
    """Names that occur after the article's end and not before, with the number of lines that hold them."""


#: Reasons that stand between an article's paragraphs as often as after its end, and so mark no end.
_ALSO_INSIDE = frozenset(
    {
        "link to another page",
        "link to elsewhere",
        "advertisement marker",
        "marker between paragraphs",
        "control of a picture",
        "stand-in text of a picture",
        "size of a picture",
        "file name of a picture or recording",
        "text of a media player",
        "title of a video, recording or gallery",
        "time display of a media player",
        "appeal to subscribe",
        "name of a section",
        "heading of a list of links",
        "invitation to follow on a social network",
        "note on publication",
        "reading aid",
        "path of links to this page",
    }
)


def judge(lines: Sequence[Line]) -> list[Judged]:
    """The role of each line of plain text; text of another article is not told apart here (see `topic`)."""
    shapes = [matches(line.text) if i < MOST_LINES else () for i, line in enumerate(lines)]
    fits = _fits(lines, shapes)
    around = _surroundings(lines, shapes, fits)
    judged = [_judge(i, lines, shapes[i], fits[i], around) for i in range(len(lines))]
    return _with_titles(judged, fits, around)


def _is_body_like(line: Line, shapes: Sequence[Pattern]) -> bool:
    return line.is_prose and not any(shape.weight >= 2 for shape in shapes)


def _fits(lines: Sequence[Line], shapes: Sequence[Sequence[Pattern]]) -> list[float]:
    """Share of each line's rare words that the page's other prose has too, 0..1."""
    terms = [line.terms[0] | line.terms[1] for line in lines]
    counts: Counter[str] = Counter()
    for line, shape, own in zip(lines, shapes, terms, strict=True):
        if _is_body_like(line, shape):
            counts.update(own)
    fits = []
    for line, shape, own in zip(lines, shapes, terms, strict=True):
        needed = 2 if _is_body_like(line, shape) else 1
        fits.append(shared_share(own, {term for term in own if counts[term] >= needed}))
    return fits


def _surroundings(lines: Sequence[Line], shapes: Sequence[Sequence[Pattern]], fits: Sequence[float]) -> Surroundings:
    prose = [i for i, line in enumerate(lines) if _is_body_like(line, shapes[i])]
    first, last = (prose[0], prose[-1]) if prose else (len(lines), -1)
    first = _lead(lines, shapes, prose, first)
    end = len(lines)
    for i in range(len(lines) - 1, max(first, last - 12), -1):
        if _is_body_like(lines[i], shapes[i]) and fits[i] >= 0.35 and not _addresses_reader(lines[i]):
            break
        if any(_marks_end(shape) for shape in shapes[i]):
            end = i
    if sum(len(lines[i].words) for i in prose if i >= end and not _addresses_reader(lines[i])) > _LONGEST_TAIL_WORDS:
        end = len(lines)
    before: set[str] = set().union(*(line.terms[1] for line in lines[:end]))
    after = Counter(name for line in lines[end:] for name in line.terms[1] - before)
    headed = (i for i in range(end, len(lines)) if shapes[i] and shapes[i][0].reason == "comment section")
    comments = next(headed, len(lines))
    return Surroundings(first, last, end, comments, Counter(line.plain for line in lines), after)


def _lead(lines: Sequence[Line], shapes: Sequence[Sequence[Pattern]], prose: Sequence[int], first: int) -> int:
    """The first line of running text that is no point of a list, question as a headline, or standfirst."""
    leads = [i for i in prose[:12] if not lines[i].has_bullet] or [first]
    located = next((i for i in leads[:4] if i < len(lines) and _opens_with_dateline(lines[i])), None)
    if located is not None and sum(len(lines[i].words) for i in leads if i < located) <= 60:
        return located
    if len(leads) > 1 and len(lines[leads[0]].words) <= 20 and lines[leads[0]].text[-1] in "?!":
        leads = leads[1:]
    signed = next((i for i in range(leads[0], min(leads[0] + 3, len(lines))) if _is_signature(shapes[i])), None)
    after = [i for i in leads if signed is not None and i > signed]
    has_headline = any(not line.is_prose and len(line.words) >= 3 for line in lines[: leads[0]])
    is_short = sum(len(lines[i].words) for i in leads if signed is not None and i < signed) <= 60
    return after[0] if after and has_headline and is_short else leads[0]


def _opens_with_dateline(line: Line) -> bool:
    found = opening(line.text)
    return found is not None and found[0] == "dateline" and is_sure_dateline(line.text[: found[1]])


def _is_signature(shapes: Sequence[Pattern]) -> bool:
    return bool(shapes) and shapes[0].role in ("byline", "dateline") and shapes[0].weight >= 2.5


def _marks_end(shape: Pattern) -> bool:
    return shape.role == "author_bio" or (
        shape.role == "boilerplate" and shape.weight >= 2.5 and shape.reason not in _ALSO_INSIDE
    )


def _addresses_reader(line: Line) -> bool:
    return any(word.casefold() in ("you", "your", "yours") for word in line.words) and not set('“"”').intersection(
        line.text
    )


def _judge(i: int, lines: Sequence[Line], shapes: Sequence[Pattern], fit: float, around: Surroundings) -> Judged:
    line = lines[i]
    best = shapes[0] if shapes else None
    if best is not None and best.role in ("byline", "dateline", "caption", "source_url"):
        if best.role == "source_url" and not around.first_prose < i < around.last_prose:
            return Judged(line, "source_url", "address of the original standing alone", 0.98)
        if best.role == "source_url":
            return Judged(line, "boilerplate", "address standing alone between paragraphs", 0.9)
        if best.role != "caption" or best.weight + (len(line.words) <= 45) >= ENOUGH:
            return Judged(line, best.role)
    evidence = _evidence(i, line, shapes, fit, around)
    weight = sum(points for points, _ in evidence)
    if weight >= ENOUGH:
        strongest = sorted(evidence, key=lambda piece: -piece[0])[:3]
        reason = "; ".join(words for points, words in strongest if points > 0)
        is_note = i >= around.article_end and bool(shapes) and shapes[0].role == "author_bio"
        role: Role = "author_bio" if is_note else "boilerplate"
        return Judged(line, role, reason, 1 / (1 + math.exp(ENOUGH - 1 - weight)))
    return Judged(line, "body")


def _evidence(
    i: int, line: Line, shapes: Sequence[Pattern], fit: float, around: Surroundings
) -> list[tuple[float, str]]:
    """What speaks for setting a line aside (points above 0) and against it, in log odds and in words."""
    is_edge = i < around.first_prose or i >= around.last_prose - 3
    spoken = [shape for shape in shapes if shape.role == "boilerplate" or (shape.role == "author_bio" and is_edge)]
    found = [(shape.weight if n == 0 else 0.5, shape.reason) for n, shape in enumerate(spoken[:3])]
    if line.is_prose:
        found.append((-0.5 - fit, "running text"))
        if _addresses_reader(line):
            found.append((0.8, "addresses the reader"))
    if i >= around.article_end:
        found.append((3.0, "stands after the article's end"))
        if i > around.comments:
            found.append((1.5, "stands in the comment section"))
        if any(around.names_after_end[name] > 1 for name in line.terms[1]):
            found.append((1.0, "speaks of the publisher"))
    return found


def _with_titles(judged: Sequence[Judged], fits: Sequence[float], around: Surroundings) -> list[Judged]:
    """The headline, standfirst, list of points, headings and desks among the lines not told by their shape alone."""
    result = list(judged)
    head = [i for i in range(min(around.first_prose, len(judged))) if judged[i].role == "body"]
    titles = [i for i in head if 3 <= len(judged[i].line.words) <= 30 and not judged[i].line.has_bullet]
    best = max(titles, key=lambda i: (_title_score(judged, i, fits[i], around), -i), default=None)
    for i in head:
        line = judged[i].line
        if best is not None and line.plain == judged[best].line.plain:
            result[i] = Judged(line, "headline")
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
    for i, (item, following) in enumerate(itertools.pairwise(result)):
        if (
            following.role == "author_bio"
            and len(item.line.words) <= 12
            and following.line.plain.startswith(item.line.plain)
        ):
            result[i] = Judged(
                item.line, "author_bio", "name of the author or desk above the note on it", following.score
            )
    return result


def _titles_player(judged: Sequence[Judged], i: int) -> bool:
    """Whether a line is the title of a recording: a player follows it at once, or repeats it."""
    players = [item for item in judged[i + 1 : i + 7] if item.reason and _PLAYER.search(item.reason)]
    follows = bool(players) and players[0] is judged[i + 1]
    return follows or any(judged[i].line.plain in item.line.plain for item in players)


def _title_score(judged: Sequence[Judged], i: int, fit: float, around: Surroundings) -> float:
    line = judged[i].line
    repeated = 1.5 if around.times[line.plain] > 1 else 0.0
    return 2 * fit + repeated + (5 <= len(line.words) <= 20) - 3 * _titles_player(judged, i)
