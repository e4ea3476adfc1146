"""`TABLES`: the tables of a dataset, in dictionary order; all else about them is derived from their row models."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from onrecord_schema.articles import Article
from onrecord_schema.claims import Claim
from onrecord_schema.conflicts import Conflict
from onrecord_schema.corrections import AppliedCorrection
from onrecord_schema.crosswalk import CrosswalkEntry
from onrecord_schema.dates import DateExpression
from onrecord_schema.events import Event
from onrecord_schema.fields import Row, SpanRow
from onrecord_schema.judgments import Judgment
from onrecord_schema.mentions import Mention
from onrecord_schema.persons import Person
from onrecord_schema.quantities import Quantity
from onrecord_schema.segments import Segment
from onrecord_schema.sources import Source
from onrecord_schema.stories import Story


@dataclass(frozen=True)
class Table:
    """One table: its file is `<name>.parquet`, its rows are `row`, ordered by `sort`."""

    name: str
    row: type[Row]
    sort: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(self.row.model_fields)

    @property
    def key(self) -> tuple[str, ...]:
        return tuple(name for name, extra in self._extras() if extra.get("key"))

    @property
    def references(self) -> dict[str, tuple[str, str]]:
        """Column -> (table, column) that it points at; for a list column, what each item points at."""
        pairs = ((name, extra["references"].split(".")) for name, extra in self._extras() if "references" in extra)
        return {name: (table, target) for name, (table, target) in pairs}

    @property
    def has_spans(self) -> bool:
        return issubclass(self.row, SpanRow)

    @property
    def description(self) -> str:
        """The first sentence of the row module's docstring, without the table's name."""
        import sys

        doc = (sys.modules[self.row.__module__].__doc__ or "").strip().split("\n\n")[0]
        return " ".join(doc.split(": ", 1)[-1].split())

    def _extras(self) -> Iterator[tuple[str, dict[str, Any]]]:
        for name, field in self.row.model_fields.items():
            extra = field.json_schema_extra
            yield name, extra if isinstance(extra, dict) else {}


_BY_POSITION = ("article_id", "start", "end")

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table("sources", Source, ("source_path",)),
        Table("articles", Article, ("article_id",)),
        Table("segments", Segment, ("article_id", "ordinal")),
        Table("claims", Claim, (*_BY_POSITION, "claim_id")),
        Table("events", Event, (*_BY_POSITION, "event_id")),
        Table("mentions", Mention, (*_BY_POSITION, "mention_id")),
        Table("quantities", Quantity, (*_BY_POSITION, "quantity_id")),
        Table("dates", DateExpression, (*_BY_POSITION, "date_id")),
        Table("persons", Person, ("person_id",)),
        Table("stories", Story, ("story_id",)),
        Table("judgments", Judgment, ("kind", "left", "right")),
        Table("conflicts", Conflict, ("conflict_id",)),
        Table("corrections", AppliedCorrection, ("ordinal",)),
        Table("crosswalk", CrosswalkEntry, ("event_type", "act")),
    )
}
