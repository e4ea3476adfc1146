"""What English grammar says of words and parses, the same for every stage that asks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from onrecord.language.en.words import governs

if TYPE_CHECKING:
    from onrecord.language.en import Token

Tokens = tuple[int, int]
"""Token positions `[first, last)`."""

SUBJECTS = frozenset(("nsubj", "nsubjpass"))
_CLAUSAL_SUBJECTS = SUBJECTS | {"csubj", "csubjpass"}
#: Verbs that are climbed from one without a subject of its own.
_CLAUSES_UP = 8
#: Pronouns of whoever is spoken of, alone or as a possessor.
THIRD_PERSON = frozenset(("he", "she", "it", "they", "him", "her", "them", "his", "hers", "its", "their", "theirs"))
_THIRD_PERSON = re.compile(rf"\b(?:{'|'.join(sorted(THIRD_PERSON))})\b", re.IGNORECASE)
_RELATIVES = frozenset(("who", "whom", "which", "that", "whose"))


def leaves_open(text: str, *participants: str | None) -> bool:
    """Whether a pronoun in the text may stand for someone whom the participants' phrases do not name.

    A participant whose phrase is not in the text is what a pronoun of the text was resolved to.
    """
    named = [phrase for phrase in participants if phrase is not None]
    if not _THIRD_PERSON.search(text) or any(phrase not in text for phrase in named):
        return False
    return len(named) < len(participants) or any(map(_THIRD_PERSON.search, named))


def has_subject(verb: Token) -> bool:
    """Whether a nominal subject hangs on the verb itself."""
    return any(child.dep_ in SUBJECTS for child in verb.children)


def auxiliaries(verb: Token) -> list[Token]:
    return [child for child in verb.children if child.dep_ in ("aux", "auxpass")]


def is_infinitive(verb: Token) -> bool:
    return any(child.dep_ == "aux" and child.tag_ == "TO" for child in verb.lefts)


def is_negated(verb: Token) -> bool:
    """Whether the verb's own clause negates it: not, never, no longer, or no one as its subject or object."""
    for child in verb.children:
        if child.dep_ == "neg" or child.lower_ in ("never", "neither"):
            return True
        if child.dep_ in ("nsubj", "nsubjpass", "dobj") and (
            child.lower_ in ("nobody", "none", "nothing")
            or any((c.dep_ == "det" and c.lower_ == "no") or c.dep_ == "neg" for c in child.children)
            or any(c.lower_ == "neither" for c in child.children)
        ):
            return True
        if child.lower_ == "longer" and any(c.lower_ == "no" for c in child.children):
            return True
    return False


def is_gerund(verb: Token) -> bool:
    """Whether a participle stands as a noun: "fighting raged", "the shelling of the port"."""
    return (
        verb.tag_ == "VBG"
        and verb.pos_ == "VERB"
        and verb.dep_ in SUBJECTS
        and not any(child.dep_ in ("dobj", "aux", *_CLAUSAL_SUBJECTS) for child in verb.children)
    )


def is_misread_past(verb: Token) -> bool:
    """Whether a past tense was parsed as a participle: "youths resorted to stones" has no passive to be one.

    Nor is a sentence a noun: where the parser makes one its root, a past tense behind it is the sentence's verb.
    """
    if verb.dep_ != "acl" or verb.tag_ not in ("VBN", "VBD"):
        return False
    is_only_verb = verb.tag_ == "VBD" and verb.head.dep_ == "ROOT" and verb.head.pos_ in ("NOUN", "PROPN")
    return is_only_verb or governs("intransitive", verb.lemma_)


def is_passive(verb: Token) -> bool:
    """Whether the surface subject of the verb is the one to whom it is done."""
    own = {child.dep_ for child in verb.children}
    if own & {"nsubjpass", "auxpass"}:
        return True
    if "nsubj" in own or verb.tag_ not in ("VBN", "VBD") or is_misread_past(verb):
        return False
    if verb.dep_ in ("acl", "amod", "relcl") and verb.tag_ == "VBN":
        return "aux" not in own
    if verb.dep_ != "conj" or "aux" in own or not is_passive(verb.head):
        return False
    # "was arrested and sentenced": the tagger may take the second participle for a past tense.
    return verb.tag_ == "VBN" or not (own & {"dobj", "ccomp", "xcomp"} or governs("intransitive", verb.lemma_))


def subject_of(verb: Token) -> Token | None:
    """The head of the surface subject: the verb's own, one shared with other verbs, or the noun that controls it.

    A relative pronoun is given as it stands; None for imperatives and the like.
    """
    for _ in range(_CLAUSES_UP):
        own = next((child for child in verb.children if child.dep_ in _CLAUSAL_SUBJECTS), None)
        if own is not None:
            return own
        above, dep = verb.head, verb.dep_
        if above is verb:
            return None
        if dep == "conj" and above.dep_ == "ccomp" and any(child.dep_ == "expl" for child in above.children):
            verb = above.head  # "said there was a pattern and called for": "there" calls for nothing
        elif dep == "acl" and verb.nbor(-1).pos_ == "NUM" and verb.nbor(-1) in above.conjuncts:
            return verb.nbor(-1)  # killed three people and [42] injured
        elif dep in ("acl", "relcl"):
            is_participle = verb.tag_ in ("VBG", "VBN") or is_misread_past(verb)
            return above if is_participle and above.pos_ not in ("VERB", "AUX") else None
        elif dep == "xcomp":
            objects = [child for child in above.children if child.dep_ in ("dobj", "dative") and child.i < verb.i]
            if objects:
                return objects[0]
            verb = above
        elif dep == "pcomp":
            controller = _object_before(above) if above.lower_ in ("of", "from") else None
            if controller is not None:
                return controller  # "accused the police of beating", "kept them from leaving"
            verb = above.head
        elif dep in ("conj", "acomp", "advcl", "ccomp", "dep"):
            verb = above
        else:
            return None
        if verb.pos_ not in ("VERB", "AUX", "ADJ"):
            return None
    return None


def _object_before(preposition: Token) -> Token | None:
    """The object right before a preposition, whether that hangs on the object or on the object's verb."""
    above = preposition.head
    if above.dep_ == "dobj":
        return above
    objects = (child for child in above.children if child.dep_ == "dobj" and child.right_edge.i + 1 == preposition.i)
    return next(objects, None)


def shared_object(verb: Token) -> Token | None:
    """The object of a verb coordinated right behind: "shot and wounded a cameraman" tells whom they shot."""
    for later in verb.children:
        if later.dep_ != "conj" or later.tag_ != verb.tag_ or not 2 <= later.i - verb.i <= 3:
            continue
        if not any(child.dep_ in _CLAUSAL_SUBJECTS for child in later.children):
            return next((child for child in later.children if child.dep_ == "dobj"), None)
    return None


def conjuncts_after(token: Token) -> list[Token]:
    """The tokens coordinated after `token`, at any depth."""
    found, queue = [], [token]
    while queue:
        more = [child for child in queue.pop().children if child.dep_ == "conj"]
        found += more
        queue += more
    return found


def noun_of_relative(token: Token) -> Token:
    """The noun that a relative pronoun takes up, or the token itself."""
    if token.lower_ in _RELATIVES and token.tag_ in ("WDT", "WP", "WP$", "IN"):
        clause = next((above for above in (token.head, *token.head.ancestors) if above.dep_ == "relcl"), None)
        if clause is not None:
            return clause.head
    return token


def antecedent(pronoun: Token) -> Token:
    """Whom a pronoun that is a subject stands for; the pronoun itself where that is not clear.

    The subject of the verb that reports ("it says it will not") or, for a pronoun that begins its sentence, the
    subject of the sentence before, where both are singular or both plural.
    """
    verb = pronoun.head
    if pronoun.lower_ not in ("it", "they", "he", "she") or pronoun.dep_ not in SUBJECTS:
        return pronoun
    while verb.dep_ in ("conj", "xcomp", "acomp") and verb.head.i != verb.i:
        verb = verb.head
    above = verb.head if verb.dep_ == "ccomp" else None
    start = pronoun.sent.start
    if above is None and pronoun.lower_ in ("it", "they") and pronoun.i == start > 0:
        above = pronoun.doc[start - 1].sent.root
    subject = next((child for child in above.children if child.dep_ in SUBJECTS), None) if above else None
    if subject is None or subject.i > pronoun.i or subject.pos_ == "PRON":
        return pronoun
    is_plural = subject.tag_ in ("NNS", "NNPS", "CD") or any(child.dep_ == "conj" for child in subject.children)
    agrees = {"they": is_plural or subject.lower_ == "police", "it": not is_plural}.get(pronoun.lower_, True)
    return subject if agrees else pronoun


def subtree(token: Token) -> Tokens:
    """The token with all that depends on it."""
    return token.left_edge.i, token.right_edge.i + 1


def phrase(head: Token) -> list[Token]:
    """The tokens of a phrase without its clauses."""
    found, queue = [head], [head]
    while queue:
        for child in queue.pop().children:
            if child.dep_ not in ("relcl", "acl", "advcl", "punct", "ccomp"):
                found.append(child)
                queue.append(child)
    return found


def noun_phrase(head: Token) -> Tokens:
    """A mention with determiner, titles and prepositional phrases, without dates and what follows a comma."""
    first, last = subtree(head)
    for child in head.rights:
        when = child.dep_ == "prep" and any(inner.ent_type_ in ("DATE", "TIME") for inner in child.rights)
        if child.dep_ == "appos" and child.left_edge.i == head.i + 1 and child.pos_ == "PROPN":
            continue  # the rights group Lantern
        if when or child.dep_ in ("appos", "relcl", "acl", "advcl", "ccomp", "parataxis", "punct"):
            last = min(last, max(child.left_edge.i, head.i + 1))
    return first, last
