"""Row model of the table `claims`."""

from __future__ import annotations

from typing import Any, Literal

from onrecord_schema import fields as f

ClaimKind = Literal["direct", "indirect", "mixed", "narrator"]
Stance = Literal["asserts", "denies", "questions", "requests", "hypothesizes"]


class Claim(f.SpanRow):
    """One row per attributed statement: its source, its content and when it was made."""

    claim_id: f.ClaimId = f.fixed("Hash over (article_id, start, end, kind).", key=True)
    article_id: f.ArticleId = f.fixed("Article that reports the claim.", references="articles.article_id")
    start: f.Offset = f.fixed("Offset of the content's first character in `articles.text`.")
    end: f.Offset = f.fixed("Offset after the content's last character.")
    text: f.Text = f.fixed("Content of the claim, in the article's words.")
    kind: ClaimKind = f.free(
        "How it is attributed: quoted, reported, partly quoted, or stated by the article itself.", label=True
    )
    quote_id: f.QuoteId | None = f.fixed("Shared by the pieces of one quotation that the text interrupts.")
    speaker: f.OptionalWords = f.free(
        "Who made the claim, as written; for a pronoun, its antecedent. Null when not given."
    )
    speaker_kind: f.ActorKind = f.free("What the speaker is.", follows=["speaker"])
    speaker_start: f.Offset | None = f.fixed("Offset of the words for the speaker at the cue.", follows=["speaker"])
    speaker_end: f.Offset | None = f.fixed("Offset after the words for the speaker.", follows=["speaker"])
    person_id: f.PersonId | None = f.free(
        "The speaker, if a person.", references="persons.person_id", follows=["speaker"]
    )
    cue: f.Text | None = f.fixed("Words that attribute the claim, such as a verb of saying; null without any.")
    cue_start: f.Offset | None = f.fixed("Offset of the cue.")
    cue_end: f.Offset | None = f.fixed("Offset after the cue.")
    stance: Stance = f.free("What the speaker does with the content.")
    said: f.Edtf | None = f.free("When the claim was made.")
    said_start: f.Day | None = f.fixed("Earliest day of `said`.")
    said_end: f.Day | None = f.fixed("Latest day of `said`.")
    place: f.OptionalWords = f.free("Where the claim was made, as written.")
    claim_group_id: f.ClaimGroupId = f.judged(
        "Shared by claims of the same statement by the same speaker.", group="claim"
    )
    is_canonical: bool = f.judged("Whether this claim represents its group.")
    article_count: f.Count = f.judged("Number of articles that report the group's statement.")
    story_count: f.Count = f.judged("Number of independent stories that do; a reprinted story counts once.")
    confidence: f.Share | None = f.free(
        "Calibrated probability that speaker and content are right; null where not calibrated."
    )
    first_reported: f.Day | None = f.judged(
        "Earliest day on which an article that reports the group's statement may have been published.", default=None
    )
    last_reported: f.Day | None = f.judged("Latest such day.", default=None)
    speaker_confidence: f.Share | None = f.free(
        "Calibrated probability that `speaker` is who the words at the cue refer to; null where they name the speaker "
        "or there is none.",
        follows=["speaker", "person_id"],
        default=None,
    )
    curated: bool = f.correction_mark()

    def model_post_init(self, context: Any, /) -> None:
        super().model_post_init(context)
        f.check_range(self.said, self.said_start, self.said_end)
