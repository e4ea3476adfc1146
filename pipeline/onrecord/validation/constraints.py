"""The bounds and patterns of a column, as the annotation of its row model states them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, get_args

from annotated_types import Ge, Gt, Le, Lt
from pydantic.fields import FieldInfo
from pydantic.types import StringConstraints

#: Bounds of the integer types, which the type of a file's column implies.
_TYPE_BOUNDS = {-(2**31), 2**31, -(2**63), 2**63}


@dataclass(frozen=True)
class Constraints:
    """Bounds of a number; pattern and least length of a text, or of each item of a list. None if there is none.

    The pattern is anchored at both ends.
    """

    pattern: str | None = None
    min_chars: int | None = None
    at_least: float | None = None
    above: float | None = None
    at_most: float | None = None
    below: float | None = None


def constraints_of(field: FieldInfo) -> Constraints:
    found: dict[str, Any] = {}
    for mark in _marks(field.annotation, field.metadata):
        if isinstance(mark, StringConstraints):
            if mark.pattern is not None:
                found["pattern"] = str(mark.pattern)
            found["min_chars"] = mark.min_length
        elif isinstance(mark, Ge) and mark.ge not in _TYPE_BOUNDS:
            found["at_least"] = mark.ge
        elif isinstance(mark, Gt):
            found["above"] = mark.gt
        elif isinstance(mark, Le):
            found["at_most"] = mark.le
        elif isinstance(mark, Lt) and mark.lt not in _TYPE_BOUNDS:
            found["below"] = mark.lt
    return Constraints(**found)


def _marks(annotation: Any, metadata: Any = ()) -> Iterator[Any]:
    """The metadata on an annotation, also inside `X | None`, `list[X]` and `Field(...)`."""
    for mark in metadata:
        yield from mark.metadata if isinstance(mark, FieldInfo) else (mark,)
    if hasattr(annotation, "__metadata__"):
        yield from _marks(annotation.__origin__, annotation.__metadata__)
    else:
        for part in get_args(annotation):
            if not isinstance(part, str):
                yield from _marks(part)
