"""Column types and declarations that all tables share: what a value may be, how it is cleaned and who decides it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import partial
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from onrecord_schema.edtf import edtf_range


class Row(BaseModel):
    """A row of a table: strict (no "3" for 3), without further columns, and immutable."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False)


class ArrowType(str):
    """Marks the Arrow type of a number whose Python type leaves it open (`int32`, `float32`)."""


Origin = Literal["fixed", "judged", "free"]


def _column(
    origin: Origin,
    description: str,
    *,
    key: bool = False,
    references: str | None = None,
    label: bool = False,
    group: str | None = None,
    follows: Sequence[str] = (),
    **settings: Any,
) -> Any:
    """A documented column.

    `key` columns identify the row; `references` is the `table.column` it points at; `label` is the column that the id
    is made of beside the span; `group` is the kind of judgment whose group ids it holds; `follows` names the columns
    that it describes, so that it becomes unknown when a correction sets one of them. `settings` are pydantic's.
    """
    facts = {"references": references, "label": label, "group": group, "follows": list(follows)}
    extra: dict[str, Any] = {"key": key, "origin": origin} | {name: fact for name, fact in facts.items() if fact}
    return Field(description=description, json_schema_extra=extra, **settings)


#: Columns by who decides their value: it follows from the document or from other columns; it is judged across
#: documents, so unknown while a single one is read; or it is free for a correction to set.
fixed, judged, free = partial(_column, "fixed"), partial(_column, "judged"), partial(_column, "free")


def correction_mark() -> Any:
    """The column that marks rows changed by a correction."""
    return fixed("Whether a correction changed this row or its group.", default=False)


def unwrapped(annotation: Any) -> tuple[Any, list[Any], bool]:
    """The bare Python type of an annotation, the marks on it, and whether it allows null."""
    marks: list[Any] = []
    nullable = False
    while True:
        if hasattr(annotation, "__metadata__"):
            marks += annotation.__metadata__
            annotation = annotation.__origin__
        elif get_origin(annotation) in (Union, UnionType):
            options = [option for option in get_args(annotation) if option is not NoneType]
            nullable = len(options) < len(get_args(annotation))
            (annotation,) = options
        else:
            return annotation, marks, nullable


def id_prefix(annotation: Any, metadata: Sequence[Any] = ()) -> str | None:
    """What the ids in a column (or in its lists) begin with; None for a column of anything else."""
    bare, marks, _ = unwrapped(annotation)
    if get_origin(bare) is list:
        return id_prefix(get_args(bare)[0])
    patterns = [str(mark.pattern) for mark in [*metadata, *marks] if isinstance(mark, StringConstraints)]
    return next((found[1] for pattern in patterns if (found := re.match(r"\^([a-z]{3})-\[0-9a-f\]", pattern))), None)


def _id(prefix: str) -> Any:
    return StringConstraints(pattern=rf"^{prefix}-[0-9a-f]{{16}}$")


def _checked_edtf(value: str) -> str:
    edtf_range(value)
    return value


def _is_blank(value: Any) -> bool:
    return isinstance(value, str) and not value.strip()


def _null_if_blank(value: Any) -> Any:
    return None if _is_blank(value) else value


def _without_blanks(items: Any) -> Any:
    return [item for item in items if not _is_blank(item)] if isinstance(items, list) else items


Int64 = Annotated[int, ArrowType("int64"), Field(ge=-(2**63), lt=2**63)]
Count = Annotated[int, ArrowType("int32"), Field(ge=0, lt=2**31)]
PositiveCount = Annotated[int, ArrowType("int32"), Field(ge=1, lt=2**31)]
Offset = Annotated[int, ArrowType("int32"), Field(ge=0, lt=2**31)]
Float64 = Annotated[float, ArrowType("float64")]
Share = Annotated[float, ArrowType("float32"), Field(ge=0.0, le=1.0)]
Day = date
Edtf = Annotated[str, AfterValidator(_checked_edtf)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$")]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]

#: Text exactly as it stands in the document or in a file's name.
Text = Annotated[str, StringConstraints(min_length=1)]
#: Words about something, cleaned when the row is made: no blanks around them, and null instead of nothing but blanks.
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
OptionalWords = Annotated[Words | None, BeforeValidator(_null_if_blank)]
#: Several of them, each once: as ordered, or sorted.
WordList = Annotated[
    list[Words], BeforeValidator(_without_blanks), AfterValidator(lambda items: list(dict.fromkeys(items)))
]
WordSet = Annotated[list[Words], BeforeValidator(_without_blanks), AfterValidator(lambda items: sorted(set(items)))]

ArticleId = Annotated[str, _id("art")]
SegmentId = Annotated[str, _id("seg")]
ClaimId = Annotated[str, _id("clm")]
ClaimGroupId = Annotated[str, _id("clg")]
QuoteId = Annotated[str, _id("quo")]
PersonId = Annotated[str, _id("per")]
MentionId = Annotated[str, _id("men")]
EventId = Annotated[str, _id("evt")]
EventGroupId = Annotated[str, _id("evg")]
QuantityId = Annotated[str, _id("qty")]
DateId = Annotated[str, _id("dat")]
StoryId = Annotated[str, _id("sto")]
JudgmentId = Annotated[str, _id("jdg")]
ConflictId = Annotated[str, _id("cfl")]
CorrectionId = Annotated[str, _id("cor")]
ChangeId = Annotated[str, _id("chg")]

Basis = Literal["stated", "relative", "inferred", "curated", "unknown"]
ActorKind = Literal["person", "organization", "government", "group", "document", "unknown"]


def check_range(value: str | None, start: date | None, end: date | None) -> None:
    """Raise ValueError unless `start` and `end` are the earliest and latest day of the EDTF `value`."""
    expected = edtf_range(value) if value else (None, None)
    if (start, end) != expected:
        raise ValueError(f"{value!r} runs from {expected[0]} to {expected[1]}, not from {start} to {end}")


class SpanRow(Row):
    """A row about a stretch of an article; always `articles.text[start:end] == text`."""

    if TYPE_CHECKING:  # every row with a span declares these, in the place its table has them
        start: Offset
        end: Offset
        text: Text

    def model_post_init(self, context: Any, /) -> None:
        start, end, text = self.start, self.end, self.text
        if end - start != len(text):
            raise ValueError(f"span [{start}, {end}) does not have the length of its text ({len(text)})")
