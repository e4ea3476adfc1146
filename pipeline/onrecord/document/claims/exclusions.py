"""What stands in the grammar of an attribution and yet reports nothing that anyone stated.

Each rule is general, has its example in `EXAMPLES`, and holds whatever the acceptance model says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.document.claims.lexicon import cue_word, cue_words, lemma_of
from onrecord.document.people.kinds import kind_of

if TYPE_CHECKING:
    from onrecord.document.claims.candidate import Candidate
    from onrecord.language.en import Doc, Token

#: Rule to a sentence it keeps from becoming a claim.
EXAMPLES = {
    "condition": "The mayor warned of further protests if the vote was cancelled.",
    "quoted_as": "The minister was quoted by the agency as saying that the talks had failed.",
    "announced_list": "The report listed three failings: the alarm was off and nobody checked the door.",
    "unsaid": "The bank did not say when it would reopen.",
    "neither": "The palace neither confirmed nor denied that he was ill.",
    "motive": "Many wrote letters, hoping that publicity would help.",
    "imperative": "Note that the shop is closed.",
    "comment": "She was asked to a gala, indicating new respect for her songs.",
    "terms_of_sourcing": "A witness who asked not to be named was there.",
    "circumstance": "A clerk who declined to be named because he was not allowed to speak was there.",
    "pronoun": "The aunt does not like to talk about it.",
    "relative_clause": "Two countries reject the accusation, which the court will hear.",
    "container": "The widow wrote letters and hoped for an answer.",
    "copula": "The question remains whether the dam had failed.",
    "sign": "The firm closed its shop, in a sign that trade is weak.",
    "nothing": "Outside the court the driver said nothing.",
    "reason": "Profit fell to nine million, reflecting higher losses from storms.",
    "container_in_full": "Most of the letters that were lost were authored by the widow.",
    "that_is": "The mine is safe. That’s according to the company.",
    "addressee": "The mayor had been talking with officials from the union for weeks.",
    "no_cue_of_nobody": "The lower the price, the greater the odds that the firm will be sold.",
    "it_is_the_clause": "It has not helped that the firm has changed its owners twice.",
    "asked_of_the_source": "Asked whether she would resign, the minister left.",
}

_SPEAKING = frozenset({"say", "tell", "write", "manner", "argue", "cite"})
_OF_THE_FUTURE = frozenset({"warn", "promise", "predict", "demand", "plan", "want"})
_NOTHING = frozenset({"nothing", "little", "so", "as much", "anything", "no more", "nothing more"})
#: Words of "That is".
_POINTING = 2
_AGREEING = frozenset({"agree", "disagree"})
_WISHING = frozenset({"hope", "want", "plan"})
_CIRCUMSTANCES = frozenset({"because", "since", "while", "after", "before", "until", "when", "although", "though"})
_COPULAS = frozenset({"be", "remain", "become", "stay"})
_IDENTIFYING = frozenset({"identify", "name", "quote", "use", "publish", "photograph"})


def excluded(doc: Doc, candidate: Candidate) -> bool:
    """Whether one of the rules of `EXAMPLES` keeps the candidate from being a claim."""
    head, anchor = doc[candidate.head], doc[candidate.anchor]
    if (candidate.construction == "clause" and _tells_circumstance(anchor)) or _is_relative(doc, candidate):
        return True
    if candidate.construction == "clause" and head.lemma_ in _COPULAS:
        return True
    if candidate.construction == "object" and candidate.content[1] - candidate.content[0] < 3 and _holds_words(anchor):
        return not _denies(head)  # denied these allegations
    if candidate.construction == "noun_clause" and candidate.source is None and _comments(head):
        return True
    if anchor.dep_ in ("acl", "ccomp", "relcl") and _comments(anchor.head) and _is_evidence(anchor.head):
        return True
    if _is_of_nobody(doc, candidate) or _is_of_a_thing(doc, candidate) or _only_points(doc, candidate):
        return True
    word = cue_word(head) if head.pos_ == "VERB" else None
    if word is None:
        return False
    if candidate.construction == "clause" and word.cue_class in _OF_THE_FUTURE and _is_condition(anchor, head):
        return True
    if candidate.construction in ("raising", "about") and _is_quoted_as(anchor, head):
        return True
    if candidate.construction == "object" and doc[candidate.content[1] : candidate.content[1] + 1].text == ":":
        return any(word.pos_ in ("VERB", "AUX") for word in doc[candidate.content[1] : head.sent.end])
    if _is_one_of_neither(head) or (head.dep_ == "conj" and _is_one_of_neither(head.head)):
        return True
    if doc[slice(*candidate.content)].text.lower() in _NOTHING:
        return True
    if word.cue_class in _SPEAKING and any(child.dep_ == "neg" for child in head.children):
        return True
    if candidate.source is None and head.dep_ == "ROOT" and head.tag_ == "VB":
        return True
    if head.dep_ == "advcl" and head.tag_ == "VBN" and word.cue_class in ("ask", "demand", "tell"):
        return not any(child.dep_ in ("aux", "auxpass") for child in head.lefts)
    if head.dep_ == "advcl" and head.tag_ == "VBG":
        if word.cue_class in _WISHING:
            return True
        governor = cue_word(head.head)
        if word.cue_class == "show" and (governor is None or governor.cue_class not in _SPEAKING):
            return True
    if _is_written(doc, candidate, word.cue_class) or _is_addressee(doc, candidate, word.cue_class):
        return True
    return _hides_a_name(anchor)


def _is_of_nobody(doc: Doc, candidate: Candidate) -> bool:
    """Whether the cue is no word that attributes, and nobody its source: the odds [that it fails], it helps [that]."""
    head = doc[candidate.head]
    if cue_word(head) is not None or ("verb", lemma_of(head)) in cue_words():
        return False
    if candidate.construction == "noun_clause":
        return candidate.source is None
    is_it = candidate.source is not None and doc[slice(*candidate.source)].text.lower() == "it"
    return candidate.construction == "clause" and is_it


def _only_points(doc: Doc, candidate: Candidate) -> bool:
    """Whether the content only points back at what was told before: [That's] according to the company."""
    words = doc[slice(*candidate.content)]
    is_short = len(words) == _POINTING and words[1].lemma_ in _COPULAS
    return is_short and words[0].tag_ in ("DT", "PRP")


def _is_of_a_thing(doc: Doc, candidate: Candidate) -> bool:
    """Whether a figure is what shows a plain object, or what a participle only adds: fell, reflecting [higher losses].

    A participle that attributes nothing by itself does so of nobody.
    """
    head = doc[candidate.head]
    if candidate.construction != "object" or candidate.source is None:
        return False
    word, source = cue_word(head), doc[slice(*candidate.source)].root
    is_participle = head.dep_ == "advcl" and head.tag_ == "VBG"
    if word is None:
        return is_participle
    is_thing = source.pos_ == "NOUN" and kind_of(source) == "unknown"
    is_quoted = doc[candidate.content[0] - 1].text == '"'
    return is_thing and not is_quoted and (word.cue_class == "show" or is_participle)


def _is_written(doc: Doc, candidate: Candidate, cue_class: str) -> bool:
    """Whether a noun is what was written, not what it says: [most of the letters] were authored by her."""
    return candidate.construction == "passive_object" and cue_class == "write" and _holds_words(doc[candidate.anchor])


def _is_addressee(doc: Doc, candidate: Candidate, cue_class: str) -> bool:
    """Whether it is told to whom somebody speaks: talking with [officials], writing to [the union]."""
    if candidate.construction != "about" or cue_class not in _SPEAKING or doc[candidate.head].lemma_ in _AGREEING:
        return False
    preposition = doc[candidate.content[0] - 1]
    is_someone = kind_of(doc[candidate.anchor]) in ("person", "group", "organization", "government")
    return preposition.lower_ in ("with", "to") and is_someone


def _is_condition(clause: Token, cue: Token) -> bool:
    """Whether the clause tells on what condition the object holds: warned of protests [if the vote was cancelled]."""
    if clause.dep_ != "advcl" or not any(word.lower_ in ("if", "unless") for word in clause.lefts):
        return False
    return any(word.dep_ in ("prep", "dobj", "ccomp") and word.i < clause.left_edge.i for word in cue.rights)


def _is_quoted_as(speaking: Token, cue: Token) -> bool:
    """Whether the verb after "as" is the cue itself: was quoted as [saying ...]."""
    if speaking.lower_ == "as":
        speaking = next((child for child in speaking.rights if child.dep_ == "pcomp"), speaking)
    word = cue_word(speaking)
    passive = any(child.dep_ == "auxpass" for child in cue.lefts)
    return passive and word is not None and word.cue_class in _SPEAKING and speaking.head.lower_ == "as"


def _is_one_of_neither(verb: Token) -> bool:
    return any(child.lower_ == "neither" and child.dep_ in ("preconj", "cc", "advmod") for child in verb.lefts)


def accompanies(doc: Doc, candidate: Candidate) -> bool:
    """Whether the content only tells what the speaker did meanwhile: said, [speaking on condition of anonymity].

    Not one of `excluded`: that it stands beside the other candidates of its cue tells something of them.
    """
    anchor = doc[candidate.anchor]
    if candidate.construction != "clause" or anchor.dep_ != "advcl" or anchor.tag_ != "VBG":
        return False
    if any(child.dep_ in ("aux", "nsubj", "mark") for child in anchor.lefts):
        return False
    return anchor.left_edge.i > 0 and anchor.left_edge.nbor(-1).text == ","


def _tells_circumstance(clause: Token) -> bool:
    """Whether the clause says why or when: "because he was not allowed to"."""
    return clause.dep_ == "advcl" and any(
        word.dep_ in ("mark", "advmod") and word.lower_ in _CIRCUMSTANCES for word in clause.lefts
    )


def _holds_words(noun: Token) -> bool:
    """Whether a bare noun names what words stand in, without telling them: wrote letters, issued a statement."""
    word = cue_word(noun)
    return noun.pos_ == "NOUN" and (kind_of(noun) == "document" or (word is not None and word.cue_class == "say"))


def _denies(verb: Token) -> bool:
    word = cue_word(verb)
    return word is not None and word.stance == "denies"


def _comments(noun: Token) -> bool:
    """Whether a noun opens the narrator's remark on the clause before: ", in a sign that", ", a hint that"."""
    if noun.dep_ == "pobj" and noun.head.lower_ in ("in", "as"):
        return True
    start = noun.left_edge.i
    return start > 0 and noun.doc[start - 1].is_punct and _is_evidence(noun)


def _is_evidence(noun: Token) -> bool:
    word = cue_word(noun)
    return word is not None and word.cue_class == "evidence"


def _is_relative(doc: Doc, candidate: Candidate) -> bool:
    """Whether the content is a pronoun, or opens with a relative one that is no conjunction of the cue's clause."""
    first = doc[candidate.content[0]]
    if candidate.content[1] - candidate.content[0] == 1:
        return first.tag_ in ("WDT", "WP") or first.lower_ == "it"
    if first.lower_ not in ("that", "which") or candidate.construction == "raising":
        return False
    return first.dep_ in ("dobj", "pobj") or (first.tag_ == "WDT" and first.dep_ in ("nsubj", "nsubjpass", "attr"))


def _hides_a_name(anchor: Token) -> bool:
    """Whether someone is (not) to be named: "to be known by her stage name", but not "that he was named captain"."""
    if anchor.lemma_.lower() not in _IDENTIFYING or any(child.tag_ in ("MD", "VBD", "VBZ") for child in anchor.lefts):
        return False
    return any(child.dep_ == "auxpass" and child.lower_ in ("be", "being") for child in anchor.children)
