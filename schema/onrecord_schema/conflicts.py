"""`conflicts`: two statements about the same thing that cannot both hold, each with its sentence."""

from __future__ import annotations

from typing import Any, Literal

from onrecord_schema.fields import ArticleId, ConflictId, Offset, Row, Text, column


class Conflict(Row):
    conflict_id: ConflictId = column("Hash over (kind, left, right).", key=True)
    kind: Literal["number", "date", "assertion"] = column("What differs: a number, a date, or asserted against denied.")
    left: Text = column("One row that says so: a claim, event or quantity.")
    right: Text = column("The other row, in another article; its id is the larger one.")
    about: Text = column("What both speak of, in words of the texts.")
    differs: Text = column("What cannot both hold, in words.")
    left_article_id: ArticleId = column("Where the one sentence stands.", references="articles.article_id")
    left_start: Offset = column("Its first character, offset into `articles.text`.")
    left_end: Offset = column("One past its last character.")
    left_text: Text = column("The sentence itself.")
    right_article_id: ArticleId = column("Where the other sentence stands.", references="articles.article_id")
    right_start: Offset = column("Its first character, offset into `articles.text`.")
    right_end: Offset = column("One past its last character.")
    right_text: Text = column("The sentence itself.")

    def model_post_init(self, context: Any, /) -> None:
        if not self.left < self.right:
            raise ValueError(f"left {self.left} does not come before right {self.right}")
