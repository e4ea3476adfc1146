"""`corrections`: what people decided about the dataset, and what it changed."""

from __future__ import annotations

from typing import Literal

from onrecord_schema.fields import CorrectionId, Count, Row, Text, column


class AppliedCorrection(Row):
    correction_id: CorrectionId = column("Hash over (ordinal, action, row_ids, changes).", key=True)
    ordinal: Count = column("Position in the corrections file, from 0; each sees what those before it left.")
    action: Literal["merge", "split", "relabel", "drop", "set"] = column("What was done.")
    row_ids: list[Text] = column("The rows that the correction names.")
    changes: list[Text] = column("What changed, in words: groups before and after, values before and after.")
    dropped: list[Text] = column("Rows that are no longer in the tables because of it, whole, as JSON.")
    reason: Text = column("Why, as its author states.")
    author: Text = column("Who decided.")
