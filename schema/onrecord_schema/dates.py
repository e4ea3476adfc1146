"""`dates`: every time expression and what it resolves to, never more precise than the text."""

from __future__ import annotations

from typing import Any, Literal

from onrecord_schema.fields import (
    ArticleId,
    Basis,
    DateId,
    Day,
    Offset,
    SpanRow,
    Text,
    check_range,
    column,
    correction_mark,
)


class DateExpression(SpanRow):
    date_id: DateId = column("Hash over (article_id, start, end, kind).", key=True)
    article_id: ArticleId = column("Where it stands.", references="articles.article_id")
    start: Offset = column("First character, offset into `articles.text`.")
    end: Offset = column("One past the last character.")
    text: Text = column("The expression as written.")
    kind: Literal["date", "time", "duration", "set"] = column("Calendar date, time of day, length or repetition.")
    value: str | None = column("EDTF level 1 for a date or time, an ISO 8601 duration otherwise; null when unresolved.")
    value_start: Day | None = column("Earliest day; null for durations and sets.")
    value_end: Day | None = column("Latest day; null for durations and sets.")
    basis: Basis = column("How the value is known; unknown when it is null.")
    anchor: str | None = column("The EDTF date that a relative expression was resolved against.")
    curated: bool = correction_mark()

    def model_post_init(self, context: Any, /) -> None:
        super().model_post_init(context)
        check_range(self.value if self.kind in ("date", "time") else None, self.value_start, self.value_end)
