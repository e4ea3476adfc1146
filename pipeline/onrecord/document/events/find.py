"""Finds the events that an article's body and captions report, typed with PLOVER."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.document.around import Around
from onrecord.document.events import counts
from onrecord.document.events.counts import Bounds
from onrecord.document.events.drafts import Draft, find_drafts, joined
from onrecord.document.events.rows import row_of, trigger_of
from onrecord.document.events.when import VERBAL, Anchored, When, anchored, when
from onrecord.document.people.kinds import classes_of
from onrecord.language.en.syntax import leaves_open
from onrecord_schema.articles import Article
from onrecord_schema.claims import Claim
from onrecord_schema.dates import DateExpression
from onrecord_schema.events import Event
from onrecord_schema.quantities import Quantity

if TYPE_CHECKING:
    from onrecord.document.people import People
    from onrecord.language.en.annotate import Annotation

#: From this length on the same words are the same sentence, not a phrase that happens to recur.
_LONG_CHARS = 40
#: Acts of those who do them: the people counted are the actors.
_COUNTED_BY_ACTOR = {"PROTEST", "RETREAT", "CONCEDE", "MOBILIZE"}


def find_events(
    annotation: Annotation,
    article: Article,
    people: People,
    dates: Sequence[DateExpression],
    quantities: Sequence[Quantity],
    claims: Sequence[Claim],
) -> list[Event]:
    """One row per event report, in text order; group columns hold the document's own event alone.

    What a claim denies to have happened has the status `denied`; the denial itself is no event, but a claim. What a
    claim asks about is left out.
    """
    expressions = anchored(annotation, article, dates)
    counted = counts.by_token(annotation, quantities)
    smallest_first = sorted(claims, key=lambda claim: (claim.end - claim.start, claim.start))
    claims_around = Around((claim.start, claim.end, claim) for claim in smallest_first)
    found: dict[tuple[str | None, ...], Event] = {}
    dated: dict[int, When] = {}  # sentence start -> the date of its last dated event
    for draft in joined(find_drafts(annotation)):
        claim = next(iter(claims_around.of(*trigger_of(annotation, draft))), None)
        if claim is not None and claim.stance == "questions":
            continue
        if claim is not None and claim.stance == "denies" and not draft.needs_date:
            draft = replace(draft, status="denied")
        date = _date(draft, expressions, dated)
        bounds = _count(draft, counted)
        if draft.needs_date and date is None and (bounds == counts.NONE or draft.is_noun_alone):
            continue
        if date is not None:
            dated[draft.heads[0].sent.start] = date
        event = row_of(annotation, article, people, draft, date, bounds, claim)
        found.setdefault(_report(event), event)
    # Of two readings of a clause as one type the one with the longer trigger stays: "filed a complaint", not "filed".
    by_id = {event.event_id: event for event in sorted(found.values(), key=lambda event: len(event.trigger))}
    return sorted(by_id.values(), key=lambda event: (event.start, event.end, event.event_type))


def _report(event: Event) -> tuple[str | None, ...]:
    """What makes an event's row the same report as another's of its article.

    A sentence printed twice, as under each of three photographs, reports once; but not where it may be of somebody
    else: "He was detained" below one name and below the next.
    """
    is_named = event.actor is not None or event.recipient is not None
    if len(event.text) <= _LONG_CHARS or not is_named or leaves_open(event.text, event.actor, event.recipient):
        return event.event_type, event.event_id
    wording = " ".join(event.text.lower().split())
    return event.event_type, wording, event.actor, event.recipient, *event.person_ids


def _date(draft: Draft, expressions: Sequence[Anchored], dated: dict[int, When]) -> When | None:
    heads = list(draft.heads)
    if draft.is_noun_alone:  # "in several rallies earlier this year, farmers urged": the verb's day is the rallies' day
        via, verb = draft.match.frame.first("via"), draft.match.frame.first("verb")
        if via is not None and verb is not None and via.lower_ in ("in", "at", "during") and not draft.needs_date:
            heads.append(verb)
    own = when(heads, draft.nouns, draft.event_type, expressions, draft.status == "planned")
    if own is not None:
        return own
    if draft.event_type in VERBAL:
        return _date_of_document(draft, expressions)
    return _date_of_whole(draft, dated)


def _date_of_whole(draft: Draft, dated: dict[int, When]) -> When | None:
    """ "Of those, nine were freed": the part shares the day of the whole, told one sentence before."""
    for preposition in draft.heads[0].children:
        is_part = preposition.lower_ == "of" and preposition.i < draft.heads[0].i
        if is_part and any(child.lower_ in ("those", "them", "these") for child in preposition.children):
            before = draft.heads[0].sent.start - 1
            earlier = dated.get(draft.heads[0].doc[before].sent.start) if before >= 0 else None
            return When(earlier.value, "inferred") if earlier else None
    return None


def _date_of_document(draft: Draft, expressions: Sequence[Anchored]) -> When | None:
    """ "The editorial accused": a document says what it says on the day that the sentence introducing it gives."""
    subject = draft.match.frame.first("subj")
    if subject is None or "document" not in classes_of(subject) or not any(c.lower_ == "the" for c in subject.children):
        return None
    doc, start = subject.doc, draft.heads[0].sent.start
    for item in reversed(expressions):
        if not item.path or not 0 < start - item.path[0].i < 80:
            continue
        sentence = item.path[0].sent
        if any(t.lemma_ == subject.lemma_ and any(c.lower_ in ("a", "an") for c in t.children) for t in sentence):
            verb = next((t for t in item.path if t.pos_ == "VERB"), None)
            if verb is not None and doc[verb.i].i == sentence.root.i and item.date.value:
                return When(item.date.value, "inferred")
    return None


def _count(draft: Draft, counted: dict[int, Quantity]) -> Bounds:
    for match in draft.matches:
        is_subjects = draft.event_type in _COUNTED_BY_ACTOR or match.befell_subject
        roles = ("obj", "subj") if is_subjects else ("obj", "dat", "on", "against")
        for role in roles:
            if role == "subj" and match.frame.first("obj") is not None and match.frame.passive:
                continue
            argument = match.frame.first(role)
            if argument is None or not (
                classes_of(argument) & {"human", "people", "property", "place"} or argument.pos_ == "NUM"
            ):
                continue
            bounds = counts.count_of(argument, counted)
            if bounds != counts.NONE:
                return bounds
    return counts.NONE
