"""Row model of the table `mentions`."""

from __future__ import annotations

from typing import Literal

from onrecord_schema import fields as f


class Mention(f.SpanRow):
    """One row per place where a person is named or referred to."""

    mention_id: f.MentionId = f.fixed("Hash over (article_id, start, end, form).", key=True)
    person_id: f.PersonId = f.free("The person.", references="persons.person_id", group="person")
    article_id: f.ArticleId = f.fixed("Article of the mention.", references="articles.article_id")
    start: f.Offset = f.fixed("Offset of the first character in `articles.text`.")
    end: f.Offset = f.fixed("Offset after the last character.")
    text: f.Text = f.fixed("The words of the mention; a name stands without title and possessive ending.")
    form: Literal["name", "nominal", "pronoun"] = f.free("How the person is referred to.", label=True)
    confidence: f.Share | None = f.free(
        "Calibrated probability that the person is right; null for names and where not calibrated.",
        follows=["form", "person_id"],
        default=None,
    )
    curated: bool = f.correction_mark()
