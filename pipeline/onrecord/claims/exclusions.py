"""What stands in the grammar of an attribution and yet reports nothing that anyone stated.

Each rule is general, has its example in `EXAMPLES`, and holds whatever the acceptance model says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.claims.lexicon import cue_word

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from onrecord.claims.candidate import Candidate

#: Rule to a sentence it keeps from becoming a claim.
EXAMPLES = {
    "unsaid": "The ministry did not say who could leave.",
    "motive": "Many wrote letters, hoping that publicity would help.",
    "imperative": "Note that the shop is closed.",
    "comment": "He was invited to a talk show, indicating growing tolerance of his work.",
    "terms_of_sourcing": "A witness who asked not to be named was there.",
}

_SPEAKING = frozenset({"say", "tell", "write", "manner", "argue", "cite"})
_WISHING = frozenset({"hope", "want", "plan"})
_IDENTIFYING = frozenset({"identify", "name", "quote", "use", "publish", "photograph"})


def excluded(doc: Doc, candidate: Candidate) -> bool:
    """Whether one of the rules of `EXAMPLES` keeps the candidate from being a claim."""
    head = doc[candidate.head]
    word = cue_word(head) if head.pos_ == "VERB" else None
    if word is None:
        return False
    if word.cue_class in _SPEAKING and any(child.dep_ == "neg" for child in head.children):
        return True
    if candidate.source is None and head.dep_ == "ROOT" and head.tag_ == "VB":
        return True
    if head.dep_ == "advcl" and head.tag_ == "VBG":
        if word.cue_class in _WISHING:
            return True
        governor = cue_word(head.head)
        if word.cue_class == "show" and (governor is None or governor.cue_class not in _SPEAKING):
            return True
    return _hides_a_name(doc[candidate.anchor])


def _hides_a_name(anchor: Token) -> bool:
    """Whether the content is that someone be (not) named: "to be identified by her nickname"."""
    return anchor.lemma_.lower() in _IDENTIFYING and any(child.dep_ == "auxpass" for child in anchor.children)
