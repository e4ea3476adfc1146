"""Reality: whether a clause is held to have happened, to go on, to be planned, alleged or possible; or is no event.

The writer's own assertion and a reported one count alike: who reports an event is told by `events.claim_id`, not by its
status. `alleged` is kept for what the text itself marks so (accused of, allegedly), `denied` for what somebody is told
to deny. What the clause itself negates, and what is asked, wished, feared or set as a condition, is no event.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from onrecord.document.people.kinds import classes_of
from onrecord.language.en.syntax import SUBJECTS, auxiliaries, is_negated
from onrecord.language.en.words import governs

if TYPE_CHECKING:
    from onrecord.language.en import Token

Status = Literal["happened", "ongoing", "planned", "alleged", "denied", "hypothetical"]

_CONDITIONAL_MARKS = {"if", "unless", "whether", "lest"}
_LATER_MARKS = {"until", "before", "till"}
_GENERAL_MARKS = {"once", "when", "whenever"}
_ASSERTED_AFTER = {"after", "since", "by", "despite", "upon", "on", "while", "in"}
_CAN_GOVERN = ("VERB", "AUX", "ADJ", "NOUN", "ADP", "SCONJ")
#: The weaker of two statuses holds: "reportedly plans to", "could begin to".
_ANYONE = frozenset(("anyone", "anybody", "whoever", "anything", "whomever"))
_STRENGTH: tuple[Status, ...] = ("denied", "hypothetical", "planned", "alleged", "ongoing", "happened")
_MAX_CLIMB = 12


def _weaker(one: Status, other: Status) -> Status:
    return min(one, other, key=_STRENGTH.index)


def _of_clause(verb: Token, allow_negated: bool) -> Status | None:
    """What a verb's own auxiliaries and adverbs say."""
    if is_negated(verb) and not allow_negated:
        return None
    copula = verb.head if verb.pos_ == "ADJ" and verb.dep_ == "acomp" else verb
    helpers = auxiliaries(copula)
    shared = verb
    while not helpers and shared.dep_ == "conj" and not any(c.dep_ in SUBJECTS for c in shared.children):
        if (
            is_negated(shared.head)
            and not allow_negated
            and any(c.lower_ in ("or", "nor") for c in shared.head.children)
        ):
            return None
        shared = shared.head
        if shared.tag_ == verb.tag_:
            helpers = auxiliaries(shared)
    if copula.dep_ == "conj" and [helper.tag_ for helper in helpers] == ["VB"]:
        helpers = auxiliaries(copula.head) + helpers  # "will be fined or be thrown into prison"
    if verb.tag_ == "VB" and not helpers and verb.dep_ not in ("xcomp", "conj") and verb.pos_ == "VERB":
        return None  # an imperative
    words = {helper.lower_ for helper in helpers}
    past = copula.tag_ == "VBD" or any(helper.tag_ == "VBD" for helper in helpers)
    marks = {child.lower_ for child in copula.children if child.dep_ in ("mark", "advmod")}
    if not past and marks & _LATER_MARKS:
        return None
    if marks & _GENERAL_MARKS and copula.tag_ in ("VBZ", "VBP") and not helpers:
        return None  # "once a council raises a tax": whenever that may be
    if any(child.dep_ in ("mark", "advmod") and child.lower_ in _CONDITIONAL_MARKS for child in copula.children):
        return None
    if words & {"should", "must", "ought"}:
        return None
    if words & {"will", "shall", "'ll"}:
        return "planned"
    if "would" in words:
        first = copula
        while first.dep_ == "conj":
            first = first.head
        return "planned" if first.dep_ == "ccomp" and governs("reporting", first.head.lemma_) else "hypothetical"
    if words & {"may", "might", "could", "can"} and not allow_negated:
        return "hypothetical"
    if any(governs("inside", child.lower_) for child in copula.children):
        return "alleged"
    if (
        copula.tag_ == "VBG"
        and words & {"is", "are", "am", "'re", "'s", "been", "being"}
        and not words & {"was", "were"}
    ):
        return "ongoing"
    if words & {"is", "are"} and copula.tag_ in ("VBN", "VBD") and "been" not in words:
        return "ongoing"
    return "happened"


def is_content(verb: Token) -> bool:
    """Whether a clause is what a noun tells ("claims that police had beaten him"), not a description of it."""
    return verb.dep_ == "acl" and any(c.dep_ == "mark" and c.lower_ == "that" for c in verb.children)


def reality(verb: Token, allow_negated: bool = False) -> Status | None:
    """The status of the clause that `verb` heads, from its own words and all that governs it; None for no event."""
    status = _of_clause(verb, allow_negated)
    token = verb
    for _ in range(_MAX_CLIMB):
        if status is None or token.head.i == token.i:
            break
        head, dep = token.head, token.dep_
        infinitive = any(child.dep_ == "aux" and child.tag_ == "TO" for child in token.children)
        step: Status | None = "happened"
        if dep == "amod":
            return None
        if dep == "relcl" and head.lower_ in _ANYONE:
            return None  # "anyone who blocks the road will be fined"
        if dep == "acomp":
            step = None if is_negated(head) and not allow_negated else "happened"
        elif dep == "xcomp" or (dep == "ccomp" and infinitive):
            step = _under(head)
        elif dep == "ccomp" and head.pos_ in ("VERB", "AUX", "ADJ"):
            step = _reported_by(head)
        elif is_content(token) and governs("hoped", head.lemma_):
            return None  # "in the hope that the council will sign"
        elif is_content(token) and governs("rumored", head.lemma_):
            return None if status is None else _weaker(status, _as_rumored(head))
        elif dep in ("acl", "relcl") and infinitive and governs("attempted", head.lemma_):
            return status  # "an attempt to assassinate the governor"
        elif dep in ("advcl", "acl", "relcl") and infinitive:
            return None
        elif dep == "pcomp":
            step = _after_preposition(head)
        elif dep in ("dobj", "csubj", "pobj", "nsubj") and token.pos_ == "VERB":
            return None
        elif dep == "conj" and infinitive:
            pass
        elif dep in ("acl", "relcl", "conj", "advcl"):
            if dep == "conj":
                token = head
                if token.dep_ in ("xcomp", "pcomp", "ccomp") or (token.dep_ == "advcl" and token.tag_ in ("VB", "VBG")):
                    continue
                if any(c.dep_ == "mark" and c.lower_ in _CONDITIONAL_MARKS for c in token.children):
                    return None
                continue
            return status
        else:
            return status
        if step is None:
            return None
        status = _weaker(status, step)
        token = head if dep != "pcomp" else head.head
        if token.pos_ not in _CAN_GOVERN:
            break
        if dep in ("xcomp", "acomp") or dep == "pcomp":
            own = _of_clause(token, allow_negated) if token.pos_ in ("VERB", "AUX") else "happened"
            if own is None:
                return None
            status = _weaker(status, own)
    return status


def _under(governor: Token) -> Status | None:
    """What the governor of an infinitive or gerund makes of it."""
    lemma = governor.lemma_.lower()
    if governs("denying", lemma) and not is_negated(governor):
        return "denied"  # "denied beating him"
    if lemma == "be":  # "the premier is to visit", not "the plan is to visit", nor "was to visit"
        subject = next((c for c in governor.children if c.dep_ == "nsubj"), None)
        is_appointed = governor.tag_ in ("VBZ", "VBP") and subject is not None and "actor" in classes_of(subject)
        return "planned" if is_appointed else None
    if lemma == "report" and not _is_passive_cue(governor):
        return "happened"  # "the clinic reported treating 19 people"
    if governs("asserting", lemma) or governs("attempted", lemma) or lemma == "able":
        return "happened"
    if governs("planning", lemma):
        return "planned"
    if governs("alleging", lemma):
        return "alleged"
    return None


def _is_passive_cue(verb: Token) -> bool:
    return any(child.dep_ in ("auxpass", "nsubjpass") for child in verb.children)


def _reported_by(governor: Token) -> Status | None:
    """What the verb above a finite complement makes of it."""
    lemma = governor.lemma_.lower()
    if governs("denying", lemma) and not is_negated(governor):
        return "denied"  # "denied that the guards had beaten him"
    if is_negated(governor) or governs("unreal", lemma):
        return None
    if lemma in ("allege", "suspect", "accuse"):
        return "alleged"
    return "happened"


def _after_preposition(preposition: Token) -> Status | None:
    name = preposition.lower_
    if name == "of" and governs("rumored", preposition.head.lemma_):
        return _as_rumored(preposition.head)  # "rejected accusations of torturing detainees"
    if name in _ASSERTED_AFTER:
        return "happened"
    governor = preposition.head
    if name == "to" and governor.lemma_.lower() in ("resort", "turn", "admit", "confess"):
        return "happened"
    if name in ("of", "with", "for") and governor.lemma_.lower() in ("accuse", "suspect", "charge", "indict", "blame"):
        return "alleged"
    if name == "of" and governor.lemma_.lower() == "guilty":
        return "alleged"
    if name in ("of", "with") and governor.head.lemma_.lower() in ("accuse", "suspect", "charge", "indict"):
        return "alleged"
    return None


def _as_rumored(noun: Token) -> Status:
    """What "claims that", "reports that" make of it: denied where a verb denies them, else alleged or as it stands."""
    while noun.dep_ == "conj":
        noun = noun.head
    verb = noun.head.head if noun.dep_ == "pobj" else noun.head
    if governs("denying", verb.lemma_) and not is_negated(verb):
        return "denied"
    return "happened" if noun.lemma_.lower() in ("report", "assertion", "story") else "alleged"
