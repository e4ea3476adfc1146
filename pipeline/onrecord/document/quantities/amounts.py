"""Finds the amounts of a paragraph: numbers, ranges, shares, money and vague words, each with its bounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from onrecord.document.dates.words import CURRENCY_MARKS, Word
from onrecord.document.quantities.phrases import PERCENT, bounds, currencies, follows, vague_numbers

_PARTS = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "tenth": 10}
_DASHES = ("-", "–", "—")
_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "bn": 1e9, "billion": 1e9, "trillion": 1e12}
#: A larger number is an identifier or nonsense.
_LARGEST = 1e18


@dataclass(frozen=True)
class Amount:
    """Words `[first, last)` that say how much or how many; shares and money have their unit."""

    first: int
    last: int
    core: int
    """Position of the number word itself."""
    least: float | None
    most: float | None
    unit: str | None = None
    is_approximate: bool = False
    is_vague: bool = False


def find_amounts(words: Sequence[Word]) -> list[Amount]:
    """Every amount in the words, in order and without overlap; ages, dates and the like are among them."""
    amounts: list[Amount] = []
    at = 0
    while at < len(words):
        amount = _share(words, at) or _vague(words, at) or _number(words, at)
        if amount is None:
            at += 1
            continue
        amount = _bounded(words, _with_unit(words, amount), amounts[-1].last if amounts else 0)
        if max(amount.least or 0, amount.most or 0) <= _LARGEST:
            amounts.append(amount)
        at = amount.last
    return amounts


def _number(words: Sequence[Word], at: int) -> Amount | None:
    """A number, or a range of two: `20-30`, `between 20 and 30`, `two or three`, `$2 to $3 billion`."""
    word = words[at]
    if word.value is None or word.kind not in ("number", "year"):
        return None
    other = at + 2
    if other < len(words) and words[other].text in CURRENCY_MARKS:
        other += 1
    high = words[other] if other < len(words) and words[other].kind in ("number", "year") else None
    if high is not None and high.value is not None:
        low, top = word.value, high.value
        scale = next((value for name, value in _SCALES.items() if high.lower.endswith(name)), 1.0)
        if low < 1000 and low < top / scale and not any(name in word.lower for name in _SCALES):
            low *= scale  # one to two million
        if low < top and (first := _range_start(words, at, word, high)) is not None:
            return Amount(first, other + 1, other, low, top)
    return Amount(at, at + 1, at, word.value, word.value)


def _range_start(words: Sequence[Word], at: int, low: Word, high: Word) -> int | None:
    """Where the range of two numbers begins; None where nothing joins them."""
    join = words[at + 1].lower
    if join == "and":
        return next((i for i in range(at - 1, max(-1, at - 3), -1) if words[i].lower == "between"), None)
    if join == "or":
        return at if not low.is_figure and high.value == (low.value or 0) + 1 else None
    return at if join == "to" or join in _DASHES else None


def _vague(words: Sequence[Word], at: int) -> Amount | None:
    """`dozens`, `several hundred`; after a number such a word is something else (`2 millions`)."""
    found = vague_numbers().starting(words, at)
    if found is None or (at and words[at - 1].kind == "number"):
        return None
    return Amount(at, found[0], found[0] - 1, float(found[1]), None, is_vague=True)


def _share(words: Sequence[Word], at: int) -> Amount | None:
    """A part of a whole, in percent: `one in five`, `nine out of 10`, `two-thirds`, `half of`."""
    word = words[at]
    count = word.value if word.kind == "number" else 1.0 if word.lower in ("a", "half") else None
    if count is None or not 1 <= count <= 20 or count != int(count):
        return None
    if word.kind == "number":
        for between in (("in",), ("in", "every"), ("out", "of"), ("out", "of", "every")):
            whole = at + 1 + len(between)
            if follows(words, at + 1, *between) and whole < len(words) and words[whole].kind == "number":
                of, after = words[whole].value or 0, words[whole + 1].lower if whole + 1 < len(words) else ""
                is_length = after in ("%", "percent", "days", "months", "years")
                return _percent(at, whole + 1, count / of) if count < of <= 1000 and not is_length else None
    part = at if word.lower == "half" else at + 2 if follows(words, at + 1, "-") else at + 1
    name = words[part].lower if part < len(words) else ""
    parts = _PARTS.get(name) or _PARTS.get(name.removesuffix("s"))
    if parts is None:
        return None
    is_share = follows(words, part + 1, "of") or (name == "half" and follows(words, part + 1, "the")) or count > 1
    return _percent(at, part + 1, count / parts) if is_share else None


def _percent(first: int, last: int, share: float) -> Amount:
    value = round(100 * share, 4)
    return Amount(first, last, first, value, value, "percent")


def _with_unit(words: Sequence[Word], amount: Amount) -> Amount:
    """The same amount with its mark of percent or money."""
    if amount.unit:
        return amount
    if share := PERCENT.starting(words, amount.last):
        return replace(amount, last=share[0], unit=share[1])
    mark = currencies("mark").ending(words, amount.first)
    if mark and mark[0] < amount.first - 1 and words[mark[0]].end != words[mark[0] + 1].start:
        mark = currencies("mark").ending(
            words[mark[0] + 1 :], amount.first - mark[0] - 1
        )  # a $40 million sale is not A$
        mark = (amount.first - 1, mark[1]) if mark else None
    if mark:
        return replace(amount, first=mark[0], unit=mark[1])
    has_link = follows(words, amount.last, "-") or (amount.is_vague and follows(words, amount.last, "of"))
    after = amount.last + 1 if has_link else amount.last  # a trillion-dollar deal, millions of euros
    if name := currencies("word").starting(words, after):
        return replace(amount, last=name[0], unit=name[1])
    return amount


def _bounded(words: Sequence[Word], amount: Amount, earliest: int) -> Amount:
    """The same amount with the bounds on both sides (`at least about 20`), from position `earliest` on."""
    for _ in range(2):
        bound = bounds("before").ending(words, amount.first)
        if bound is None or bound[0] < earliest:
            break
        amount = _applied(replace(amount, first=bound[0]), bound[1])
    if bound := bounds("after").starting(words, amount.last):
        amount = _applied(replace(amount, last=bound[0]), bound[1])
    return amount


def _applied(amount: Amount, effect: str) -> Amount:
    if effect == "about":
        return replace(amount, is_approximate=True)
    if effect == "least":
        return replace(amount, most=None)
    return replace(amount, least=None, most=amount.most if amount.most is not None else amount.least)
