"""Actor classes: what a noun phrase refers to (person, official, state, armed, ...), from its name or head noun."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from onrecord.language.en import lexicons
from onrecord.language.en.words import country_of, is_country
from onrecord_schema.fields import ActorKind

if TYPE_CHECKING:
    from onrecord.language.en import Token

#: Class of a name by the label that the entity recogniser gave it.
_BY_LABEL = {
    "PERSON": {"person"},
    "NORP": {"people"},
    "ORG": {"organization"},
    "GPE": {"state", "place"},
    "LOC": {"place"},
    "FAC": {"place"},
    "LAW": {"order"},
    "WORK_OF_ART": {"document"},
    "PRODUCT": {"property"},
}
#: In which order the classes of a phrase settle its kind; the first that applies wins.
_KINDS: tuple[tuple[str, ActorKind], ...] = (
    ("machine", "unknown"),
    ("side", "group"),
    ("one", "person"),
    ("armed", "group"),
    ("official", "person"),
    ("person", "person"),
    ("people", "group"),
    ("state", "government"),
    ("document", "document"),
    ("organization", "organization"),
)
_PRONOUNS = {"he", "she", "him", "her", "i", "me", "we", "us", "they", "them", "you", "who", "whom"}
_AMOUNTS = {"MONEY", "PERCENT", "QUANTITY", "DATE", "TIME"}
_PLURAL_TAGS = {"NNS", "NNPS"}


@lru_cache(maxsize=1)
def _classes_by_noun() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for name, nouns in lexicons.rows("actors.tsv"):
        for noun in nouns.split():
            found.setdefault(noun.lower(), set()).add(name)
    return {noun: frozenset(names) for noun, names in found.items()}


@lru_cache(maxsize=1)
def _class_by_common_noun() -> dict[str, str]:
    return {noun: name for name, nouns in lexicons.rows("noun_classes.tsv") for noun in nouns.split()}


@lru_cache(maxsize=1)
def class_names() -> frozenset[str]:
    """The names of all classes, in lower case; patterns write them in upper case."""
    return frozenset().union(*_classes_by_noun().values()) | {"actor", "human"}


def _of(noun: Token) -> Token | None:
    """What a measure measures."""
    return next((c for p in noun.children if p.lower_ == "of" for c in p.children if c.dep_ == "pobj"), None)


def _name(head: Token) -> str:
    """A name with the words that stand before it ("New Zealand")."""
    first = head.i
    while first > head.sent.start and head.nbor(first - 1 - head.i).dep_ == "compound":
        first -= 1
    return head.doc[first : head.i + 1].text


def _is_country(head: Token) -> bool:
    return any(child.dep_ == "compound" for child in head.children) or country_of(head.text) is not None


def classes_of(head: Token) -> frozenset[str]:
    """The classes of the phrase that `head` heads; empty where nothing tells.

    `human` covers person, people, official and armed; `actor` whatever can act, states and organizations included.
    A name of a person with an official title beside it is `official` too.
    """
    by_noun = _classes_by_noun()
    if "measure" in by_noun.get(head.lower_, ()) and (measured := _of(head)) is not None:
        return classes_of(measured)  # "700 kg of medicine", "a shipment of rifles"
    found = set(by_noun.get(head.lower_, ())) | set(by_noun.get(head.lemma_.lower(), ()))
    if not found and (
        not head.ent_type_ or head.is_sent_start
    ):  # "Guerrillas attacked": at the start of a sentence a plural passes for a name
        found |= by_noun.get(head.lower_.removesuffix("s"), frozenset()) | by_noun.get(
            head.lower_.replace("men", "man"), frozenset()
        )
    if not found and head.pos_ == "NOUN":
        found |= {_class_by_common_noun().get(head.lemma_.lower(), "")} - {""}
    if head.ent_type_ and (head.pos_ == "PROPN" or not found):
        found |= _BY_LABEL.get(head.ent_type_, set())
    if head.tag_ == "NNP" and head.ent_type_ in ("PERSON", "NORP") and is_country(_name(head)):
        found = {"state", "place"}  # a country that was taken for a person or a people
    if (
        head.tag_ in ("NNPS", "JJ") and head.ent_type_ in ("GPE", "NORP") and not _is_country(head)
    ):  # the Danes: not the state
        found = (found - {"place", "state"}) | {"people"}
    if head.ent_type_ == "MONEY" and head.lemma_.lower() in ("hundred", "thousand", "million", "billion", "trillion"):
        found.discard("people")  # "seized 725 million from the firm" seized nobody
    if head.ent_type_ == "PERSON":
        beside = [child for child in head.children if child.dep_ in ("compound", "appos", "nmod", "amod")]
        if any("official" in by_noun.get(word.lower_, ()) for child in beside for word in (child, *child.children)):
            found.add("official")
    if head.pos_ == "PROPN" and not found and not head.ent_type_:  # a name that the recogniser did not know
        found |= {"state", "place"} if is_country(_name(head)) else {"actor", "human"}
    if head.pos_ == "NUM" and not found:  # 15 had been released
        found.add("people")
    if found & {"person", "people", "official", "armed"}:
        found.add("human")
    if found & {"human", "state", "organization"}:
        found.add("actor")
    return frozenset(found)


def is_amount(head: Token) -> bool:
    """Whether the phrase is money, a share, a measure or a date, which no one acts on as on a participant."""
    return head.ent_type_ in _AMOUNTS or any(child.text in ("$", "€", "£", "%") for child in head.children)


def kind_of(head: Token) -> ActorKind:
    """What the phrase is, as the tables name it; several persons are a group."""
    if head.lower_ in _PRONOUNS and head.pos_ == "PRON":
        return "person" if head.lower_ in ("he", "she", "him", "her", "i", "me") else "group"
    classes = classes_of(head)
    if head.pos_ == "PROPN" and head.ent_type_ == "ORG" and not classes & {"state", "armed"}:
        return "organization"  # "Reporters Without Borders"
    for name, kind in _KINDS:
        if name in classes:
            if name in ("one", "official", "person") and any(child.dep_ == "conj" for child in head.children):
                return "group"
            return "group" if kind == "person" and head.tag_ in _PLURAL_TAGS else kind
    return "unknown"
