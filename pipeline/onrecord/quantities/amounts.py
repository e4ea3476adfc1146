"""Reads the amounts in a paragraph's words: a number or a vague word with what bounds it, a range, a share, money."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

from onrecord.dates.words import Word

_PERCENT = (("%",), ("percent",), ("per", "cent"), ("pct",))
_POINTS = (("percentage", "points"), ("percentage", "point"))
_PARTS = {"half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fourth": 4, "fourths": 4,
          "fifth": 5, "fifths": 5, "sixth": 6, "sixths": 6, "tenth": 10, "tenths": 10}  # fmt: skip
#: What is larger is an identifier or nonsense.
_LARGEST = 1e18
_DASHES = ("-", "–", "—")


@dataclass(frozen=True)
class Amount:
    """Words `[first, last)` of a paragraph that say how much or how many, with bounds and, for shares and money, the unit."""

    first: int
    last: int
    least: float | None
    most: float | None
    unit: str | None = None
    is_approximate: bool = False
    is_vague: bool = False
    core: int = 0
    """Position of the number word itself."""


def _rows(name: str) -> list[list[str]]:
    lines = (files("onrecord.quantities") / name).read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")][1:]


Phrases = dict[str, list[tuple[tuple[str, ...], str]]]


@lru_cache(maxsize=1)
def _lists() -> tuple[Phrases, Phrases, Phrases, Phrases, Phrases]:
    """Bounds before (by last word), bounds after, vague numbers, currency marks (by last word), currency words."""
    before, after, vague, marks, names = {}, {}, {}, {}, {}  # type: Phrases, Phrases, Phrases, Phrases, Phrases
    for words, side, effect in _rows("bounds.tsv"):
        parts = tuple(words.split())
        (before if side == "before" else after).setdefault(parts[-1 if side == "before" else 0], []).append(
            (parts, effect)
        )
    for words, least in _rows("vague.tsv"):
        parts = tuple(words.split())
        vague.setdefault(parts[0], []).append((parts, least))
    for written, place, code in _rows("currencies.tsv"):
        parts = (*tuple(written[:-1].split()), written[-1]) if written.endswith("$") else tuple(written.split())
        if place == "mark":
            marks.setdefault(parts[-1], []).append((parts, code))
        else:
            names.setdefault(parts[0], []).append((parts, code))
    for table in (before, after, vague, marks, names):
        for phrases in table.values():
            phrases.sort(key=lambda phrase: -len(phrase[0]))
    return before, after, vague, marks, names


def _ends(words: Sequence[Word], at: int, phrases: Phrases) -> tuple[int, str] | None:
    """The longest phrase that ends right before a position: where it starts and what it says."""
    for parts, says in phrases.get(words[at - 1].lower if at else "", ()):
        if at >= len(parts) and all(words[at - len(parts) + i].lower == part for i, part in enumerate(parts)):
            return at - len(parts), says
    return None


def _begins(words: Sequence[Word], at: int, phrases: Phrases) -> tuple[int, str] | None:
    """The longest phrase that begins at a position: where it ends and what it says."""
    for parts, says in phrases.get(words[at].lower if at < len(words) else "", ()):
        if _follows(words, at, parts):
            return at + len(parts), says
    return None


def _follows(words: Sequence[Word], at: int, parts: tuple[str, ...]) -> bool:
    return len(words) >= at + len(parts) and all(words[at + i].lower == part for i, part in enumerate(parts))


def find_amounts(words: Sequence[Word]) -> list[Amount]:
    """Every amount in the words, in order and without overlap; dates, ages and the like are still among them."""
    amounts: list[Amount] = []
    at = 0
    while at < len(words):
        amount = _share(words, at) or _vague(words, at) or _number(words, at)
        if amount is None:
            at += 1
            continue
        amount = _bounded(words, _with_unit(words, amount))
        if max(amount.least or 0, amount.most or 0) <= _LARGEST:
            amounts.append(amount)
        at = amount.last
    return amounts


def _number(words: Sequence[Word], at: int) -> Amount | None:
    """A number, or a range of two: `20-30`, `between 20 and 30`, `two or three`, `$2 to $3 billion`."""
    word = words[at]
    if word.kind not in ("number", "year") or word.value is None:
        return None
    single = Amount(at, at + 1, word.value, word.value, core=at)
    join = words[at + 1].lower if at + 1 < len(words) else ""
    other = at + 2
    while (other < len(words) and other < at + 5 and words[other].text in ("$", "£", "€", "¥", "₹")) or (
        other < len(words) and words[other].lower in ("us", "about", "as") and join in ("to", "and")
    ):
        other += 1
    if other >= len(words) or words[other].kind not in ("number", "year") or words[other].value is None:
        return single
    low, high = word.value, words[other].value or 0.0
    is_between = join == "and" and any(w.lower == "between" for w in words[max(0, at - 3) : at])
    is_pair = join == "or" and word.end + 4 >= words[other].start and not word.is_figure and high == low + 1
    if join not in ("to", *_DASHES) and not is_between and not is_pair:
        return single
    if (
        join == "to"
        and not (word.lower[-1:].isdigit() or any(w.lower == "from" for w in words[max(0, at - 3) : at]))
        and low >= high
    ):
        return single
    scale = _scale(words[other].lower)
    if low < 1000 and low < high / scale and not _scale(word.lower) > 1:
        low *= scale
    if low >= high:
        return single
    first = at
    while is_between and words[first].lower != "between":
        first -= 1
    return Amount(first, other + 1, low, high, core=other)


def _scale(written: str) -> float:
    for name, value in (
        ("trillion", 1e12),
        ("billion", 1e9),
        ("bn", 1e9),
        ("million", 1e6),
        ("thousand", 1e3),
        ("hundred", 1e2),
    ):
        if written.endswith(name):
            return value
    return 1.0


def _vague(words: Sequence[Word], at: int) -> Amount | None:
    found = _begins(words, at, _lists()[2])
    if found is None or (at and words[at - 1].kind == "number"):
        return None
    least = float(found[1]) if found[1] else None
    return Amount(at, found[0], least, None, is_vague=True, core=found[0] - 1)


def _share(words: Sequence[Word], at: int) -> Amount | None:
    """A part of a whole, in percent: `one in five`, `nine out of 10`, `two-thirds of`, `half of`."""
    word = words[at]
    value = word.value if word.kind == "number" else 1.0 if word.lower in ("a", "one", "half") else None
    if value is None:
        return None
    for between in (("in",), ("out", "of"), ("in", "every"), ("out", "of", "every")):
        whole = at + 1 + len(between)
        if word.lower != "a" and word.lower != "half" and _follows(words, at + 1, between) and whole < len(words):
            of = words[whole]
            fits = of.kind == "number" and of.value and value < of.value <= 1000 and (len(between) > 1 or value <= 9)
            if fits and (
                whole + 1 >= len(words) or words[whole + 1].lower not in ("%", "percent", "days", "years", "months")
            ):
                return _percent(at, whole + 1, value / (of.value or 1.0))
    if value > 20 or value != int(value):
        return None
    part = at if word.lower == "half" else at + 1 + (at + 1 < len(words) and words[at + 1].lower == "-")
    if part >= len(words) or words[part].lower not in _PARTS:
        return None
    name = words[part].lower
    after = words[part + 1].lower if part + 1 < len(words) else ""
    is_share = after in ("of", "the") and (after == "of" or name == "half")
    return _percent(at, part + 1, value / _PARTS[name]) if is_share or (name.endswith("s") and value > 1) else None


def _percent(first: int, last: int, share: float) -> Amount:
    value = round(100 * share, 4)
    return Amount(first, last, value, value, "percent", core=first)


def _with_unit(words: Sequence[Word], amount: Amount) -> Amount:
    """Percent and money: their marks belong to the expression."""
    if amount.unit:
        return amount
    for parts in _PERCENT:
        if _follows(words, amount.last, parts):
            return replace(amount, last=amount.last + len(parts), unit="percent")
    for parts in _POINTS:
        if _follows(words, amount.last, parts):
            return replace(amount, last=amount.last + len(parts), unit="percentage points")
    _, _, _, marks, names = _lists()
    if mark := _ends(words, amount.first, marks):
        return replace(amount, first=mark[0], unit=mark[1])
    if name := _begins(words, amount.last, names):
        return replace(amount, last=name[0], unit=name[1])
    if words[amount.last - 1].lower in ("million", "billion") or not amount.is_vague:
        return amount
    if (
        amount.last < len(words)
        and words[amount.last].lower == "of"
        and (name := _begins(words, amount.last + 1, names))
    ):
        return replace(amount, last=name[0], unit=name[1])
    return amount


def _bounded(words: Sequence[Word], amount: Amount) -> Amount:
    """Takes in the bound words on both sides; several of them add up (`at least about 20`)."""
    before, after, *_ = _lists()
    for _ in range(2):
        first = amount.first - 1 if amount.first and words[amount.first - 1].lower in ("a", "an") else amount.first
        bound = _ends(words, amount.first, before) or (_ends(words, first, before) if first != amount.first else None)
        if bound is None:
            break
        amount = _applied(replace(amount, first=bound[0]), bound[1])
    if bound := _begins(words, amount.last, after):
        amount = _applied(replace(amount, last=bound[0]), bound[1])
    return amount


def _applied(amount: Amount, effect: str) -> Amount:
    if effect == "about":
        return replace(amount, is_approximate=True)
    if effect == "least":
        return replace(amount, most=None)
    return replace(amount, least=None, most=amount.most if amount.most is not None else amount.least)
