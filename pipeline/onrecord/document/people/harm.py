"""Whether the text reports that harm is done to someone, or to a relative, read from the parse around each mention."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from onrecord.language.en.words import harm_nouns, harm_verbs, kin

if TYPE_CHECKING:
    from onrecord.language.en import Doc, Token

#: What is reported of the person in <angle> brackets needs care, except after "not".
EXAMPLES = {
    "passive": "<Ms Ana Lopez> was detained in May.",
    "object": "Soldiers abducted <Ms Ana Lopez> in May.",
    "coordination": "Ivan Marsh and <Ms Ana Lopez> were detained in May.",
    "participle": "Neighbours of <Ms Ana Lopez>, a nurse abducted in May, gathered.",
    "relative_clause": "<Ms Ana Lopez>, who was tortured in prison, spoke on Monday.",
    "missing": "<Ms Ana Lopez> disappeared in May.",
    "noun": "The killing of <Ms Ana Lopez> shocked the town.",
    "possessor": "<Ms Ana Lopez>'s arrest shocked the town.",
    "relative": "<Ms Ana Lopez> said her sons had been detained.",
    "relative_of_relative_clause": "<Ms Ana Lopez>, whose brother was shot dead, spoke on Monday.",
    "body": "The body of <Ms Ana Lopez> was recovered on Monday.",
    "found_dead": "<Ms Ana Lopez> was found dead on Monday.",
    "died_of_violence": "<Ms Ana Lopez> died in the explosion.",
    "not_yet": "Rivals made efforts to wound <Ms Ana Lopez>.",
    "not_in_truth": "The scandal hurt <Ms Ana Lopez> in May.",
    "not": "Soldiers did not arrest <Ms Ana Lopez>.",
}
_DEADLY = frozenset(
    [
        "attack",
        "airstrike",
        "strike",
        "blast",
        "explosion",
        "bombing",
        "shooting",
        "crash",
        "collision",
        "accident",
        "fire",
        "blaze",
        "flood",
        "landslide",
        "earthquake",
        "stampede",
        "clash",
        "raid",
        "massacre",
        "custody",
        "detention",
        "prison",
        "jail",
        "camp",
        "wound",
        "injury",
        "torture",
        "war",
        "fighting",
        "shelling",
        "crossfire",
    ]
)
_MISSING = frozenset(("disappear", "vanish"))
_LINKS = 4
"""Coordinated names that are followed back to the first."""


def harmed(places: Sequence[int], doc: Doc) -> bool:
    """Whether any of a person's places (head tokens) is what harm is done to, or the relative of one to whom it is."""
    return any(_is_harmed(doc[place]) or _has_harmed_relative(doc[place]) for place in places)


def _is_harmed(token: Token) -> bool:
    for _ in range(_LINKS):
        if _suffers(token) or _is_described_so(token) or _suffers_noun(token):
            return True
        if token.dep_ not in ("conj", "appos") or token.head == token or token.head.pos_ not in ("NOUN", "PROPN"):
            return False
        token = token.head
    return False


def _suffers(token: Token) -> bool:
    """What a verb beside it does: was detained, abducted her, disappeared, is missing."""
    verb = token.head
    if any(child.dep_ == "neg" for child in verb.children) or _is_only_intended(verb):
        return False
    if token.dep_ == "nsubjpass" and any(child.lower_ in ("dead", "unconscious", "hanged") for child in verb.rights):
        return True
    if token.dep_ in ("nsubjpass", "dobj") and verb.lemma_ in harm_verbs():
        is_figure = verb.lemma_ == "hurt" and token.dep_ == "dobj"  # the scandal hurt her
        return token.dep_ == "nsubjpass" or (verb.pos_ == "VERB" and not is_figure)
    if token.dep_ != "nsubj":
        return False
    if verb.lemma_ == "die":
        return any(word.lemma_.lower() in _DEADLY for of in verb.rights if of.dep_ == "prep" for word in of.children)
    is_missing = any(child.dep_ in ("acomp", "oprd") and child.lower_ == "missing" for child in verb.children)
    return verb.lemma_ in _MISSING or is_missing or (verb.lower_ == "missing" and verb.tag_ == "VBG")


def _is_only_intended(verb: Token) -> bool:
    """'threatened to kill her', 'a plan to kill her': what someone wants to do is not reported as done."""
    return verb.dep_ in ("xcomp", "acl", "advcl") and verb.tag_ == "VB" and any(c.tag_ == "TO" for c in verb.lefts)


def _is_described_so(token: Token) -> bool:
    """The detained writer; the writer, who was detained; Ana Lopez, a writer detained in May."""
    above = token.head.head if token.dep_ == "pobj" else token  # the parser hangs it on: neighbours of ...
    beside = [
        word
        for word in above.rights
        if word.dep_ == "appos" and word.pos_ == "NOUN" and word.left_edge.i - token.i in (1, 2)
    ]
    for child in (child for word in [token, *beside] for child in word.children):
        if child.lemma_ not in harm_verbs() or child.tag_ != "VBN":
            continue
        subjects = [word for word in child.lefts if word.dep_ == "nsubjpass"]
        if child.dep_ in ("amod", "acl") or (child.dep_ == "relcl" and any(s.tag_ in ("WP", "WDT") for s in subjects)):
            return True
    return False


def _suffers_noun(token: Token) -> bool:
    """The killing of her; his arrest."""
    if token.dep_ == "poss":
        return token.head.lemma_.lower() in harm_nouns()
    of = token.head
    if token.dep_ != "pobj" or of.lower_ != "of":
        return False
    return of.head.lemma_.lower() in harm_nouns() or (of.head.lower_ in ("body", "remains") and of.head.dep_ != "pobj")


def _has_harmed_relative(token: Token) -> bool:
    """'his younger brothers were arrested', 'one of her sons had been detained': the possessor is a relative."""
    relatives = [token.head] if token.dep_ == "poss" else []
    for clause in token.rights:
        if clause.dep_ == "relcl":
            relatives += [word.head for word in clause.subtree if word.tag_ == "WP$" and word.dep_ == "poss"]
    for relative in relatives:
        if relative.lemma_.lower() not in kin() and relative.lower_ not in kin():
            continue
        counted = relative.head.head if relative.dep_ == "pobj" and relative.head.lower_ == "of" else None
        if _is_harmed(relative) or (counted is not None and _is_harmed(counted)):
            return True
    return False
