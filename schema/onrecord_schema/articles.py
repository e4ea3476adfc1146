"""`articles`: one row per article found, with what its own text and page say of it."""

from __future__ import annotations

from typing import Any

from onrecord_schema.fields import (
    ArticleId,
    Basis,
    Count,
    Day,
    Edtf,
    Language,
    Row,
    Sha256,
    Share,
    StoryId,
    Text,
    check_range,
    column,
    correction_mark,
)


class Article(Row):
    article_id: ArticleId = column("`art-` and 16 hex digits of the source bytes' SHA-256.", key=True)
    source_path: Text = column("Where the document lies below the sources folder.", references="sources.source_path")
    source_sha256: Sha256 = column("SHA-256 of the document's bytes.")
    url: str | None = column("Where the document was found: from the sidecar, or an HTML page's canonical link.")
    source_url: str | None = column("The original's address, where the text itself gives one.")
    publisher: str | None = column("Who published this version.")
    agency: str | None = column("News agency that the text credits.")
    title: str | None = column("The headline; null where the page has none.")
    subtitle: str | None = column("The line below the headline.")
    authors: list[Text] = column("Names in the byline or author's note, in order; empty when none is given.")
    dateline_place: str | None = column("Place that the dateline names, as written.")
    published: Edtf | None = column("Publication date, EDTF level 1, as precise as it is known.")
    published_start: Day | None = column("Earliest day of `published`.")
    published_end: Day | None = column("Latest day of `published`.")
    published_basis: Basis = column("How `published` is known.")
    language: Language | None = column("Language of the text, BCP 47.")
    text: Text = column(
        "The document's text as decoded, line ends made \\n, nothing else changed. All offsets point into it."
    )
    body: str = column("The article's own prose: segments with role body, summary or subheading, joined by line ends.")
    word_count: Count = column("Words in `body`.")
    removed_share: Share = column("Share of the text's non-blank characters that lie in segments not kept.")
    story_id: StoryId = column("The report of which this is a version.", references="stories.story_id")
    is_canonical: bool = column("Whether this is the story's one representative.")
    version_similarity: Share = column(
        "Share of five-word runs of the shorter of this and the canonical version that the other holds."
    )
    curated: bool = correction_mark()

    def model_post_init(self, context: Any, /) -> None:
        check_range(self.published, self.published_start, self.published_end)
