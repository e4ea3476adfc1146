"""`mentions`: where each person is named or referred to."""

from __future__ import annotations

from typing import Literal

from onrecord_schema.fields import ArticleId, MentionId, Offset, PersonId, Share, SpanRow, Text, column, correction_mark


class Mention(SpanRow):
    mention_id: MentionId = column("Hash over (article_id, start, end, form).", key=True)
    person_id: PersonId = column("Who is meant.", references="persons.person_id")
    article_id: ArticleId = column("Where.", references="articles.article_id")
    start: Offset = column("First character, offset into `articles.text`.")
    end: Offset = column("One past the last character.")
    text: Text = column("The words: for a name without title and possessive.")
    form: Literal["name", "nominal", "pronoun"] = column("How the person is referred to.")
    confidence: Share | None = column(
        "Chance that the person is right, calibrated; null for a name, and where nothing was measured.", default=None
    )
    curated: bool = correction_mark()
