"""A candidate for attribution: cue, source and content as they stand in one grammatical construction."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.document.claims.lexicon import cue_word
from onrecord.document.claims.phrases import trimmed
from onrecord.language.en.syntax import Tokens, noun_phrase

if TYPE_CHECKING:
    from onrecord.language.en import Doc, Token


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


#: Content in [brackets], the remark outside.
EXAMPLES = {
    "in": "The union said [that it would return to work], in a sign that the talks succeeded.",
    "apposition": "The minister said [that the tax would end], a move that surprised the industry.",
    "further": "The union said [that the offer was fair], though it argued that it came too late.",
    "dash": "The mayor said [that the bridge was safe] — although it was closed in the spring.",
}
_ACTS = frozenset(
    {"move", "step", "shift", "reversal", "gesture", "reference", "departure", "blow", "nod", "sentiment"}
)
_REMARKS = frozenset({"say", "plan", "evidence", "blame", "praise", "deny", "demand"})
_FURTHER = frozenset({"though", "although", "while", "but", "and"})
_TELLING = frozenset({"say", "tell", "argue", "warn", "deny", "concede", "predict", "promise"})
_PRONOUNS = frozenset({"he", "she", "they", "it"})
_DASHES = ("-", "--", "\u2013", "\u2014")
_MARKS = ('"', "''", "``")


def without_remark(doc: Doc, span: tuple[int, int], anchor: int) -> tuple[int, int]:
    """The span up to the narrator's remark that ends it, if one does."""
    first, last = span
    if not first <= anchor < last:
        return span
    quoted = sum(token.text in _MARKS for token in doc[first : anchor + 1])
    for i in range(anchor + 1, last - 1):
        text = doc[i].text
        quoted += text in _MARKS
        if quoted % 2:
            continue
        if text in _DASHES and _opens_remark(doc, i, last):
            return first, i
        if (text == "," or text in _DASHES) and _names_what_was_said(doc[i + 1], last):
            return first, i
        if text == "," and _says_more(doc, i + 1, last):
            return first, i
    return span


def _opens_remark(doc: Doc, dash: int, last: int) -> bool:
    """Whether a dash is the last one and a conjunction follows it: a pair of dashes encloses words of the content."""
    if any(doc[i].text in _DASHES for i in range(dash + 1, last)):
        return False
    return doc[dash + 1].tag_ in ("CC", "IN") and not any(
        doc[i].text in _DASHES for i in range(max(0, dash - 12), dash)
    )


def _says_more(doc: Doc, start: int, last: int) -> bool:
    """Whether the narrator goes on to what the same source said besides: , though he argued that ..."""
    if start + 3 >= last or doc[start].lower_ not in _FURTHER or doc[start + 1].lower_ not in _PRONOUNS:
        return False
    verb = next((doc[i] for i in range(start + 2, min(start + 5, last)) if doc[i].pos_ not in ("ADV", "AUX")), None)
    word = cue_word(verb) if verb is not None and verb.tag_ in ("VBD", "VBZ", "VBN") else None
    return word is not None and word.cue_class in _TELLING


def _names_what_was_said(word: Token, last: int) -> bool:
    """Whether "in a sign", "a move" starts at the word, and its phrase ends the content."""
    if word.lower_ in ("in", "as"):
        noun = next((child for child in word.rights if child.dep_ == "pobj"), None)
        word = word.nbor()
    else:
        noun = word.head if word.dep_ == "det" else None
    if noun is None or word.lower_ not in ("a", "an") or noun.right_edge.i < last - 1:
        return False
    if not any(child.dep_ in ("relcl", "acl", "ccomp", "prep") for child in noun.rights):
        return False
    cue = cue_word(noun)
    return noun.lower_ in _ACTS or (cue is not None and cue.cue_class in _REMARKS)
