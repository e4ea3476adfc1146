"""`TABLES`: the tables of a dataset in dictionary order, and what the other layers need to know about them.

Every fact is declared once, on a column (see `fields`) or on a `Table`; a missing or contradictory one raises
ValueError when this module is imported.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from inspect import cleandoc
from typing import Any, Literal, NamedTuple, get_args, get_origin

from onrecord_schema.across_documents import AppliedCorrection, Change, Conflict, Judgment, JudgmentKind, Story
from onrecord_schema.articles import Article
from onrecord_schema.claims import Claim
from onrecord_schema.crosswalk import CrosswalkEntry
from onrecord_schema.dates import DateExpression
from onrecord_schema.events import Event
from onrecord_schema.fields import Day, Origin, Row, SpanRow, id_prefix, unwrapped
from onrecord_schema.mentions import Mention
from onrecord_schema.persons import Person
from onrecord_schema.quantities import Quantity
from onrecord_schema.segments import Segment
from onrecord_schema.sources import Source

Layer = Literal["ledger", "document", "judgment", "reference"]
#: What becomes of a row that points at a dropped row: it falls too, or it loses the value or the item of a list.
OnDrop = Literal["delete", "clear", "remove"]


class DateColumns(NamedTuple):
    """The columns of one date: EDTF value, first and last day, and how the value is known where that is recorded."""

    value: str
    start: str
    end: str
    basis: str | None


class Group(NamedTuple):
    """Rows of `table` that are judged to be the same story, person, claim or event; `column` holds their group's id."""

    kind: JudgmentKind
    table: str
    column: str
    prefix: str


@dataclass(frozen=True)
class Table:
    """A table: its file is `<name>.parquet`, its rows are `row`, ordered by `sort`."""

    name: str
    layer: Layer
    row: type[Row]
    sort: tuple[str, ...]
    is_united: bool = False
    """Whether each document fills it and the rows are then united across documents."""

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(self.row.model_fields)

    @property
    def description(self) -> str:
        """The first paragraph of the row model's docstring."""
        return " ".join(cleandoc(self.row.__doc__ or "").split("\n\n")[0].split())

    @property
    def has_spans(self) -> bool:
        return issubclass(self.row, SpanRow)

    @cached_property
    def key(self) -> tuple[str, ...]:
        return tuple(name for name in self.columns if self._fact(name, "key"))

    @cached_property
    def prefix(self) -> str | None:
        """What the ids of its rows begin with; None where the key is no id."""
        return self.prefix_of(self.key[0]) if self.key else None

    @cached_property
    def label(self) -> str | None:
        """The column that the id of a row with a span is made of beside the span."""
        return next((name for name in self.columns if self._fact(name, "label")), None)

    @cached_property
    def group(self) -> Group | None:
        """The groups that its rows are judged to form."""
        found = ((name, self._fact(name, "group")) for name in self.columns)
        return next((Group(kind, self.name, name, self.prefix_of(name) or "") for name, kind in found if kind), None)

    @cached_property
    def references(self) -> dict[str, tuple[str, str]]:
        """Column -> (table, column) that it points at; for a list column, what each item points at."""
        pairs = {name: self._fact(name, "references") for name in self.columns}
        return {name: tuple(target.split(".")) for name, target in pairs.items() if target}

    @cached_property
    def dates(self) -> tuple[DateColumns, ...]:
        """The dates of a row, known by their names: `<value>_start`, `<value>_end` and `<value>_basis` or `basis`."""
        days = {name for name in self.columns if unwrapped(self.row.model_fields[name].annotation)[0] is Day}
        names = [name for name in self.columns if {f"{name}_start", f"{name}_end"} & days]
        basis = {name: next((b for b in (f"{name}_basis", "basis") if b in self.columns), None) for name in names}
        return tuple(DateColumns(name, f"{name}_start", f"{name}_end", basis[name]) for name in names)

    def of_origin(self, origin: Origin) -> tuple[str, ...]:
        """The columns that are `fixed`, `judged`, or `free` for a correction to set."""
        return tuple(name for name in self.columns if self._fact(name, "origin") == origin)

    def followers(self, column: str) -> tuple[str, ...]:
        """The columns that say something about `column`, unknown once a correction sets it."""
        return tuple(name for name in self.columns if column in (self._fact(name, "follows") or ()))

    def prefix_of(self, column: str) -> str | None:
        """What the ids in a column begin with; None for a column of anything else."""
        field = self.row.model_fields[column]
        return id_prefix(field.annotation, field.metadata)

    def on_drop(self, column: str) -> OnDrop:
        """What becomes of a row when the row that `column` points at is dropped."""
        bare, _, nullable = unwrapped(self.row.model_fields[column].annotation)
        return "remove" if get_origin(bare) is list else "clear" if nullable else "delete"

    def _fact(self, column: str, name: str) -> Any:
        extra = self.row.model_fields[column].json_schema_extra
        return extra.get(name) if isinstance(extra, dict) else None


def checked(tables: Iterable[Table]) -> dict[str, Table]:
    """The tables by name. Raises ValueError that lists every fact that is missing or contradicts another."""
    listed = list(tables)
    found = {table.name: table for table in listed}
    problems = [f"{table.name}: {problem}" for table in listed for problem in _problems(table, found)]
    prefixes = Counter(table.prefix for table in listed if table.prefix)
    prefixes.update(group.prefix for group in _groups(listed) if group.column not in found[group.table].references)
    problems += [f"two kinds of ids begin with {prefix}" for prefix, count in prefixes.items() if count > 1]
    kinds = sorted(group.kind for group in _groups(listed))
    if kinds != sorted(get_args(JudgmentKind)):
        problems.append(
            f"groups of {', '.join(kinds)} are declared, but {', '.join(get_args(JudgmentKind))} are judged"
        )
    if len(found) < len(listed):
        problems.append("two tables have the same name")
    if problems:
        raise ValueError(f"the contract is wrong: {'; '.join(problems)}")
    return found


def _groups(tables: Iterable[Table]) -> list[Group]:
    return [table.group for table in tables if table.group]


def _problems(table: Table, tables: dict[str, Table]) -> Iterator[str]:
    fields, free = table.row.model_fields, table.of_origin("free")
    if not table.description:
        yield "it has no description"
    if table.layer not in get_args(Layer):
        yield f"there is no layer {table.layer}"
    if not table.key:
        yield "it has no key"
    yield from (f"it is sorted by {name}, which it does not have" for name in table.sort if name not in fields)
    for name, field in fields.items():
        if table._fact(name, "origin") not in get_args(Origin) or not field.description:
            yield f"{name} is not declared as fixed, judged or free with a description"
        for other in table._fact(name, "follows") or ():
            bare, _, nullable = unwrapped(field.annotation)
            if other not in free:
                yield f"{name} follows {other}, which no correction sets"
            if not nullable and "unknown" not in get_args(bare):
                yield f"{name} follows {other}, but cannot be unknown"
    for name, (target, column) in table.references.items():
        if target not in tables or tables[target].key != (column,):
            yield f"{name} points at {target}.{column}, which is no key"
        elif tables[target].prefix != table.prefix_of(name):
            yield f"{name} does not hold ids of {target}"
    if table.has_spans != (sum(bool(table._fact(name, "label")) for name in fields) == 1):
        yield "a row with a span, and no other, has exactly one label"
    if free and "curated" not in fields:
        yield "corrections set columns of it, but it has no column `curated`"
    if set(free) & {*table.key}:
        yield "a correction cannot set a key"
    for date in table.dates:
        yield from (f"{date.value} has no column {day}" for day in (date.start, date.end) if day not in fields)


_BY_POSITION = ("article_id", "start", "end")

TABLES = checked(
    (
        Table("sources", "ledger", Source, ("source_path",)),
        Table("articles", "document", Article, ("article_id",)),
        Table("segments", "document", Segment, ("article_id", "ordinal")),
        Table("claims", "document", Claim, (*_BY_POSITION, "claim_id")),
        Table("events", "document", Event, (*_BY_POSITION, "event_id")),
        Table("mentions", "document", Mention, (*_BY_POSITION, "mention_id")),
        Table("quantities", "document", Quantity, (*_BY_POSITION, "quantity_id")),
        Table("dates", "document", DateExpression, (*_BY_POSITION, "date_id")),
        Table("persons", "judgment", Person, ("person_id",), is_united=True),
        Table("stories", "judgment", Story, ("story_id",)),
        Table("judgments", "judgment", Judgment, ("kind", "left", "right")),
        Table("conflicts", "judgment", Conflict, ("conflict_id",)),
        Table("corrections", "judgment", AppliedCorrection, ("ordinal",)),
        Table("changes", "judgment", Change, ("correction_id", "ordinal")),
        Table("crosswalk", "reference", CrosswalkEntry, ("event_type", "act")),
    )
)
#: The tables that a single document fills.
DOCUMENT_TABLES = tuple(
    name for name, table in TABLES.items() if table.is_united or table.layer in ("ledger", "document")
)
#: Kind of judgment -> the groups that it makes.
GROUPS: dict[str, Group] = {group.kind: group for group in _groups(TABLES.values())}
#: What an id begins with -> the table and the column where such ids are at home.
ID_COLUMNS: dict[str, tuple[Table, str]] = {
    prefix: (table, column)
    for table in TABLES.values()
    for column in table.columns
    if (prefix := table.prefix_of(column)) and (column in table.key or column not in table.references)
}


def pointing_at(table: Table) -> list[tuple[Table, str]]:
    """The columns of the document tables that point at rows of a table."""
    others = [TABLES[name] for name in DOCUMENT_TABLES]
    return [(one, column) for one in others for column, (name, _) in one.references.items() if name == table.name]
