"""Finds the text of other articles on a page and gives it the role off_topic, with the evidence and a probability."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal, TypeAlias

from onrecord.document.segments.boundaries import leaning, measure
from onrecord.document.segments.insertions import insertions
from onrecord.document.segments.lines import Judged
from onrecord.document.segments.paragraphs import Paragraph, is_title_like, paragraph
from onrecord.document.segments.roles import judge
from onrecord.document.segments.vocabulary import content
from onrecord.language.en import lexicons

#: Probability of another article from which on it is removed; chosen on articles known to be whole.
SURE = 0.78
#: The same where it begins without headline, time stamp and dateline.
SURE_BY_WORDS = 0.9
#: The same for short pages: the background of a short report shares few words with its news.
SURE_BY_FEW_WORDS = 0.96
_FEW_WORDS = 400
#: The same on a page with markup, where it begins with a headline alone: sections have headings too.
SURE_ON_A_PAGE = 0.98
#: The same for an article between two parts of another.
SURE_INSERTED = 0.95
SURE_INSERTED_BY_WORDS = 0.99
#: (begin, end, features) of paragraphs that can be another article.
Hypothesis: TypeAlias = tuple[int, int, dict[str, float]]
_MOST_FOUND = 6
#: A stated title leans at least this far (-1..1) to its article.
_SURE_TITLE = 0.3
#: A teaser has at most so many paragraphs, and the article after it at least so many times its words.
_TEASER_PARAGRAPHS, _TEASER_RATIO = 3, 4
#: Less running text does not show what an article is about; less text is no article.
_FEWEST_WORDS_BEFORE, _FEWEST_WORDS = 30, 25
#: Share of a paragraph's rare words that its own article has usually used before.
_USUALLY_KNOWN = 0.25
_CANNOT_BEGIN = ("boilerplate", "author_bio", "source_url", "off_topic")


@dataclass(frozen=True)
class Found:
    """Paragraphs `[begin, end)` are another article; `chance` is the probability that there is one at all."""

    begin: int
    end: int
    chance: float
    log_odds: float
    reason: str
    is_announced: bool
    """Whether it begins with a time stamp, a dateline or a repeated headline."""
    is_headed: bool
    """Whether it begins with one of these or a headline of its own."""


@lru_cache(maxsize=1)
def weights() -> dict[str, tuple[float, str]]:
    """Measure -> its weight in log odds, and its words for the reason."""
    rows = lexicons.rows("weights/topic_weights.tsv")
    return {name: (float(weight), words) for name, weight, words, _ in rows}


def mark_other_articles(judged: Sequence[Judged], titles: Sequence[str] = ()) -> list[Judged]:
    """The same lines, those of other articles with role off_topic; `titles` are those in the page's metadata.

    The markup of a page already separates its main text: there another article must also begin with a headline or
    time stamp.
    """
    result = list(judged)
    has_markup = any(item.line.block for item in judged)
    for _ in range(_MOST_FOUND):
        places = [i for i, item in enumerate(result) if _may_belong(item)]
        items, first = paragraphs(result)
        found = likeliest(hypotheses(items, first))
        if found is None or _is_thin(items, found):
            break
        if has_markup and not (found.is_announced or (found.is_headed and found.chance >= SURE_ON_A_PAGE)):
            break
        begin = places[_with_its_head(items, found.begin, first)]
        if found.end == len(items):
            own = which_is_own(items, found, titles)
            if own == "unsure":
                break
            if own == "later":
                reason = found.reason.replace("another article", "another article, before the page's own", 1)
                for i in range(begin):
                    if _may_belong(result[i]):
                        result[i] = replace(result[i], role="off_topic", reason=reason, score=found.chance)
                if not has_markup:
                    result[begin:] = judge([item.line for item in result[begin:]])
                continue
        end = places[found.end] if found.end < len(places) else len(result)
        for i in range(begin, end):
            if result[i].role != "off_topic" and (result[i].role != "boilerplate" or i < places[-1]):
                result[i] = replace(result[i], role="off_topic", reason=found.reason, score=found.chance)
    return result


def _is_thin(items: Sequence[Paragraph], found: Found) -> bool:
    words = sum(len(item.line.words) for item in items if item.is_prose)
    return not found.is_headed and words < _FEW_WORDS and found.chance < SURE_BY_FEW_WORDS


def which_is_own(
    items: Sequence[Paragraph], found: Found, titles: Sequence[str]
) -> Literal["earlier", "later", "unsure"]:
    """Which of two articles is the page's own: the one with the stated title, else the first unless it is a teaser.

    A teaser is a few short paragraphs before a much longer text with a headline and a time stamp or byline. Without
    stamp or byline it is not known which is the teaser, and both are kept.
    """
    before, after = items[: found.begin], items[found.begin :]
    here, there = ({term for item in some if item.is_prose for term in item.terms} for some in (after, before))
    for title in titles:
        words, names = content(title)
        leaning_later = leaning(frozenset([*words, *names]), here.__contains__, there.__contains__)
        if abs(leaning_later) >= _SURE_TITLE:
            return "later" if leaning_later > 0 else "earlier"
    early, late = (sum(len(item.line.words) for item in some if item.is_prose) for some in (before, after))
    is_teaser = sum(item.is_prose for item in before) <= _TEASER_PARAGRAPHS and _TEASER_RATIO * early <= late
    if not is_teaser or titles:
        return "earlier"
    head = list(itertools.takewhile(lambda item: not item.is_prose, after))
    is_signed = any(item.is_stamp or item.is_byline for item in head)
    return "later" if len(head) > 1 and is_signed else "unsure"


def _may_belong(item: Judged) -> bool:
    return item.role not in _CANNOT_BEGIN and (item.line.block is None or item.line.block.in_main)


def paragraphs(judged: Sequence[Judged]) -> tuple[list[Paragraph], int]:
    """The lines that may belong to an article, and the first position where another one can begin."""
    items = [paragraph(item.line, item.role) for item in judged if _may_belong(item)]
    words = 0
    for n, item in enumerate(items):
        words += len(item.line.words) if item.is_prose else 0
        if words >= _FEWEST_WORDS_BEFORE:
            return items, n + 1
    return items, len(items)


def hypotheses(items: Sequence[Paragraph], first: int) -> list[Hypothesis]:
    """Where another article can be: from a line to the end, or between two lines."""
    measured = measure(items, first)
    found = [(begin, len(items), features) for begin, features in measured] + insertions(items, measured)
    return [one for one in found if sum(len(item.line.words) for item in items[one[0] : one[1]]) >= _FEWEST_WORDS]


def likeliest(all_of_them: Sequence[Hypothesis]) -> Found | None:
    """The likeliest other article, at the end or in between; None where none is likely enough."""
    at_end = _strongest([one for one in all_of_them if not one[2]["inserted"]])
    between = _strongest([one for one in all_of_them if one[2]["inserted"]])
    sure = [at_end] if at_end is not None and at_end.chance >= (SURE if at_end.is_headed else SURE_BY_WORDS) else []
    enough = SURE_INSERTED if between is not None and between.is_headed else SURE_INSERTED_BY_WORDS
    sure += [between] if between is not None and between.chance >= enough else []
    return max(sure, key=lambda found: found.log_odds, default=None)


def _strongest(some: Sequence[Hypothesis]) -> Found | None:
    """The likeliest of some hypotheses, of which at most one is true."""
    if not some:
        return None
    scores = [_log_odds(features) for _, _, features in some]
    best = max(range(len(scores)), key=scores.__getitem__)
    top = max(0.0, scores[best])
    none = math.exp(-top) / (math.exp(-top) + sum(math.exp(score - top) for score in scores))
    begin, end, features = some[best]
    is_announced = features["stamp"] + features["dateline"] + features["title_repeated"] > 0
    is_headed = is_announced or features["title_is_new"] > 0
    return Found(begin, end, 1 - none, scores[best], _reason(features), is_announced, is_headed)


def _log_odds(features: dict[str, float]) -> float:
    table = weights()
    return table["bias"][0] + sum(table[name][0] * value for name, value in features.items())


def _with_its_head(items: Sequence[Paragraph], position: int, first: int) -> int:
    """The position of the first of the headlines and stamps right before a position."""
    while position > first and (items[position - 1].is_stamp or is_title_like(items[position - 1])):
        position -= 1
    return position


def _reason(features: dict[str, float]) -> str:
    """The strongest pieces of evidence in words."""
    table = weights()
    spoken = {name: table[name][0] * value for name, value in features.items() if table[name][1]}
    spoken["near_known"] = table["near_known"][0] * (features["near_known"] - _USUALLY_KNOWN)
    words = [table[name][1] for name in sorted(spoken, key=lambda name: -spoken[name]) if spoken[name] > 0.4]
    return "another article: " + "; ".join(words[:4]) if words else "another article"
