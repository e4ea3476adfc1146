"""Where: the place that an event's clause names, as written, and the country that place lies in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.language.en.words import country_of

if TYPE_CHECKING:
    from onrecord.language.en import Span, Token

_PREPOSITIONS = {"in", "at", "near", "outside", "inside", "across", "around", "throughout"}
#: What took place on an occasion took place where that did.
_ON_OCCASION = {"during", "at", "in", "on", "amid"}
_BESIDE = {"poss", "appos", "npadvmod", "conj"}
_SETTLEMENTS = {"town", "city", "village", "district", "province", "region", "area", "suburb", "island", "port", "camp"}
_PLACE_LABELS = {"GPE", "LOC", "FAC"}


def _name_around(token: Token) -> Span:
    """The place name that `token` is part of."""
    doc, first, last = token.doc, token.i, token.i
    while first > token.sent.start and doc[first - 1].ent_type_ in _PLACE_LABELS and doc[first].ent_iob_ == "I":
        first -= 1
    while last + 1 < token.sent.end and doc[last + 1].ent_type_ in _PLACE_LABELS and doc[last + 1].ent_iob_ == "I":
        last += 1
    while doc[first].lower_ in ("the", "a") and first < last:
        first += 1
    if doc[last].lower_ in ("'s", "'") and first < last:
        last -= 1
    return doc[first : last + 1]


def _named(filler: Token) -> Token | None:
    """The name within a place phrase: itself, or its apposition ("the capital, Lima")."""
    if filler.ent_type_ in _PLACE_LABELS and filler.tag_ not in ("NNPS", "JJ") and not filler.text.islower():
        return filler
    for child in filler.children:
        if child.dep_ in ("appos", "compound", "nmod") and child.ent_type_ in _PLACE_LABELS and child.tag_ != "JJ":
            return child
    if filler.pos_ == "PROPN" and filler.ent_type_ != "DATE" and country_of(filler.text):
        return filler  # a known place that the entity recogniser took for something else
    for child in filler.children:
        if child.dep_ == "prep" and child.lower_ in ("of", "in"):
            for inner in child.children:
                if inner.dep_ == "pobj":
                    return _named(inner)
    return None


def _container(place: Token) -> Token | None:
    """The larger place written after a place: "Lyon, France", "Rafah in Gaza"."""
    for child in place.children:
        if child.dep_ in ("appos", "npadvmod", "conj") and child.ent_type_ in _PLACE_LABELS and child.i > place.i:
            return child
    return None


def place_within(phrase: Token, is_itself: bool) -> tuple[Span | None, str | None]:
    """The place that a participant's own words name: "a court in Lyon", "the town of Lyon".

    `is_itself`: the participant may be the place, as what is visited.
    """
    if is_itself and (name := _named(phrase)) is not None:
        return _name_around(name), country_of(_name_around(name).text)
    place = place_of([child for child in phrase.children if child.dep_ == "prep"])
    if place[0] is None and _is_kind_of_place(phrase) and not phrase.ent_type_ and (name := _named(phrase)) is not None:
        return _name_around(name), country_of(_name_around(name).text)
    return place


def _is_kind_of_place(noun: Token) -> bool:
    return noun.lemma_.lower() in _SETTLEMENTS


def place_of(prepositions: list[Token]) -> tuple[Span | None, str | None]:
    """The words that name a place, and its country, from the prepositions of an event; None, None where none does."""
    ordered = sorted(prepositions, key=lambda p: (p.lower_ not in ("in", "at", "near", "outside"), p.i))
    for preposition in ordered:
        if preposition.lower_ not in _PREPOSITIONS:
            continue
        for filler in preposition.children:
            place = _named(filler) if filler.dep_ == "pobj" else None
            if place is None:
                continue
            name = _name_around(place)
            beside = [c for c in (_container(place), *filler.children) if c is not None and c.dep_ in _BESIDE]
            wider = [c for c in beside if c.ent_type_ in _PLACE_LABELS and c.i != place.i]
            countries = [country_of(_name_around(token).text) for token in (*reversed(wider), place)]
            return name, next((c for c in countries if c), None)
    for preposition in ordered:  # "killed two men during a raid in Lyon"
        for filler in preposition.children if preposition.lower_ in _ON_OCCASION else ():
            found = place_of([child for child in filler.children if child.dep_ == "prep"])
            if found[0] is not None:
                return found
    return None, None
