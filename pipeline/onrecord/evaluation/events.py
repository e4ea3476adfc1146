"""Scores events: a row finds a gold event when it lies on its trigger and has its type, or one of its types."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from operator import eq
from typing import Any

from onrecord.evaluation.dataset import Document, Row, span_of
from onrecord.evaluation.gold import GoldEvent
from onrecord.evaluation.quotes import Span, is_same_person, one_names_the_other
from onrecord.evaluation.tally import Miss, Tally
from onrecord_schema.edtf import edtf_range


def score_events(document: Document, gold: Sequence[tuple[Span, GoldEvent]], tally: Tally) -> Iterator[Miss]:
    """Yields every event that is missing or extra, and every field that no row of a found event has right.

    Optional gold counts neither when found nor when missed, and shields a row from being wrong.
    """
    for span, event in gold:
        near = [row for row in document.events if span_of(row).touches(span)]
        finders = [row for row in near if row["event_type"] in event.type]
        if event.optional:
            continue
        tally.count_gold(bool(finders))
        if finders:
            yield from _compare(document, event, finders, tally)
        else:
            there = ", ".join(sorted({row["event_type"] for row in near})) or None
            yield Miss(
                document.name, "events", "missing", None, event.trigger, " or ".join(event.type), there, span.start,
                span.end,
            )  # fmt: skip
    for row in document.events:
        on = [event for span, event in gold if span_of(row).touches(span)]
        right = any(not event.optional and row["event_type"] in event.type for event in on)
        if not right and any(event.optional for event in on):
            continue
        tally.count_row(right)
        if not right:
            yield Miss(
                document.name, "events", "extra", None, row["text"], None, row["event_type"], row["start"], row["end"],
                row["event_id"],
            )  # fmt: skip


def _compare(document: Document, event: GoldEvent, rows: list[Row], tally: Tally) -> Iterator[Miss]:
    def compare(name: str, column: str, expected: Any, is_right: Callable[[Any], bool]) -> Iterator[Miss]:
        found = [row[column] for row in rows]
        if not tally.compare(name, any(is_right(value) for value in found)):
            first = rows[0]
            yield Miss(
                document.name, "events", "different", column, event.trigger, expected,
                found[0] if len(found) == 1 else found, first["start"], first["end"], first["event_id"],
            )  # fmt: skip

    if event.date is not None:
        days = edtf_range(event.date)
        yield from compare("date", "date", event.date, lambda found: bool(found) and edtf_range(found) == days)
    if event.mode is not None:
        yield from compare("mode", "mode", event.mode, partial(eq, event.mode))
    for side in ("count_min", "count_max"):
        if side in event.model_fields_set:
            expected = getattr(event, side)
            yield from compare("count", side, expected, partial(eq, expected))
    if event.place is not None:
        yield from compare("place", "place", event.place, lambda found: one_names_the_other(found, event.place))
    if event.persons is not None:
        wanted = event.persons
        yield from compare("persons", "person_ids", wanted, lambda found: _are_persons(document, found or [], wanted))


def _are_persons(document: Document, found: list[str], wanted: list[str]) -> bool:
    """Whether everyone wanted is among the persons found."""
    names = [name for key in found for name in document.names_of(key)]
    return all(any(is_same_person(name, person) for name in names) for person in wanted)
