"""Tells the numbers that count or measure something from those that name, date, order or score something."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from onrecord.dates.words import Word
from onrecord.quantities.amounts import Amount

if TYPE_CHECKING:
    from spacy.tokens import Span

_NOT_COUNTED_ONE = frozenset(
    {"no", "any", "some", "every", "this", "that", "another", "which", "the", "each", "day", "big"}
)
_OLD = {"old", "olds"}
_AGE_WORDS = frozenset({"aged", "age", "ages", "turn", "turned", "turns", "turning"})
_SCORE_WORDS = frozenset(
    "win won wins victory defeat loss lead draw beat beating defeated aggregate vote ruling record set".split()
)


@lru_cache(maxsize=1)
def _labels() -> frozenset[str]:
    lines = (files("onrecord.quantities") / "labels.txt").read_text("utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))


def is_count(amount: Amount, words: Sequence[Word], tokens: Span) -> bool:
    """Whether an amount counts or measures; `tokens` are the parsed tokens of its number word."""

    def lower(i: int) -> str:
        return words[i].lower if 0 <= i < len(words) else ""

    before, after, word = lower(amount.first - 1), lower(amount.last), words[amount.core]
    if amount.unit:
        return True
    if (
        after == "-"
        and lower(amount.last + 1) in ("year", "years")
        and {lower(amount.last + 2), lower(amount.last + 3)} & _OLD
    ):
        return False
    if after == "-" and (word.lower == "one" or lower(amount.last + 1) in ("half", "halves", "third", "thirds")):
        return False  # one-on-one, one-sided
    if word.is_figure and word.text.isdigit() and len(word.text) >= 10:
        return False  # an identifier
    if _is_age(amount, words) or _is_name(amount, words, tokens):
        return False
    if amount.last - amount.first == 1 and word.is_figure:
        touches_slash = "/" in (before, after) and word.start and _touch(words, amount.first - 1, amount.first)
        if touches_slash or (after in (":",) and _touch(words, amount.first, amount.last)):
            return False
        if any(c.isdigit() for c in after) and _touch(words, amount.last - 1, amount.last):
            return False  # 16x9
        if before in ("#", "=") or (
            before in ("", ".", ":", ";") and after in (".", ")", "-", "–") and not _is_range(amount)
        ):
            return False  # a numbered list
    if _is_score(amount, words):
        return False
    if word.lower == "one":
        if before in _NOT_COUNTED_ONE or after in ("another", "'s", "day") or not len(tokens) or tokens[0].tag_ != "CD":
            return False
        return after == "of" or tokens[0].dep_ in ("nummod", "nsubj", "nsubjpass")
    return word.value != 0 or word.kind != "number" or after != "-"


def _touch(words: Sequence[Word], left: int, right: int) -> bool:
    return left >= 0 and right < len(words) and words[left].end == words[right].start


def _is_range(amount: Amount) -> bool:
    return amount.least != amount.most


def _is_age(amount: Amount, words: Sequence[Word]) -> bool:
    """`aged 34`, `34 years old`, `Ann Lee, 34, said`, `who is 28,`: how old someone is, which belongs to the person."""
    before = [word.lower for word in words[max(0, amount.first - 2) : amount.first]]
    after = [word.lower for word in words[amount.last : amount.last + 2]]
    last = before[-1] if before else ""
    if (
        last in _AGE_WORDS
        or (last == "of" and before[0] == "age")
        or after in (["years", "old"], ["months", "old"], ["years", "of"])
    ):
        return True
    if (before == ["those", *before[1:]] and last in ("over", "under")) or after[:2] in (
        ["and", "older"],
        ["and", "younger"],
        ["or", "older"],
    ):
        return True
    value = words[amount.core].value or 0
    if after[:1] not in ([","], ["."], [")"], [";"], ["and"], ["when"], []) or not (
        value == int(value) and 1 <= value <= 120
    ):
        return False
    if last == ",":
        return (
            amount.first >= 2
            and words[amount.first - 2].text[0].isupper()
            and after[:1] != ["and"]
            and amount.last - amount.first == 1
        )
    return last == "at" or (last in ("is", "was") and before[0] in ("who", "he", "she"))


def _is_name(amount: Amount, words: Sequence[Word], tokens: Span) -> bool:
    """`Article 5`, `Boeing 737`, `COVID-19`, `Catch-22`: the number belongs to the name before it."""
    if not amount.first or (amount.last - amount.first > 1 and words[amount.first].kind != "number"):
        return False
    previous = words[amount.first - 1]
    if previous.text in ("-", "–") and _touch(words, amount.first - 1, amount.first) and amount.first >= 2:
        return words[amount.first - 2].kind in ("word", "number", "year") and _touch(
            words, amount.first - 2, amount.first - 1
        )
    if previous.lower in _labels() or (
        previous.text == "." and amount.first >= 2 and words[amount.first - 2].lower in ("no", "nos")
    ):
        return True
    is_capital = previous.kind == "word" and previous.text[0].isupper() and amount.first >= 2
    if not is_capital or not len(tokens):
        return False
    head = tokens[0].head
    return (head.tag_ in ("NNP", "NNPS") and head.i < tokens[0].i) or tokens[0].tag_ in ("NNP", "NNPS")


def _is_score(amount: Amount, words: Sequence[Word]) -> bool:
    """`won 3-1`, `a 5-4 vote`, telephone numbers: figures tied by a hyphen that do not rise, or stand by a word of scoring."""
    at = amount.core
    nearby = {word.lower for word in words[max(0, amount.first - 3) : amount.last + 3]}
    for dash, other in ((at + 1, at + 2), (at - 1, at - 2)):
        if (
            not (0 <= other < len(words))
            or words[dash].text not in ("-", "–")
            or words[other].kind not in ("number", "year")
        ):
            continue
        is_range = amount.first <= other < amount.last
        if not is_range and words[other].is_figure and words[at].is_figure:
            return True
        if is_range and nearby & _SCORE_WORDS and (amount.most or 0) < 150:
            return True
    return False
