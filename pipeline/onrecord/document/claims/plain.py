"""Attributions that their grammar alone makes plain, however rare they were in the texts acceptance was learnt from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.document.claims.lexicon import cue_word

if TYPE_CHECKING:
    from onrecord.document.claims.candidate import Candidate
    from onrecord.language.en import Doc, Token

#: Construction to an example: cue in <angle> brackets, source in {braces}, content in [brackets].
EXAMPLES = {
    "in_view": "<In the view of> {the union}, [the deal is a betrayal].",
    "raising": "[The suspect <is said> to have fled to the north].",
    "gerund": "{The company} <denied> [dumping waste in the river].",
    "colon": "{The report} <listed> three failings: [the alarm was off, nobody checked and the guards were asleep].",
    "object": "{The prison service} <puts> [the number of inmates held there at 369].",
}
_TOLD = frozenset({"say", "argue"})
_COUNTS = frozenset({"number", "figure", "toll", "total", "count", "cost", "rate", "estimate", "damage", "loss"})


def is_plain(doc: Doc, candidate: Candidate) -> bool:
    """Whether the candidate is one of the constructions of `EXAMPLES`, with a cue that tells, denies or lists."""
    head, name = doc[candidate.head], candidate.construction
    word = cue_word(head)
    if name == "in_view":
        return candidate.source is not None
    if name in ("object", "object_about") and head.lemma_ in ("put", "place"):
        return candidate.source is not None and _is_figure(head) and doc[candidate.content[1] - 1].like_num
    if word is None:
        return False
    if name == "raising":
        return word.cue_class in _TOLD and _is_told_of(head)
    if name == "gerund":
        return word.stance == "denies" and candidate.source is not None
    return name == "colon" and candidate.source is not None and _counts_what_follows(head)


def _counts_what_follows(verb: Token) -> bool:
    """Whether the verb's object says how many things the colon tells: <listed> three failings: ..."""
    objects = (child for child in verb.rights if child.dep_ == "dobj")
    return any(child.dep_ == "nummod" for noun in objects for child in noun.lefts)


def _is_figure(verb: Token) -> bool:
    """Whether the verb's object is counted and a number follows "at": put [the death toll at 43]."""
    counted = any(child.dep_ == "dobj" and child.lemma_.lower() in _COUNTS for child in verb.rights)
    return counted and any(word.lower_ == "at" and word.dep_ == "prep" for word in verb.doc[verb.i : verb.sent.end])


def _is_told_of(verb: Token) -> bool:
    """Whether the verb is passive and an infinitive follows it: is said to have fled, was reported to be ill."""
    passive = any(child.dep_ == "auxpass" for child in verb.lefts)
    return passive and any(
        child.dep_ == "xcomp" and any(word.tag_ == "TO" for word in child.lefts) for child in verb.rights
    )
