"""Whether a time expression is in the past or the future, by the tense of the verb that governs it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from onrecord.language.en import lexicons

if TYPE_CHECKING:
    from onrecord.language.en import Span, Token

_AHEAD = frozenset({"will", "'ll", "wo", "shall", "may", "might", "can", "could", "should", "must", "would"})
_BACK = frozenset({"had", "was", "were", "did", "has", "have", "'ve", "been"})
_NOW = frozenset({"is", "are", "am", "'re", "'m", "'s"})
_MAX_STEPS = 25


@lru_cache(maxsize=1)
def _words() -> dict[str, str]:
    return {row[0]: row[1] for row in lexicons.rows("tense.tsv")}


#: What is put off until a date is in the future, in any tense: has been put off until May.
_POSTPONING = frozenset(("postpone", "delay", "adjourn", "defer", "put", "push", "remand"))


def direction(expression: Span) -> int:
    """-1 for an expression in the past, 1 for one in the future, 0 where the grammar shows neither."""
    token = expression.root
    if token.dep_ in ("compound", "amod", "nmod"):
        return 0  # a June agreement: the name of a thing, not the time of the verb
    if _is_time_of_telling(expression):
        return -1
    for _ in range(_MAX_STEPS):
        if token.lower_ in ("until", "till") and token.head.lemma_ in _POSTPONING:
            return 1
        if token.i not in range(expression.start, expression.end):
            if _is_plan(token):
                return -1 if _is_long_past(token) else 1
            if token.pos_ in ("VERB", "AUX") and (told := _of_verb(token)) is not None:
                return told
        if token.head is token:
            return 0
        token = token.head
    return 0


def _is_time_of_telling(expression: Span) -> bool:
    """Whether it follows a past verb, but the parser ties it to the clause after it: said on Friday it would close."""
    doc, before = expression.doc, expression.start - 1
    while before > 0 and doc[before].lower_ in ("on", "late", "early"):
        before -= 1
    governor = expression.root.head.head if expression.root.head.dep_ == "prep" else expression.root.head
    if before < 0 or doc[before].tag_ != "VBD" or governor.i < expression.end or governor.dep_ != "ccomp":
        return False
    return governor.head == doc[before] and any(
        child.dep_ in ("nsubj", "nsubjpass") and child.i >= expression.end for child in governor.lefts
    )


def _is_plan(token: Token) -> bool:
    """Whether a word makes what depends on it a plan: due, set to, scheduled for, payable."""
    if _words().get(token.lower_) != "forward" and (token.tag_ != "VBN" or _words().get(token.lemma_) != "forward"):
        return False
    return token.lower_ != "set" or any(child.dep_ == "xcomp" or child.lower_ == "for" for child in token.children)


def _is_long_past(plan: Token) -> bool:
    """Whether a plan was made before the past of the text: had been set to, had been due."""
    verb = plan.head if plan.dep_ == "acomp" else plan
    return any(child.lower_ == "had" for child in verb.children)


def _of_verb(verb: Token) -> int | None:
    """The direction that a verb's form shows; None where it has the tense of the verb above it."""
    helpers = [child.lower_ for child in verb.children if child.dep_ in ("aux", "auxpass")]
    if any(word in _AHEAD for word in helpers):
        return -1 if "have" in helpers else 1
    if "to" in helpers:
        governor = verb.head
        is_present = governor.tag_ in ("VBZ", "VBP", "MD") or any(child.lower_ in _NOW for child in governor.children)
        if _is_long_past(governor):
            return -1
        if is_present or _words().get(governor.lemma_) == "forward":
            return 1
        return None if governor is not verb else 0
    if any(word in _BACK for word in helpers) or verb.tag_ == "VBD":
        return -1
    if verb.tag_ == "VBN":
        return 0 if any(word in _NOW for word in helpers) else -1
    if verb.tag_ == "VBG":
        return 1 if any(word in _NOW for word in helpers) else None
    if verb.tag_ in ("VBZ", "VBP"):
        return 1 if _words().get(verb.lemma_) == "scheduled" else 0
    return None
