"""Frames: the arguments of a verb, noun or adjective under the names that patterns use, whatever the voice and syntax.

Roles: `subj` who does it and `obj` to whom (deep: the same for "police detained him", "he was detained by police",
"the man detained by police", "the detention of a man by police"), `dat`, `prt`, `inf` (infinitive or gerund
complement), `that` (finite complement), `purpose` (adverbial infinitive), `mod` (modifiers of a noun, adverbs of a
verb), `verb` (the verb that a noun depends on), `via` (preposition between that verb and the noun), `undergoer` (the
subject of an active verb, for patterns by which it is the one to whom it was done: "came under fire"), and each
preposition by its own name.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from onrecord.document.people.kinds import kind_of
from onrecord.language.en.syntax import (
    SUBJECTS,
    conjuncts_after,
    is_gerund,
    is_passive,
    noun_of_relative,
    shared_object,
    subject_of,
)
from onrecord.language.en.words import governs

if TYPE_CHECKING:
    from onrecord.language.en import Token

_PARTICLES = {"away", "down", "out", "up", "off", "back", "aside", "over"}


@dataclass
class Frame:
    """The arguments of `head`; every role holds the heads of its fillers, in text order."""

    head: Token
    passive: bool
    roles: dict[str, list[Token]] = field(default_factory=dict)

    def add(self, role: str, token: Token | None) -> None:
        if token is not None:
            fillers = self.roles.setdefault(role, [])
            fillers += [t for t in (noun_of_relative(token), *conjuncts_after(token)) if t not in fillers]

    def first(self, role: str) -> Token | None:
        return next(iter(self.roles.get(role, ())), None)


def _subject(verb: Token) -> Token | None:
    """The surface subject of a verb, a relative pronoun's noun in its place."""
    if verb.dep_ == "acl" and verb.tag_ == "VBN" and (issued := _document_around(verb.head)) is not None:
        return issued
    subject = subject_of(verb)
    return noun_of_relative(subject) if subject is not None else None


def _document_around(noun: Token) -> Token | None:
    """The document that a participle tells of, beside those whom it is of: a [poll] of 400 voters released on Friday.

    So in 'four signatories of the [letter], released by the club'.
    """
    within = [c for of in noun.children if of.lower_ == "of" for c in of.children if c.dep_ == "pobj"]
    around = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "of" else None
    return next((word for word in (*within, around) if word is not None and kind_of(word) == "document"), None)


def _of_verb(verb: Token) -> Frame:
    frame = Frame(verb, is_passive(verb))
    surface = _subject(verb)
    frame.add("obj" if frame.passive else "subj", surface)
    if not frame.passive:
        frame.add("undergoer", surface)
    for child in verb.children:
        dep = child.dep_
        if dep in ("dobj", "attr", "oprd"):
            frame.add("obj" if not frame.passive or dep == "oprd" else "obj2", child)
        elif dep == "dative":
            frame.add(
                "dat", next((c for c in child.children if c.dep_ == "pobj"), child) if child.pos_ == "ADP" else child
            )
            if child.pos_ == "ADP":
                _add_preposition(frame, child)
        elif dep == "prt":
            frame.add("prt", child)
            for inner in child.children:  # "walked away from the talks"
                if inner.dep_ == "prep":
                    _add_preposition(frame, inner)
        elif dep == "agent":
            _add_preposition(frame, child)
            for argument in frame.roles.get("by", ()):
                frame.add("subj", argument)
        elif dep == "prep":
            _add_preposition(frame, child)
            if child.lower_ in _PARTICLES:  # "pulled out of the town"
                frame.add("prt", child)
        elif dep == "xcomp" or (dep == "ccomp" and any(c.dep_ == "aux" and c.tag_ == "TO" for c in child.children)):
            frame.add("inf", child)
            for inner in child.children:
                if inner.dep_ == "nsubj":
                    frame.add("obj", inner)
        elif dep == "ccomp":
            is_bare_form = child.tag_ in ("VB", "VBG", "VBN", "JJ") or (child.tag_ == "VBP" and verb.lemma_ == "let")
            bare = is_bare_form and not any(c.dep_ in ("aux", "auxpass", "mark") for c in child.children)
            frame.add("inf" if bare else "that", child)
            for inner in child.children if bare else ():
                frame.add("obj", inner if inner.dep_ in SUBJECTS else None)
        elif dep == "advcl" and any(c.dep_ == "aux" and c.tag_ == "TO" for c in child.children):
            frame.add("purpose", child)
            if any(c.tag_ == "TO" and c.i == verb.i + 1 for c in child.children):
                frame.add("inf", child)  # "have sworn to fight": the parser may take the complement for an adverbial
        elif dep == "acomp":
            frame.add("acomp", child)
        elif dep in ("advmod", "npadvmod"):
            frame.add("prt" if child.lower_ in _PARTICLES and child.i - verb.i in (1, 2) else "mod", child)
            for inner in child.children if child.lower_ in _PARTICLES else ():
                if inner.dep_ == "prep":
                    _add_preposition(frame, inner)
    if "obj" not in frame.roles:
        frame.add("obj", shared_object(verb))
    for filler in [
        *frame.roles.get("obj", [])[:1],
        *frame.roles.get("by", [])[:1],
    ]:  # "accused the media of bias": the parser often hangs `of` on the object
        for child in filler.children:
            if child.dep_ == "prep" and child.lower_ not in frame.roles:
                _add_preposition(frame, child)
            elif child.dep_ in ("acl", "relcl") and child.tag_ == "VB" and "inf" not in frame.roles:
                frame.add("inf", child)
    return frame


def _add_preposition(frame: Frame, preposition: Token) -> None:
    name = preposition.lower_
    for child in preposition.children:
        if child.dep_ == "pobj" and child.ent_type_ in ("DATE", "TIME") and name not in ("to", "for"):
            continue  # "on Tuesday" is no argument
        if child.dep_ in ("pobj", "pcomp"):
            frame.add(name, child)
        elif child.dep_ == "prep":  # from behind, out of
            _add_preposition(frame, child)


def _of_noun(noun: Token) -> Frame:
    frame = Frame(noun, False)
    first = noun
    for _ in range(6):
        if first.dep_ != "conj":
            break
        first = first.head
    for child in [
        *noun.children,
        *(c for c in first.children if first is not noun and c.dep_ == "prep" and c.i > noun.i),
    ]:
        if child.dep_ == "poss":
            frame.add("subj", child)
        elif child.dep_ in ("amod", "compound", "nmod"):
            frame.add("mod", child)
        elif child.dep_ == "prep":
            _add_preposition(frame, child)
        elif child.dep_ in ("acl", "relcl") and child.tag_ == "VB":
            frame.add("inf", child)
    for agent in frame.roles.get("by", ()):
        frame.add("subj", agent)
    for victim in frame.roles.get("of", ()):
        frame.add("obj", victim)
    governor = first.head
    if first.dep_ == "dobj":
        for child in governor.children:  # "launched an attack on the town": the parser may hang `on` on either
            if child.dep_ == "prep" and child.i > noun.i and child.lower_ not in frame.roles:
                _add_preposition(frame, child)
        undergone = is_passive(governor) or governs("suffering", governor.lemma_)  # "was handed a sentence"
        role = "obj" if undergone else "subj"
        is_told = governs("undergoing", governor.lemma_)  # "condemned the killing": he had no part in it
        if role not in frame.roles and governor.pos_ == "VERB" and not is_told:
            frame.add(role, _subject(governor))
    if first.dep_ in ("dobj", "nsubj", "nsubjpass", "attr", "obj2"):
        frame.add("verb", governor)
    elif first.dep_ == "pobj":
        frame.roles["via"] = [governor]
        if governor.head.i != governor.i:
            frame.roles["verb"] = [governor.head]
        if governor.lower_ == "on" and governs("being", governor.head.lemma_):  # "went on strike"
            frame.add("subj", _subject(governor.head))
    return frame


def frame_of(head: Token) -> Frame:
    """The frame of a verb, noun or adjective; of a modal, that of its verb."""
    if head.tag_ == "MD":
        return Frame(head, is_passive(head.head), _of_verb(head.head).roles)
    if head.pos_ in ("VERB", "AUX") and not is_gerund(head):
        return _of_verb(head)
    if head.pos_ == "ADJ":
        frame = _of_verb(head)
        if not frame.roles.get("subj") and head.dep_ in ("acomp", "oprd", "attr"):
            frame.add("subj", _subject(head.head))
        elif head.dep_ == "amod" or (head.dep_ in ("relcl", "acl") and not frame.roles.get("subj")):
            frame.add("subj", head.head)
        return frame
    return _of_noun(head)
