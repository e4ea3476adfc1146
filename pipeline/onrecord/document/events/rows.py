"""Rows: a draft written out as a row of `events`, every phrase as the text has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.document.events.clauses import clause
from onrecord.document.events.counts import Bounds
from onrecord.document.events.drafts import Draft
from onrecord.document.events.participants import actor_of, recipient_of
from onrecord.document.events.when import When, described
from onrecord.document.events.where import place_of, place_within
from onrecord.document.people.kinds import kind_of
from onrecord.language.en.syntax import phrase
from onrecord.language.en.words import governs
from onrecord_schema import ids
from onrecord_schema.articles import Article
from onrecord_schema.claims import Claim
from onrecord_schema.edtf import edtf_range
from onrecord_schema.events import Event
from onrecord_schema.fields import ActorKind

if TYPE_CHECKING:
    from onrecord.document.people import People
    from onrecord.language.en import Doc, Token
    from onrecord.language.en.annotate import Annotation

#: Roles whose fillers take part in an event.
_PARTICIPANTS = ("subj", "obj", "obj2", "dat", "with", "on", "against", "to")
#: Pronouns of those who speak or are spoken to: kept as written, for the text names no one else.
_SPEAKERS = {"i", "we", "me", "us", "you"}


def trigger_of(annotation: Annotation, draft: Draft) -> tuple[int, int]:
    """The words that name the event: the predicate with its particle, or the verb with the event noun close behind."""
    head = draft.match.head
    parts = {head.i}
    parts |= {
        token.i
        for role in ("prt", "acomp")
        for token in draft.match.frame.roles.get(role, ())
        if abs(token.i - head.i) <= (1 if token.dep_ == "prep" else 3)
    }
    parts |= {
        token.i for token in draft.match.frame.roles.get("inf", ()) if head.pos_ == "ADJ" or 0 < token.i - head.i <= 2
    }
    if draft.match.pattern.part == "N" and draft.heads[0].i != head.i and 0 < head.i - draft.heads[0].i <= 5:
        parts.add(draft.heads[0].i)
    return annotation.offsets(min(parts), max(parts) + 1)


def row_of(
    annotation: Annotation,
    article: Article,
    people: People,
    draft: Draft,
    date: When | None,
    bounds: Bounds,
    claim: Claim | None,
) -> Event:
    """The row of a draft, alone in its group."""
    head, roles = draft.heads[0], draft.match.frame.roles
    around: list[Token] = []
    if draft.is_noun_alone:
        around = roles.get("via", [])
    elif head.dep_ in ("relcl", "acl") and any(head.head in fillers for fillers in roles.values()):
        around = [head.head]
    start, end = annotation.offsets(*clause(draft.heads, around))
    trigger_start, trigger_end = trigger_of(annotation, draft)
    start, end = min(start, trigger_start), max(end, trigger_end)
    first_day, last_day = edtf_range(date.value) if date else (None, None)
    actor, recipient = actor_of(draft), recipient_of(draft)
    place, country = place_of(_prepositions(draft))
    visited = roles.get("obj", []) if draft.mode == "visit" else []
    for participant in (*visited, recipient, actor):
        if place is None and participant is not None:
            place, country = place_within(participant, is_itself=participant in visited)
    by, to = _written(annotation, article, people, actor), _written(annotation, article, people, recipient)
    if by == to:  # two mentions of one: to whom it was done is not told apart from who did it
        recipient, to = None, None
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
        place=annotation.written(place.start, place.end) if place is not None else None,
        country=country,
        actor=by,
        actor_kind=_kind(annotation, people, actor),
        recipient=to,
        recipient_kind=_kind(annotation, people, recipient),
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


def _pronoun(token: Token) -> bool:
    return token.pos_ == "PRON" and token.tag_ in ("PRP", "PRP$", "WP", "WP$", "WDT") and token.lower_ not in _SPEAKERS


def _kind(annotation: Annotation, people: People, head: Token | None) -> ActorKind:
    """What a participant is; a pronoun that stands for no one known is unknown."""
    if head is None:
        return "unknown"
    person = people.at(*annotation.offsets(head.i, head.i + 1))
    kind = "person" if person is not None else "unknown" if _pronoun(head) else kind_of(head)
    return "group" if kind == "person" and any(child.dep_ == "conj" for child in head.children) else kind


#: What a phrase does not end with; blanks set double are tokens to the parser, and do not end it either.
_NO_ENDS = ("case", "cc", "punct", "prep")


def _written(annotation: Annotation, article: Article, people: People, head: Token | None) -> str | None:
    """A participant's phrase as the text has it, without adverbials and clauses; of a pronoun, the person's name."""
    if head is None:
        return None
    if _pronoun(head):
        person = people.at(*annotation.offsets(head.i, head.i + 1))
        return person.name if person is not None else None
    inside = {token.i for token in _without_adverbials(head)}
    first = last = head.i
    while first - 1 in inside or (first > 0 and head.doc[first - 1].is_punct and first - 2 in inside):
        first -= 1
    while True:
        if last + 1 in inside or (head.doc[last + 1 : last + 2].text in ("-", "/") and last + 2 in inside):
            last += 1
        elif _is_named_behind(head.doc, last, inside):
            last += 2
        else:
            break
    while first < head.i and head.doc[first].is_space:
        first += 1
    while last > head.i and (head.doc[last].dep_ in _NO_ENDS or head.doc[last].is_punct or head.doc[last].is_space):
        last -= 1
    start, end = annotation.offsets(first, last + 1)
    if any(article.text[start:end].count(one) > article.text[start:end].count(other) for one, other in ("“”", "()")):
        end += article.text[end : end + 1] in ("”", ")")
    return article.text[start:end]


def _without_adverbials(head: Token) -> list[Token]:
    """The tokens of a phrase without clauses and without the adverbials that the parser may hang on it."""
    inside = phrase(head)
    adverbial: set[int] = set()
    for child in inside:
        is_day = child.ent_type_ in ("DATE", "TIME") and child.i > head.i
        if child.dep_ == "npadvmod" and is_day:
            adverbial |= {token.i for token in child.subtree}  # "a court in the capital late Tuesday"
        elif child.dep_ == "prep" and child.i > head.i and _is_adverbial(child, head):
            adverbial |= {token.i for token in child.subtree}
        elif child.lower_ == "dead" and child.i < head.i and child.nbor(1).tag_ in ("CD", "DT", "PRP$", "JJR"):
            adverbial.add(child.i)  # "shot dead two people": how it ended, not whom
    return [token for token in inside if token.i not in adverbial]


def _is_adverbial(preposition: Token, head: Token) -> bool:
    if any(c.dep_ == "pcomp" or (c.dep_ == "pobj" and c.ent_type_ in ("DATE", "TIME")) for c in preposition.children):
        return True
    if preposition.head.i != head.i or head.dep_ != "dobj":
        return False
    if preposition.lower_ in ("at", "near", "outside", "during"):
        return True  # "ambushed a convoy near the border": where, not whom
    return preposition.lower_ == "of" and governs("depriving", head.head.lemma_)


def _is_named_behind(doc: Doc, last: int, inside: set[int]) -> bool:
    """Whether a comma and a name that says who is meant follow: "the governor, Jane Hale"."""
    if doc[last + 1 : last + 2].text != "," or last + 2 not in inside:
        return False
    name = doc[last + 2]
    while name.dep_ == "compound":
        name = name.head
    return name.dep_ == "appos" and name.pos_ == "PROPN" and name.ent_type_ in ("PERSON", "ORG", "GPE")


def _prepositions(draft: Draft) -> list[Token]:
    """The prepositions of the predicates, of their complements and of the event nouns and objects."""
    found: list[Token] = []
    for head in (*draft.nouns, *draft.heads, *(m.head for m in draft.matches)):
        found += [c for c in head.children if c.dep_ == "prep" and c not in found]
        for child in head.children:
            if child.dep_ in ("xcomp", "dobj"):
                found += [c for c in child.children if c.dep_ == "prep" and c not in found]
    for token in described(draft.heads):
        found += [c for c in token.children if c.dep_ == "prep" and c not in found]
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
