"""Words at a cue that stand for a speaker named elsewhere, or for nobody: the minister, it appears."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.document.people.descriptions import head_of

if TYPE_CHECKING:
    from onrecord.language.en import Token
    from onrecord_schema.persons import Person

_IMPERSONAL = frozenset(("appear", "seem", "happen", "emerge", "transpire", "turn", "look"))


def is_impersonal(pronoun: Token) -> bool:
    """Whether "it" stands for nobody: it appears that ..., it is hard to ..., it would be easier to ..."""
    verb = pronoun.head
    if pronoun.lower_ != "it" or pronoun.dep_ != "nsubj":
        return pronoun.dep_ == "expl"
    if verb.lemma_ in _IMPERSONAL:
        return True
    is_judged = any(child.dep_ in ("acomp", "attr", "oprd") for child in verb.rights)
    return (is_judged and verb.lemma_ == "be") or (verb.lemma_ == "come" and any(c.lower_ == "to" for c in verb.rights))


def is_called(noun: Token, person: Person) -> bool:
    """Whether a role of the person is what "the minister" says, with what is said of him: not the {Mexican} president.

    A role is headed by its last noun before a preposition: the opposition is no opposition leader.
    """
    told = [word for word in noun.subtree if word.pos_ in ("PROPN", "ADJ") and word.text[0].isupper() and word != noun]
    for role in person.roles:
        words = role.casefold().split()
        if head_of(role) == noun.lower_ and all(word.lower_ in words for word in told):
            return True
    return False


def is_definite(head: Token) -> bool:
    return any(child.dep_ == "det" and child.lower_ in ("the", "this") for child in head.lefts)
