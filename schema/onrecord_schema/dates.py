"""Row model of the table `dates`."""

from __future__ import annotations

from typing import Any, Literal

from onrecord_schema import fields as f

#: Kinds whose value is a date with a first and last day.
DATED_KINDS = ("date", "time")


class DateExpression(f.SpanRow):
    """One row per time expression, with the date or duration it stands for, never more precise than the text."""

    date_id: f.DateId = f.fixed("Hash over (article_id, start, end, kind).", key=True)
    article_id: f.ArticleId = f.fixed("Article of the expression.", references="articles.article_id")
    start: f.Offset = f.fixed("Offset of the first character in `articles.text`.")
    end: f.Offset = f.fixed("Offset after the last character.")
    text: f.Text = f.fixed("The expression as written.")
    kind: Literal["date", "time", "duration", "set"] = f.free(
        "Calendar date, time of day, length of time, or repetition.", label=True
    )
    value: f.OptionalWords = f.free("Date or time as EDTF, otherwise an ISO 8601 duration; null when unresolved.")
    value_start: f.Day | None = f.fixed("Earliest day of `value`; null for durations and sets.")
    value_end: f.Day | None = f.fixed("Latest day of `value`; null for durations and sets.")
    basis: f.Basis = f.fixed("How `value` is known; unknown when it is null.")
    anchor: f.Edtf | None = f.free("Date from which a relative expression was resolved.")
    curated: bool = f.correction_mark()

    def model_post_init(self, context: Any, /) -> None:
        super().model_post_init(context)
        f.check_range(self.value if self.kind in DATED_KINDS else None, self.value_start, self.value_end)
