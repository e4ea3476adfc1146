"""What kind of actor a noun stands for, when it names who speaks: a person, a group, an organisation, a government."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from onrecord.language.en import lexicons
from onrecord.language.en.words import is_person_noun

if TYPE_CHECKING:
    from onrecord.language.en import Token
    from onrecord_schema.fields import ActorKind

_PERSONAL = {"i", "he", "she", "him", "her", "his", "hers"}
_PLURAL = {"they", "them", "their"}
_ENTITY_KINDS: dict[str, ActorKind] = {"PERSON": "person", "ORG": "organization", "GPE": "government", "NORP": "group"}


@lru_cache(maxsize=1)
def _kinds_of_nouns() -> dict[str, ActorKind]:
    kinds: dict[str, ActorKind] = {}
    for kind, nouns in lexicons.rows("speaker_nouns.tsv"):
        for noun in nouns.split():
            kinds.setdefault(noun, kind)  # type: ignore[arg-type]
    return kinds


def kind_of(head: Token) -> ActorKind:
    """What the head noun of a speaker says the speaker is; `unknown` when neither word nor entity type tells."""
    word = head.lower_
    if word in _PERSONAL:
        return "person"
    if word in _PLURAL:
        return "group"
    nouns = _kinds_of_nouns()
    if head.ent_type_ == "PERSON":
        return "person"
    kind = nouns.get(word) or nouns.get(head.lemma_.lower())
    if kind == "group" and head.ent_type_ == "ORG" and head.text[0].isupper():
        return "organization"  # Doctors Across Frontiers
    if kind is not None:
        if kind == "person" and head.tag_ in ("NNS", "NNPS"):
            return "group"
        if kind == "organization" and head.lemma_.lower() == "group" and any(c.lower_ == "of" for c in head.children):
            return "group"
        return kind
    if head.ent_type_ == "NORP" and head.tag_ in ("NN", "NNP") and any(child.dep_ == "det" for child in head.lefts):
        return "person"  # the Republican
    described = [
        nouns.get(child.lemma_.lower()) for child in head.rights if child.dep_ == "appos" and child.pos_ == "NOUN"
    ]
    if described and described[0] is not None and described[0] != "person":
        return described[0]  # Lantern, a rights alliance
    if head.ent_type_ in _ENTITY_KINDS:
        return _ENTITY_KINDS[head.ent_type_]
    if head.pos_ == "NOUN" and is_person_noun(head.lemma_):
        return "group" if head.tag_ == "NNS" else "person"
    return "unknown"
