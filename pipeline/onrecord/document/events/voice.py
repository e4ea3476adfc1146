"""Voice: whether a verb is passive, and the subject or object that it shares with the verbs around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.document.events.governors import governs
from onrecord.document.events.reference import resolved
from onrecord.document.people.kinds import kind_of

if TYPE_CHECKING:
    from onrecord.language.en import Token

_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass")


def is_misread_past(verb: Token) -> bool:
    """Whether a past tense was parsed as a participle: "youths resorted to stones" has no passive to be one.

    Nor is a sentence a noun: where the parser makes one its root, a past tense behind it is the sentence's verb.
    """
    if verb.dep_ != "acl" or verb.tag_ not in ("VBN", "VBD"):
        return False
    is_only_verb = verb.tag_ == "VBD" and verb.head.dep_ == "ROOT" and verb.head.pos_ in ("NOUN", "PROPN")
    return is_only_verb or governs("intransitive", verb.lemma_)


def is_passive(verb: Token) -> bool:
    """Whether the surface subject of `verb` is its deep object."""
    own = {child.dep_ for child in verb.children}
    if own & {"nsubjpass", "auxpass"}:
        return True
    if own & {"nsubj"} or verb.tag_ not in ("VBN", "VBD"):
        return False
    if is_misread_past(verb):
        return False
    if verb.dep_ in ("acl", "amod", "relcl") and verb.tag_ == "VBN":
        return "aux" not in own
    if verb.dep_ != "conj" or "aux" in own or not is_passive(verb.head):
        return False
    # "was arrested and sentenced": the tagger may take the second participle for a past tense.
    return verb.tag_ == "VBN" or not (own & {"dobj", "ccomp", "xcomp"} or governs("intransitive", verb.lemma_))


def is_gerund(verb: Token) -> bool:
    """Whether a participle stands as a noun: "fighting raged", "the shelling of the port"."""
    return (
        verb.tag_ == "VBG"
        and verb.pos_ == "VERB"
        and verb.dep_ in ("nsubj", "nsubjpass")
        and not any(child.dep_ in ("dobj", "aux", *_SUBJECTS) for child in verb.children)
    )


def subject_of(verb: Token) -> Token | None:
    """The surface subject, own, shared or controlled; None for imperatives and the like."""
    for _ in range(8):
        for child in verb.children:
            if child.dep_ in _SUBJECTS:
                return resolved(child)
        head = verb.head
        if head.i == verb.i:
            return None
        if verb.dep_ == "conj" and any(child.dep_ == "expl" for child in head.children) and head.dep_ == "ccomp":
            verb = head.head  # "said there was a pattern and called for": "there" calls for nothing
        elif verb.dep_ == "conj":
            verb = head
        elif verb.dep_ == "acl" and verb.nbor(-1).pos_ == "NUM" and verb.nbor(-1) in head.conjuncts:
            return verb.nbor(-1)  # killed three people and [42] injured
        elif verb.dep_ == "acl" and verb.tag_ == "VBN" and (issued := _document_around(head)) is not None:
            return issued
        elif verb.dep_ in ("acl", "relcl"):
            return head if head.pos_ not in ("VERB", "AUX") else None
        elif verb.dep_ in ("xcomp", "ccomp") and verb.dep_ == "xcomp":
            objects = [child for child in head.children if child.dep_ in ("dobj", "dative")]
            if objects:
                return resolved(objects[0])
            verb = head
        elif verb.dep_ == "acomp":
            verb = head
        elif verb.dep_ == "pcomp" and head.lower_ in ("of", "from") and _object_before(head) is not None:
            return _object_before(head)  # "accused the police of beating", "kept them from leaving"
        elif verb.dep_ in ("advcl", "pcomp"):
            verb = head.head if verb.dep_ == "pcomp" else head
        else:
            return None
        if verb.pos_ not in ("VERB", "AUX", "ADJ"):
            return None
    return None


def _document_around(noun: Token) -> Token | None:
    """The document that a participle tells of, beside those whom it is of: a [poll] of 400 voters released on Friday.

    So in 'four signatories of the [letter], released by the club'.
    """
    within = [c for of in noun.children if of.lower_ == "of" for c in of.children if c.dep_ == "pobj"]
    around = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "of" else None
    return next((word for word in (*within, around) if word is not None and kind_of(word) == "document"), None)


def _object_before(preposition: Token) -> Token | None:
    """The object that a preposition follows, whether it hangs on that object or on the object's verb."""
    head = preposition.head
    if head.dep_ == "dobj":
        return resolved(head)
    objects = [child for child in head.children if child.dep_ == "dobj" and child.i < preposition.i]
    return resolved(objects[0]) if objects else None


def object_shared(verb: Token) -> Token | None:
    """The object of a verb coordinated right behind: "shot and wounded a cameraman" tells whom they shot."""
    for later in verb.children:
        if later.dep_ != "conj" or later.tag_ != verb.tag_ or not 2 <= later.i - verb.i <= 3:
            continue
        if any(child.dep_ in _SUBJECTS for child in later.children):
            continue
        return next((child for child in later.children if child.dep_ == "dobj"), None)
    return None
