"""Phrases of the parse that attributions are made of: the verb group of a cue, its subject, a mention, a clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.document.claims.lexicon import cue_word
from onrecord.document.people.kinds import kind_of

if TYPE_CHECKING:
    from onrecord.language.en import Doc, Token

Tokens = tuple[int, int]
"""Token positions `[first, last)`."""


#: A sign may say something; only people do these.
_OF_PERSONS_ALONE = frozenset({"praise", "blame", "call"})
_SPEAKERS_OWN = frozenset({"say", "tell", "write", "blame", "warn", "deny", "argue", "promise", "demand"})


def subtree(token: Token) -> Tokens:
    return token.left_edge.i, token.right_edge.i + 1


def trimmed(doc: Doc, span: Tokens) -> Tokens | None:
    """The span without punctuation at its edges; None when nothing else is in it."""
    first, last = span
    while first < last and not doc[first].text.strip("\"' ,;:.-–—()[]!?"):
        first += 1
    while last > first and not doc[last - 1].text.strip("\"' ,;:.-–—()[]!?"):
        last -= 1
    if last < span[1] and doc[last].text == ")":
        brackets = [token.text for token in doc[first:last] if token.text in ("(", ")")]
        last += brackets[-1:] == ["("]
    return (first, last) if first < last else None


def cue_of(verb: Token) -> Tokens:
    """The verb with the auxiliaries, negation and adverbs right before it, and its particle."""
    first, last = verb.i, verb.i + 1
    left = {child.i for child in verb.lefts if child.dep_ in ("aux", "auxpass", "neg", "advmod")}
    while first - 1 in left:
        first -= 1
    while first < verb.i and verb.doc[first].dep_ == "advmod":
        first += 1
    for child in verb.rights:
        if child.dep_ == "prt" and child.i == last:
            last += 1
    return first, last


def subject_of(verb: Token) -> Token | None:
    """The head of the words that name who does it, looked for through coordination, control and relative clauses."""
    if is_act_of_speaker(verb):
        verb = verb.head.head  # denied that any sites existed and <accused> the press
    for steps in range(6):
        # In the past tense without "was" the parser's passive subject is an active one: experts today <called> on ...
        is_active = verb.tag_ == "VBD" and not any(child.dep_ == "auxpass" for child in verb.children)
        passive = not is_active and any(child.dep_ in ("nsubjpass", "auxpass") for child in verb.children)
        for child in verb.children:
            if child.dep_ == "nsubj" or (child.dep_ == "nsubjpass" and (steps or is_active)):
                return child
            if child.dep_ == "agent" and not steps:
                return next((c for c in child.children if c.dep_ == "pobj"), None)
        above = verb.head
        if (passive and not steps) or above == verb:
            return None
        if verb.dep_ == "acl" and verb.tag_ == "VBG" and _is_done_by_subject(verb, above):
            verb = above.head  # he opened a rally <blasting> the plan
            continue
        if verb.dep_ in ("acl", "relcl"):
            return above if verb.tag_ == "VBG" else None
        if verb.dep_ == "xcomp":
            controller = next((c for c in above.children if c.dep_ in ("dobj", "dative") and c.i < verb.i), None)
            if controller is not None:
                return controller
        elif verb.dep_ == "pcomp":
            above = above.head
        elif verb.dep_ not in ("conj", "advcl", "ccomp", "dep") and not (verb.dep_ == "acomp" and above.lemma_ == "be"):
            return None
        if above.pos_ not in ("VERB", "AUX", "ADJ"):
            return None
        verb = above
    return None


def _is_done_by_subject(verb: Token, noun: Token) -> bool:
    """Whether a participle beside an object that cannot speak tells what the subject of that object's verb did."""
    word = cue_word(verb)
    speaks = word is not None and word.cue_class in _OF_PERSONS_ALONE
    return speaks and noun.dep_ == "dobj" and noun.pos_ == "NOUN" and kind_of(noun) == "unknown"


def is_act_of_speaker(verb: Token) -> bool:
    """Whether a verb that the parser coordinates with what was said tells what the speaker did besides.

    Things do not accuse: where only they could be its subject, it is the speaker's.
    """
    word, clause = cue_word(verb), verb.head
    if verb.dep_ != "conj" or verb.tag_ not in ("VBD", "VBN") or word is None or word.cue_class not in _SPEAKERS_OWN:
        return False
    if clause.dep_ != "ccomp" or any(c.dep_ in ("nsubj", "nsubjpass", "mark", "aux", "auxpass") for c in verb.lefts):
        return False
    subject = next((child for child in clause.lefts if child.dep_ in ("nsubj", "nsubjpass")), None)
    return subject is not None and subject.pos_ == "NOUN" and kind_of(subject) == "unknown"


def noun_phrase(head: Token) -> tuple[int, int]:
    """Tokens of a mention with determiner, titles and prepositional phrases, without dates and what follows a comma."""
    first, last = head.left_edge.i, head.right_edge.i + 1
    for child in head.rights:
        when = child.dep_ == "prep" and any(inner.ent_type_ in ("DATE", "TIME") for inner in child.rights)
        if child.dep_ == "appos" and child.left_edge.i == head.i + 1 and child.pos_ == "PROPN":
            continue  # the rights group Lantern
        if when or child.dep_ in ("appos", "relcl", "acl", "advcl", "ccomp", "parataxis", "punct"):
            last = min(last, max(child.left_edge.i, head.i + 1))
    return first, last


def is_infinitive(verb: Token) -> bool:
    return any(child.dep_ == "aux" and child.tag_ == "TO" for child in verb.lefts)


def _tells_besides(word: Token) -> bool:
    """Whether a participle after the cue says how or what else the speaker tells: he said, [citing a clerk]."""
    return word.dep_ == "advcl" and word.tag_ == "VBG" and (word.lemma_ == "speak" or cue_word(word) is not None)


def around(clause: Token, inner: Token) -> Tokens:
    """The clause headed by `clause` without `inner` where that stands at its edge.

    Between two commas `inner` is its subject and verb: what the parser hangs on them after the comma is the clause's.
    """
    first, last = subtree(clause)
    begin, end = subtree(inner)
    words = [inner, *(child for child in inner.children if child.dep_ in ("nsubj", "pobj", "aux", "neg", "advmod"))]
    near = max(word.right_edge.i if word is not inner else word.i for word in words) + 1
    if first < begin and near < end and inner.doc[begin].text == "," == inner.doc[near].text:
        if clause.i < begin and any(_tells_besides(child) for child in inner.rights):
            return first, begin
        end = near
    if begin <= first:
        return end, last
    return (first, begin) if end >= last - 1 else (first, last)
