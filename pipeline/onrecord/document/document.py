"""What a document becomes: its rows by table, or the one row that says why it has no others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from onrecord_schema.fields import Row
from onrecord_schema.sources import Source

#: How the reason begins where a stage failed on an input that can be read.
FAILED = "could not be processed"


@dataclass
class Document:
    """The rows of one input by table, and the sketch that finds its versions."""

    rows: dict[str, Sequence[Row]]
    sketch: list[int] = field(default_factory=list)


def rejected(
    path: str, sha256: str, size: int, reason: str, media_type: str | None = None, encoding: str | None = None
) -> Document:
    """The document of an input of `size` bytes that is no article."""
    row = Source(
        source_path=path,
        source_sha256=sha256,
        bytes=size,
        media_type=media_type,
        encoding=encoding,
        status="rejected",
        reason=reason,
        article_id=None,
    )
    return Document({"sources": [row]})
