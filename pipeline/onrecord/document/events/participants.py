"""Participants: who did what an event's words tell, and to whom, from the frames of its predicates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.document.events.drafts import Draft
from onrecord.document.events.matching import Match
from onrecord.document.people.kinds import classes_of, is_amount, kind_of
from onrecord.language.en.syntax import antecedent, conjuncts_after

if TYPE_CHECKING:
    from onrecord.language.en import Token

_RECIPIENT_ROLES = ("obj", "dat", "on", "against")
#: Prepositions that name the other side of some types only.
_RECIPIENT_AFTER = {
    "CONSULT": ("with",),
    "COOPERATE": ("with",),
    "AGREE": ("with", "to"),
    "SUPPORT": ("with", "for"),
    "CONCEDE": ("to",),
    "COERCE": ("from",),
    "AID": ("to", "for"),
    "THREATEN": ("for",),
    "PROTEST": ("at", "with"),
    "ASSAULT": ("at", "with", "into"),
    "REQUEST": ("to",),
}
#: Modes whose object may be the instrument, not the victim.
_WITH_INSTRUMENT = {"crowd-control", "firearms", "heavy-weapons", "riot"}
#: Of whom it is said that they were able or unable to do something: to them a concession or restriction was made.
_DONE_TO_SUBJECT = {"RETREAT", "CONCEDE", "COERCE"}
#: What an assault that has victims is aimed at all the same.
_GOALS = {"place", "property", "organization"}
#: Acts that can be done to things, too.
_DONE_TO_THINGS = {"COERCE", "ASSAULT"}


def actor_of(draft: Draft) -> Token | None:
    """Who did it; null for one who was merely able or unable to do something."""
    if _binds_subject(draft):
        return None
    for match in draft.matches:
        token = _source(match) if match.befell_subject else match.frame.first("subj")
        if token is None:
            continue
        token = _meant(token)
        if (
            token.pos_ in ("PROPN", "PRON", "NUM")
            or token.dep_ == "poss"
            or "actor" in classes_of(token)
            or kind_of(token) != "unknown"
        ):
            return token  # "a bullet", "the decision" are not who did it
    return None


def _meant(token: Token) -> Token:
    """What "it" or "they" stands for; whom "he" means is for the stage of mentions to say: His wife said he fled."""
    return token if token.lower_ in ("he", "she") else antecedent(token)


def _source(match: Match) -> Token | None:
    """Who did what befell the subject: "came under fire from rebels", wherever the parser hangs the preposition."""
    above = {match.head.i, *(t.i for t in match.frame.roles.get("under", ()))}
    for preposition in match.head.sent:
        if preposition.lower_ not in ("from", "by") or preposition.head.i not in above:
            continue
        for child in preposition.children:
            if child.dep_ == "pobj" and "actor" in classes_of(child):
                found: Token = child
                return found
    return None


def _binds_subject(draft: Draft) -> bool:
    """Whether the subject is the one to whom it was done: "was able to return", "the ministry must answer"."""
    part = "MD" if draft.match.head.tag_ == "MD" else draft.match.pattern.part
    return part == "MD" or (part == "A" and draft.event_type in _DONE_TO_SUBJECT)


def recipient_of(draft: Draft) -> Token | None:
    """To whom it was done: an object or prepositional argument that can act itself, else a thing that was taken."""
    if _binds_subject(draft) or draft.match.befell_subject:
        return draft.match.frame.first("subj")
    roles = (*_RECIPIENT_ROLES, *_RECIPIENT_AFTER.get(draft.event_type, ()))
    if draft.event_type == "MOBILIZE":  # troops that are moved are the means
        roles = ("on", "against")
    if draft.mode in _WITH_INSTRUMENT:  # "fired tear gas at the crowd", "used water cannon to disperse a crowd"
        roles = (*roles[1:], *roles[:1])
    for match in draft.matches:
        for role in roles:
            for token in match.frame.roles.get(role, ()):
                if "actor" in classes_of(token) and not is_amount(token):
                    first = match.frame.roles[role][0]  # "markets and mosques" were bombed, not mosques alone
                    return first if token in conjuncts_after(first) else _meant(token)
        goal = match.frame.first("obj")  # "attacked the camp, killing five": the camp was attacked
        if draft.joined and draft.event_type == "ASSAULT" and goal is not None and classes_of(goal) & _GOALS:
            return goal
    if draft.mode in ("curfew", "martial-law"):
        return None
    if draft.mode in _WITH_INSTRUMENT:
        return _object_of_purpose(draft)
    if draft.event_type not in _DONE_TO_THINGS:
        return None
    thing = draft.match.frame.first("obj")
    if thing is not None and thing.lower_ == "fire":  # "set fire to the offices"
        return draft.match.frame.first("to")
    return thing if thing is not None and not is_amount(thing) else None


def _object_of_purpose(draft: Draft) -> Token | None:
    for purpose in (*draft.match.frame.roles.get("purpose", ()), *draft.match.frame.roles.get("inf", ())):
        for child in purpose.children:
            if child.dep_ == "dobj" and "actor" in classes_of(child):
                found: Token = child
                return found
    return None
