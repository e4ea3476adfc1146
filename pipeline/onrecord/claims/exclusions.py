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
    "unsaid": "The bank did not say when it would reopen.",
    "motive": "Many wrote letters, hoping that publicity would help.",
    "imperative": "Note that the shop is closed.",
    "comment": "She was asked to a gala, indicating new respect for her songs.",
    "terms_of_sourcing": "A witness who asked not to be named was there.",
    "circumstance": "A clerk who declined to be named because he was not allowed to speak was there.",
    "pronoun": "The aunt does not like to talk about it.",
    "relative_clause": "Two countries reject the accusation, which the court will hear.",
    "asked_of_the_source": "Asked whether she would resign, the minister left.",
}

_SPEAKING = frozenset({"say", "tell", "write", "manner", "argue", "cite"})
_WISHING = frozenset({"hope", "want", "plan"})
_CIRCUMSTANCES = frozenset({"because", "since", "while", "after", "before", "until", "when", "although", "though"})
_IDENTIFYING = frozenset({"identify", "name", "quote", "use", "publish", "photograph"})


def excluded(doc: Doc, candidate: Candidate) -> bool:
    """Whether one of the rules of `EXAMPLES` keeps the candidate from being a claim."""
    head, anchor = doc[candidate.head], doc[candidate.anchor]
    if (candidate.construction == "clause" and _tells_circumstance(anchor)) or _is_relative(doc, candidate):
        return True
    word = cue_word(head) if head.pos_ == "VERB" else None
    if word is None:
        return False
    if word.cue_class in _SPEAKING and any(child.dep_ == "neg" for child in head.children):
        return True
    if candidate.source is None and head.dep_ == "ROOT" and head.tag_ == "VB":
        return True
    if head.dep_ == "advcl" and head.tag_ == "VBN" and word.cue_class in ("ask", "demand", "tell"):
        return not any(child.dep_ in ("aux", "auxpass") for child in head.lefts)
    if head.dep_ == "advcl" and head.tag_ == "VBG":
        if word.cue_class in _WISHING:
            return True
        governor = cue_word(head.head)
        if word.cue_class == "show" and (governor is None or governor.cue_class not in _SPEAKING):
            return True
    return _hides_a_name(anchor)


def _tells_circumstance(clause: Token) -> bool:
    """Whether the clause says why or when: "because he was not allowed to"."""
    return clause.dep_ == "advcl" and any(
        word.dep_ in ("mark", "advmod") and word.lower_ in _CIRCUMSTANCES for word in clause.lefts
    )


def _is_relative(doc: Doc, candidate: Candidate) -> bool:
    """Whether the content is a pronoun, or opens with a relative one that is no conjunction of the cue's clause."""
    first = doc[candidate.content[0]]
    if candidate.content[1] - candidate.content[0] == 1:
        return first.tag_ in ("WDT", "WP") or first.lower_ == "it"
    if first.lower_ not in ("that", "which") or candidate.construction == "raising":
        return False
    return first.dep_ in ("dobj", "pobj") or (first.tag_ == "WDT" and first.dep_ not in ("mark", "det"))


def _hides_a_name(anchor: Token) -> bool:
    """Whether the content is that someone be (not) named: "to be known by her stage name"."""
    return anchor.lemma_.lower() in _IDENTIFYING and any(child.dep_ == "auxpass" for child in anchor.children)
