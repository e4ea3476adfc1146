"""Candidates for attribution: every way English grammar ties a source and a content to a cue, found in the parse.

Nothing is decided here. A candidate says only that the words stand in one of the constructions of `EXAMPLES`; whether
"wrote" or "wanted" attributes anything is for `acceptance` to say.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.claims.lexicon import cue_words
from onrecord.claims.speakers import kind_of, noun_phrase

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Tokens = tuple[int, int]
"""Token positions `[first, last)`."""

#: One example of each construction: cue in <angle> brackets, source in {braces}, content in [brackets].
EXAMPLES = {
    "clause": "{The minister} <said> [that taxes would rise].",
    "fronted": "[Taxes would rise], {the minister} <said>.",
    "parenthetical": "[The move, {Smith} <explained>, was the result of planning].",
    "as_clause": "As {the minister} <explained>, [taxes would rise].",
    "infinitive": "{The party} <wants> [to raise taxes].",
    "gerund": "{The minister} <denied> [taking money].",
    "small_clause": "{Smith} <called> [the report a lie].",
    "object_infinitive": "{Officials} <expect> [it to raise rates].",
    "clause_in_document": "{The paper} <said> in an editorial [that taxes would rise].",
    "object_clause": "{The minister} <rejected> claims [that he had lied].",
    "object": "{The union} <criticized> [the new law].",
    "about": "{The union} <called for> [an inquiry].",
    "raising": "[The suspect is <said> to have fled].",
    "passive_object": "[The law] was <criticized> by {the union}.",
    "seeming": "[The vote <seems> likely to fail].",
    "noun_clause": "{His} <claim> [that taxes rose] surprised many.",
    "noun_infinitive": "{The government's} <plan> [to raise taxes] failed.",
    "noun_about": "{The union's} <support for> [the law] is growing.",
    "noun_is": "{The union's} <hope> is [that the law will fail].",
    "adjective_clause": "{The union} is <convinced> [that the law will fail].",
    "adjective_infinitive": "{The union} is <ready> [to strike].",
    "adjective_about": "{The union} is <concerned about> [the law].",
    "according": "<According to> {the union}, [the law has failed].",
    "adverb": "[The bank <reportedly> lent the money].",
}

_CALENDAR = ("DATE", "TIME", "CARDINAL", "MONEY", "PERCENT")


@dataclass(frozen=True)
class Candidate:
    """Words that may attribute: `cue` is headed by token `head`; `source` is None where the construction names none."""

    construction: str
    head: int
    cue: Tokens
    source: Tokens | None
    content: Tokens
    anchor: int
    """The token that heads the content."""


def subtree(token: Token) -> Tokens:
    return token.left_edge.i, token.right_edge.i + 1


def trimmed(doc: Doc, span: Tokens) -> Tokens | None:
    """The span without punctuation at its edges; None when nothing else is in it."""
    first, last = span
    while first < last and not doc[first].text.strip("\"' ,;:.-–—()[]!?"):
        first += 1
    while last > first and not doc[last - 1].text.strip("\"' ,;:.-–—()[]!?"):
        last -= 1
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
    for steps in range(6):
        passive = any(child.dep_ in ("nsubjpass", "auxpass") for child in verb.children)
        for child in verb.children:
            if child.dep_ == "nsubj" or child.dep_ == "nsubjpass" and steps:
                return child
            if child.dep_ == "agent" and not steps:
                return next((c for c in child.children if c.dep_ == "pobj"), None)
        above = verb.head
        if passive and not steps or above is verb:
            return None
        if verb.dep_ in ("acl", "relcl"):
            return above if verb.tag_ == "VBG" else None
        if verb.dep_ == "xcomp":
            controller = next((c for c in above.children if c.dep_ in ("dobj", "dative") and c.i < verb.i), None)
            if controller is not None:
                return controller
        elif verb.dep_ == "pcomp":
            above = above.head
        elif verb.dep_ not in ("conj", "advcl", "ccomp", "dep"):
            return None
        if above.pos_ not in ("VERB", "AUX", "ADJ"):
            return None
        verb = above
    return None


def candidates(doc: Doc, first: int, last: int) -> Iterator[Candidate]:
    """All candidates whose cue stands in the tokens `[first, last)`, in the order of their cues."""
    for i in range(first, last):
        token = doc[i]
        pos = token.pos_
        if pos == "VERB" or pos == "AUX" and token.lemma_ not in ("be",):
            yield from _of_verb(token)
        elif pos == "NOUN" or pos == "PROPN":
            yield from _of_noun(token)
        elif pos == "ADJ":
            yield from _of_adjective(token)
        elif pos == "ADP" or pos == "SCONJ" or pos == "VERB":
            yield from _of_preposition(token)
        elif pos == "ADV" and token.text.endswith("edly"):
            yield from _of_adverb(token)
        if token.lower_ == "according":
            yield from _of_preposition(token)


def _candidate(
    name: str, head: Token, cue: Tokens, source: Token | None, content: Tokens, anchor: Token
) -> Iterator[Candidate]:
    span = trimmed(head.doc, content)
    if span is None:
        return
    where = None
    if source is not None:
        where = trimmed(head.doc, noun_phrase(source))
        if where is not None and where[0] <= head.i < where[1]:
            where = (source.i, source.i + 1)
    yield Candidate(name, head.i, cue, where, span, anchor.i)


def _of_verb(verb: Token) -> Iterator[Candidate]:
    if verb.dep_ in ("aux", "auxpass"):
        return
    cue, source, i = cue_of(verb), subject_of(verb), verb.i
    objects, passive_subject = [], None
    for child in verb.children:
        dep = child.dep_
        if dep == "ccomp" or dep == "parataxis" and child.i < i:
            if child.i < i:
                first, last = subtree(child)
                yield from _candidate("fronted", verb, cue, source, (first, last), child)
            else:
                name = _kind_of_clause(child)
                if name is None:
                    continue
                yield from _candidate(name, verb, cue, source, subtree(child), child)
        elif dep == "xcomp":
            if child.tag_ == "VBG":
                yield from _candidate("gerund", verb, cue, source, subtree(child), child)
            elif any(c.dep_ == "aux" and c.tag_ == "TO" for c in child.children):
                between = [o for o in objects if o.i > i]
                if between:
                    yield from _candidate(
                        "object_infinitive", verb, cue, source, (between[0].left_edge.i, child.right_edge.i + 1), child
                    )
                yield from _candidate("infinitive", verb, cue, source, subtree(child), child)
            else:
                between = [o for o in objects if o.i > i]
                start = between[0].left_edge.i if between else child.left_edge.i
                yield from _candidate("small_clause", verb, cue, source, (start, child.right_edge.i + 1), child)
        elif dep == "oprd":
            between = [o for o in objects if o.i > i]
            start = between[0].left_edge.i if between else child.left_edge.i
            yield from _candidate("small_clause", verb, cue, source, (start, child.right_edge.i + 1), child)
        elif dep in ("dobj", "attr", "dative"):
            objects.append(child)
            for clause in _that_clauses(child):
                yield from _candidate("object_clause", verb, cue, source, subtree(clause), clause)
            yield from _candidate("object", verb, cue, source, subtree(child), child)
        elif dep == "nsubjpass":
            passive_subject = child
        elif dep == "prep" and child.i > i:
            objects_of = [c for c in child.children if c.dep_ in ("pobj", "pcomp")]
            for inner in objects_of:
                for clause in _that_clauses(inner) if child.lower_ == "in" and _carries_words(inner) else ():
                    yield from _candidate("clause_in_document", verb, cue, source, subtree(clause), clause)
                wide = (cue[0], child.i + 1) if child.i == cue[1] else cue
                yield from _candidate("about", verb, wide, source, (child.i + 1, inner.right_edge.i + 1), inner)
                if child.lower_ == "as" and objects:
                    yield from _candidate(
                        "small_clause", verb, cue, source, (objects[0].left_edge.i, inner.right_edge.i + 1), inner
                    )
        elif dep == "acomp" and source is not None:
            yield from _candidate("seeming", verb, cue, None, (source.left_edge.i, child.right_edge.i + 1), child)
        elif dep == "advcl" and child.i > i:
            yield from _candidate("clause", verb, cue, source, subtree(child), child)
    if passive_subject is not None:
        yield from _candidate("passive_object", verb, cue, source, subtree(passive_subject), passive_subject)
    for child in verb.children:
        subject = passive_subject or (source if source is not None and source.head is verb else None)
        if child.dep_ in ("xcomp", "oprd", "prep") and subject is not None and child.i > i:
            yield from _candidate("raising", verb, cue, None, (subject.left_edge.i, child.right_edge.i + 1), child)
    if verb.dep_ in ("parataxis", "ccomp", "advcl", "dep") and verb.head.pos_ in ("VERB", "AUX"):
        head = verb.head
        if verb.dep_ == "advcl" and any(c.lower_ == "as" for c in verb.children if c.dep_ in ("mark", "advmod", "prep")):
            name = "as_clause"
        elif verb.dep_ == "advcl":
            return
        else:
            name = "parenthetical"
        yield from _candidate(name, verb, cue, source, _around(head, verb), head)


def _kind_of_clause(clause: Token) -> str | None:
    """The construction a complement clause after its verb makes; None for a finite one without subject or "that"."""
    marked = subject = to = auxiliary = False
    for child in clause.children:
        marked = marked or child.dep_ == "mark" or child.tag_ in ("WP", "WRB", "WDT", "WP$")
        subject = subject or child.dep_ in ("nsubj", "nsubjpass", "csubj", "expl")
        to = to or child.dep_ == "aux" and child.tag_ == "TO"
        auxiliary = auxiliary or child.dep_ in ("aux", "auxpass", "cop")
    if marked and not to:
        return "clause"
    if to or clause.tag_ == "VB" and not auxiliary:
        return "object_infinitive"
    if clause.pos_ not in ("VERB", "AUX") or clause.tag_ in ("VBG", "VBN") and not auxiliary:
        return "small_clause"
    return "clause" if subject else None


def _that_clauses(noun: Token) -> list[Token]:
    """Clauses with "that" that hang on a noun or on a noun in one of its prepositional phrases."""
    clauses = []
    for child in noun.rights:
        if child.dep_ in ("acl", "ccomp", "relcl") and any(c.dep_ == "mark" and c.lower_ == "that" for c in child.lefts):
            clauses.append(child)
        elif child.dep_ == "prep":
            clauses += [clause for inner in child.rights if inner.dep_ == "pobj" for clause in _that_clauses(inner)]
    return clauses


def _carries_words(noun: Token) -> bool:
    """Whether a noun names words or what holds them: a statement, an editorial, a letter."""
    word = cue_words().get(("noun", noun.lemma_.lower()))
    return word is not None and word.cue_class == "say" or kind_of(noun) == "document"


def _around(head: Token, inner: Token) -> Tokens:
    """The clause of `head` without `inner` where that stands at its edge."""
    first, last = subtree(head)
    a, b = subtree(inner)
    if a <= first:
        return b, last
    if b >= last - 1:
        return first, a
    return first, last


def _of_noun(noun: Token) -> Iterator[Candidate]:
    if noun.ent_type_ in _CALENDAR:
        return
    source = None
    i = noun.i
    cue = (i, i + 1)
    contents: list[tuple[str, Token, Token | None]] = []
    for child in noun.children:
        dep = child.dep_
        if dep == "poss":
            source = child
        elif dep == "acl" or dep == "ccomp" or dep == "relcl" and any(c.lower_ == "that" and c.dep_ == "mark" for c in child.children):
            if any(c.dep_ == "aux" and c.tag_ == "TO" for c in child.children):
                contents.append(("noun_infinitive", child, None))
            elif any(c.dep_ == "mark" for c in child.children) or dep == "ccomp":
                contents.append(("noun_clause", child, None))
        elif dep == "prep":
            for inner in child.children:
                if inner.dep_ in ("pobj", "pcomp"):
                    if child.lower_ in ("by", "from") :
                        source = inner
                    else:
                        contents.append(("noun_about", inner, child))
    if not contents and noun.head.lemma_ != "be":
        return
    if source is None:
        if noun.dep_ in ("dobj", "attr") and noun.head.pos_ in ("VERB", "AUX"):
            source = subject_of(noun.head)
            cue = (cue_of(noun.head)[0], i + 1) if noun.head.i < i and i - noun.head.i < 5 else cue
    for name, child, preposition in contents:
        start = child.left_edge.i
        if preposition is not None:
            start = preposition.i + 1
        wide = (cue[0], preposition.i + 1) if preposition is not None and preposition.i == cue[1] else cue
        yield from _candidate(name, noun, wide, source, (start, child.right_edge.i + 1), child)
        if preposition is not None and preposition.lower_ == "of":
            for other, second, prep2 in contents:
                if prep2 is not None and second is not child and other == "noun_about":
                    yield from _candidate(
                        "noun_about", noun, cue, child, (prep2.i + 1, second.right_edge.i + 1), second
                    )
    if noun.dep_ == "nsubj" and noun.head.lemma_ == "be":
        for child in noun.head.children:
            if child.dep_ in ("ccomp", "xcomp") and child.i > noun.head.i:
                yield from _candidate("noun_is", noun, cue, source, subtree(child), child)


def _of_adjective(adjective: Token) -> Iterator[Candidate]:
    above = adjective.head
    if adjective.dep_ == "acomp" or adjective.dep_ in ("conj", "oprd", "ROOT"):
        source = subject_of(above if adjective.dep_ != "ROOT" else adjective)
    elif adjective.dep_ in ("amod", "acl"):
        source = above
    else:
        source = None
    cue = (adjective.i, adjective.i + 1)
    for child in adjective.children:
        if child.dep_ == "ccomp" or child.dep_ == "xcomp":
            infinitive = any(c.dep_ == "aux" and c.tag_ == "TO" for c in child.children)
            name = "adjective_infinitive" if infinitive else "adjective_clause"
            yield from _candidate(name, adjective, cue, source, subtree(child), child)
        elif child.dep_ == "prep" and child.i > adjective.i:
            for inner in child.children:
                if inner.dep_ in ("pobj", "pcomp"):
                    yield from _candidate(
                        "adjective_about", adjective, cue, source, (child.i + 1, inner.right_edge.i + 1), inner
                    )


def _of_preposition(word: Token) -> Iterator[Candidate]:
    if word.lower_ == "according":
        to = next((c for c in word.children if c.lower_ == "to"), None)
        if to is None:
            return
        source = next((c for c in to.children if c.dep_ == "pobj"), None)
        clause = word.head
        while clause.dep_ not in ("ROOT", "ccomp", "relcl", "advcl", "parataxis", "conj") and clause.head is not clause:
            clause = clause.head
        if source is not None and clause.i != word.i:
            yield from _candidate("according", word, (word.i, to.i + 1), source, _around(clause, word), clause)
    elif word.lower_ in ("for", "against", "with", "in") and word.dep_ == "prep" and word.head.lemma_ == "be":
        for inner in word.children:
            if inner.dep_ == "pobj":
                yield from _candidate(
                    "adjective_about", word, (word.i, word.i + 1), subject_of(word.head), subtree(inner), inner
                )


def _of_adverb(adverb: Token) -> Iterator[Candidate]:
    clause = adverb.head
    if clause.pos_ in ("VERB", "AUX"):
        yield from _candidate("adverb", adverb, (adverb.i, adverb.i + 1), None, subtree(clause), clause)
