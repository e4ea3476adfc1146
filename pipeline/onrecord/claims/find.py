"""Claims of one article: quoted speech and reported content, each with speaker, cue, stance and time.

Contents never overlap: of two candidates for the same words the likelier one is kept, and what is reported inside
a content is part of that content.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.claims.acceptance import ACCEPTED, likelihood
from onrecord.claims.candidate import Candidate
from onrecord.claims.constructions import candidates
from onrecord.claims.exclusions import excluded
from onrecord.claims.phrases import Tokens
from onrecord.claims.quotations import Quotation, quotations
from onrecord.claims.rows import Draft, rows
from onrecord.claims.speech import Speech, speeches
from onrecord.claims.turns import Turn, turns

if TYPE_CHECKING:
    from onrecord.annotate import Annotation
    from onrecord.mentions import People
    from onrecord_schema.articles import Article
    from onrecord_schema.claims import Claim, ClaimKind
    from onrecord_schema.dates import DateExpression

#: Claims are taken from prose only: a headline and a summary repeat the body.
ROLES = ("body", "caption")
#: A verb that reports a clause does not also report its noun object: <confirmed> reports [that China had agreed].
_CLAUSAL = ("clause", "clause_in_document", "object_clause", "fronted", "parenthetical", "as_clause")
_NOMINAL = ("object", "about")
_CLOSING_CHARS = 3
"""A full stop and the closing mark after a content's last word."""
_QUOTED_WORDS = 5
_QUOTED_SHARE = 0.2
"""A content with fewer quoted words than these is reported speech with a term in quotation marks, not partly quoted."""


def find_claims(annotation: Annotation, article: Article, people: People, dates: list[DateExpression]) -> list[Claim]:
    """The article's claims in the order of their contents; ids of groups are those of a document alone."""
    return rows(annotation, article, people, dates, drafts(annotation))


def drafts(annotation: Annotation) -> list[Draft]:
    """What is claimed and by which words, before speakers are resolved."""
    spans = [
        (p.segment.start, p.segment.end) if p.segment.role in ROLES else (p.segment.start, p.segment.start)
        for p in annotation.paragraphs
    ]
    conversation = [_of_turn(annotation, turn) for turn in turns(annotation.text, spans)]
    told = [(draft.start, draft.end) for draft in conversation]
    free = [(a, a) if any(a <= start and end <= b for start, end in told) else (a, b) for a, b in spans]
    quoted = quotations(annotation.text, free)
    spoken = speeches(annotation, quoted)
    taken = [*told, *((min(s.start, s.quotation.start), max(s.end, s.quotation.end)) for s in spoken)]
    return conversation + [_of_speech(speech) for speech in spoken] + _of_candidates(annotation, taken, quoted)


def _of_turn(annotation: Annotation, turn: Turn) -> Draft:
    label = annotation.tokens(*turn.label)
    return Draft(
        start=turn.content[0],
        end=turn.content[1],
        kind="direct",
        head=None,
        cue=(label.end, label.end + 1),
        source=(label.start, label.end),
        group=None,
        evidence="turn",
        probability=1.0,
    )


def _of_speech(speech: Speech) -> Draft:
    quotation, cue = speech.quotation, speech.cue
    whole = speech.start == quotation.inner_start and speech.end == quotation.inner_end
    return Draft(
        start=speech.start,
        end=speech.end,
        kind="direct" if whole else "mixed",
        head=cue.head if cue else None,
        cue=cue.cue if cue else None,
        source=cue.source if cue else None,
        group=speech.group,
        evidence=f"speech {speech.evidence}",
        probability=1.0,
    )


def _of_candidates(annotation: Annotation, told: list[tuple[int, int]], quoted: list[Quotation]) -> list[Draft]:
    """The likeliest candidates that share no words with what is `told` in quotations and turns, or with one another."""
    doc = annotation.doc
    scored: list[tuple[float, Candidate]] = []
    for paragraph in annotation.paragraphs:
        if paragraph.segment.role in ROLES:
            for candidate in candidates(doc, paragraph.first, paragraph.last):
                if excluded(doc, candidate):
                    continue
                probability = likelihood(doc, candidate)
                if probability >= ACCEPTED:
                    scored.append((probability, candidate))
    reporting = {candidate.head for _, candidate in scored if candidate.construction in _CLAUSAL}
    taken: list[Tokens] = []
    for start, end in told:
        span = annotation.tokens(start, end)
        taken.append((span.start, span.end))
    made = []
    for probability, candidate in sorted(scored, key=lambda pair: (-pair[0], pair[1].content, pair[1].cue)):
        if candidate.construction in _NOMINAL and candidate.head in reporting:
            continue
        if any(_clash(candidate, span) for span in taken):
            continue
        taken.append(candidate.content)
        start, end, kind = _content(annotation, candidate.content, quoted)
        made.append(
            Draft(
                start=start,
                end=end,
                kind=kind,
                head=candidate.head,
                cue=candidate.cue,
                source=candidate.source,
                group=None,
                evidence="reported",
                probability=probability,
            )
        )
    return made


def _content(annotation: Annotation, content: Tokens, quoted: list[Quotation]) -> tuple[int, int, ClaimKind]:
    """Characters and kind of a reported content; a quotation it begins in or ends in is taken to its mark."""
    start, end = annotation.offsets(*content)
    inside = [q for q in quoted if q.start < end and start < q.end]
    for quotation in inside:
        if end < quotation.end and quotation.end - end <= _CLOSING_CHARS and quotation.start >= start - 1:
            end = quotation.end
        if quotation.start == start - 1:
            start = quotation.start
    whole = next((q for q in inside if q.start <= start and end <= q.end), None)
    if whole is not None:
        return (
            max(start, whole.inner_start),
            min(end, whole.inner_end),
            "direct" if whole.start >= start - 1 else "indirect",
        )
    words = [annotation.text[max(start, q.inner_start) : min(end, q.inner_end)] for q in inside]
    mixed = any(len(w.split()) >= _QUOTED_WORDS for w in words) or sum(map(len, words)) >= _QUOTED_SHARE * (end - start)
    return start, end, "mixed" if words and mixed else "indirect"


def _clash(candidate: Candidate, taken: Tokens) -> bool:
    """Whether the content shares words with a content taken already, or the cue stands inside one."""
    first, last = candidate.content
    return (first < taken[1] and taken[0] < last) or taken[0] <= candidate.head < taken[1]
