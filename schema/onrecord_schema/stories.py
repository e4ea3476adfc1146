"""`stories`: articles held to be versions of one report; a story printed five times is one source."""

from __future__ import annotations

from onrecord_schema.fields import ArticleId, Count, Day, Row, StoryId, column, correction_mark


class Story(Row):
    story_id: StoryId = column("Hash over the articles that are versions of it.", key=True)
    title: str | None = column("Title of the canonical version, or of another where that has none.")
    agency: str | None = column("Agency that any version credits.")
    article_count: Count = column("Versions in this dataset.", ge=1)
    published_start: Day | None = column("Earliest day any version may have been published.")
    published_end: Day | None = column("Latest day any version may have been published.")
    canonical_article_id: ArticleId = column("The version that represents the story.", references="articles.article_id")
    curated: bool = correction_mark()
