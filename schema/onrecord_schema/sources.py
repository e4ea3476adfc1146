"""Row model of the table `sources`."""

from __future__ import annotations

from typing import Literal

from onrecord_schema import fields as f


class Source(f.Row):
    """One row per input, whatever became of it."""

    source_path: f.Text = f.fixed("Path below the sources folder, with forward slashes.", key=True)
    source_sha256: f.Sha256 | None = f.fixed("SHA-256 of the bytes as received; null when they could not be read.")
    bytes: f.Int64 | None = f.fixed("Size as received, in bytes.", ge=0)
    media_type: f.OptionalWords = f.fixed("Media type according to the content, not the name, such as text/html.")
    encoding: f.OptionalWords = f.fixed("Character encoding with which the text was decoded.")
    status: Literal["article", "duplicate", "rejected"] = f.fixed("What became of the input.")
    reason: f.OptionalWords = f.fixed("Why it was rejected, or which source it duplicates.")
    article_id: f.ArticleId | None = f.fixed("The article it became or duplicates.", references="articles.article_id")
