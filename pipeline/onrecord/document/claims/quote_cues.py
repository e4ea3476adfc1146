"""The cue of a quotation: the reporting verb after it or before it, with its speaker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.document.claims.lexicon import lemma_of, speech_verbs
from onrecord.document.claims.phrases import cue_of, source_of, trimmed
from onrecord.language.en.syntax import Tokens, noun_phrase

if TYPE_CHECKING:
    from onrecord.document.claims.quotations import Quotation
    from onrecord.language.en import Span, Token
    from onrecord.language.en.annotate import Annotation

_LONGEST_GAP = 60
"""Tokens between a quotation and its cue's sentence edge that are looked at."""


@dataclass(frozen=True)
class Cue:
    """A reporting verb with its speaker; `position` is where it stands to the quotation, before or after."""

    head: int
    cue: Tokens
    source: Tokens | None
    position: str


def _reports(verb: Token) -> bool:
    return verb.pos_ in ("VERB", "AUX") and verb.dep_ not in ("aux", "auxpass")


def cue_after(annotation: Annotation, quotation: Quotation, until: int) -> Cue | None:
    """The cue in the rest of the quotation's sentence: "...," said Smith / "...," Smith told reporters."""
    text = annotation.text
    if text[quotation.inner_end - 1] == "." and text[quotation.end : quotation.end + 1] != ",":
        return None
    gap = annotation.tokens(quotation.end, until)
    known = speech_verbs()
    paragraph = annotation.paragraph_of(gap[0]).last if len(gap) else 0
    for token in gap[:_LONGEST_GAP]:
        if token.i >= paragraph or token.text in (".", "!", "?") or token.text == ";":
            return None
        if _reports(token) and lemma_of(token) in known and token.dep_ not in ("relcl", "acl"):
            subject = source_of(token)
            outside = subject is not None and annotation.starts[subject.i] >= quotation.end
            if subject is not None and outside and subject.i - gap.start < 25:
                return Cue(token.i, cue_of(token), _source(subject, token), "after")
            inverted = _noun_after(token)
            if token.i - gap.start < 3 and inverted is not None:
                return Cue(token.i, cue_of(token), inverted, "after")
            before = _noun_before(token, gap.start) or _noun_opening(gap, token)
            if before is not None:
                return Cue(token.i, cue_of(token), before, "after")
            return None
    if (len(gap) > 2 and gap[0].lower_ == "according") or (len(gap) > 3 and gap[1].lower_ == "according"):
        word = gap[0] if gap[0].lower_ == "according" else gap[1]
        noun = next((t for t in gap if t.i > word.i + 1 and t.dep_ == "pobj"), None)
        if noun is not None:
            return Cue(word.i, (word.i, word.i + 2), trimmed(annotation.doc, noun_phrase(noun)), "after")
    return None


def cue_before(annotation: Annotation, quotation: Quotation, since: int) -> Cue | None:
    """The cue in the words right before the quotation: Smith said: "..." / Smith told reporters that "..."."""
    gap = annotation.tokens(since, quotation.start)
    known, is_over = speech_verbs(), len(gap) > 0 and gap[-1].text in (".", "!", "?")
    for token in reversed(list(gap[-_LONGEST_GAP:]) if len(gap) else []):
        if token.text in (".", "!", "?", ";") and token.i < gap.end - 1:
            return None
        if is_over and token.dep_ in ("relcl", "acl"):
            continue  # "...," said Lim, who asked not to be named. "..."
        if _reports(token) and lemma_of(token) in known:
            subject = source_of(token)
            if subject is not None and annotation.starts[subject.i] >= since:
                return Cue(token.i, cue_of(token), _source(subject, token), "before")
            if subject is not None and token.tag_ == "VBG":
                return Cue(token.i, cue_of(token), _source(subject, token), "before")
    return _colon_cue(gap) if len(gap) and gap[-1].text == ":" else None


def _colon_cue(lead: Span) -> Cue | None:
    """The main verb of the words before a colon, whatever it is: The senator apologized for what happened: "..."."""
    for token in reversed(lead):
        if token.text in (".", "!", "?") and token.i < lead.end - 1:
            return None
        if token.dep_ in ("ROOT", "conj") and _reports(token):
            subject = source_of(token)
            if subject is not None and subject.i >= lead.start:
                return Cue(token.i, cue_of(token), _source(subject, token), "before")
    return None


def _source(subject: Token, verb: Token) -> Tokens | None:
    first, last = noun_phrase(subject)
    if first <= verb.i < last:
        first, last = subject.i, subject.i + 1
    return trimmed(subject.doc, (first, last))


def _noun_after(verb: Token) -> Tokens | None:
    """The noun phrase right after an inverted verb that the parser did not take as its subject."""
    doc, i = verb.doc, verb.i + 1
    if i < len(doc) and doc[i].pos_ in ("NOUN", "PROPN", "PRON", "DET", "ADJ"):
        head = doc[i]
        while head.head.i > head.i and head.dep_ in ("compound", "det", "amod", "poss", "nmod", "nummod"):
            head = head.head
        if head.pos_ in ("NOUN", "PROPN", "PRON"):
            return trimmed(doc, (i, max(noun_phrase(head)[1], head.i + 1)))
    return None


def _noun_opening(gap: Span, verb: Token) -> Tokens | None:
    """The name right after a quotation that an apposition parts from its verb: "...," Ana Silva, a teacher, says."""
    words = [token for token in gap if token.i < verb.i]
    while words and words[0].text in (",", '"', "''"):
        words = words[1:]
    commas = [token.i for token in words if token.text == ","]
    if not words or words[0].pos_ not in ("PROPN", "DET", "NOUN") or not commas or commas[-1] != verb.i - 1:
        return None
    name = verb.doc[words[0].i : commas[0]]
    return (name.start, name.end) if all(token.pos_ not in ("VERB", "AUX", "ADP", "PUNCT") for token in name) else None


def _noun_before(verb: Token, floor: int) -> Tokens | None:
    i = verb.i - 1
    doc = verb.doc
    while i > floor and doc[i].pos_ in ("AUX", "ADV", "PART"):
        i -= 1
    if i >= floor and doc[i].pos_ in ("NOUN", "PROPN", "PRON"):
        return trimmed(doc, (max(floor, doc[i].left_edge.i), i + 1))
    return None
