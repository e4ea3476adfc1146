"""A file that holds many documents: each is found once with its place, and can be had again by that place alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from onrecord.inputs.page import Input, Rejected


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document lies in its container."""

    number: int
    """The first is 1: the line of a JSON Lines file, the row of a table, the record of a web archive."""
    offset: int
    """The byte it begins at; in a Parquet file its row group, in a JSON array its index."""
    length: int = 0
    """Its bytes; in a Parquet file its row within the group."""


class Container(Protocol):
    """An opened container. What it gives has no path of its own: that is the container's, with the number."""

    def each(self) -> Iterator[tuple[Place | None, Input | Rejected]]:
        """Every document with its place, one after another; a reason without a place is about the whole container."""
        ...

    def at(self, place: Place) -> Input | Rejected:
        """The document at a place that `each` gave. Asked for in order, no byte is read twice."""
        ...
