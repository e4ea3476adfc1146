"""Row model of the table `articles`."""

from __future__ import annotations

from typing import Any

from onrecord_schema import fields as f


class Article(f.Row):
    """One row per article, with what its text and page say about it."""

    article_id: f.ArticleId = f.fixed("`art-` and the first 16 hex digits of `source_sha256`.", key=True)
    source_path: f.Text = f.fixed("Path of the document below the sources folder.", references="sources.source_path")
    source_sha256: f.Sha256 = f.fixed("SHA-256 of the document's bytes.")
    url: f.OptionalWords = f.free("Address the document was saved from, as its sidecar or its page states.")
    source_url: f.OptionalWords = f.free("Address of the original, where the text itself gives one.")
    publisher: f.OptionalWords = f.free("Who published this version.")
    agency: f.OptionalWords = f.free("News agency that the text credits.")
    title: f.OptionalWords = f.free("Headline; null when there is none.")
    subtitle: f.OptionalWords = f.free("Line below the headline.")
    authors: f.WordList = f.free("Names in the byline or the author's note, in that order.")
    dateline_place: f.OptionalWords = f.free("Place named in the dateline, as written.")
    published: f.Edtf | None = f.free("Publication date, no more precise than stated.")
    published_start: f.Day | None = f.fixed("Earliest day of `published`.")
    published_end: f.Day | None = f.fixed("Latest day of `published`.")
    published_basis: f.Basis = f.fixed("How `published` is known.")
    language: f.Language | None = f.free("Language of the text, as a BCP 47 tag.")
    text: f.Text = f.fixed("Full text of the document as decoded, with line ends as \\n. All offsets refer to it.")
    body: str = f.fixed("The article's own prose: segments with role body, summary or subheading, joined by line ends.")
    word_count: f.Count = f.fixed("Number of words in `body`.")
    removed_share: f.Share = f.fixed("Share of the text's non-blank characters in segments that were not kept.")
    story_id: f.StoryId = f.judged("Story of which this is a version.", references="stories.story_id", group="story")
    is_canonical: bool = f.judged("Whether this version represents its story.")
    version_similarity: f.Share = f.judged(
        "Share of five-word sequences in common with the canonical version, relative to the shorter of the two."
    )
    curated: bool = f.correction_mark()

    def model_post_init(self, context: Any, /) -> None:
        f.check_range(self.published, self.published_start, self.published_end)
