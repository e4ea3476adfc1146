"""Finds the events that an article's body and captions report, typed with PLOVER."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from onrecord.events import counts
from onrecord.events.actors import classes_of, kind_of
from onrecord.events.clauses import clause
from onrecord.events.counts import Bounds
from onrecord.events.drafts import Draft, find_drafts
from onrecord.events.matching import phrase
from onrecord.events.when import VERBAL, Anchored, When, anchored, when
from onrecord.events.where import place_of
from onrecord_schema import ids
from onrecord_schema.articles import Article
from onrecord_schema.claims import Claim
from onrecord_schema.dates import DateExpression
from onrecord_schema.edtf import edtf_range
from onrecord_schema.events import Event
from onrecord_schema.quantities import Quantity

if TYPE_CHECKING:
    from onrecord.annotate import Annotation
    from onrecord.mentions import People
    from spacy.tokens import Token

#: Roles whose fillers take part in an event.
_PARTICIPANTS = ("subj", "obj", "obj2", "dat", "with", "on", "against", "to")
_RECIPIENT_ROLES = ("obj", "dat", "on", "against", "with", "from", "to")
#: Of whom it is said that they were able or unable to do something: to them a concession or restriction was made.
_DONE_TO_SUBJECT = {"RETREAT", "CONCEDE", "COERCE"}
#: Acts that can be done to things, too.
_DONE_TO_THINGS = {"COERCE", "ASSAULT"}
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

    A report within a claim that denies or asks is left out: a denied fact is a claim, not an event.
    """
    expressions = anchored(annotation, dates)
    counted = counts.by_token(annotation, quantities)
    spans = sorted(claims, key=lambda claim: (claim.end - claim.start, claim.start))
    found: dict[tuple[str, str], Event] = {}
    dated: dict[int, When] = {}  # sentence start -> the date of its last dated event
    for draft in find_drafts(annotation):
        claim = _claim_around(annotation, draft, spans)
        if claim is not None and claim.stance in ("denies", "questions"):
            continue
        date = _date(draft, expressions, dated)
        bounds = _count(draft, counted)
        if draft.needs_date and date is None and (bounds == counts.NONE or draft.is_noun_alone):
            continue
        if date is not None:
            dated[draft.heads[0].sent.start] = date
        event = _row(annotation, article, people, draft, date, bounds, claim)
        # A sentence printed twice, as under each of three photographs, reports once.
        found.setdefault((event.event_type, " ".join(event.text.lower().split()) if len(event.text) > 40 else event.event_id), event)
    return sorted(found.values(), key=lambda event: (event.start, event.end, event.event_type))


def _trigger(annotation: Annotation, draft: Draft) -> tuple[int, int]:
    """The words that name the event: the predicate with its particle, or the verb with the event noun close behind it."""
    head = draft.match.head
    parts = {head.i}
    parts |= {token.i for role in ("prt", "acomp") for token in draft.match.frame.roles.get(role, ()) if abs(token.i - head.i) <= 3}
    parts |= {token.i for token in draft.match.frame.roles.get("inf", ()) if head.pos_ == "ADJ" or 0 < token.i - head.i <= 2}
    if draft.match.pattern.part == "N" and draft.heads[0].i != head.i and 0 < head.i - draft.heads[0].i <= 5:
        parts.add(draft.heads[0].i)
    return annotation.offsets(min(parts), max(parts) + 1)


def _claim_around(annotation: Annotation, draft: Draft, claims: Sequence[Claim]) -> Claim | None:
    start, end = _trigger(annotation, draft)
    return next((claim for claim in claims if claim.start <= start and end <= claim.end), None)


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
    """ "Of those, 23 were returned": the part shares the day of the whole, told one sentence before."""
    for preposition in draft.heads[0].children:
        if preposition.lower_ == "of" and preposition.i < draft.heads[0].i:
            if any(child.lower_ in ("those", "them", "these") for child in preposition.children):
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
        roles = ("obj", "subj") if draft.event_type in _COUNTED_BY_ACTOR else ("obj", "dat")
        for role in roles:
            if role == "subj" and match.frame.first("obj") is not None and match.frame.passive:
                continue
            argument = match.frame.first(role)
            if argument is None or not (classes_of(argument) & {"human", "people", "property", "place"} or argument.pos_ == "NUM"):
                continue
            bounds = counts.count_of(argument, counted)
            if bounds != counts.NONE:
                return bounds
    return counts.NONE


def _row(
    annotation: Annotation, article: Article, people: People, draft: Draft, date: When | None, bounds: Bounds, claim: Claim | None
) -> Event:
    antecedents = [draft.heads[0].head] if draft.heads[0].dep_ in ("relcl", "acl") else []
    antecedents = [token for token in antecedents if any(token in fillers for fillers in draft.match.frame.roles.values())]
    if draft.is_noun_alone and draft.match.frame.first("via") is not None:
        antecedents = [token for token in draft.match.frame.roles["via"]]
    start, end = annotation.offsets(*clause(draft.heads, antecedents))
    trigger_start, trigger_end = _trigger(annotation, draft)
    start, end = min(start, trigger_start), max(end, trigger_end)
    first_day, last_day = edtf_range(date.value) if date else (None, None)
    place, country = place_of(_prepositions(draft))
    actor, recipient = _actor(draft), _recipient(draft)
    event_id = ids.span_id("evt", article.article_id, start, end, draft.event_type)
    return Event(
        event_id=event_id,
        article_id=article.article_id,
        start=start,
        end=end,
        text=article.text[start:end],
        trigger=article.text[trigger_start:trigger_end],
        trigger_start=trigger_start,
        trigger_end=trigger_end,
        event_type=draft.event_type,
        mode=draft.mode,
        status=draft.status,
        date=date.value if date else None,
        date_start=first_day,
        date_end=last_day,
        date_basis=date.basis if date else "unknown",
        place=place,
        country=country,
        actor=_written(annotation, article, actor),
        actor_kind=kind_of(actor) if actor is not None else "unknown",
        recipient=_written(annotation, article, recipient),
        recipient_kind=kind_of(recipient) if recipient is not None else "unknown",
        person_ids=_person_ids(annotation, people, draft),
        count_min=bounds[0],
        count_max=bounds[1],
        claim_id=claim.claim_id if claim else None,
        event_group_id=ids.group_id("evg", [event_id]),
        is_canonical=True,
        article_count=1,
        story_count=1,
        confidence=None,
    )


def _actor(draft: Draft) -> Token | None:
    """Who did it; null for one who was merely able or unable to do something."""
    if draft.match.pattern.part == "A" and draft.event_type in _DONE_TO_SUBJECT:
        return None
    return next((token for match in draft.matches if (token := match.frame.first("subj")) is not None), None)


def _recipient(draft: Draft) -> Token | None:
    """To whom it was done: an object or a prepositional argument that can be acted upon, else a thing that was taken."""
    if draft.match.pattern.part == "A" and draft.event_type in _DONE_TO_SUBJECT:
        return draft.match.frame.first("subj")
    for role in _RECIPIENT_ROLES:
        for match in draft.matches:
            for token in match.frame.roles.get(role, ()):
                if "actor" in classes_of(token):
                    return token
    return draft.match.frame.first("obj") if draft.event_type in _DONE_TO_THINGS else None


def _written(annotation: Annotation, article: Article, head: Token | None) -> str | None:
    """A participant's phrase as the text has it, without what follows in a clause of its own."""
    if head is None:
        return None
    inside = {token.i for token in phrase(head)}
    first = last = head.i
    while first - 1 in inside or (first > 0 and head.doc[first - 1].is_punct and first - 2 in inside):
        first -= 1
    while last + 1 in inside or (head.doc[last + 1 : last + 2].text in ("-", "/") and last + 2 in inside):
        last += 1
    while last > head.i and (head.doc[last].dep_ in ("case", "cc", "punct", "prep") or head.doc[last].is_punct):
        last -= 1
    start, end = annotation.offsets(first, last + 1)
    return article.text[start:end]


def _prepositions(draft: Draft) -> list[Token]:
    """The prepositions of the predicates, of their complements and of the event nouns and objects."""
    found: list[Token] = []
    for head in (*draft.nouns, *draft.heads, *(m.head for m in draft.matches)):
        found += [c for c in head.children if c.dep_ == "prep" and c not in found]
        for child in head.children:
            if child.dep_ in ("xcomp", "dobj"):
                found += [c for c in child.children if c.dep_ == "prep" and c not in found]
    return found


def _person_ids(annotation: Annotation, people: People, draft: Draft) -> list[str]:
    found: set[str] = set()
    for match in draft.matches:
        for role in _PARTICIPANTS:
            for filler in match.frame.roles.get(role, ()):
                for token in phrase(filler):
                    if token.pos_ not in ("PROPN", "PRON", "NOUN") or token.dep_ == "poss":
                        continue
                    person = people.at(*annotation.offsets(token.i, token.i + 1))
                    if person is not None:
                        found.add(person.person_id)
    return sorted(found)
