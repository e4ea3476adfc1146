"""Finds text of another article on an article's page and sets it aside, with the evidence in words and as a chance."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

from onrecord.segment.boundaries import Paragraph, is_title_like, measure, paragraph
from onrecord.segment.roles import Judged

#: Chance that the page holds another article from which on it is cut; chosen on articles known to be whole.
SURE = 0.78
#: An article inserted between two parts of another must show itself by more than its words.
SURE_INSERTED = 0.95
_MOST_FOUND = 6
_CANNOT_BEGIN = ("boilerplate", "author_bio", "source_url", "off_topic")


@dataclass(frozen=True)
class Found:
    """Another article begins at `position` of the paragraphs; `chance` is that there is one at all."""

    position: int
    chance: float
    reason: str
    is_announced: bool
    """Whether a time stamp, a dateline or a repeated headline stands at its beginning."""


@lru_cache(maxsize=1)
def weights() -> dict[str, tuple[float, str]]:
    """Measure -> its weight in log odds, and the words that go into the reason."""
    table = files(__package__).joinpath("topic_weights.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in table.splitlines() if line and not line.startswith("#")][1:]
    return {name: (float(weight), words) for name, weight, words, _ in rows}


def set_apart(judged: Sequence[Judged]) -> list[Judged]:
    """The same lines, those of other articles with role off_topic.

    The main text of a page with markup was told apart by its structure already: what is to be cut there must not only
    speak of other things but show itself as another article.
    """
    result = list(judged)
    has_markup = any(item.line.block for item in judged)
    for _ in range(_MOST_FOUND):
        places = [i for i, item in enumerate(result) if _may_belong(item)]
        items, first = paragraphs([result[i] for i in places])
        found = strongest(items, first)
        if found is None or found.chance < SURE or (has_markup and not found.is_announced):
            break
        begin = _with_its_head(items, found.position, first)
        last = max(i for i in places)
        for i in range(places[begin], len(result)):
            if result[i].role == "off_topic" or (result[i].role == "boilerplate" and i > last):
                continue
            result[i] = replace(result[i], role="off_topic", reason=found.reason, score=found.chance)
    return result


def _may_belong(item: Judged) -> bool:
    return item.role not in _CANNOT_BEGIN and (item.line.block is None or item.line.block.in_main)


def paragraphs(judged: Sequence[Judged]) -> tuple[list[Paragraph], int]:
    """The lines that may belong to an article, and the first position at which another one could begin."""
    items = [
        paragraph(item.line, is_stamp=item.role == "dateline" and not item.line.is_prose)
        for item in judged
        if _may_belong(item)
    ]
    return items, next((n for n, item in enumerate(items) if item.line.is_prose), len(items)) + 1


def strongest(items: Sequence[Paragraph], first: int) -> Found | None:
    """Where another article most likely begins, and the chance that one does; one of all boundaries, or none, is true."""
    measured = measure(items, first)
    if not measured:
        return None
    table = weights()
    bias = table["bias"][0]
    scores = [bias + sum(table[name][0] * value for name, value in features.items()) for _, features in measured]
    best = max(range(len(scores)), key=scores.__getitem__)
    top = max(0.0, scores[best])
    none = math.exp(-top) / (math.exp(-top) + sum(math.exp(score - top) for score in scores))
    position, features = measured[best]
    is_announced = features["stamp"] + features["dateline"] + features["title_repeated"] > 0
    return Found(position, 1 - none, _reason(features), is_announced)


def _with_its_head(items: Sequence[Paragraph], position: int, first: int) -> int:
    """The position with the headlines and stamps that stand right before it."""
    while position > first and (items[position - 1].is_stamp or is_title_like(items[position - 1])):
        position -= 1
    return position


def _reason(features: dict[str, float]) -> str:
    """The strongest pieces of evidence in words."""
    table = weights()
    spoken = {name: table[name][0] * value for name, value in features.items() if table[name][1]}
    for name in ("near_known", "known_words"):
        if name in spoken:
            spoken[name] = -table[name][0] * (0.25 - features[name])
    words = [table[name][1] for name in sorted(spoken, key=lambda name: -spoken[name]) if spoken[name] > 0.4]
    return "another article: " + "; ".join(words[:4]) if words else "another article"
