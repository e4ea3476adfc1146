"""Row models of the tables about several documents: stories, judgments, conflicts, corrections and their changes."""

from __future__ import annotations

from typing import Any, Literal

from onrecord_schema import fields as f

JudgmentKind = Literal["story", "person", "claim", "event"]
Action = Literal["merge", "split", "relabel", "drop", "set"]
ChangeKind = Literal["set", "renamed", "merged", "split", "dropped"]


def check_order(left: str, right: str) -> None:
    """Raise ValueError unless the ids of a pair are in order."""
    if not left < right:
        raise ValueError(f"left {left} does not come before right {right}")


class Story(f.Row):
    """One row per report, of which one or more articles are versions; however often reprinted, it is one source."""

    story_id: f.StoryId = f.fixed("Hash over the articles that are its versions.", key=True)
    title: f.OptionalWords = f.judged("Title of the canonical version, or of another if that has none.")
    agency: f.OptionalWords = f.judged("News agency that a version credits.")
    article_count: f.PositiveCount = f.judged("Number of versions in this dataset.")
    published_start: f.Day | None = f.judged("Earliest day on which a version may have been published.")
    published_end: f.Day | None = f.judged("Latest such day.")
    canonical_article_id: f.ArticleId = f.judged("Version that represents the story.", references="articles.article_id")
    curated: bool = f.correction_mark()


class Judgment(f.Row):
    """One row per pair of rows that were compared, with the decision whether they are the same, its score and reasons.

    Holds the merges and the closest refusals, a limited number for each row, so that every group can be retraced and
    every near miss reviewed. Pairs without any sign in common were never compared.
    """

    judgment_id: f.JudgmentId = f.fixed("Hash over (kind, left, right).", key=True)
    kind: JudgmentKind = f.judged("What the two may be the same of.")
    left: f.Text = f.judged(
        "Smaller id of the pair: an article for a story, a claim, an event, or the first mention of a person."
    )
    right: f.Text = f.judged("Larger id of the pair.")
    decision: Literal["same", "apart"] = f.judged("Whether the tables have both in one group.")
    score: f.Share = f.judged("Strength of the evidence that they are the same, on the kind's own scale.")
    reasons: list[f.Words] = f.judged("Evidence for and against.")

    def model_post_init(self, context: Any, /) -> None:
        check_order(self.left, self.right)


class Conflict(f.Row):
    """One row per pair of statements about the same thing that cannot both be true, with the sentence of each."""

    conflict_id: f.ConflictId = f.fixed("Hash over (kind, left, right).", key=True)
    kind: Literal["number", "date", "assertion"] = f.judged("What differs: a number, a date, or what is asserted.")
    left: f.Text = f.judged("Id of one row: a claim, event or quantity.")
    right: f.Text = f.judged("Id of the other row, from another article; the larger of the two ids.")
    about: f.Words = f.judged("What both are about, in the words of the articles.")
    differs: f.Words = f.judged("What cannot both be true.")
    left_article_id: f.ArticleId = f.judged("Article of the left row.", references="articles.article_id")
    left_start: f.Offset = f.judged("Offset of its sentence in `articles.text`.")
    left_end: f.Offset = f.judged("Offset after its sentence.")
    left_text: f.Text = f.judged("Its sentence.")
    right_article_id: f.ArticleId = f.judged("Article of the right row.", references="articles.article_id")
    right_start: f.Offset = f.judged("Offset of its sentence in `articles.text`.")
    right_end: f.Offset = f.judged("Offset after its sentence.")
    right_text: f.Text = f.judged("Its sentence.")

    def model_post_init(self, context: Any, /) -> None:
        check_order(self.left, self.right)


class AppliedCorrection(f.Row):
    """One row per decision that people made about the dataset in `corrections.yaml`."""

    correction_id: f.CorrectionId = f.fixed("Hash over (ordinal, action, row_ids, changes).", key=True)
    ordinal: f.Count = f.fixed(
        "Position in the corrections file, from 0; each is applied to the result of those before."
    )
    action: Action = f.fixed("What was done.")
    row_ids: list[f.Text] = f.fixed("Ids of the rows that the correction names.")
    changes: list[f.Text] = f.fixed("The correction's rows of `changes` in words, in their order.")
    dropped: list[f.Text] = f.fixed(
        "Rows that it removed from the tables, as JSON; of an article only id, path and title."
    )
    reason: f.Words = f.fixed("Why, as the author states it.")
    author: f.Words = f.fixed("Who decided.")


class Change(f.Row):
    """One row per value or id that a correction changed."""

    change_id: f.ChangeId = f.fixed("Hash over (correction_id, ordinal).", key=True)
    correction_id: f.CorrectionId = f.fixed("The correction.", references="corrections.correction_id")
    ordinal: f.Count = f.fixed("Position among the correction's changes, from 0.")
    kind: ChangeKind = f.fixed(
        "What happened: a column was set; or an id was replaced by another, merged with others into one, split into "
        "several, or removed."
    )
    table_name: f.Words = f.fixed("Table of the row; for a group, the table with the column that holds its id.")
    row_id: f.Text = f.fixed("Id of the row or group before the change.")
    column_name: f.Words = f.fixed("The column that was set, or that holds the id.")
    value_before: f.OptionalWords = f.fixed("Value before a column was set, as JSON; else null.")
    value_after: f.OptionalWords = f.fixed("Value after it was set, or the list of ids that replace `row_id`, as JSON.")
