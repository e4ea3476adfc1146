"""Drafts of claims made into rows: speaker resolved, stance read off the cue, time and place of saying attached."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from onrecord.document.claims.confidence import confidence
from onrecord.document.claims.conversations import is_placeholder, person_of
from onrecord.document.claims.lexicon import cue_word
from onrecord.document.claims.speakers import Speaker, Speakers
from onrecord.document.claims.when_said import Occasions, WhenSaid
from onrecord.document.people.references import share_right
from onrecord.language.en.syntax import Tokens, is_infinitive, noun_phrase
from onrecord_schema import ids
from onrecord_schema.claims import Claim, ClaimKind, Stance

if TYPE_CHECKING:
    from onrecord.document.people import People
    from onrecord.language.en import Token
    from onrecord.language.en.annotate import Annotation
    from onrecord_schema.articles import Article
    from onrecord_schema.dates import DateExpression


#: How the speaker of a quotation without a cue of its own is known: from the quotation beside it.
CARRIED = "quotation beside"


@dataclass(frozen=True)
class Draft:
    """A claim before its speaker is resolved: `[start, end)` in characters, the rest in tokens."""

    start: int
    end: int
    kind: ClaimKind
    head: int | None
    cue: Tokens | None
    source: Tokens | None
    group: int | None
    evidence: str
    """How it was found: `reported`, or `speech` and where its cue stands."""
    probability: float


def _without_edge_blanks(text: str, draft: Draft) -> Draft:
    """The draft without blanks at the edges of its content: a quotation may end in one ("their breaths, ")."""
    content = text[draft.start : draft.end]
    start = draft.start + len(content) - len(content.lstrip())
    return replace(draft, start=start, end=start + len(content.strip()))


def resolved(annotation: Annotation, people: People, drafts: list[Draft]) -> list[tuple[Draft, Speaker | None]]:
    """The drafts in the order of their contents, each with its speaker; of those with one span and kind the first."""
    trimmed = [_without_edge_blanks(annotation.text, draft) for draft in drafts]
    unique = {(draft.start, draft.end, draft.kind): draft for draft in reversed(trimmed) if draft.start < draft.end}
    ordered = [unique[key] for key in sorted(unique)]
    speakers = Speakers(annotation, people, [(draft.start, draft.end) for draft in ordered if draft.kind == "direct"])
    talk = min((draft.start for draft in ordered if draft.evidence == "turn"), default=0)
    made: list[tuple[Draft, Speaker | None]] = []
    for draft in ordered:
        if draft.source is None:
            made.append((draft, _interviewed(people, talk) if draft.evidence == "turn" else None))
        elif draft.evidence == "turn":
            made.append((draft, _of_label(annotation, people, draft.source, talk)))
        else:
            made.append((draft, speakers.speaker(*draft.source)))
    return made


def rows(
    annotation: Annotation, article: Article, people: People, dates: list[DateExpression], drafts: list[Draft]
) -> list[Claim]:
    """One row a draft, in the order of their contents; a draft that repeats another's span and kind gives none."""
    ordered = resolved(annotation, people, drafts)
    claim_ids = [ids.span_id("clm", article.article_id, d.start, d.end, d.kind) for d, _ in ordered]
    pieces: dict[int, list[str]] = {}
    for claim_id, (draft, _) in zip(claim_ids, ordered, strict=True):
        if draft.group is not None:
            pieces.setdefault(draft.group, []).append(claim_id)
    when, occasions = WhenSaid(annotation, dates), Occasions(annotation, dates)
    made = []
    for claim_id, (draft, speaker) in zip(claim_ids, ordered, strict=True):
        cue = annotation.offsets(*draft.cue) if draft.cue else None
        said = _said(annotation, draft, when) or _said_at_a_talk(annotation, draft, occasions)
        group = pieces.get(draft.group, []) if draft.group is not None else []
        made.append(
            Claim(
                claim_id=claim_id,
                article_id=article.article_id,
                start=draft.start,
                end=draft.end,
                text=annotation.text[draft.start : draft.end],
                kind=draft.kind,
                quote_id=ids.group_id("quo", group) if len(group) > 1 else None,
                speaker=speaker.text if speaker else None,
                speaker_kind=speaker.kind if speaker else "unknown",
                speaker_start=speaker.start if speaker else None,
                speaker_end=speaker.end if speaker else None,
                person_id=speaker.person_id if speaker else None,
                cue=annotation.text[cue[0] : cue[1]] if cue else None,
                cue_start=cue[0] if cue else None,
                cue_end=cue[1] if cue else None,
                stance=_stance(annotation, draft),
                said=said.value if said else None,
                said_start=said.value_start if said else None,
                said_end=said.value_end if said else None,
                place=_place(annotation, draft),
                claim_group_id=ids.group_id("clg", [claim_id]),
                is_canonical=True,
                article_count=1,
                story_count=1,
                confidence=confidence(draft.evidence, draft.probability),
                speaker_confidence=_sureness(draft, speaker),
            )
        )
    return made


def _sureness(draft: Draft, speaker: Speaker | None) -> float | None:
    """The chance that a speaker is right who is not named at the claim's own cue: a pronoun's, another quotation's."""
    if speaker is None:
        return None
    chance = share_right(speaker.signs)
    carried = share_right(CARRIED) if draft.evidence == "speech carried" else None
    if carried is None or (speaker.signs is not None and chance is None):
        return chance
    return round(carried * (1.0 if chance is None else chance), 2)


def _interviewed(people: People, talk: int) -> Speaker | None:
    """Who answers in the conversation that begins at `talk`, named last before it; None where that is left open."""
    person = person_of("A", talk, people)
    if person is None:
        return None
    named = [m for m in people.mentions if m.person_id == person.person_id and m.form == "name" and m.end <= talk]
    return Speaker(person.name, "person", named[-1].start, named[-1].end, person.person_id, CARRIED)


def _of_label(annotation: Annotation, people: People, label: Tokens, talk: int) -> Speaker | None:
    """Who speaks a turn of the conversation that begins at `talk`; None where the label names no one: Q, A."""
    start, end = annotation.offsets(*label)
    written = annotation.text[start:end]
    person = person_of(written, talk, people)
    if is_placeholder(written):
        return Speaker(person.name, "person", start, end, person.person_id) if person else None
    return Speaker(written, "person" if person else "unknown", start, end, person.person_id if person else None)


def _stance(annotation: Annotation, draft: Draft) -> Stance:
    """What the cue does with the content; a quoted question asks, and who does not believe something denies it."""
    if draft.kind == "direct" and annotation.text[draft.end - 1] == "?":
        return "questions"
    if draft.head is None:
        return "asserts"
    head = annotation.doc[draft.head]
    word = cue_word(head)
    if word is None:
        return "asserts"
    if word.cue_class == "think" and any(child.dep_ == "neg" for child in head.lefts):
        return "denies"
    first = annotation.doc[annotation.tokens(draft.start, draft.end).start]
    if word.cue_class in ("tell", "ask") and (first.tag_ == "TO" or _is_to_do(head)):
        return "requests"  # told them to leave, asked to be released, asked the public to save power
    if word.stance == "requests" and head.lemma_.lower() == "call" and first.tag_ != "TO" and draft.cue is not None:
        return "requests" if annotation.doc[draft.cue[1] - 1].lower_ in ("for", "on", "upon") else "asserts"
    return word.stance


def _is_to_do(cue: Token) -> bool:
    """Whether what is told or asked is to be done: an infinitive without "whether" or "how" hangs on the cue."""
    clauses = [child for child in cue.rights if child.dep_ in ("xcomp", "ccomp", "advcl")]
    if cue.lemma_ == "ask" and any(word.lower_ == "that" for c in clauses for word in c.lefts if word.dep_ == "mark"):
        return True  # asked that her name be withheld
    return any(
        is_infinitive(clause)
        and not any(word.dep_ in ("mark", "advmod") and word.i < clause.i for word in clause.lefts)
        for clause in clauses
    )


def _said(annotation: Annotation, draft: Draft, when: WhenSaid) -> DateExpression | None:
    if draft.head is None:
        return None
    first = annotation.tokens(draft.start, draft.end).start
    return when.day(annotation.doc[draft.head], draft.start, draft.end, first)


def _said_at_a_talk(annotation: Annotation, draft: Draft, occasions: Occasions) -> DateExpression | None:
    if draft.head is None or draft.source is None:
        return None
    return occasions.day(annotation.doc[draft.head], annotation.doc[draft.source[0] : draft.source[1]])


def _place(annotation: Annotation, draft: Draft) -> str | None:
    """The named place that hangs on the cue, or on whom it addresses: told reporters in Astana."""
    if draft.head is None:
        return None
    head = annotation.doc[draft.head]
    if head.pos_ not in ("VERB", "AUX"):
        return None
    addressees = [child for child in head.rights if child.dep_ in ("dobj", "dative")]
    for word in [head, *addressees]:
        for preposition in word.rights:
            if preposition.dep_ == "prep" and preposition.lower_ in ("in", "at"):
                for noun in preposition.rights:
                    inside = draft.start <= annotation.starts[noun.i] < draft.end
                    if noun.dep_ == "pobj" and noun.ent_type_ in ("GPE", "LOC", "FAC") and not inside:
                        first, last = noun_phrase(noun)
                        start, end = annotation.offsets(first, last)
                        return annotation.text[start:end]
    return None
