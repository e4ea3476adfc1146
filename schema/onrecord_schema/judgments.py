"""`judgments`: pairs of rows that were seriously held to be the same thing, with the decision, its score and reasons.

Both the merges and the refusals nearest to one are here, a bounded number a row, so that every group can be retraced
and every near miss be looked at. A pair that no sign brought together was never judged and has no row.
"""

from __future__ import annotations

from typing import Any, Literal

from onrecord_schema.fields import JudgmentId, Row, Share, Text, column


class Judgment(Row):
    judgment_id: JudgmentId = column("Hash over (kind, left, right).", key=True)
    kind: Literal["story", "person", "claim", "event"] = column("What the two were held to be one of.")
    left: Text = column(
        "The smaller id of the two: articles for a story, claims, events; for a person, the first mention of each."
    )
    right: Text = column("The larger id of the two.")
    decision: Literal["same", "apart"] = column("What was decided: whether both are in one group of the tables.")
    score: Share = column("Strength of the evidence that they are the same, on the kind's own scale.")
    reasons: list[Text] = column("What spoke for it and against it, in words.")

    def model_post_init(self, context: Any, /) -> None:
        if not self.left < self.right:
            raise ValueError(f"left {self.left} does not come before right {self.right}")
