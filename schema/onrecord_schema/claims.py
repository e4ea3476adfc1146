"""`claims`: one row per attributed statement, with who said it, in which words, and when."""

from __future__ import annotations

from typing import Any, Literal

from onrecord_schema.fields import (
    ActorKind,
    ArticleId,
    ClaimGroupId,
    ClaimId,
    Count,
    Day,
    Edtf,
    Offset,
    PersonId,
    QuoteId,
    Share,
    SpanRow,
    Text,
    check_range,
    column,
    correction_mark,
)

ClaimKind = Literal["direct", "indirect", "mixed", "narrator"]
Stance = Literal["asserts", "denies", "questions", "requests", "hypothesizes"]


class Claim(SpanRow):
    claim_id: ClaimId = column("Hash over (article_id, start, end, kind).", key=True)
    article_id: ArticleId = column("The article that says so.", references="articles.article_id")
    start: Offset = column("First character of the content, offset into `articles.text`.")
    end: Offset = column("One past the content's last character.")
    text: Text = column("The content: what is claimed, in the article's words.")
    kind: ClaimKind = column("Quoted, reported, partly quoted, or said by the article itself.")
    quote_id: QuoteId | None = column("Shared by the pieces of one split quote.")
    speaker: str | None = column("Who said it, as written, or the antecedent of a pronoun; null when not given.")
    speaker_kind: ActorKind = column("What the speaker is.")
    speaker_start: Offset | None = column("First character of the speaker as written at the cue.")
    speaker_end: Offset | None = column("One past the speaker's last character.")
    person_id: PersonId | None = column("The speaker, when a person.", references="persons.person_id")
    cue: str | None = column("The words that attribute it; null for a quote without a cue.")
    cue_start: Offset | None = column("First character of the cue.")
    cue_end: Offset | None = column("One past the cue's last character.")
    stance: Stance = column("What the speaker does with the content.")
    said: Edtf | None = column("When it was said, EDTF level 1.")
    said_start: Day | None = column("Earliest day of `said`.")
    said_end: Day | None = column("Latest day of `said`.")
    place: str | None = column("Where it was said, as written.")
    claim_group_id: ClaimGroupId = column("Claims held to be the same statement by the same speaker.")
    is_canonical: bool = column("Whether this row represents its group.")
    article_count: Count = column("Articles that carry the group.")
    story_count: Count = column("Independent stories that carry the group; republications count once.")
    confidence: Share | None = column("Chance that source and content are right, calibrated; else null.")
    first_reported: Day | None = column(
        "Earliest day on which an article that carries the group may have appeared.", default=None
    )
    last_reported: Day | None = column("Latest day on which one may have appeared.", default=None)
    speaker_confidence: Share | None = column(
        "Chance that `speaker` is whom the words at the cue mean, calibrated; null where they name it, or nobody does.",
        default=None,
    )
    curated: bool = correction_mark()

    def model_post_init(self, context: Any, /) -> None:
        super().model_post_init(context)
        check_range(self.said, self.said_start, self.said_end)
