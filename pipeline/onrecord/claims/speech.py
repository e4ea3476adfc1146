"""Quoted speech: which quotations are someone's words as said, and by which cue.

A quotation is speech when it stands where a sentence or a reporting verb's complement stands. A cue is looked for after
it ("...," Smith said), before it (Smith said: "..."), and, for further quotations of a paragraph, at the one before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.claims.constructions import Tokens, cue_of, subject_of, trimmed
from onrecord.claims.lexicon import lemma_of, speech_verbs
from onrecord.claims.speakers import noun_phrase

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

    from onrecord.annotate import Annotation
    from onrecord.claims.quotations import Quotation

_LONGEST_GAP = 60
"""Tokens between a quotation and its cue's sentence edge that are looked at."""


@dataclass(frozen=True)
class Cue:
    """A reporting verb with its speaker; `sentence_end` is the character where the cue's sentence ends."""

    head: int
    cue: Tokens
    source: Tokens | None
    position: str


@dataclass
class Speech:
    """A quotation taken as speech. Pieces of one quotation share `group`."""

    quotation: Quotation
    cue: Cue | None
    group: int
    start: int
    end: int
    """Characters of the content: the words quoted, or the sentence they are part of."""


def speeches(annotation: Annotation, quotations: Sequence[Quotation]) -> list[Speech]:
    """The quotations that are speech, in order, each with its cue where one is found."""
    found: list[Speech] = []
    by_paragraph: dict[int, list[Quotation]] = {}
    for quotation in quotations:
        by_paragraph.setdefault(quotation.paragraph, []).append(quotation)
    group = 0
    last: Speech | None = None
    for paragraph, members in sorted(by_paragraph.items()):
        here: list[Speech] = []
        for i, quotation in enumerate(members):
            before = members[i - 1].end if i else annotation.paragraphs[paragraph].segment.start
            after = members[i + 1].start if i + 1 < len(members) else annotation.paragraphs[paragraph].segment.end
            if not _may_be_speech(annotation.text, quotation, before, i > 0):
                continue
            cue = _cue_after(annotation, quotation, after) or _cue_before(annotation, quotation, before)
            if cue is None and not _ends_sentence(annotation.text, quotation):
                continue
            goes_on = cue is not None and bool(here) and here[-1].cue is not None and cue.head == here[-1].cue.head
            group += not goes_on
            start, end = (quotation.inner_start, quotation.inner_end)
            if cue is not None and not goes_on:
                start, end = _with_sentence(annotation, quotation, cue, before)
            here.append(Speech(quotation, cue, group, start, end))
        # A quotation without a cue belongs to the one before it in the paragraph, else to the one after.
        for i, speech in enumerate(here):
            if speech.cue is None and i > 0 and here[i - 1].cue is not None:
                speech.cue, speech.group = here[i - 1].cue, here[i - 1].group
        for i in range(len(here) - 2, -1, -1):
            if here[i].cue is None and here[i + 1].cue is not None:
                here[i].cue, here[i].group = here[i + 1].cue, here[i + 1].group
        if here and here[0].cue is None:
            _carry_over(annotation, here, last)
        found += here
        last = here[-1] if here else None
    return found


def _carry_over(annotation: Annotation, here: list[Speech], last: Speech | None) -> None:
    """Give a paragraph that opens with an uncued quotation the cue of the paragraph before it, where that leads on.

    It does when its last quotation runs on or ends it, or when it ends in a colon.
    """
    first = here[0]
    paragraph = annotation.paragraphs[first.quotation.paragraph]
    if first.quotation.paragraph == 0 or annotation.text[paragraph.segment.start:first.quotation.start].strip():
        return
    above = annotation.paragraphs[first.quotation.paragraph - 1]
    lead = annotation.doc[above.first:above.last]
    if lead[-1].text == ":":
        cue, group = _cue_before(annotation, first.quotation, above.segment.start), first.group
    elif last is not None and last.quotation.paragraph == first.quotation.paragraph - 1 and (
        last.quotation.runs_on or len(here) == 1
    ):
        cue, group = last.cue, last.group if last.quotation.runs_on else first.group
    else:
        return
    for speech in here:
        if speech.cue is None:
            speech.cue, speech.group = cue, group


def _with_sentence(annotation: Annotation, quotation: Quotation, cue: Cue, since: int) -> tuple[int, int]:
    """The quotation with the words around the cue that make one sentence with it.

    [While confidence is high, he said, "this has done nothing"] / ["Our plan," like any other, may fail], she said.
    """
    text, doc = annotation.text, annotation.doc
    first, last = cue.cue if cue.source is None else (min(cue.cue[0], cue.source[0]), max(cue.cue[1], cue.source[1]))
    opening = next((c for c in text[quotation.inner_start:quotation.inner_end] if c.isalnum()), "")
    if cue.position == "before" and opening.islower() and first > 0 and doc[first - 1].text == ",":
        floor = annotation.tokens(since, since + 1).start
        begin = first - 1
        while begin > floor and doc[begin - 1].text not in (".", "!", "?", ";", ":"):
            begin -= 1
        span = trimmed(doc, (begin, first - 1))
        if span is not None and annotation.starts[span[0]] >= since and doc[span[1] - 1].i - span[0] >= 0:
            words = [t for t in doc[span[0]:span[1]] if t.is_alpha]
            if len(words) > 1:
                return annotation.starts[span[0]], quotation.inner_end
    if cue.position == "after":
        rest = annotation.tokens(quotation.end, annotation.starts[first])
        if len(rest) >= 3 and rest[-1].text == "," and sum(t.is_alpha for t in rest) >= 2:
            stop = rest[-1].i - 1
            return quotation.start, annotation.starts[stop] + len(doc[stop])
    return quotation.inner_start, quotation.inner_end


def _may_be_speech(text: str, quotation: Quotation, before: int, follows: bool) -> bool:
    """Whether the quotation stands where speech stands, not in the middle of a clause."""
    inner = text[quotation.inner_start:quotation.inner_end]
    if quotation.runs_on:
        return True
    lead = text[before:quotation.start].rstrip()
    starts = not lead or lead[-1] in ",.:;?!\u2026\u2014\u2013-"
    ends = inner[-1] in ",.?!\u2026\u2014\u2013-" or text[quotation.end:quotation.end + 1] in (",", ".")
    words = inner.split()
    if starts and ends and (len(words) > 1 or inner[-1] in ",?!."):
        return True
    return len(words) >= 4 and ends and _last_word(lead) in _say_forms()


def _last_word(lead: str) -> str:
    return lead.rsplit(None, 1)[-1].lower() if lead.split() else ""


def _say_forms() -> frozenset[str]:
    return frozenset(("said", "says", "say", "saying", "wrote", "writes", "added", "adding", "tweeted", "read", "reads", "asked"))


def _ends_sentence(text: str, quotation: Quotation) -> bool:
    """A quotation without a cue is speech only where it makes a sentence of its own."""
    inner = text[quotation.inner_start:quotation.inner_end]
    first = next((c for c in inner if c.isalnum()), "")
    return (quotation.runs_on or inner[-1] in ".?!\u2026") and (first.isupper() or first.isdigit()) and len(inner.split()) > 2


def _reports(verb: Token) -> bool:
    return verb.pos_ in ("VERB", "AUX") and verb.dep_ not in ("aux", "auxpass")


def _cue_after(annotation: Annotation, quotation: Quotation, until: int) -> Cue | None:
    """The cue in the rest of the quotation's sentence: "...," said Smith / "...," Smith told reporters."""
    text = annotation.text
    if text[quotation.inner_end - 1] == "." and text[quotation.end:quotation.end + 1] != ",":
        return None
    gap = annotation.tokens(quotation.end, until)
    known = speech_verbs()
    paragraph = annotation.paragraph_of(gap[0]).last if len(gap) else 0
    for token in gap[:_LONGEST_GAP]:
        if token.i >= paragraph or token.text in (".", "!", "?") or token.text == ";":
            return None
        if _reports(token) and lemma_of(token) in known and token.dep_ not in ("relcl", "acl"):
            subject = subject_of(token)
            outside = subject is not None and annotation.starts[subject.i] >= quotation.end
            if subject is not None and outside and subject.i - gap.start < 25:
                return Cue(token.i, cue_of(token), _source(subject, token), "after")
            inverted = _noun_after(token)
            if token.i - gap.start < 3 and inverted is not None:
                return Cue(token.i, cue_of(token), inverted, "after")
            before = _noun_before(token, gap.start)
            if before is not None:
                return Cue(token.i, cue_of(token), before, "after")
            return None
    if len(gap) > 2 and gap[0].lower_ == "according" or len(gap) > 3 and gap[1].lower_ == "according":
        word = gap[0] if gap[0].lower_ == "according" else gap[1]
        noun = next((t for t in gap if t.i > word.i + 1 and t.dep_ == "pobj"), None)
        if noun is not None:
            return Cue(word.i, (word.i, word.i + 2), trimmed(annotation.doc, noun_phrase(noun)), "after")
    return None


def _cue_before(annotation: Annotation, quotation: Quotation, since: int) -> Cue | None:
    """The cue in the words right before the quotation: Smith said: "..." / Smith told reporters that "..."."""
    gap = annotation.tokens(since, quotation.start)
    known = speech_verbs()
    for token in reversed(list(gap[-_LONGEST_GAP:]) if len(gap) else []):
        if token.text in (".", "!", "?", ";") and token.i < gap.end - 1:
            return None
        if _reports(token) and lemma_of(token) in known:
            subject = subject_of(token)
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
            subject = subject_of(token)
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


def _noun_before(verb: Token, floor: int) -> Tokens | None:
    i = verb.i - 1
    doc = verb.doc
    while i > floor and doc[i].pos_ in ("AUX", "ADV", "PART"):
        i -= 1
    if i >= floor and doc[i].pos_ in ("NOUN", "PROPN", "PRON"):
        return trimmed(doc, (max(floor, doc[i].left_edge.i), i + 1))
    return None
