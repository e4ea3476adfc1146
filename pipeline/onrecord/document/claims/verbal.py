"""Candidates whose cue is a verb: its complement clauses, objects, prepositional objects and the clause around it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from onrecord.document.claims.candidate import Candidate, candidate
from onrecord.document.claims.lexicon import cue_word, cue_words
from onrecord.document.claims.phrases import around, cue_of, is_act_of_speaker, source_of
from onrecord.document.people.kinds import kind_of
from onrecord.language.en.syntax import SUBJECTS, Tokens, is_infinitive, subtree

if TYPE_CHECKING:
    from onrecord.language.en import Token


_BEFORE_A_DAY = frozenset({"on", "late", "early", "earlier", "later", "in"})
_TO_COLON = 15
"""Tokens from a verb to its colon that are looked at."""


def of_verb(verb: Token) -> Iterator[Candidate]:
    """The candidates of one verb. Its source is its subject, or its agent when it is passive."""
    if verb.dep_ in ("aux", "auxpass"):
        return
    source, cue, i = source_of(verb) or _experiencer(verb), cue_of(verb), verb.i
    objects: list[Token] = []
    passive_subject: Token | None = None
    for child in verb.children:
        dep, after = child.dep_, child.i > i
        start = objects[-1].left_edge.i if objects else child.left_edge.i
        end = child.right_edge.i + 1
        if dep in ("ccomp", "parataxis") and _beyond_semicolon(child, after=after):
            continue
        if not after and dep in ("ccomp", "parataxis"):
            yield from candidate("fronted", verb, cue, source, subtree(child), child)
        elif dep == "ccomp":
            name = _kind_of_clause(child)
            if name is not None:
                begin, stop = _with_coordinate(child, verb)
                begin = _after_time_of_saying(begin, child, verb)
                yield from candidate(name, verb, cue, source, (begin, stop), child)
        elif dep == "xcomp" and child.tag_ == "VBG":
            yield from candidate("gerund", verb, cue, source, subtree(child), child)
        elif dep == "xcomp" and is_infinitive(child):
            if objects:
                yield from candidate("object_infinitive", verb, cue, source, (start, end), child)
            yield from candidate("infinitive", verb, cue, source, subtree(child), child)
        elif dep in ("xcomp", "oprd"):
            yield from candidate("small_clause", verb, cue, source, (start, end), child)
        elif dep in ("dobj", "attr", "dative"):
            if after:
                objects.append(child)
            for clause in _that_clauses(child):
                yield from candidate("object_clause", verb, cue, source, subtree(clause), clause)
            yield from candidate("object", verb, cue, source, subtree(child), child)
        elif dep == "nsubjpass":
            passive_subject = child if child is not source else None
        elif dep == "prep" and after:
            yield from _of_prepositional_object(verb, child, source, objects)
        elif dep == "acomp" and source is not None:
            yield from candidate("raising", verb, cue, None, (source.left_edge.i, end), child)
        elif dep == "advcl" and after:
            name = "infinitive" if is_infinitive(child) and _calls_on(verb, child) else "clause"
            yield from candidate(name, verb, cue, source, subtree(child), child)
    if passive_subject is not None:
        yield from candidate("passive_object", verb, cue, source, subtree(passive_subject), passive_subject)
    word = cue_word(verb)
    subject = source if word is not None and word.cue_class == "seem" else passive_subject
    if subject is not None:
        for child in verb.rights:
            if child.dep_ in ("xcomp", "oprd") or (child.dep_ == "prep" and child.lower_ == "as"):
                span = (subject.left_edge.i, child.right_edge.i + 1)
                yield from candidate("raising", verb, cue, None, span, child)
    yield from _after_colon(verb, cue, source)
    yield from _in_clause(verb, source)


def _after_colon(verb: Token, cue: Tokens, source: Token | None) -> Iterator[Candidate]:
    """What a colon lists up to the sentence's end, told by the last verb before it that has a subject of its own."""
    if not any(child.dep_ in SUBJECTS for child in verb.lefts):
        return
    after = verb.doc[verb.i + 1 : min(verb.sent.end, verb.i + _TO_COLON)]
    colon = next((word for word in after if word.text == ":" or word.pos_ in ("VERB", "AUX")), None)
    if colon is None or colon.text != ":":
        return
    told = verb.doc[colon.i + 1 : verb.sent.end]
    if len(told) and any(word.pos_ in ("VERB", "AUX") for word in told) and told[0].text not in ('"', "''", "'"):
        yield from candidate("colon", verb, cue, source, (told.start, told.end), told.root)


def _experiencer(participle: Token) -> Token | None:
    """Who is convinced, worried, surprised: the passive subject of a participle that is an adjective of attitude."""
    if ("adjective", participle.lower_) not in cue_words():
        return None
    return next((child for child in participle.lefts if child.dep_ == "nsubjpass"), None)


def _of_prepositional_object(
    verb: Token, preposition: Token, source: Token | None, objects: list[Token]
) -> Iterator[Candidate]:
    cue = cue_of(verb)
    wide = (cue[0], preposition.i + 1) if preposition.i == cue[1] else cue
    for inner in preposition.rights:
        if inner.dep_ not in ("pobj", "pcomp"):
            continue
        if preposition.lower_ == "in" and _carries_words(inner):
            for clause in _that_clauses(inner):
                yield from candidate("clause_in_document", verb, cue, source, subtree(clause), clause)
        end = inner.right_edge.i + 1
        yield from candidate("about", verb, wide, source, (preposition.i + 1, end), inner)
        if objects:
            name = "small_clause" if preposition.lower_ == "as" else "object_about"
            yield from candidate(name, verb, cue, source, (objects[0].left_edge.i, end), inner)


def _in_clause(verb: Token, source: Token | None) -> Iterator[Candidate]:
    """The clause that the verb comments on from inside, by itself or after "as"."""
    clause = verb.head
    if clause.pos_ not in ("VERB", "AUX") or clause == verb or _beyond_semicolon(verb, after=verb.i > clause.i):
        return
    if verb.dep_ in ("parataxis", "ccomp", "dep"):
        yield from candidate("parenthetical", verb, cue_of(verb), source, around(clause, verb), clause)
    elif verb.dep_ == "advcl" and any(c.lower_ == "as" and c.dep_ in ("mark", "advmod", "prep") for c in verb.lefts):
        yield from candidate("as_clause", verb, cue_of(verb), source, around(clause, verb), clause)


def _kind_of_clause(clause: Token) -> str | None:
    """The construction a complement clause after its verb makes; None for a finite one without subject or "that"."""
    marked = subject = auxiliary = False
    for child in clause.children:
        marked = marked or child.dep_ == "mark" or child.tag_ in ("WP", "WRB", "WDT", "WP$")
        subject = subject or child.dep_ in ("nsubj", "nsubjpass", "csubj", "expl")
        if child.dep_ in ("aux", "auxpass"):
            auxiliary = True  # the parser hangs some subjects on it
            subject = subject or any(word.dep_ in SUBJECTS for word in child.lefts)
    if marked and not is_infinitive(clause):
        return "clause"
    if is_infinitive(clause) or (clause.tag_ == "VB" and not auxiliary):
        return "object_infinitive"
    is_predicate = clause.pos_ in ("VERB", "AUX") or (subject and auxiliary)  # the border [is closed]
    if not is_predicate or (clause.tag_ in ("VBG", "VBN") and not auxiliary):
        return "small_clause"
    return "clause" if subject else None


def _with_coordinate(clause: Token, verb: Token) -> tuple[int, int]:
    """The clause with the one after "but" or "and" that is told on: said [he was warned, but the warnings stopped].

    The parser coordinates that clause with the verb; told on it is only in the past tense, as the clause itself, with a
    subject of its own that is no person, and where it reports nothing itself.
    """
    first, last = subtree(clause)
    last = _before_own_act(clause, last)
    last = max([last, *(word.right_edge.i + 1 for word in verb.rights if _goes_on(word, clause))])
    told = next((word for word in verb.rights if word.dep_ == "conj" and word.i > clause.i), None)
    if told is None or verb.tag_ != "VBD" or not {told.tag_, clause.tag_} <= {"VBD", "VBN"}:
        return first, last
    subject = next((word for word in told.lefts if word.dep_ in SUBJECTS), None)
    if subject is None or subject.pos_ != "NOUN" or kind_of(subject) != "unknown" or cue_word(told) is not None:
        return first, last
    return first, told.right_edge.i + 1


def _before_own_act(clause: Token, last: int) -> int:
    """Where the clause ends before what the speaker does besides: denied [that any sites existed] and accused them."""
    told = next((word for word in clause.rights if word.dep_ == "conj"), None)
    if told is None or not is_act_of_speaker(told):
        return last
    return max((child.i for child in clause.rights if child.dep_ == "cc" and child.i < told.i), default=last)


def _after_time_of_saying(start: int, clause: Token, verb: Token) -> int:
    """Where the clause begins after a day that the parser gives to it: said on Friday [it would close the plant].

    Between the verb and the clause's subject, with no comma, a day tells when it was said.
    """
    subject = next((word for word in clause.lefts if word.dep_ in ("nsubj", "nsubjpass", "expl")), None)
    if subject is None or start != verb.i + 1 or not start < subject.left_edge.i:
        return start
    between = clause.doc[start : subject.left_edge.i]
    when = any(word.ent_type_ in ("DATE", "TIME") for word in between)
    rest = (word for word in between if word.ent_type_ not in ("DATE", "TIME"))
    return between.end if when and all(word.lower_ in _BEFORE_A_DAY for word in rest) else start


def _beyond_semicolon(clause: Token, *, after: bool) -> bool:
    """Whether a semicolon stands between verb and clause: she said it was late; [the police put the figure at nine]."""
    doc = clause.doc
    beside = clause.left_edge.i - 1 if after else clause.right_edge.i + 1
    marked = any(child.dep_ == "mark" for child in clause.lefts)
    return not marked and 0 <= beside < len(doc) and doc[beside].text == ";"


def _calls_on(verb: Token, purpose: Token) -> bool:
    """Whether someone is called on to act, which the parser takes for the purpose of calling: called on him [to go]."""
    between = verb.doc[verb.i + 1 : purpose.left_edge.i]
    return any(word.dep_ == "prep" and word.head == verb and word.lower_ in ("on", "upon") for word in between)


def _goes_on(word: Token, clause: Token) -> bool:
    """Whether the parser cut the clause in two at a participle: said [the men <detained> could be <released>]."""
    between = clause.right_edge.i < word.left_edge.i
    return word.dep_ == "ccomp" and between and not any(c.dep_ in ("mark", "nsubj", "nsubjpass") for c in word.lefts)


def _that_clauses(noun: Token, depth: int = 3) -> list[Token]:
    """Clauses with "that" that hang on a noun or on a noun in its prepositional phrases, `depth` of them deep."""
    clauses = []
    for child in noun.rights:
        if child.dep_ in ("acl", "ccomp", "relcl"):
            clauses += [child for mark in child.lefts if mark.dep_ == "mark" and mark.lower_ == "that"]
        elif child.dep_ == "prep" and depth:
            nouns = [inner for inner in child.rights if inner.dep_ == "pobj"]
            clauses += [clause for inner in nouns for clause in _that_clauses(inner, depth - 1)]
    return clauses


def _carries_words(noun: Token) -> bool:
    """Whether a noun names words or what holds them: a statement, an editorial, a letter."""
    word = cue_word(noun)
    return (word is not None and word.cue_class == "say") or kind_of(noun) == "document"
