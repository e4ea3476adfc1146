"""Finds text of another article on an article's page and sets it aside, with the evidence in words and as a chance."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

from onrecord.segment.boundaries import Paragraph, is_title_like, measure, paragraph
from onrecord.segment.roles import Judged
from onrecord.segment.vocabulary import rarity

#: Chance that the page holds another article from which on it is cut; chosen on articles known to be whole.
SURE = 0.78
#: An article inserted between two parts of another must show itself by more than its words.
SURE_INSERTED = 0.95
Measured = Sequence[tuple[int, dict[str, float]]]
_MOST_FOUND = 6
_MOST_OPENINGS = 12
#: Share of a paragraph's rare words that one article has mostly used before.
_USUALLY_KNOWN = 0.25
_CANNOT_BEGIN = ("boilerplate", "author_bio", "source_url", "off_topic")


@dataclass(frozen=True)
class Found:
    """Another article stands at `[begin, end)` of the paragraphs; `chance` is that there is one at all."""

    begin: int
    end: int
    chance: float
    log_odds: float
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
        items, first = paragraphs(result)
        measured = measure(items, first)
        found = _likelier(strongest(items, measured), inserted(items, measured))
        if found is None or (has_markup and not found.is_announced):
            break
        begin = places[_with_its_head(items, found.begin, first)]
        end = places[found.end] if found.end < len(places) else len(result)
        for i in range(begin, end):
            if result[i].role != "off_topic" and (result[i].role != "boilerplate" or i < places[-1]):
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


def _likelier(to_the_end: Found | None, between: Found | None) -> Found | None:
    """The better of the two where it is sure enough; None where neither is."""
    sure = [found for found in (to_the_end,) if found is not None and found.chance >= SURE]
    sure += [found for found in (between,) if found is not None and found.chance >= SURE_INSERTED]
    return max(sure, key=lambda found: found.log_odds, default=None)


def strongest(items: Sequence[Paragraph], measured: Measured) -> Found | None:
    """Where another article most likely begins that runs to the end; of all boundaries one is true, or none is."""
    if not measured:
        return None
    scores = [_log_odds(features) for _, features in measured]
    best = max(range(len(scores)), key=scores.__getitem__)
    top = max(0.0, scores[best])
    none = math.exp(-top) / (math.exp(-top) + sum(math.exp(score - top) for score in scores))
    begin, features = measured[best]
    return Found(begin, len(items), 1 - none, scores[best], _reason(features), _is_announced(features))


def inserted(items: Sequence[Paragraph], measured: Measured) -> Found | None:
    """The likeliest article between two parts of another; it must open with a headline, stamp or dateline."""
    best: Found | None = None
    opens = [begin for begin, features in measured if _is_announced(features) or features["title_is_new"] > 0]
    for begin in opens[:_MOST_OPENINGS]:
        end = _return(items, begin)
        if sum(item.line.is_prose for item in items[end:]) < 2 or not any(
            item.line.is_prose for item in items[begin:end]
        ):
            continue
        moved = [*items[:begin], *items[end:], *items[begin:end]]
        at = len(moved) - (end - begin)
        features = next((features for place, features in measure(moved, at) if place == at), None)
        if features is None:
            continue
        odds = _log_odds(features)
        if best is None or odds > best.log_odds:
            best = Found(begin, end, 1 / (1 + math.exp(-odds)), odds, _reason(features), _is_announced(features))
    return best


def _return(items: Sequence[Paragraph], begin: int) -> int:
    """Where the text before `begin` most likely goes on: up to there it shares more with what begins here."""
    before: set[str] = set().union(*(item.terms for item in items[:begin]))
    opening: set[str] = set().union(*(item.terms for item in items[begin : begin + 3]))
    balance, best, end = 0.0, 0.0, begin
    for i in range(begin, len(items)):
        terms = items[i].terms
        balance += sum(rarity(term) for term in terms & opening - before)
        balance -= sum(rarity(term) for term in terms & before - opening)
        if i >= begin + 3:
            opening |= terms - before if balance > best else set()
        if balance > best:
            best, end = balance, i + 1
    return end


def _log_odds(features: dict[str, float]) -> float:
    table = weights()
    return table["bias"][0] + sum(table[name][0] * value for name, value in features.items())


def _is_announced(features: dict[str, float]) -> bool:
    return features["stamp"] + features["dateline"] + features["title_repeated"] > 0


def _with_its_head(items: Sequence[Paragraph], position: int, first: int) -> int:
    """The position with the headlines and stamps that stand right before it."""
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
