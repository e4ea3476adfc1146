"""Candidates whose cue is a noun, an adjective, a preposition or an adverb."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from onrecord.document.claims.candidate import Candidate, candidate
from onrecord.document.claims.phrases import around, cue_of, source_of
from onrecord.language.en.syntax import is_infinitive, subtree

if TYPE_CHECKING:
    from onrecord.language.en import Token

#: Entities that are never sources, nor nouns that attribute.
_CALENDAR = ("DATE", "TIME", "CARDINAL", "MONEY", "PERCENT")
_HOLDING = ("in", "to", "for", "per")
_VIEWS = ("view", "opinion", "words", "eyes", "judgment", "judgement", "estimation", "mind", "telling", "assessment")
_SIDES = ("for", "against", "with", "in")


def of_noun(noun: Token) -> Iterator[Candidate]:
    """His claim that ..., the plan to ..., support for ... Its source is a possessor, a by-phrase or the subject."""
    if noun.ent_type_ in _CALENDAR:
        return
    source: Token | None = None
    contents: list[tuple[str, Token, Token | None]] = []
    for child in noun.children:
        if child.dep_ == "poss":
            source = child
        elif child.dep_ in ("acl", "ccomp", "relcl"):
            name = _kind_of_clause(child)
            if name is not None:
                contents.append((name, child, None))
        elif child.dep_ == "prep":
            for inner in child.rights:
                if inner.dep_ in ("pobj", "pcomp") and child.lower_ in ("by", "from"):
                    source = source if inner.ent_type_ in _CALENDAR else inner
                elif inner.dep_ in ("pobj", "pcomp"):
                    contents.append(("noun_about", inner, child))
    cue = (noun.i, noun.i + 1)
    if source is None and noun.dep_ in ("dobj", "attr") and noun.head.pos_ in ("VERB", "AUX"):
        source = source_of(noun.head)
        if noun.i - 5 < noun.head.i < noun.i:
            cue = (cue_of(noun.head)[0], noun.i + 1)  # made a claim, has a plan
    for name, content, preposition in contents:
        start = content.left_edge.i if preposition is None else preposition.i + 1
        wide = (cue[0], start) if preposition is not None and preposition.i == cue[1] else cue
        yield from candidate(name, noun, wide, source, (start, content.right_edge.i + 1), content)
    if noun.dep_ == "nsubj" and noun.head.lemma_ == "be":
        for child in noun.head.rights:
            if child.dep_ in ("ccomp", "xcomp"):
                yield from candidate("noun_is", noun, cue, source, subtree(child), child)


def of_adjective(adjective: Token) -> Iterator[Candidate]:
    """Is convinced that ..., ready to ..., concerned about ..."""
    above, source = adjective.head, None
    if adjective.dep_ in ("acomp", "conj", "oprd"):
        source = source_of(above)
    elif adjective.dep_ == "ROOT":
        source = source_of(adjective)
    elif adjective.dep_ in ("amod", "acl"):
        source = above
    cue = (adjective.i, adjective.i + 1)
    for child in adjective.children:
        if child.dep_ in ("ccomp", "xcomp"):
            name = "adjective_infinitive" if is_infinitive(child) else "adjective_clause"
            yield from candidate(name, adjective, cue, source, subtree(child), child)
        elif child.dep_ == "prep" and child.i > adjective.i:
            for inner in child.rights:
                if inner.dep_ in ("pobj", "pcomp"):
                    span = (child.i + 1, inner.right_edge.i + 1)
                    yield from candidate("adjective_about", adjective, cue, source, span, inner)


def of_preposition(word: Token) -> Iterator[Candidate]:
    """According to ..., in the view of ..., in a survey of ..., to her, ..., and being for, against, with something."""
    if word.lower_ == "according":
        to = next((child for child in word.rights if child.lower_ == "to"), None)
        source = next((child for child in to.rights if child.dep_ == "pobj"), None) if to is not None else None
        above = list(word.ancestors)
        clauses = (one for one in above if one.dep_ in ("ccomp", "relcl", "advcl", "parataxis", "conj"))
        clause = next(clauses, above[-1] if above else word)
        if to is not None and source is not None and clause.i != word.i:
            yield from candidate("according", word, (word.i, to.i + 1), source, around(clause, word), clause)
    elif word.lower_ == "in" and (view := _view(word)) is not None and word.head.pos_ in ("VERB", "AUX"):
        cue = (word.i, view[0].i + 1)
        yield from candidate("in_view", word, cue, view[1], around(word.head, word), word.head)
    elif word.lower_ in _HOLDING and word.dep_ == "prep" and word.i < word.head.i and word.head.pos_ in ("VERB", "AUX"):
        holder = next((child for child in word.rights if child.dep_ == "pobj"), None)
        comma = word.right_edge.i + 1
        if holder is not None and comma < word.head.i and word.doc[comma].text == ",":
            told = (comma, word.head.right_edge.i + 1)
            yield from candidate("in_document", word, (word.i, word.i + 1), holder, told, word.head)
    elif word.lower_ in _SIDES and word.dep_ == "prep" and word.head.lemma_ == "be":
        for inner in word.rights:
            if inner.dep_ == "pobj":
                cue = (word.i, word.i + 1)
                yield from candidate("adjective_about", word, cue, source_of(word.head), subtree(inner), inner)


def _view(word: Token) -> tuple[Token, Token] | None:
    """The "of" and the source of "in the view of the union"."""
    noun = next((child for child in word.rights if child.dep_ == "pobj" and child.lower_ in _VIEWS), None)
    of = next((child for child in noun.rights if child.lower_ == "of"), None) if noun is not None else None
    holder = next((child for child in of.rights if child.dep_ == "pobj"), None) if of is not None else None
    return (of, holder) if of is not None and holder is not None else None


def of_adverb(adverb: Token) -> Iterator[Candidate]:
    """Reportedly, allegedly: the clause they stand in."""
    clause = adverb.head
    if clause.pos_ in ("VERB", "AUX"):
        yield from candidate("adverb", adverb, (adverb.i, adverb.i + 1), None, subtree(clause), clause)


def _kind_of_clause(clause: Token) -> str | None:
    """Whether a noun's clause is what the noun says or intends; None for an ordinary relative clause."""
    marks = [child.lower_ for child in clause.lefts if child.dep_ == "mark"]
    if clause.dep_ == "relcl" and "that" not in marks:
        return None
    if is_infinitive(clause):
        return "noun_infinitive"
    return "noun_clause" if marks or clause.dep_ == "ccomp" else None
