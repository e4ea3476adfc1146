"""Clauses: the stretch of text that reports an event, as long as its arguments reach and no longer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.language.en.syntax import SUBJECTS

if TYPE_CHECKING:
    from onrecord.language.en import Token

_FINITE_MARKS = {
    "because",
    "although",
    "though",
    "while",
    "as",
    "after",
    "before",
    "since",
    "when",
    "until",
    "if",
    "unless",
}
_EDGE = {"cc", "punct", "mark"}
_LOOSE_END = {"cc", "punct", "aux", "auxpass", "neg"}


def _left_out(child: Token, head: Token, is_top: bool) -> bool:
    """Whether a child of `head` belongs to another clause; `is_top` where `head` is the event's own predicate."""
    dep = child.dep_
    if dep in ("parataxis", "meta", "intj") or (is_top and dep == "conj" and child.pos_ in ("VERB", "AUX")):
        return True
    if dep == "advcl":
        marks = {c.lower_ for c in child.children if c.dep_ in ("mark", "advmod")}
        return bool(marks & _FINITE_MARKS) or any(c.dep_ in SUBJECTS for c in child.children)
    if dep == "prep" and child.i > head.i and any(c.dep_ == "pcomp" for c in child.children):
        return child.lower_ in ("after", "before", "since", "while")
    return dep == "ccomp" and child.i < head.i


def members(head: Token) -> set[int]:
    """Token positions of the clause that `head` heads."""
    found = {head.i}
    queue = [head]
    while queue:
        token = queue.pop()
        for child in token.children:
            if not _left_out(child, token, token.i == head.i):
                found.add(child.i)
                queue.append(child)
    return found


def clause(heads: list[Token], extra: list[Token]) -> tuple[int, int]:
    """First and one past the last token of the clause of `heads` (coordinated predicates), around the first of them.

    `extra` are tokens to be covered where that leaves no gap, such as an antecedent.
    """
    inside: set[int] = set()
    for head in heads:
        inside |= members(head)
    for token in extra:
        inside |= {t.i for t in token.subtree if t.i <= token.i} if token.i < heads[0].i else {token.i}
    doc, anchor = heads[0].doc, heads[0]
    sentence = anchor.sent
    last_head = max(head.i for head in heads)
    first, last = anchor.i, anchor.i
    while first > sentence.start and _bridges(doc[first - 1], inside):
        first -= 1
    while last + 1 < sentence.end and (last < last_head or _bridges(doc[last + 1], inside)):
        last += 1
    while first < anchor.i and (doc[first].dep_ in _EDGE or doc[first].is_punct or doc[first].is_space):
        first += 1
    while last > last_head and (doc[last].dep_ in _LOOSE_END or doc[last].is_punct or doc[last].is_space):
        if doc[last].text in ('"', "'", ")", "%") and doc[last].i in inside and doc[first:last].text.count('"') % 2:
            break
        last -= 1
    return first, last + 1


def _bridges(token: Token, inside: set[int]) -> bool:
    return token.i in inside or (token.is_punct and token.head.i in inside)
