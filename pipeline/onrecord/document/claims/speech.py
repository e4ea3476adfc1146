"""Quoted speech: which quotations are someone's words as said, and by which cue.

A quotation is speech when it stands where a sentence or a reporting verb's complement stands. A cue is looked for after
it ("...," Smith said), before it (Smith said: "..."), and, for further quotations of a paragraph, at the one before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.document.claims.phrases import trimmed
from onrecord.document.claims.quote_cues import Cue, cue_after, cue_before

if TYPE_CHECKING:
    from onrecord.document.claims.quotations import Quotation
    from onrecord.language.en.annotate import Annotation


@dataclass
class Speech:
    """A quotation taken as speech. Pieces of one quotation share `group`."""

    quotation: Quotation
    cue: Cue | None
    group: int
    start: int
    end: int
    """Characters of the content: the words quoted, or the sentence they are part of."""
    carried: bool = False
    """The cue was taken over from another quotation."""

    @property
    def evidence(self) -> str:
        """How its cue was found: after, before, carried, none."""
        return "none" if self.cue is None else "carried" if self.carried else self.cue.position


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
            if not _may_be_speech(annotation.cased, quotation, before):
                continue
            cue = cue_after(annotation, quotation, after) or cue_before(annotation, quotation, before)
            if cue is None and not _ends_sentence(annotation.cased, quotation):
                continue
            if _is_title(annotation, quotation, cue):
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
                speech.cue, speech.group, speech.carried = here[i - 1].cue, here[i - 1].group, True
        for i in range(len(here) - 2, -1, -1):
            if here[i].cue is None and here[i + 1].cue is not None:
                here[i].cue, here[i].group, here[i].carried = here[i + 1].cue, here[i + 1].group, True
        if here and here[0].cue is None:
            _carry_over(annotation, here, last)
        found += here
        last = here[-1] if here else None
    for speech, latter in zip(found[-2::-1], found[:0:-1], strict=True):
        # A quotation over several paragraphs may name its speaker only at its end.
        next_to = latter.quotation.paragraph == speech.quotation.paragraph + 1
        if speech.cue is None and speech.quotation.runs_on and next_to and latter.cue is not None:
            speech.cue, speech.group, speech.carried = latter.cue, latter.group, True
    return found


def _carry_over(annotation: Annotation, here: list[Speech], last: Speech | None) -> None:
    """Give a paragraph that opens with an uncued quotation the cue of the paragraph before it, where that leads on.

    It does when its last quotation runs on or ends it, or when it ends in a colon.
    """
    first = here[0]
    paragraph = annotation.paragraphs[first.quotation.paragraph]
    if first.quotation.paragraph == 0 or annotation.text[paragraph.segment.start : first.quotation.start].strip():
        return
    above = annotation.paragraphs[first.quotation.paragraph - 1]
    lead = annotation.doc[above.first : above.last]
    if lead[-1].text == ":":
        cue, group = cue_before(annotation, first.quotation, above.segment.start), first.group
    elif (
        last is not None
        and last.quotation.paragraph == first.quotation.paragraph - 1
        and (last.quotation.runs_on or len(here) == 1)
    ):
        cue, group = last.cue, last.group if last.quotation.runs_on else first.group
    else:
        return
    for speech in here:
        if speech.cue is None:
            speech.cue, speech.group, speech.carried = cue, group, cue is not None


def _with_sentence(annotation: Annotation, quotation: Quotation, cue: Cue, since: int) -> tuple[int, int]:
    """The quotation with the words around the cue that make one sentence with it.

    [While confidence is high, he said, "this has done nothing"] / ["Our plan," like any other, may fail], she said.
    """
    text, doc = annotation.cased, annotation.doc
    first = cue.cue[0] if cue.source is None else min(cue.cue[0], cue.source[0])
    opening = next((c for c in text[quotation.inner_start : quotation.inner_end] if c.isalnum()), "")
    if cue.position == "before" and opening.islower() and first > 0 and doc[first - 1].text == ",":
        floor = annotation.tokens(since, since + 1).start
        begin = first - 1
        while begin > floor and doc[begin - 1].text not in (".", "!", "?", ";", ":"):
            begin -= 1
        span = trimmed(doc, (begin, first - 1))
        if span is not None and annotation.starts[span[0]] >= since:
            words = [t for t in doc[span[0] : span[1]] if t.is_alpha]
            if len(words) > 1:
                return annotation.starts[span[0]], quotation.inner_end
    if cue.position == "after":
        rest = annotation.tokens(quotation.end, annotation.starts[first])
        if len(rest) >= 3 and rest[-1].text == "," and sum(t.is_alpha for t in rest) >= 2:
            stop = rest[-1].i - 1
            return quotation.start, annotation.starts[stop] + len(doc[stop])
    return quotation.inner_start, quotation.inner_end


def _may_be_speech(text: str, quotation: Quotation, before: int) -> bool:
    """Whether the quotation stands where speech stands, not in the middle of a clause."""
    inner = _without_inner_mark(text, quotation)
    if quotation.runs_on:
        return True
    lead = text[before : quotation.start].rstrip()
    starts = not lead or lead[-1] in ",.:;?!\u2026\u2014\u2013-"
    ends = inner[-1] in ",.?!\u2026\u2014\u2013-" or text[quotation.end : quotation.end + 1] in (",", ".")
    words = inner.split()
    if starts and ends and (len(words) > 1 or inner[-1] in ",?!."):
        return True
    return len(words) >= 4 and ends and _last_word(lead) in _say_forms()


def _is_title(annotation: Annotation, quotation: Quotation, cue: Cue | None) -> bool:
    """Whether the words quoted are a work's title, away from any cue: In "A Time to Sow," his book, he wrote ..."""
    words = [
        word for word in annotation.cased[quotation.inner_start : quotation.inner_end].split() if word[0].isalnum()
    ]
    long = [word for word in words if len(word) > 3]
    if quotation.runs_on or not long or len(words) > 8 or annotation.text[quotation.inner_end - 1] in ".?!\u2026":
        return False
    if not all(word[0].isupper() or word[0].isdigit() for word in [words[0], *long]):
        return False
    if cue is None:
        return True
    speaks = cue.cue[0] if cue.source is None else min(cue.cue[0], cue.source[0])
    said = max(cue.cue[1], cue.source[1] if cue.source else 0)
    own = annotation.tokens(quotation.start, quotation.end)
    return not own.end <= speaks <= own.end + 1 and not (
        said <= own.start and annotation.doc[own.start - 1].text == ":"
    )


def _without_inner_mark(text: str, quotation: Quotation) -> str:
    """The words quoted, without the mark of a quotation inside that ends with them: "He asked: 'Is it you?'"."""
    inner = text[quotation.inner_start : quotation.inner_end]
    return inner.rstrip("'\u2019\u201d\"") or inner


def _last_word(lead: str) -> str:
    return lead.rsplit(None, 1)[-1].lower() if lead.split() else ""


def _say_forms() -> frozenset[str]:
    said = "said says say saying wrote writes added adding tweeted read reads asked"
    return frozenset(f"{said} chanted chanting shouted shouting yelled screamed cried posted replied".split())


def _ends_sentence(text: str, quotation: Quotation) -> bool:
    """A quotation without a cue is speech only where it makes a sentence of its own."""
    inner = _without_inner_mark(text, quotation)
    first = next((c for c in inner if c.isalnum()), "")
    return (
        (quotation.runs_on or inner[-1] in ".?!\u2026")
        and (first.isupper() or first.isdigit())
        and len(inner.split()) > 2
    )
