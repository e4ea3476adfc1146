"""Signs, for and against, that a candidate names a person, read from its words, its neighbours and the parse.

Every sign is a number between 0 and 1 with a name; `evidence.py` averages them over all places of a name in a document
and weighs them. What the recogniser of the language model says is only one sign among them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from onrecord.document.people.candidates import HONORIFIC_SUFFIXES
from onrecord.language.en.annotate import begins_sentence
from onrecord.language.en.syntax import SUBJECTS
from onrecord.language.en.words import (
    countries,
    demonyms,
    given_gender,
    harm_nouns,
    is_common,
    is_known_name,
    is_person_noun,
    kin,
    known_places,
    not_names,
    particles,
    speech_verbs,
    title,
    trades,
)

if TYPE_CHECKING:
    from onrecord.document.people.candidates import Candidate
    from onrecord.language.en import Doc, Span, Token

_PLACES = frozenset(("GPE", "LOC", "FAC"))
_OTHERS = frozenset(("NORP", "EVENT", "WORK_OF_ART", "PRODUCT", "LAW", "DATE", "LANGUAGE", "MONEY", "QUANTITY", "TIME"))
_HE_SHE = frozenset(("he", "she", "his", "her", "him", "himself", "herself"))
_ARTICLES = frozenset(("la", "el", "los", "las", "le", "les", "il", "al", "te", "ngā", "the"))
_PERSONS_OWN = frozenset(
    ("body", "death", "life", "lawyer", "burial", "funeral", "remains", "murder", "birth", "trial")
)
_QUOTES = frozenset(('"', "'"))
_FELT_IN_PERSONS = frozenset(("belief", "believe", "confidence", "faith", "hope", "interest", "trust"))
_PLURAL_VERBS = frozenset(("are", "were", "have"))


#: Several initials in one word: T.V. Sundaram, J.-P. Aubert.
_INITIALS = re.compile(r"(?:[A-Z]\.-?){1,3}[A-Z]\.?")


def signs_of_words(words: tuple[str, ...]) -> dict[str, float]:
    """What a name's words tell by themselves."""
    kinds = [not_names().get(word.lower()) for word in words]
    return {
        "one word": float(len(words) == 1),
        "two words": float(len(words) == 2),
        "three words": float(len(words) == 3),
        "four words or more": float(len(words) > 3),
        "an organisation's word": float("organisation" in kinds),
        "a place's word": float("place" in kinds),
        "a thing's word": float("thing" in kinds or "calendar" in kinds),
        "a country or its people": float(words in countries() or any(word in demonyms() for word in words)),
        "one word in capitals": float(len(words) == 1 and words[0].isupper()),
        "some words in capitals": float(
            len(words) > 1 and any(word.isupper() and len(word) > 2 and not _INITIALS.fullmatch(word) for word in words)
        ),
        "an initial": float(any(len(word.strip(".")) == 1 or _INITIALS.fullmatch(word) for word in words)),
        "a particle": float(
            any(word.lower() in particles() for word in words[1:-1]) or words[0].lower() in particles()
        ),
        "a title inside": float(any(title(word) is not None for word in words)),
        "all common words": float(all(is_common(word) for word in words)),
        "some common words": sum(is_common(word) for word in words) / len(words),
        "begins with an article": float(words[0].lower() in _ARTICLES and len(words) > 1),
        "known names": sum(is_known_name(word) for word in words) / len(words),
        "begins with a known name": float(is_known_name(words[0])),
        "ends with a known name": float(is_known_name(words[-1])),
        "a known place": float(" ".join(words) in known_places()),
        "a known place's word": float(words[0] in known_places() or words[-1] in known_places()),
        "a hyphen": float(any("-" in word for word in words)),
        "a capital inside a word": float(any(word[1:] != word[1:].lower() and not word.isupper() for word in words)),
    }


#: Before a possessive it is a hospital, a church or a school that bears the name: flown to St. Brendan's.
_SAINT = frozenset(("st", "st.", "saint"))


def signs_of_place(candidate: Candidate, doc: Doc, small_words: frozenset[str]) -> dict[str, float]:
    """What the text around one place of a name tells."""
    tokens = doc[candidate.first : candidate.last]
    labels = [token.ent_type_ for token in tokens]
    size = len(labels)
    head = tokens.root
    left = doc[candidate.first - 1] if candidate.first and not begins_sentence(tokens[0]) else None
    after = doc[candidate.last] if candidate.last < len(doc) and not begins_sentence(doc[candidate.last]) else None
    later = doc[candidate.last + 1] if after is not None and candidate.last + 1 < len(doc) else None
    noun = _noun_before(left)
    known = title(left.text) if left is not None else None
    is_exact = tokens[0].ent_iob_ == "B" and (after is None or after.ent_iob_ != "I") and len(set(labels)) == 1
    subject_of = head.head if head.dep_ in SUBJECTS and head.i >= candidate.first else None
    is_honoured = after is not None and after.text == "-" and later is not None and later.text in HONORIFIC_SUFFIXES
    before_text = left.lower_ if left is not None else ""
    after_text = after.lower_ if after is not None else ""
    return {
        "recognised as person": labels.count("PERSON") / size,
        "recognised as exactly this person": float(is_exact and labels[0] == "PERSON"),
        "recognised as place": sum(label in _PLACES for label in labels) / size,
        "recognised as organisation": labels.count("ORG") / size,
        "recognised as something else": sum(label in _OTHERS for label in labels) / size,
        "recogniser goes on to the left": float(tokens[0].ent_iob_ == "I"),
        "recogniser goes on to the right": float(after is not None and after.ent_iob_ == "I"),
        "subject of speaking": float(subject_of is not None and subject_of.lemma_ in speech_verbs()),
        "subject of another verb": float(subject_of is not None and subject_of.lemma_ not in speech_verbs()),
        "a people or team": float(size == 1 and subject_of is not None and _is_plural(subject_of, head)),
        "next to speaking": float(
            (after is not None and after.lemma_ in speech_verbs())
            or (left is not None and left.lemma_ in speech_verbs())
        ),
        "after a form of address": float((known is not None and known.kind in ("form", "name")) or is_honoured),
        "after an office or rank": float(known is not None and known.kind in ("office", "rank")),
        "after a noun for a person": float(
            noun is not None and is_person_noun(noun.lower_) and noun.lower_ not in trades()
        ),
        "after what persons have": float(_is_persons_own(left)),
        "after a noun for a body or place": float(_is_body_or_place(noun, left, tokens)),
        "after an article": float(before_text in ("the", "a", "an", "this", "its", "our")),
        "where something is": float(_is_place_of_something(head, left, after_text)),
        "recognised after a noun for a person": float(
            is_exact and size == 1 and labels[0] == "PERSON" and _is_one_person(noun)
        ),
        "after in, at, from": float(before_text in ("in", "at", "near", "across", "into", "from", "to", "outside")),
        "after by, with, for, against": float(before_text in ("by", "with", "against", "for", "between", "about")),
        "in quotation marks": float(before_text in _QUOTES and after_text in _QUOTES),
        "plural": float(tokens[-1].tag_ == "NNPS"),
        "after of": float(before_text == "of"),
        "after a comma": float(before_text in (",", "(", "[")),
        "after a capital word": float(
            left is not None and left.text[0].isupper() and known is None and left is not noun and not left.is_stop
        ),
        "after a known name": float(is_name_like(left)),
        "a known name follows": float(is_name_like(after)),
        "a hyphen follows": float(after_text == "-" and not is_honoured),
        "possessive follows": float(after_text in ("'s", "'")),
        "its own disease or place": float(
            after_text == "'s" and later is not None and (_is_named_after(later) or before_text in _SAINT)
        ),
        "apposition follows": float(
            after_text == ","
            and later is not None
            and (later.lower_ in ("a", "an", "the", "who") or bool(later.like_num))
        ),
        "bracket follows": float(after_text == "("),
        "comma follows": float(after_text == ","),
        "who follows": float(after_text in ("who", "whose", "whom")),
        "a noun follows": float(after is not None and after.pos_ == "NOUN" and after.is_lower),
        "whose office a name follows": float(_has_spokesman(after, later)),
        "a capital word follows": float(after is not None and after.text[0].isupper() and after.pos_ == "PROPN"),
        "parsed as modifier": float(head.dep_ in ("compound", "amod", "nmod") and head.head.i >= candidate.last),
        "parsed as object": float(head.dep_ == "dobj"),
        "parsed as proper noun": sum(token.pos_ == "PROPN" for token in tokens) / size,
        "begins a sentence": float(tokens[0].is_sent_start is True),
        "he or she follows soon": float(
            any(token.lower_ in _HE_SHE for token in doc[candidate.last : min(candidate.last + 20, len(doc))])
        ),
        "also written small": sum(token.lower_ in small_words for token in tokens) / size,
        "named together with a person": float(
            any(other.ent_type_ == "PERSON" for other in head.conjuncts[:3])
            if head.dep_ == "conj" or after_text in (",", "and")
            else False
        ),
    }


def _is_place_of_something(head: Token, left: Token | None, after_text: str) -> bool:
    """Whether something is or happens in what is named: a petrol station in {Hoa Lac}; but trust in Ana Lopez."""
    if left is None or left.lower_ not in ("in", "at", "near", "outside") or after_text == "'s":
        return False
    return head.dep_ == "pobj" and head.head.i == left.i and left.head.lemma_ not in _FELT_IN_PERSONS


def _is_plural(verb: Token, subject: Token) -> bool:
    """Whether a verb says that one name stands for many: the {Karen} are the second largest community."""
    finite = [verb, *(child for child in verb.lefts if child.dep_ in ("aux", "auxpass"))]
    return not subject.conjuncts and any(token.lower_ in _PLURAL_VERBS for token in finite)


def is_name_like(token: Token | None) -> bool:
    return token is not None and token.text[0].isupper() and is_known_name(token.text) and title(token.text) is None


def _has_spokesman(after: Token | None, later: Token | None) -> bool:
    """Whether an office and who holds it follow: [Casa Rosada] spokesman Manuel Paz speaks for the body before him."""
    if after is None or later is None or after.pos_ != "NOUN" or not after.is_lower:
        return False
    return is_person_noun(after.text) and after.lower_ not in kin() and later.pos_ == "PROPN" and later.is_title


def _is_named_after(token: Token) -> bool:
    """Whether what follows a possessive only bears the name: Parkinson's disease, St Mary's Hospital."""
    return token.lower_ in ("disease", "syndrome", "law", "theorem") or (token.is_title and token.lower_ in not_names())


def _noun_before(left: Token | None) -> Token | None:
    """The small-letter noun before a name, a comma between them allowed: 'her grandfather, Raj Patel'."""
    if left is not None and left.text == "," and left.i and not left.is_sent_start:
        left = left.nbor(-1)
    if left is None or left.pos_ not in ("NOUN", "PROPN"):
        return None
    is_opening = begins_sentence(left) and is_person_noun(left.lower_)  # Campaigner Rachid Benali
    return left if is_opening or (left.pos_ == "NOUN" and left.is_lower) else None


def _is_body_or_place(noun: Token | None, left: Token | None, name: Span) -> bool:
    """Whether the noun before a name says that it is none of a person: the group Atlas, the operator, Nordlys Lines."""
    if noun is None or noun.dep_ == "npadvmod":
        return False
    if noun is left:
        return noun.lower_ in not_names()
    words = tuple(token.text for token in name)
    is_like_persons = given_gender(words) is not None or all(is_known_name(w) and not is_common(w) for w in words)
    return noun.lower_ in trades() and not is_like_persons


def _is_one_person(noun: Token | None) -> bool:
    """Whether the noun before a name speaks of one person: her brother, {Yared}; but not: his fellow Frisians."""
    if noun is None or noun.tag_ != "NN" or noun.lower_ in {"fellow", *trades()}:
        return False
    return is_person_noun(noun.lower_)


def _is_persons_own(left: Token | None) -> bool:
    """Whether 'of' stands before, and before it what persons alone have: the body of, the arrest of, a widow of."""
    if left is None or left.lower_ != "of" or left.i == 0:
        return False
    owned = left.nbor(-1)
    return owned.lower_ in _PERSONS_OWN or owned.lemma_ in harm_nouns() or owned.lower_ in kin()
