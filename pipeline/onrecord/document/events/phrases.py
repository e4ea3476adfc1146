"""Phrases: the words of a participant's phrase, without clauses and without what only tells when or where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.document.events.governors import governs

if TYPE_CHECKING:
    from onrecord.language.en import Token


def noun_phrase(head: Token) -> list[Token]:
    """The tokens of a phrase without clauses and without the adverbials that the parser may hang on it."""
    inside = phrase(head)
    adverbial: set[int] = set()
    for child in inside:
        is_day = child.ent_type_ in ("DATE", "TIME") and child.i > head.i
        if child.dep_ == "npadvmod" and is_day:
            adverbial |= {token.i for token in child.subtree}  # "a court in the capital late Tuesday"
        elif child.dep_ == "prep" and child.i > head.i and _is_adverbial(child, head):
            adverbial |= {token.i for token in child.subtree}
        elif child.lower_ == "dead" and child.i < head.i and child.nbor(1).tag_ in ("CD", "DT", "PRP$", "JJR"):
            adverbial.add(child.i)  # "shot dead two people": how it ended, not whom
    return [token for token in inside if token.i not in adverbial]


def _is_adverbial(preposition: Token, head: Token) -> bool:
    if any(c.dep_ == "pcomp" or (c.dep_ == "pobj" and c.ent_type_ in ("DATE", "TIME")) for c in preposition.children):
        return True
    if preposition.head.i != head.i or head.dep_ != "dobj":
        return False
    if preposition.lower_ in ("at", "near", "outside", "during"):
        return True  # "ambushed a convoy near the border": where, not whom
    return preposition.lower_ == "of" and governs("depriving", head.head.lemma_)


def phrase(head: Token) -> list[Token]:
    """The tokens of a phrase without its relative clauses: what `~word` looks through."""
    found, queue = [head], [head]
    while queue:
        for child in queue.pop().children:
            if child.dep_ not in ("relcl", "acl", "advcl", "punct", "ccomp"):
                found.append(child)
                queue.append(child)
    return found
