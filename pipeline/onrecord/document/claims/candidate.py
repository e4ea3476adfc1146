"""A candidate for attribution: cue, source and content as they stand in one grammatical construction."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.document.claims.comments import without_remark
from onrecord.document.claims.phrases import trimmed
from onrecord.language.en.syntax import Tokens, noun_phrase

if TYPE_CHECKING:
    from onrecord.language.en import Token


@dataclass(frozen=True)
class Candidate:
    """Words that may attribute: `cue` is headed by token `head`; `source` is None where the construction names none."""

    construction: str
    head: int
    cue: Tokens
    source: Tokens | None
    content: Tokens
    anchor: int
    """The token that heads the content."""


def candidate(
    construction: str, head: Token, cue: Tokens, source: Token | None, content: Tokens, anchor: Token
) -> Iterator[Candidate]:
    """One candidate, or none when its content is empty; the source is given as the mention around its head."""
    span = trimmed(head.doc, without_remark(head.doc, content, anchor.i) if "clause" in construction else content)
    if span is not None and head.doc[span[1] - 1].dep_ == "cc":
        span = trimmed(head.doc, (span[0], span[1] - 1))  # said [the strike goes on, and] expects ...
    if span is None:
        return
    mention = trimmed(head.doc, noun_phrase(source)) if source is not None else None
    if mention is not None and head.doc[mention[1] - 1].tag_ == "POS" and mention[1] - mention[0] > 1:
        mention = (mention[0], mention[1] - 1)  # {the union}'s claim
    if source is not None and mention is not None and mention[0] <= head.i < mention[1]:
        mention = (source.i, source.i + 1)  # the cue stands inside the mention: "a report saying that ..."
    yield Candidate(construction, head.i, cue, mention, span, anchor.i)
