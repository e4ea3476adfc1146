"""Row model of the table `quantities`."""

from __future__ import annotations

from typing import Any

from onrecord_schema import fields as f


class Quantity(f.SpanRow):
    """One row per number that counts or measures something, as bounds that the text supports."""

    quantity_id: f.QuantityId = f.fixed("Hash over (article_id, start, end, unit).", key=True)
    article_id: f.ArticleId = f.fixed("Article of the number.", references="articles.article_id")
    start: f.Offset = f.fixed("Offset of the number, with words such as 'more than', in `articles.text`.")
    end: f.Offset = f.fixed("Offset after the last character.")
    text: f.Text = f.fixed("The expression, such as 'more than 2,000'.")
    value_min: f.Float64 | None = f.free("Lowest value that the text allows; null when open.")
    value_max: f.Float64 | None = f.free("Highest value that the text allows; null when open.")
    unit: f.OptionalWords = f.free(
        "What is counted, as written; a currency code for money, percent for shares.", label=True
    )
    approximate: bool = f.free("Whether the text calls the number approximate, as in 'about' or 'some'.")
    vague: bool = f.free("Whether the number itself is vague, such as dozens, hundreds or several.")
    claim_id: f.ClaimId | None = f.fixed("Claim that contains the number.", references="claims.claim_id")
    event_id: f.EventId | None = f.fixed("Event that the number counts.", references="events.event_id")
    date: f.Edtf | None = f.free("Date for which the number holds.")
    date_start: f.Day | None = f.fixed("Earliest day of `date`.")
    date_end: f.Day | None = f.fixed("Latest day of `date`.")
    curated: bool = f.correction_mark()

    def model_post_init(self, context: Any, /) -> None:
        super().model_post_init(context)
        f.check_range(self.date, self.date_start, self.date_end)
        if self.value_min is not None and self.value_max is not None and self.value_max < self.value_min:
            raise ValueError(f"value_max {self.value_max} is below value_min {self.value_min}")
