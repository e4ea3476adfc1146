"""What a phrase refers to, told by its head: the kind that the tables name, and finer classes for patterns."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from onrecord.language.en import lexicons
from onrecord.language.en.words import country_of, demonyms, is_country, is_person_noun
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
_KIND_BY_LABEL: dict[str, ActorKind] = {"ORG": "organization", "GPE": "government", "NORP": "group"}
#: Kinds of classes, for nouns that `speaker_nouns.tsv` does not hold; the first class that applies wins.
_KIND_BY_CLASS: tuple[tuple[str, ActorKind], ...] = (
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
_PRONOUNS: dict[str, ActorKind] = {
    **dict.fromkeys(("i", "me", "my", "he", "him", "his", "she", "her", "hers"), "person"),
    **dict.fromkeys(("we", "us", "they", "them", "their"), "group"),
}
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
def _kinds_of_nouns() -> dict[str, ActorKind]:
    kinds: dict[str, ActorKind] = {}
    for kind, nouns in lexicons.rows("speaker_nouns.tsv"):
        for noun in nouns.split():
            kinds.setdefault(noun, kind)  # type: ignore[arg-type]
    return kinds


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


def _classes_of_noun(head: Token) -> set[str]:
    """The classes that the head's word has, whatever the entity recogniser makes of it."""
    by_noun = _classes_by_noun()
    found = set(by_noun.get(head.lower_, ())) | set(by_noun.get(head.lemma_.lower(), ()))
    if not found and (
        not head.ent_type_ or head.is_sent_start
    ):  # "Guerrillas attacked": at the start of a sentence a plural passes for a name
        found |= by_noun.get(head.lower_.removesuffix("s"), frozenset()) | by_noun.get(
            head.lower_.replace("men", "man"), frozenset()
        )
    if not found and head.pos_ == "NOUN":
        found |= {_class_by_common_noun().get(head.lemma_.lower(), "")} - {""}
    return found


def classes_of(head: Token) -> frozenset[str]:
    """The classes of the phrase that `head` heads; empty where nothing tells.

    `human` covers person, people, official and armed; `actor` whatever can act, states and organizations included.
    A name of a person with an official title beside it is `official` too.
    """
    by_noun = _classes_by_noun()
    if "measure" in by_noun.get(head.lower_, ()) and (measured := _of(head)) is not None:
        return classes_of(measured)  # "700 kg of medicine", "a shipment of rifles"
    found = _classes_of_noun(head)
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
    """What the phrase is, as the tables name it; `unknown` when neither its head noun nor its entity label tells.

    Several persons, and a people, are a group; a state, its bodies and its police are a government.
    """
    kind = kind_by_word(head)
    if kind not in ("unknown", "organization") or head.lower_ == "one":
        return kind
    if head.pos_ == "NUM":
        return "group"  # 15 had been released
    classes = _classes_of_noun(head)
    if kind == "organization":
        is_body_of_state = head.ent_type_ == "ORG" and "state" in classes and _listed(head) is None
        return "government" if is_body_of_state else kind
    found: ActorKind = next((kind for name, kind in _KIND_BY_CLASS if name in classes), "unknown")
    return "group" if found == "person" and head.tag_ in _PLURAL_TAGS else found


def kind_by_word(head: Token) -> ActorKind:
    """The same without the classes of nouns; the weights of `claims.acceptance` were learnt with these kinds."""
    if head.lower_ in _PRONOUNS and head.pos_ == "PRON":
        return _PRONOUNS[head.lower_]
    label, kind, is_plural = head.ent_type_, _listed(head), head.tag_ in _PLURAL_TAGS
    if label in ("PERSON", "NORP") and is_country(_name(head)):
        return "government"  # a country that was taken for a person or a people
    if label == "PERSON":
        return "person"
    if kind == "group" and label == "ORG" and head.text[0].isupper():
        return "organization"  # Doctors Across Frontiers
    if kind is not None:
        is_of_people = head.lemma_.lower() == "group" and any(child.lower_ == "of" for child in head.children)
        return "group" if is_of_people or (kind == "person" and is_plural) else kind
    if label == "NORP" and head.tag_ in ("NN", "NNP") and any(child.dep_ == "det" for child in head.lefts):
        return "person"  # the Republican
    if is_plural and (head.text in demonyms() or (label in ("GPE", "NORP") and not _is_country(head))):
        return "group"  # the Danes: not the state
    described = next((_listed(one) for one in head.rights if one.dep_ == "appos" and one.pos_ == "NOUN"), None)
    if described is not None and described != "person":
        return described  # Lantern, a rights alliance
    if label in _KIND_BY_LABEL:
        return _KIND_BY_LABEL[label]
    if head.pos_ == "NOUN" and is_person_noun(head.lemma_):
        return "group" if is_plural else "person"
    return "unknown"


def _listed(head: Token) -> ActorKind | None:
    """The kind that the list of nouns gives the head's word."""
    return _kinds_of_nouns().get(head.lower_) or _kinds_of_nouns().get(head.lemma_.lower())
