"""Joining: predicates that tell one act, coordinated or one within the other's clause, become one draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.language.en.syntax import conjuncts_after

if TYPE_CHECKING:
    from onrecord.document.events.drafts import Draft
    from onrecord.language.en import Token


def joined(drafts: list[Draft]) -> list[Draft]:
    """Predicates of one act made one draft: coordinated under one subject, or one within the other's argument."""
    kept: list[Draft] = []
    for draft in drafts:
        for earlier in reversed(kept[-6:]):
            if earlier.event_type == draft.event_type and _is_same_act(earlier, draft):
                if earlier.mode is not None and draft.mode is not None and earlier.mode != draft.mode:
                    continue
                earlier.mode = earlier.mode or draft.mode
                earlier.joined.append(draft.match)
                earlier.nouns += draft.nouns
                earlier.needs_date = earlier.needs_date and draft.needs_date
                if not any(head.i == draft.heads[0].i for head in earlier.heads) and not _lies_within(
                    draft.heads[0], earlier
                ):
                    earlier.heads.append(draft.heads[0])
                break
        else:
            kept.append(draft)
    return kept


def _is_same_act(earlier: Draft, later: Draft) -> bool:
    one, other = earlier.heads[0], later.heads[0]
    if one.i == other.i or (other.dep_ in ("ccomp", "xcomp") and other.head.i == one.i):
        return True
    if one.sent.start != other.sent.start:
        return False
    heads = {token.i for head in earlier.heads for token in (head, *conjuncts_after(head))}
    if (
        earlier.event_type in ("PROTEST", "ASSAULT")
        and other.dep_ == "advcl"
        and other.tag_ == "VBG"
        and other.head.i in heads
    ):
        return True  # "marched, carrying placards"; "a bomb exploded, killing three"
    if earlier.event_type == "ASSAULT" and other.dep_ == "advcl" and other.head.i in heads:
        return any(c.lower_ in ("when", "as") for c in other.children)  # "killed when a bomber attacked"
    if other.i in heads and other.i != one.i:
        return not any(c.dep_ in ("nsubj", "nsubjpass") for c in other.children)
    return _lies_within(other, earlier)


def _lies_within(head: Token, earlier: Draft) -> bool:
    """Whether a predicate stands in a relative clause or participle of an argument of an earlier one."""
    argument = earlier.match.frame.first("obj")
    token = head
    for _ in range(6):
        if token.dep_ in ("relcl", "acl", "dobj", "conj", "nmod", "xcomp", "ccomp", "pcomp", "prep", "pobj"):
            token = token.head
            if argument is not None and token.i == argument.i and token.i != head.i:
                return True
        else:
            break
    return False
