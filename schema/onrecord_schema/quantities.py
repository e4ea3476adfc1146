"""`quantities`: every number that counts or measures something, as bounds that the text supports."""

from __future__ import annotations

from typing import Any

from onrecord_schema.fields import (
    ArticleId,
    ClaimId,
    Day,
    Edtf,
    EventId,
    Float64,
    Offset,
    QuantityId,
    SpanRow,
    Text,
    check_range,
    column,
    correction_mark,
)


class Quantity(SpanRow):
    quantity_id: QuantityId = column("Hash over (article_id, start, end, unit).", key=True)
    article_id: ArticleId = column("Where it stands.", references="articles.article_id")
    start: Offset = column("First character of the number with its bound words, offset into `articles.text`.")
    end: Offset = column("One past the last character.")
    text: Text = column("The expression, such as 'more than 2,000'.")
    value_min: Float64 | None = column("Lowest value that the text allows; null when open.")
    value_max: Float64 | None = column("Highest value that the text allows; null when open.")
    unit: str | None = column("What is counted, as written; a currency code for money; percent for shares.")
    approximate: bool = column("Whether the text says about, some, or so.")
    vague: bool = column("Whether the number itself is vague: dozens, hundreds, several.")
    claim_id: ClaimId | None = column("The claim it is part of.", references="claims.claim_id")
    event_id: EventId | None = column("The event it counts.", references="events.event_id")
    date: Edtf | None = column("The date it holds for, EDTF level 1.")
    date_start: Day | None = column("Earliest day of `date`.")
    date_end: Day | None = column("Latest day of `date`.")
    curated: bool = correction_mark()

    def model_post_init(self, context: Any, /) -> None:
        super().model_post_init(context)
        check_range(self.date, self.date_start, self.date_end)
        if self.value_min is not None and self.value_max is not None and self.value_max < self.value_min:
            raise ValueError(f"value_max {self.value_max} is below value_min {self.value_min}")
