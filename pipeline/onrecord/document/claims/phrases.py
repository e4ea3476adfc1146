"""Phrases of the parse that attributions are made of: the verb group of a cue, its source, a clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.document.claims.lexicon import cue_word
from onrecord.document.people.kinds import kind_of
from onrecord.language.en.syntax import SUBJECTS, Tokens, is_passive, subject_of, subtree

if TYPE_CHECKING:
    from onrecord.language.en import Doc, Token

#: A sign may say something; only people do these.
_OF_PERSONS_ALONE = frozenset({"praise", "blame", "call"})
_SPEAKERS_OWN = frozenset({"say", "tell", "write", "blame", "warn", "deny", "argue", "promise", "demand"})


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


def source_of(verb: Token) -> Token | None:
    """The head of the words that name who does what the verb tells: its subject, or its agent when it is passive."""
    if is_act_of_speaker(verb):
        verb = verb.head.head  # denied that any sites existed and <accused> the press
    own = next((child for child in verb.children if child.dep_ in ("nsubj", "agent")), None)
    if own is not None and own.dep_ == "agent":
        return next((child for child in own.children if child.dep_ == "pobj"), None)
    # In the past tense without "was" the parser's passive subject is an active one: experts today <called> on ...
    is_active = verb.tag_ == "VBD" and not any(child.dep_ == "auxpass" for child in verb.children)
    if is_passive(verb) and not is_active:
        return None
    if verb.dep_ == "acl" and verb.tag_ == "VBG" and _is_done_by_subject(verb, verb.head):
        verb = verb.head.head  # he opened a rally <blasting> the plan
    subject = subject_of(verb)
    return subject if subject is not None and subject.dep_ not in ("csubj", "csubjpass") else None


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
    subject = next((child for child in clause.lefts if child.dep_ in SUBJECTS), None)
    return subject is not None and subject.pos_ == "NOUN" and kind_of(subject) == "unknown"


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
