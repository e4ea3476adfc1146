"""Field types shared by the tables: each carries its meaning, constraint and Arrow type, and is defined only here."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from onrecord_schema.edtf import edtf_range


class Row(BaseModel):
    """A row of a table: strict (no "3" for 3), nothing extra, never changed once made."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False)


class ArrowType(str):
    """Marks the Arrow type of a field whose Python type alone does not settle it (`int32`, `float32`)."""


def column(description: str, *, key: bool = False, references: str | None = None, **settings: Any) -> Any:
    """A documented column. `references` is `table.column` of the row it points at."""
    extra: dict[str, Any] = {"key": key} | ({"references": references} if references else {})
    return Field(description=description, json_schema_extra=extra, **settings)


def _checked_edtf(value: str) -> str:
    edtf_range(value)
    return value


def _id(prefix: str) -> Any:
    return StringConstraints(pattern=rf"^{prefix}-[0-9a-f]{{16}}$")


Int32 = Annotated[int, ArrowType("int32"), Field(ge=-(2**31), lt=2**31)]
Int64 = Annotated[int, ArrowType("int64"), Field(ge=-(2**63), lt=2**63)]
Count = Annotated[int, ArrowType("int32"), Field(ge=0, lt=2**31)]
Offset = Annotated[int, ArrowType("int32"), Field(ge=0, lt=2**31)]
Float64 = Annotated[float, ArrowType("float64")]
Share = Annotated[float, ArrowType("float32"), Field(ge=0.0, le=1.0)]
Day = date
Text = Annotated[str, StringConstraints(min_length=1)]
Edtf = Annotated[str, AfterValidator(_checked_edtf)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$")]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]

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

Basis = Literal["stated", "relative", "inferred", "curated", "unknown"]
ActorKind = Literal["person", "organization", "government", "group", "document", "unknown"]


def correction_mark() -> Any:
    """The column that marks what a person corrected; false unless a correction says otherwise."""
    return column("Whether a correction changed this row or its group.", default=False)


def check_range(value: str | None, start: date | None, end: date | None) -> None:
    """Raise ValueError unless `start` and `end` are the earliest and latest day of the EDTF `value`."""
    expected = edtf_range(value) if value else (None, None)
    if (start, end) != expected:
        raise ValueError(f"{value!r} runs from {expected[0]} to {expected[1]}, not from {start} to {end}")


class SpanRow(Row):
    """A row that a stretch of an article says; `articles.text[start:end] == text`, always."""

    if TYPE_CHECKING:  # every row with a span declares these, in the place its table has them
        start: Offset
        end: Offset
        text: Text

    def model_post_init(self, context: Any, /) -> None:
        start, end, text = self.start, self.end, self.text
        if end - start != len(text):
            raise ValueError(f"span [{start}, {end}) does not have the length of its text ({len(text)})")
