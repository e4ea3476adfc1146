"""How likely a candidate is to attribute its content: a logistic regression over features that can be read.

The weights stand in `weights/acceptance.tsv`, one feature a line; the script that
learnt them (benchmarks/fit_claims.py) and the data they were learnt from are named in its first lines.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import exp
from typing import TYPE_CHECKING

from onrecord.document.around import Around
from onrecord.document.claims.lexicon import cue_word, lemma_of
from onrecord.document.people.kinds import kind_by_word
from onrecord.language.en import lexicons

if TYPE_CHECKING:
    from onrecord.document.claims.candidate import Candidate
    from onrecord.language.en import Doc, Token

_FIELDS = {
    **dict.fromkeys(
        ("say", "manner", "write", "tell", "argue", "concede", "warn", "predict", "deny", "cite"), "speech"
    ),
    **dict.fromkeys(("ask", "demand", "order", "promise"), "request"),
    **dict.fromkeys(("think", "hope", "learn", "show"), "thought"),
    **dict.fromkeys(("want", "plan"), "will"),
    **dict.fromkeys(("praise", "blame", "call", "appoint"), "judgement"),
}
"""Cue classes that behave alike, so that what is learnt of one helps a rarer one."""
_LENGTHS = ((1, "1"), (2, "2"), (4, "3-4"), (7, "5-7"), (12, "8-12"), (20, "13-20"), (40, "21-40"))
_QUOTES = ('"', "''", "``", "'")


#: Candidates less likely than this are no claims: below it, precision falls faster than recall rises.
ACCEPTED = 0.25
#: The same where the content states nothing by itself: criticized [the law]; and where no source is named either.
ACCEPTED_TOPIC, ACCEPTED_TOPIC_UNSOURCED = 0.4, 0.5
_TOPICS = frozenset(
    {"object", "about", "object_about", "noun_about", "adjective_about", "passive_object", "raising", "in_document"}
)


def features(doc: Doc, candidate: Candidate, marks: Sequence[int]) -> list[str]:
    """The names of the features that hold of a candidate, each 0 or 1; `marks` are the positions of quotation marks."""
    head, anchor = doc[candidate.head], doc[candidate.anchor]
    name = candidate.construction
    lemma = lemma_of(head)
    word = cue_word(head)
    cue_class = word.cue_class if word else "none"
    field = _FIELDS.get(cue_class, "other")
    first, last = candidate.content
    preposition = doc[candidate.cue[1] - 1].lower_ if candidate.cue[1] - 1 > candidate.head else ""
    if name == "object_about":
        preposition = anchor.head.lower_
    elif name.endswith("about") and first > 0:
        preposition = doc[first - 1].lower_
    source = _source_kind(doc, candidate)
    mark = _mark(anchor)
    length = next((label for limit, label in _LENGTHS if last - first <= limit), "41+")
    place = "before" if last <= candidate.head else "after" if first > candidate.head else "around"
    found = [
        "bias",
        f"construction={name}",
        f"lemma={lemma}",
        f"class={cue_class}",
        f"construction={name} class={cue_class}",
        f"construction={name} lemma={lemma}",
        f"source={source}",
        f"construction={name} source={source}",
        f"class={cue_class} source={source}",
        f"cue_tag={head.tag_}",
        f"cue_dep={head.dep_}",
        f"class={cue_class} cue_dep={head.dep_}",
        f"mark={mark}",
        f"class={cue_class} mark={mark}",
        f"construction={name} length={length}",
        f"construction={name} anchor={anchor.tag_}",
        f"anchor_dep={anchor.dep_}",
        f"anchor_entity={anchor.ent_type_ or 'none'} construction={name}",
        f"place={place}",
        f"lemma={lemma} mark={mark}",
        f"field={field} construction={name}",
        f"field={field} construction={name} {'sourced' if candidate.source else 'unsourced'}",
        f"field={field} mark={mark}",
        f"field={field} cue_dep={head.dep_}",
        f"field={field} source={source}",
    ]
    if name == "clause_in_document":
        noun = anchor.head
        found.append(f"clause_in_document noun={kind_by_word(noun)} class={cue_class}")
    if preposition:
        found += [
            f"preposition={preposition}",
            f"lemma={lemma} preposition={preposition}",
            f"class={cue_class} preposition={preposition}",
        ]
    if anchor.pos_ == "PRON":
        found.append(f"construction={name} content_pronoun")
    governor = head.head
    if head.dep_ in ("xcomp", "ccomp", "pcomp", "conj"):
        found.append(f"cue_dep={head.dep_} governor={governor.lemma_.lower()}")
    auxiliaries = [child.lower_ for child in head.children if child.dep_ in ("aux", "auxpass")]
    found += [
        f"auxiliary={a}"
        for a in auxiliaries
        if a in ("will", "would", "could", "can", "may", "might", "should", "must", "to")
    ]
    if any(child.dep_ == "neg" for child in head.children):
        found += ["negated", f"negated class={cue_class}"]
    if any(child.dep_ == "auxpass" for child in head.children):
        found += ["passive", f"passive construction={name}"]
    if bisect_left(marks, last) > bisect_left(marks, first - 1):
        found.append(f"quoted construction={name}")
    if candidate.source is not None:
        gap = min(abs(candidate.source[1] - candidate.cue[0]), abs(candidate.source[0] - candidate.cue[1]))
        found.append(f"source_gap={'0' if gap == 0 else '1-3' if gap <= 3 else '4-8' if gap <= 8 else '9+'}")
        if candidate.source[0] < last and first < candidate.source[1] and place != "around":
            found.append("source_in_content")
    if (
        place == "before"
        and doc[last].text not in (",", "-", "--", "\u2014", "?", "!")
        and doc[last].text not in _QUOTES
    ):
        found.append(f"construction={name} no_comma")
    elif place == "after" and doc[first - 1].text == ",":
        found.append(f"construction={name} after_comma")
    return found


def _source_kind(doc: Doc, candidate: Candidate) -> str:
    if candidate.source is None:
        return "none"
    head = doc[candidate.source[0] : candidate.source[1]].root
    if head.tag_ in ("WP", "WDT"):
        return "relative"
    if head.pos_ == "PRON":
        return f"pronoun:{head.lower_}"
    kind = kind_by_word(head)
    return kind if kind != "unknown" else f"unknown:{head.tag_}"


def _mark(anchor: Token) -> str:
    """The word that opens a content clause (that, to, whether, what, ...), or `bare`."""
    for child in anchor.lefts:
        if child.dep_ == "mark" or child.tag_ in ("WP", "WRB", "WDT"):
            return child.lower_
        if child.dep_ == "aux" and child.tag_ == "TO":
            return "to"
    return "bare"


@lru_cache(maxsize=1)
def weights() -> dict[str, float]:
    """Feature to weight; features not listed weigh nothing."""
    return {feature: float(weight) for feature, weight in lexicons.rows("weights/acceptance.tsv")}


def likelihood(names: Iterable[str]) -> float:
    """Probability, 0..1, that a candidate with these features is an attribution with about its content."""
    table = weights()
    return 1.0 / (1.0 + exp(-sum([table[name] for name in names if name in table])))


def is_accepted(candidate: Candidate, probability: float) -> bool:
    """Whether a candidate of this probability is a claim."""
    if candidate.construction not in _TOPICS:
        return probability >= ACCEPTED
    return probability >= (ACCEPTED_TOPIC if candidate.source is not None else ACCEPTED_TOPIC_UNSOURCED)


def described(doc: Doc, found: Sequence[Candidate]) -> list[list[str]]:
    """The names of the features of each of a paragraph's candidates, its own and those its rivals give it."""
    first = max(0, min((candidate.content[0] for candidate in found), default=0) - 1)
    last = max((candidate.content[1] for candidate in found), default=0)
    marks = [token.i for token in doc[first:last] if token.text in _QUOTES]
    return [
        features(doc, candidate, marks) + context
        for candidate, context in zip(found, context_features(doc, found), strict=True)
    ]


CLAUSAL = frozenset({"clause", "clause_in_document", "object_clause", "fronted", "parenthetical", "as_clause", "colon"})
"""Constructions whose content is a clause that is said."""
_OF_SOURCES = ("according", "in_view")


def context_features(doc: Doc, candidates: Sequence[Candidate]) -> list[list[str]]:
    """For each candidate of one sentence or paragraph, the names of the features that its rivals give it."""
    classes = [_cue_class(doc, candidate) for candidate in candidates]
    of_head: dict[int, set[str]] = defaultdict(set)
    twins: dict[tuple[int, str], int] = defaultdict(int)
    for candidate in candidates:
        of_head[candidate.head].add(candidate.construction)
        twins[candidate.head, candidate.construction] += 1
    told = [
        (candidate.content[1] - candidate.content[0], candidate.content, candidate, cue_class)
        for candidate, cue_class in zip(candidates, classes, strict=True)
        if (candidate.construction in CLAUSAL and cue_class != "none")
        or candidate.construction in ("according", "in_view")
    ]
    told.sort(key=lambda held: held[:2])
    around = Around((*held[1], held) for held in told)
    made = []
    for candidate, cue_class in zip(candidates, classes, strict=True):
        name, head = candidate.construction, candidate.head
        rivals = sorted(r for r in of_head[head] if r != name or twins[head, name] > 1)
        found = [f"construction={name} rival={rival}" for rival in rivals]
        outer = next((held for held in around.of(head, head + 1) if held[2].head != head), None)
        if outer is None:
            found.append("outside")
        else:
            found += [
                f"inside={outer[3]}",
                f"inside construction={name}",
                f"inside construction={name} outer={outer[2].construction}",
                f"inside={outer[3]} class={cue_class}",
            ]
        made.append(found)
    return made


def _cue_class(doc: Doc, candidate: Candidate) -> str:
    word = cue_word(doc[candidate.head])
    return word.cue_class if word else "none"
