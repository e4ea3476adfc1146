"""Counts: how many people an event happened to, from the numbers that its own arguments carry."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from onrecord.document.people.kinds import classes_of, is_amount
from onrecord.language.en.syntax import conjuncts_after
from onrecord_schema.quantities import Quantity

if TYPE_CHECKING:
    from onrecord.language.en import Token
    from onrecord.language.en.annotate import Annotation

Bounds = tuple[int | None, int | None]
NONE: Bounds = (None, None)
_ONE = {"a", "an", "one", "another"}
_MEASURES = {"percent", "%", "per", "year", "month", "day", "hour", "week", "mile", "kilometer", "kilometre"}


def by_token(annotation: Annotation, quantities: Sequence[Quantity]) -> dict[int, Quantity]:
    """Every token of a counting expression -> its quantity."""
    found: dict[int, Quantity] = {}
    for quantity in quantities:
        for token in annotation.tokens(quantity.start, quantity.end):
            found.setdefault(token.i, quantity)
    return found


def _is_measure(quantity: Quantity) -> bool:
    """Whether it is an amount of money, a share or a length rather than a number of people or things."""
    unit = quantity.unit or ""
    return unit in _MEASURES or (len(unit) == 3 and unit.isupper())


def _whole(value: float | None) -> int | None:
    return int(value) if value is not None and value == int(value) and abs(value) < 2**62 else None


def count_of(argument: Token | None, counted: dict[int, Quantity]) -> Bounds:
    """Least and most people or things that an argument counts, both None where it gives no number.

    A single person told of without a name ("an uncle", "one of his brothers") counts one; a name is not counted.
    """
    if argument is None:
        return NONE
    others = (token for token in conjuncts_after(argument) if token.pos_ in ("NOUN", "PROPN", "NUM"))
    parts = [argument, *(token for token in others if not _is_of_another_act(token))]
    bounds = [_of_phrase(part, counted) for part in parts]
    if len(bounds) == 1 or bounds[0] == NONE:
        return bounds[0]
    numbered = [bound for bound in bounds if bound != NONE]
    if len(numbered) == 1:
        return numbered[0][0], None  # "two nurses and others" are at least two
    kinds = [classes_of(part) for part in parts]
    if any("human" not in kind or "machine" in kind for kind in kinds) or any(p.pos_ == "NUM" for p in parts):
        return NONE  # "200 soldiers and six helicopters" are not 206 of anything
    # "two nurses and a driver" are three; vague and open numbers add up to nothing that the text says.
    exact = [low for low, high in bounds if low is not None and low == high]
    return (sum(exact), sum(exact)) if len(exact) == len(bounds) else NONE


def _is_of_another_act(number: Token) -> bool:
    """Whether a bare number counts those of the participle behind it: killed three people and [42 injured]."""
    return number.pos_ == "NUM" and number.i + 1 < len(number.doc) and number.nbor().tag_ == "VBN"


def _of_phrase(argument: Token, counted: dict[int, Quantity]) -> Bounds:
    if is_amount(argument):
        return NONE
    for token in (
        argument,
        *(c for c in argument.children if c.dep_ in ("nummod", "quantmod", "det", "amod", "predet", "compound")),
    ):
        for part in (token, *(c for c in token.children if c.dep_ in ("quantmod", "nummod", "advmod", "amod"))):
            quantity = counted.get(part.i)
            if quantity is not None and not _is_measure(quantity):
                return _whole(quantity.value_min), _whole(quantity.value_max)
    is_one = any(child.dep_ in ("det", "nummod") and child.lower_ in _ONE for child in argument.children)
    classes = classes_of(argument)
    is_single = bool(classes & {"person", "official", "one"}) and "people" not in classes  # a patrol is not one person
    if is_one and argument.tag_ == "NN" and is_single:
        return 1, 1
    return (1, 1) if argument.lower_ == "one" and argument.pos_ in ("NUM", "PRON", "NOUN") else NONE
