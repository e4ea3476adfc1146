"""`sources`: the ledger. Every input has exactly one row, whatever became of it."""

from __future__ import annotations

from typing import Literal

from onrecord_schema.fields import ArticleId, Int64, Row, Sha256, Text, column


class Source(Row):
    source_path: Text = column("Path below the sources folder, with forward slashes.", key=True)
    source_sha256: Sha256 | None = column("SHA-256 of the bytes as received; null when they could not be read.")
    bytes: Int64 | None = column("Size as received, in bytes.", ge=0)
    media_type: str | None = column("Media type found in the bytes, not in the name (text/plain, text/html, ...).")
    encoding: str | None = column("Character encoding the text was decoded with.")
    status: Literal["article", "duplicate", "rejected"] = column("What became of the input.")
    reason: str | None = column("Why it was rejected, or of which source it is a duplicate.")
    article_id: ArticleId | None = column("The article it became or repeats.", references="articles.article_id")
