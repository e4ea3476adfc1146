"""Decides, by all the evidence of the document at once, which candidates name persons.

Two small logistic models whose weights can be read in `weights/name_weights.tsv` (fitted by `benchmarks/fit_names.py`):
the first judges every name by its own signs, averaged over all its places, with weights of their own for names of one
word; the second lets names support each other, so that a surname counts as a person where the full name does.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from math import exp, log
from typing import TYPE_CHECKING

from onrecord.document.people.companies import company_names
from onrecord.document.people.features import signs_of_place, signs_of_words
from onrecord.language.en import lexicons
from onrecord.language.en.words import countries, demonyms

if TYPE_CHECKING:
    from onrecord.document.people.candidates import Candidate
    from onrecord.language.en import Doc
    from onrecord.language.en.annotate import Annotation

Words = tuple[str, ...]

#: Chance above which a candidate is taken for a person: where precision and recall met on the developer texts.
_ACCEPTED = 0.45
_PLACES_READ = 12
#: The least chance of what the text calls Mr, Ms or Dr: hardly ever anything but a person.
_ADDRESSED = 0.9
#: The least chance of a name that people bear after a noun for a person, or what persons have: footballer Juninho.
_INTRODUCED = 0.8
#: The most that a name has of which the text only says what is there, where not all its words are people's names.
_LOCATED = 0.2
#: Words from which on a name after a rank may go on into what is named after the bearer: Prince Adam Orr Air Wing.
_LONG = 5
_LINKS = frozenset((",", "and", "&", ";", "or"))
#: Words that stand for no one in particular by themselves.
_NOBODY = frozenset(("god", "allah", "lord", "papa", "mama", "mum", "mummy", "mom", "mommy", "dad", "daddy", "grandpa"))


def persons_among(
    candidates: Sequence[Candidate], annotation: Annotation, certain: AbstractSet[Words] = frozenset()
) -> list[Candidate]:
    """The candidates that name persons, in order of position, none overlapping another.

    `certain` are names that the text itself declares to be a person's, such as pseudonyms.
    """
    companies = company_names(candidates, annotation.doc)
    chances = {
        words: 0.0 if words in companies else chance for words, chance in own_chances(candidates, annotation).items()
    }
    final = {
        place: _chance("support", signs) for place, signs in supporting_signs(candidates, chances, annotation).items()
    }
    final |= {(c.first, c.last): 0.0 for c in candidates if c.words in companies}
    final |= {(c.first, c.last): 1.0 for c in candidates if c.words in certain}
    accepted: list[Candidate] = []
    taken: set[int] = set()
    for candidate in sorted(candidates, key=lambda c: (-final[c.first, c.last], c.first, c.last)):
        tokens = range(candidate.first, candidate.last)
        if final[candidate.first, candidate.last] > _ACCEPTED and taken.isdisjoint(tokens):
            accepted.append(candidate)
            taken.update(tokens)
    families = {candidate.words[-1] for candidate in accepted if len(candidate.words) > 1}
    for candidate in candidates:
        words = candidate.words
        is_else = words in companies or words in countries() or words[0] in demonyms()
        if len(words) == 1 and words[0] in families and not is_else:
            if candidate.first not in taken:
                accepted.append(candidate)
            taken.add(candidate.first)
    return sorted(accepted, key=lambda c: c.first)


def own_signs(candidates: Sequence[Candidate], annotation: Annotation) -> dict[Words, dict[str, float]]:
    """The signs of every name: its words' own, and those of its first places on average."""
    doc = annotation.doc
    small = frozenset(token.text for token in doc if token.is_lower)
    places: dict[Words, list[dict[str, float]]] = {}
    for candidate in candidates:
        seen = places.setdefault(candidate.words, [])
        if len(seen) < _PLACES_READ:
            seen.append(signs_of_place(candidate, doc, small))
    return {
        words: signs_of_words(words) | (seen[0] if len(seen) == 1 else _average(seen)) for words, seen in places.items()
    }


def _average(places: list[dict[str, float]]) -> dict[str, float]:
    return {sign: sum([place[sign] for place in places]) / len(places) for sign in places[0]}


def own_chances(candidates: Sequence[Candidate], annotation: Annotation) -> dict[Words, float]:
    """The chance of every name to be a person's, judged by its own signs."""
    return {words: _own_chance(words, own) for words, own in own_signs(candidates, annotation).items()}


def _own_chance(words: Words, own: dict[str, float]) -> float:
    if _is_introduced_otherwise(own) or _NOBODY.issuperset(word.lower() for word in words):
        return 0.0
    chance = _chance("one word" if len(words) == 1 else "several words", own)
    is_else = (
        own["a known place"] + own["an organisation's word"] + own["a place's word"] + own["a thing's word"]
        + own["some common words"] + own["a country or its people"]
    )  # fmt: skip
    is_borne = own["its own disease or place"] >= 0.5
    if own["after a form of address"] >= 0.5 and not is_borne and not is_else - own["some common words"]:
        return max(chance, _ADDRESSED)
    if own["where something is"] == 1.0 and own["known names"] != 1.0:
        return min(chance, _LOCATED)
    if own["recognised after a noun for a person"] and not is_else:
        return max(chance, _INTRODUCED)
    is_introduced = own["after a noun for a person"] >= 0.5 or own["after what persons have"] >= 0.5
    if is_introduced and own["known names"] == 1.0 and not is_else:
        return max(chance, _INTRODUCED)
    is_officer = own["after an office or rank"] >= 0.5 or own["after a noun for a person"] >= 0.5
    speaks = is_officer and own["subject of speaking"] >= 0.5
    is_ranked = own["after an office or rank"] >= 0.5 and own["begins with a known name"] and len(words) < _LONG
    is_person = (speaks or (is_ranked and not own["some common words"])) and len(words) > 1
    return max(chance, _INTRODUCED) if is_person and not is_else - own["some common words"] else chance


def _is_introduced_otherwise(signs: dict[str, float]) -> bool:
    """Whether the text says what the name is of: 'the advocacy group Atlas', 'the Karen are ...'."""
    is_body = signs["after a noun for a body or place"] >= 0.5 or signs["a people or team"] >= 0.5
    is_body |= signs["whose office a name follows"] >= 0.5
    return is_body and signs["after a form of address"] == 0.0


def supporting_signs(
    candidates: Sequence[Candidate], chances: dict[Words, float], annotation: Annotation
) -> dict[tuple[int, int], dict[str, float]]:
    """For every place: the name's own evidence, and that of the names which share words with it or overlap it."""
    ends: dict[Words, float] = {}
    begins: dict[Words, float] = {}
    for words, chance in chances.items():
        for cut in range(1, len(words)):
            ends[words[cut:]] = max(ends.get(words[cut:], 0.0), chance)
            begins[words[:cut]] = max(begins.get(words[:cut], 0.0), chance)
    doc = annotation.doc
    beginning: dict[int, float] = {}
    ending: dict[int, float] = {}
    for candidate in candidates:
        chance = chances[candidate.words]
        beginning[candidate.first] = max(beginning.get(candidate.first, 0.0), chance)
        ending[candidate.last] = max(ending.get(candidate.last, 0.0), chance)
    signs = {}
    for position, candidate in enumerate(candidates):
        words, is_full = candidate.words, len(candidate.words) > 1
        rivals = [
            other
            for other in candidates[max(0, position - 6) : position + 7]
            if other is not candidate and other.first < candidate.last and candidate.first < other.last
        ]
        longer = [chances[o.words] for o in rivals if o.first <= candidate.first and o.last >= candidate.last]
        shorter = [chances[o.words] for o in rivals if o.first >= candidate.first and o.last <= candidate.last]
        best = max((chances[other.words] for other in rivals), default=0.0)
        chance = min(max(chances[words], 1e-6), 1 - 1e-6)
        signs[candidate.first, candidate.last] = {
            "own evidence": log(chance / (1 - chance)),
            "a full name ends so": ends.get(words, 0.0),
            "a full name begins so": begins.get(words, 0.0),
            "its last word stands alone": chances.get(words[-1:], 0.0) if is_full else 0.0,
            "its first word stands alone": chances.get(words[:1], 0.0) if is_full else 0.0,
            "a longer reading": max(longer, default=0.0),
            "a shorter reading": max(shorter, default=0.0),
            "a likelier reading": max(0.0, best - chances[words]),
            "is full": float(is_full),
            "own evidence of one word": 0.0 if is_full else log(chance / (1 - chance)),
            "listed with a person": max(
                ending.get(_before_link(candidate.first, doc), 0.0),
                beginning.get(_after_link(candidate.last, doc), 0.0),
            ),
        }
    return signs


def _before_link(first: int, doc: Doc) -> int:
    """Where the name would end that 'and' or a comma ties to the one beginning at `first`; -1 where nothing does."""
    position = first
    while position > 0 and doc[position - 1].lower_ in _LINKS and first - position < 2:
        position -= 1
    return position if position < first else -1


def _after_link(last: int, doc: Doc) -> int:
    position = last
    while position < len(doc) and doc[position].lower_ in _LINKS and position - last < 2:
        position += 1
    return position if position > last else -1


def _chance(model: str, signs: dict[str, float]) -> float:
    weights = _weights()[model]
    told = sum((weights.get(sign, 0.0) * value for sign, value in signs.items() if value), weights["always"])
    return 1 / (1 + exp(-told))


@lru_cache
def _weights() -> dict[str, dict[str, float]]:
    models: dict[str, dict[str, float]] = {}
    for model, sign, weight in lexicons.rows("weights/name_weights.tsv"):
        models.setdefault(model, {})[sign] = float(weight)
    return models
