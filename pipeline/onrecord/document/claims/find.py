"""Claims of one article: quoted speech and reported content, each with speaker, cue, stance and time.

Contents never overlap: of two candidates for the same words the likelier one is kept, and what is reported inside
a content is part of that content.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from onrecord.document.claims.acceptance import ACCEPTED_TOPIC_UNSOURCED, CLAUSAL, described, is_accepted, likelihood
from onrecord.document.claims.candidate import Candidate
from onrecord.document.claims.constructions import candidates
from onrecord.document.claims.conversations import Turn, answers, turns
from onrecord.document.claims.exclusions import accompanies, excluded
from onrecord.document.claims.plain import is_plain
from onrecord.document.claims.quotations import Quotation, quotations
from onrecord.document.claims.rows import Draft, rows
from onrecord.document.claims.speech import Speech, speeches
from onrecord.language.en.syntax import Tokens

if TYPE_CHECKING:
    from onrecord.document.people import People
    from onrecord.language.en.annotate import Annotation
    from onrecord_schema.articles import Article
    from onrecord_schema.claims import Claim, ClaimKind
    from onrecord_schema.dates import DateExpression

#: Claims are taken from prose only: a headline and a summary repeat the body.
ROLES = ("body", "caption")
#: A verb that reports a clause does not also report its noun object: <confirmed> reports [that China had agreed].
_NOMINAL = ("object", "about")
_PARTS_LEAD = 0.2
"""How much likelier a part of somebody's content must be to stand for it when it names no source itself."""
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
    conversation = [_of_turn(annotation, turn) for turn in turns(annotation.cased, spans)]
    if not conversation:
        printed = [(p.segment.start, p.segment.end) for p in annotation.paragraphs]
        conversation = [_of_answer(start, end) for start, end in answers(annotation.cased, printed)]
    told = [(draft.start, draft.end) for draft in conversation]
    begun = [start for start, _ in told]  # a turn begins in its own paragraph
    free = [(a, a) if bisect_left(begun, b) > bisect_left(begun, a) else (a, b) for a, b in spans]
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


def _of_answer(start: int, end: int) -> Draft:
    return Draft(start, end, "direct", None, None, None, None, evidence="turn", probability=1.0)


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
            found = [c for c in candidates(doc, paragraph.first, paragraph.last) if not excluded(doc, c)]
            for candidate, names in zip(found, described(doc, found), strict=True):
                probability = likelihood(names)
                if is_plain(doc, candidate):
                    probability = max(probability, ACCEPTED_TOPIC_UNSOURCED)
                if is_accepted(candidate, probability) and not accompanies(doc, candidate):
                    scored.append((probability, candidate))
    scored = _without_parts(_without_judged_nouns(scored))
    reporting = {candidate.head for _, candidate in scored if candidate.construction in CLAUSAL}
    taken = [False] * len(doc)
    for start, end in told:
        span = annotation.tokens(start, end)
        taken[span.start : span.end] = [True] * len(span)
    made = []
    for probability, candidate in sorted(scored, key=lambda pair: (-pair[0], pair[1].content, pair[1].cue)):
        if candidate.construction in _NOMINAL and candidate.head in reporting:
            continue
        start, end, kind = _content(annotation, candidate.content, quoted)
        words = annotation.tokens(start, end)
        # The content shares words with one taken already, or the cue stands inside one.
        if taken[candidate.head] or any(taken[words.start : words.end]):
            continue
        taken[words.start : words.end] = [True] * len(words)
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


def _without_judged_nouns(scored: list[tuple[float, Candidate]]) -> list[tuple[float, Candidate]]:
    """Of two candidates for one clause, who <denied> the accusations [that it failed], not who made them.

    That it is somebody's content is as sure as the likelier of the two says.
    """
    nouns = {c.content: (probability, c.source) for probability, c in scored if c.construction == "noun_clause"}
    judged = {c.content: c.source for _, c in scored if c.construction == "object_clause"}
    twins = {content for content, (_, source) in nouns.items() if judged.get(content, source) != source}
    return [
        (max(probability, nouns[c.content][0]) if c.content in twins else probability, c)
        for probability, c in scored
        if c.construction != "noun_clause" or c.content not in twins
    ]


def _without_parts(scored: list[tuple[float, Candidate]]) -> list[tuple[float, Candidate]]:
    """Without what nobody named says inside what someone says: they fear [the dam, which is said to leak, fails]."""
    whole = [(probability, c) for probability, c in scored if c.source is not None]
    return [
        (probability, c)
        for probability, c in scored
        if c.source is not None
        or not any(
            wide.content[0] <= c.cue[0] and c.content[1] <= wide.content[1] and wide.content[0] <= c.content[0]
            and chance > probability - _PARTS_LEAD
            for chance, wide in whole
        )
    ]  # fmt: skip


def _content(annotation: Annotation, content: Tokens, quoted: list[Quotation]) -> tuple[int, int, ClaimKind]:
    """Characters and kind of a reported content; a quotation it begins in or ends in is taken to its mark."""
    start, end = annotation.offsets(*content)
    inside = quoted[bisect_right(quoted, start, key=lambda q: q.end) : bisect_left(quoted, end, key=lambda q: q.start)]
    for quotation in inside:
        if start - 1 <= quotation.start < end < quotation.end:
            end = quotation.end  # said that it "is over. Nobody has won."
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
