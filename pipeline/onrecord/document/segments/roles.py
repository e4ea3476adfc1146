"""Gives every line of plain text its role, by its shape, its place and its likeness to the rest of the page."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

from onrecord.document.segments.headlines import Surroundings, with_titles
from onrecord.document.segments.lines import Judged, Line, Pattern, matches
from onrecord.document.segments.split import is_sure_dateline, opening
from onrecord.document.segments.vocabulary import shared_share
from onrecord_schema.segments import Role

#: Later lines are kept unread, which bounds the work on very long texts.
MOST_LINES = 20_000
#: Log odds from which on a line is removed.
ENOUGH = 2.5
#: An article's end is followed by less running text than this, what addresses the reader not counted.
_LONGEST_TAIL_WORDS = 70
#: Fewer words than this beside a notice belong to the notice.
_FEWEST_WORDS = 40
_SENTENCE = re.compile(r"(?<=[.!?…])\s+")
_YOU = re.compile(r"\b(?:you|yours?)\b", re.IGNORECASE)
#: What such lines are for occurs within articles too, so they mark no end.
_ALSO_INSIDE = frozenset(
    [
        "link to elsewhere", "advertisement marker", "marker between paragraphs", "control of a picture",
        "stand-in text of a picture", "size of a picture", "file name of a picture or recording",
        "text of a media player", "title of a video, recording or gallery", "time display of a media player",
        "name of a section", "note on publication", "reading aid", "path of links to this page",
    ]
)  # fmt: skip
#: They mark the end only where no running text follows.
_END_UNLESS_TEXT_FOLLOWS = frozenset(
    [
        "link to another page", "heading of a list of links", "appeal to subscribe", "appeal for donations",
        "form field", "answer of a form", "consent or legal notice", "share bar", "page navigation",
        "invitation to follow on a social network",
    ]
)  # fmt: skip


def judge(lines: Sequence[Line]) -> list[Judged]:
    """The role of each line of plain text; `topic` finds the text of other articles afterwards."""
    shapes = [matches(line.text) if i < MOST_LINES else () for i, line in enumerate(lines)]
    judged = _judge_all(lines, shapes)
    if has_text(judged):
        return judged
    # An article of one paragraph may end with the credit of a picture or a notice: it is not that alone.
    paired = zip(lines, shapes, strict=True)
    return _judge_all(lines, [() if is_mostly_text(line, shape) else shape for line, shape in paired])


def has_text(judged: Sequence[Judged]) -> bool:
    """Whether some running text is the article's own."""
    return any(item.role == "body" and item.line.is_prose for item in judged)


def is_mostly_text(line: Line, shapes: Sequence[Pattern]) -> bool:
    """Whether a line is a caption, or running text most of which is neither boilerplate nor said to the reader."""
    if shapes and shapes[0].role == "caption":
        return line.is_prose
    told = [part for part in _SENTENCE.split(line.text) if not _YOU.search(part) and not matches(part)]
    return sum(len(part.split()) for part in told) >= _FEWEST_WORDS


def _judge_all(lines: Sequence[Line], shapes: Sequence[Sequence[Pattern]]) -> list[Judged]:
    fits = _fits(lines, shapes)
    around = _surroundings(lines, shapes, fits)
    judged = [_judge(i, lines, shapes[i], fits[i], around) for i in range(len(lines))]
    return with_titles(judged, fits, around)


def _is_body_like(line: Line, shapes: Sequence[Pattern]) -> bool:
    return line.is_prose and not any(shape.weight >= 2 for shape in shapes)


def _fits(lines: Sequence[Line], shapes: Sequence[Sequence[Pattern]]) -> list[float]:
    """Share of each line's rare words that other prose of the page has, 0..1."""
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
    end, text_follows = len(lines), False
    for i in range(len(lines) - 1, max(first, last - 12), -1):
        if _is_body_like(lines[i], shapes[i]) and fits[i] >= 0.35 and not _addresses_reader(lines[i]):
            break
        text_follows = text_follows or (_is_body_like(lines[i], shapes[i]) and not _addresses_reader(lines[i]))
        if any(_marks_end(shape, text_follows) for shape in shapes[i]):
            end = i
    if sum(len(lines[i].words) for i in prose if i >= end and not _addresses_reader(lines[i])) > _LONGEST_TAIL_WORDS:
        end = len(lines)
    before: set[str] = set().union(*(line.terms[1] for line in lines[:end]))
    after = Counter(name for line in lines[end:] for name in line.terms[1] - before)
    headed = (i for i in range(end, len(lines)) if shapes[i] and shapes[i][0].reason == "comment section")
    comments = next(headed, len(lines))
    return Surroundings(first, last, end, comments, Counter(line.plain for line in lines), after)


def _lead(lines: Sequence[Line], shapes: Sequence[Sequence[Pattern]], prose: Sequence[int], first: int) -> int:
    """The first line of the article's text: no list item, no headline that is a question, no standfirst."""
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
    role, length = opening(line.text) or (None, 0)
    return role == "dateline" and is_sure_dateline(line.text[:length])


def _is_signature(shapes: Sequence[Pattern]) -> bool:
    return bool(shapes) and shapes[0].role in ("byline", "dateline") and shapes[0].weight >= 2.5


def _marks_end(shape: Pattern, text_follows: bool) -> bool:
    if shape.reason in _END_UNLESS_TEXT_FOLLOWS and text_follows:
        return False
    return shape.role == "author_bio" or (
        shape.role == "boilerplate" and shape.weight >= 2.5 and shape.reason not in _ALSO_INSIDE
    )


def _addresses_reader(line: Line) -> bool:
    return bool(_YOU.search(line.text)) and not set('“"”').intersection(line.text)


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
    """What speaks for removing a line (above 0) and against it: log odds, and the words for the reason."""
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
