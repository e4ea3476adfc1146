"""Reads a person's role where the text puts it next to the name, in the text's own words.

before the name     'Finance Ministry spokesman Omar Rahmon'             Finance Ministry spokesman
apposition after    'Dana Reyes, chair of the relief agency Atlas, said' chair of the relief agency Atlas
relative clause     'Ann Miller, a lawyer who has gathered'              lawyer
apposition before   'his 70-year-old uncle, Raj Patel, said'             uncle
predicate           'Dana Reyes is a Lima-based journalist'              Lima-based journalist
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from onrecord.language.en.annotate import begins_sentence
from onrecord.language.en.words import demonyms, is_person_noun, kin, known_places, not_names, speech_verbs, title

if TYPE_CHECKING:
    from onrecord.document.people.candidates import Candidate
    from onrecord.language.en import Doc, Token
    from onrecord.language.en.annotate import Annotation

Tokens = tuple[int, int]
"""Token positions `[first, last)`."""

_FORMS = frozenset(("form", "name"))
_MAX_ROLE_WORDS = 12
#: Words that end a role: what follows tells what the person did, not what he or she is.
_ENDS = frozenset(
    (",", ";", ":", ".", "(", ")", '"', "—", "–", "--", "-", "who", "whose", "whom", "which", "that", "where",
     "when", "and")
)  # fmt: skip
#: Whoever has such a role has it for a person: an aide of, a lawyer for, the widow of.
_OF_SOMEONE = frozenset(
    ("aide", "lawyer", "attorney", "friend", "ally", "associate", "assistant", "fan", "follower", "critic", "supporter")
)
_ORGANISATION = re.compile(r"\b(?:of|at|for|with|from) (?:the )?([^,]*[A-Z][^,]*)$")


def _beside_comma(candidate: Candidate, doc: Doc) -> Tokens | None:
    """The role of which the name is the apposition: 'Her campaign manager, Luis Ortega,' -> campaign manager."""
    position = candidate.first - 1
    if position < 2 or doc[position].text != "," or begins_sentence(doc[position + 1]):
        return None
    noun = doc[position - 1]
    if noun.tag_ != "NN" or not is_person_noun(noun.text) or noun.lower_ in kin():
        return None
    first = noun.i
    while first > 1 and doc[first - 1].pos_ in ("NOUN", "ADJ", "PROPN") and doc[first - 1].dep_ in ("compound", "amod"):
        first -= 1
    article = doc[first - 1]
    head = doc[candidate.first : candidate.last].root
    if article.lower_ in ("a", "an", "-", "old") and head.dep_ == "appos" and head.head == noun:
        return _without_age(doc, first, noun.i), noun.i + 1  # A 15-year-old girl, Ana Lopez,
    if article.tag_ not in ("PRP$", "POS", "DT") or article.lower_ in ("a", "an", "no"):
        return None
    return first, noun.i + 1


def role_before(candidate: Candidate, doc: Doc) -> Tokens | None:
    """The title or role directly before the name; None for none and for mere forms of address (Mr, Dr)."""
    if role := _beside_comma(candidate, doc):
        return role
    first = candidate.first
    while first - 1 >= candidate.before and _belongs_before(doc[first - 1]):
        first -= 1
    while 1 < first < candidate.first and doc[first - 1].text == "-" and not doc[first - 1].whitespace_:
        first -= 2  # front-runner, first-time voter
    words = list(doc[first : candidate.first])
    while words and (words[0].pos_ in ("DET", "PUNCT", "NUM", "CCONJ") or words[0].text in (",", "-")):
        words = words[1:]
    while len(words) > 1 and _is_cue(words[0]):
        words = words[1:]
    kinds = [known.kind if (known := title(token.text)) else "" for token in words]
    while (
        words
        and kinds[-1] in _FORMS
        and not words[-1].is_lower
        and not {"crown", "chief"}.intersection(word.lower_ for word in words[-2:-1])
    ):
        words, kinds = words[:-1], kinds[:-1]
    if not words or not (is_person_noun(words[-1].text) or kinds[-1]):
        return None
    if words[-1].tag_ in ("NNS", "NNPS", "JJR", "JJS") or (words[-1].pos_ == "ADJ" and not kinds[-1]):
        return None
    return words[0].i, words[-1].i + 1


def _is_cue(token: Token) -> bool:
    """Whether a verb of saying stands before its subject, which the parser may take for a name: Replied {spokesman}."""
    word = token.lower_
    return any(word == verb + end or word == verb[:-1] + "ied" for verb in speech_verbs() for end in ("ed", "d", "s"))


def _belongs_before(token: Token) -> bool:
    return (
        token.pos_ in ("NOUN", "PROPN", "ADJ")
        or token.text in ("-", "of", "and", "'s")
        or title(token.text) is not None
    )


def role_after(candidate: Candidate, doc: Doc) -> Tokens | None:
    """The role that follows the name after a comma, or after 'is', up to where the description ends."""
    position, end = candidate.last, len(doc)
    if position + 1 >= end or begins_sentence(doc[position]):
        return None
    opening = doc[position]
    if opening.text not in (",", "(") and opening.lower_ not in ("is", "was"):
        return None
    first = position + 1
    has_article = doc[first].lower_ in ("a", "an", "the", "one")
    if doc[first].like_num and first + 1 < end and doc[first + 1].text == ",":
        first, has_article = first + 2, first + 2 < end and doc[first + 2].lower_ in ("a", "an", "the")
    if opening.text not in (",", "(") and not has_article:
        return None
    first += has_article
    last = first
    while last < end and last - first < _MAX_ROLE_WORDS and not _ends_role(doc, last, first):
        last += 1
    if last < end and last - first == _MAX_ROLE_WORDS and not _ends_role(doc, last, first):
        # Too long to be read whole: it ends before its last part, not within a name.
        last = next((i for i in range(last - 1, first, -1) if doc[i].pos_ in ("CCONJ", "ADP")), last)
    last = _before_cut_name(doc, first, last)
    while last > first and (doc[last - 1].pos_ in ("ADP", "DET", "PART") or doc[last - 1].is_space):
        last -= 1
    head = _head_noun(doc, first, last)
    if head is None:
        return None
    return _without_age(doc, first, head.i), last


def _before_cut_name(doc: Doc, first: int, last: int) -> int:
    """Where a role ends whose last name is cut in two by a state: chairman [of the Moonstown], N.J., company."""
    the = next((i for i in range(last - 1, first, -1) if doc[i].lower_ == "the"), first)
    is_name = the > first and all(doc[i].text[0].isupper() for i in range(the + 1, last))
    state = doc[last : last + 3]
    is_cut = len(state) == 3 and state[0].text == "," and state[1].text[0].isupper() and state[2].text in (",", "-")
    return the if is_name and is_cut and doc[the - 1].pos_ == "ADP" else last


def _ends_role(doc: Doc, position: int, first: int) -> bool:
    token = doc[position]
    if token.text == "-" and position > first and not doc[position - 1].whitespace_ and not token.whitespace_:
        return False
    if token.lower_ == "by" and position + 1 < len(doc) and doc[position + 1].lower_ == "the":
        return True  # a known lawyer by the time she was thirty
    if token.lower_ in ("in", "since", "from") and position + 1 < len(doc) and doc[position + 1].like_num:
        return True
    if token.lower_ == "and":
        return position + 1 >= len(doc) or doc[position + 1].pos_ in ("VERB", "AUX", "PRON")
    if token.pos_ in ("VERB", "AUX") and token.tag_ in ("VBD", "VBZ", "VBP", "MD", "VBG") and token.dep_ != "amod":
        return True
    return token.lower_ in _ENDS or bool(position > first and begins_sentence(token))


def _head_noun(doc: Doc, first: int, last: int) -> Token | None:
    """The singular noun for a person that heads the phrase: the last one before its first preposition."""
    head = None
    for token in doc[first:last]:
        if token.pos_ not in ("NOUN", "PROPN", "ADJ", "NUM", "ADV", "CCONJ") and token.text not in ("-", "'s", "'"):
            break
        if token.pos_ in ("NOUN", "PROPN") and token.tag_ in ("NN", "NNP"):
            head = token
    if head is None or not (is_person_noun(head.text) or head.lower_ in kin()):
        return None
    return head


def _without_age(doc: Doc, first: int, head: int) -> int:
    while first < head and (
        doc[first].like_num or doc[first].text == "-" or doc[first].lower_ in ("year", "years", "old")
    ):
        first += 1
    return first


def affiliation_of(role: str) -> str | None:
    """The organisation that a role names: 'member of the Blue Star party' -> 'Blue Star party'."""
    words = role.split()
    if words[0].lower() in kin():
        return None
    match = _ORGANISATION.search(role)
    if match and _OF_SOMEONE.intersection(role[: match.start()].lower().split()):
        return None
    if match and not any(word[0].isupper() for word in match[1].split(" in ")[0].split()):
        return None  # teacher of mathematics in Lima
    if match and " of " not in match[1] + " " and not _is_field_or_place(role[: match.start()].split(), match[1]):
        return str(match[1]).split(" in ")[0].strip()
    leading = [
        word
        for word in words[:-1]
        if word[0].isupper()
        and word != "Former"
        and title(word) is None
        and word not in demonyms()
        and not word.endswith(("'s", "’s"))
    ]
    if (
        len(leading) > 1
        and " ".join(leading) not in known_places()
        and words[-1].islower()
        and words[: len(leading)] == leading
    ):
        return " ".join(leading)
    return None


def _is_field_or_place(office: list[str], named: str) -> bool:
    """Whether what an office is of names no body: Minister of [Education], mayor of [Lima], Secretary of [State]."""
    known = title(office[-1]) if office else None
    if known is None or known.kind != "office":
        return False
    words = named.split()
    return not any(
        not_names().get(word.lower()) == "organisation" or (word.isupper() and len(word) > 1) for word in words
    )


def nationality_of(role: str) -> tuple[str | None, str | None]:
    """(nationality, ethnicity) that a role states: 'Kenyan citizen' -> Kenyan; an office's adjective isn't."""
    words = re.split(r" (?:of|for|at|in|with|from|to) ", role)[0].split()
    nationality = ethnicity = None
    for position, word in enumerate(words):
        if position and words[position - 1].lower() == "ethnic":
            ethnicity = word
        elif word in demonyms() and position + 1 < len(words):
            known = title(words[-1])
            if known is None or (
                known.kind in ("office", "form") and words[-1].islower() and position + 2 == len(words)
            ):
                nationality = word
    return nationality, ethnicity


def paragraph_text_after(candidate: Candidate, annotation: Annotation, words: int) -> str:
    paragraph = annotation.paragraph_of(candidate.first)
    return str(annotation.doc[candidate.last : min(candidate.last + words, paragraph.last)].text)
