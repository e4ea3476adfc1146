"""Drafts: words that fulfil a pattern and are held to be real, with coordinated predicates of one act joined."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, cast

from onrecord.document.events.frames import Frame
from onrecord.document.events.matching import Match, Matcher
from onrecord.document.events.reality import Status, is_content, reality
from onrecord.document.people.kinds import classes_of
from onrecord.language.en.syntax import SUBJECTS, auxiliaries, conjuncts_after, is_misread_past
from onrecord.language.en.words import governs
from onrecord_schema.events import EventType

if TYPE_CHECKING:
    from onrecord.language.en import Token
    from onrecord.language.en.annotate import Annotation

#: Acts that are told in the present tense too ("rejects", "is demanding"); of others the present tells a habit.
_TOLD_IN_PRESENT = frozenset({"AGREE", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "SUPPORT"})
#: What a planned act is as a statement of intent (PLOVER: future cooperation is AGREE, a future concession CONCEDE).
_ANNOUNCED: dict[str, EventType] = {
    "CONSULT": "AGREE",
    "SUPPORT": "AGREE",
    "COOPERATE": "AGREE",
    "AID": "AGREE",
    "RETREAT": "CONCEDE",
}
#: A hostile act announced by who will do it is a threat, of this mode.
_THREATENED: dict[str, str | None] = {
    "COERCE": "restrict",
    "ASSAULT": "violence",
    "SANCTION": None,
    "MOBILIZE": None,
    "PROTEST": None,
}
_POSSIBLE = frozenset({"COERCE", "ASSAULT", "SANCTION"})
_DEFINITE = {"the", "this", "that", "these", "those", "its", "their", "his", "her"}
_AT = {"in", "during", "at", "amid"}
#: Prepositions by which a sentence tells of an event in passing; "calls for", "the threat of", "fears about" do not.
_TOLD_BY = {"in", "during", "at", "amid", "after", "following", "since", "before", "on", "by", "with", "from"}
_ROLES = ("body", "caption")


@dataclass
class Draft:
    """An event in the making: one or more coordinated predicates that name the same act."""

    match: Match
    event_type: EventType
    mode: str | None
    status: Status
    heads: list[Token]
    """The predicates whose clause this is; an event noun alone where no verb says that it took place."""
    nouns: list[Token] = field(default_factory=list)
    joined: list[Match] = field(default_factory=list)
    needs_date: bool = False
    """Told in passing: an event only when its own words date or, for a predicate, count it."""

    @property
    def is_noun_alone(self) -> bool:
        return bool(self.nouns) and self.heads[0].i == self.nouns[0].i

    @property
    def matches(self) -> list[Match]:
        return [self.match, *self.joined]


def find_drafts(annotation: Annotation) -> list[Draft]:
    """The events of a document's body and captions, in text order."""
    matcher = Matcher(annotation.doc)
    found: list[Draft] = []
    for paragraph in annotation.paragraphs:
        role = paragraph.segment.role
        if role not in _ROLES:
            continue
        for token in annotation.doc[paragraph.first : paragraph.last]:
            match = matcher.match(token)
            if match is not None and match.pattern.event_type is not None:
                found += _drafted(match, role == "caption")
    return found


def _drafted(match: Match, in_caption: bool) -> Iterator[Draft]:
    """The drafts of one match: two where the pattern names two types, none where the text does not hold it real."""
    draft = _of_noun(match) if match.pattern.part == "N" else _of_verb(match, in_caption)
    if draft is None or _is_question(match.head):
        return
    types = (match.pattern.event_type or "").split("+")
    modes = (match.pattern.mode or "").split("+") if match.pattern.mode else [None] * len(types)
    for event_type, mode in zip(types, [*modes, *[None] * len(types)], strict=False):
        typed = _announced(replace(draft, event_type=cast(EventType, event_type), mode=mode))
        if typed is not None:
            yield typed


def _of_verb(match: Match, in_caption: bool) -> Draft | None:
    verb = match.head.head if match.head.tag_ == "MD" else match.head
    asks_negated = any("form" in c.roles and "negated" in c.alternatives for c in match.pattern.conditions)
    status: Status | None = "happened" if match.head.tag_ == "MD" else reality(verb, asks_negated)
    if status is None:
        return None
    event_type = cast(EventType, (match.pattern.event_type or "").split("+")[0])
    if match.befell_subject and match.head.tag_ in ("VBZ", "VBP") and status == "happened":
        status = "ongoing"  # "the two men are in custody"
    is_habit = (
        status != "ongoing"
        and _is_habit(match.head)
        and event_type not in _TOLD_IN_PRESENT
        and not in_caption
        and match.head.tag_ != "MD"
    )
    in_passing = _is_in_passing(verb)
    if in_passing and _is_within_unreal(verb):
        return None
    if (
        (in_passing or verb.dep_ == "advcl")
        and event_type == "ACCUSE"
        and match.frame.passive
        and "subj" not in match.frame.roles
    ):
        return None
    head = verb.head if verb.dep_ in ("acomp", "oprd") and verb.head.pos_ in ("AUX", "VERB") else verb
    return Draft(match, event_type, None, status, [head], needs_date=in_passing or is_habit)


def _is_habit(verb: Token) -> bool:
    """Simple present, active: what is done generally, not what was done."""
    helpers = auxiliaries(verb)
    if governs("invariant", verb.lemma_) and verb.tag_ == "VBP":
        return False  # "soldiers beat marchers": the tagger cannot tell the past of these verbs from their present
    return verb.tag_ in ("VBZ", "VBP") and not any(helper.tag_ in ("VBD", "VBZ", "VBP", "MD") for helper in helpers)


def _is_within_unreal(verb: Token) -> bool:
    """Whether a relative clause describes what is only demanded or sought ("to seek the release of those held")."""
    token = verb
    for _ in range(10):
        if token.head.i == token.i:
            return False
        if (
            token.dep_ in ("xcomp", "ccomp")
            and any(c.tag_ == "TO" for c in token.children)
            and governs("unreal", token.head.lemma_)
        ):
            return True
        token = token.head
    return False


def _is_in_passing(verb: Token) -> bool:
    """Whether the clause only describes someone or something: a relative clause or a participle."""
    if is_misread_past(verb) or is_content(verb):
        return False
    while verb.dep_ in ("conj", "xcomp", "acomp", "pcomp") or (verb.dep_ == "ccomp" and verb.head.dep_ == "relcl"):
        verb = verb.head.head if verb.dep_ == "pcomp" and verb.head.head.i != verb.head.i else verb.head
    if verb.dep_ == "relcl" and _goes_on(verb):
        return False
    if verb.dep_ in ("acl", "relcl"):
        # A name needs no description: what is said of it is news. "A statement demanding" tells what the statement did.
        return not (verb.head.pos_ == "PROPN" or (verb.tag_ == "VBG" and "document" in classes_of(verb.head)))
    return False


def _goes_on(clause: Token) -> bool:
    """Whether a relative clause behind a comma tells what came next: "riot police, who responded with tear gas"."""
    pronoun = next((c for c in clause.children if c.dep_ == "nsubj" and c.lower_ in ("who", "which")), None)
    if pronoun is None or pronoun.i == 0 or pronoun.nbor(-1).text != ",":
        return False
    return clause.tag_ == "VBD" and not auxiliaries(clause)


def _of_noun(match: Match) -> Draft | None:
    """An event noun counts where a verb says that it took place, or where its own words date or place it."""
    noun, frame = match.head, match.frame
    if noun.ent_type_ == "DATE" and noun.tag_ == "NNP":
        return None  # caucuses in March
    if noun.dep_ == "compound" or any(child.dep_ == "det" and child.lower_ == "no" for child in noun.children):
        return None
    event_type = cast(EventType, (match.pattern.event_type or "").split("+")[0])
    verb, via = frame.first("verb"), frame.first("via")
    if via is not None and via.lower_ == "in" and noun.tag_ == "NN" and not any(c.i < noun.i for c in noun.children):
        return None  # "left the room in protest" tells in what spirit
    asked = any({"verb", "via"} & {*condition.roles} for condition in match.pattern.conditions)
    predicate = verb if verb is not None and verb.pos_ in ("VERB", "AUX") else None
    if predicate is not None and any(child.lower_ == "off" for child in predicate.children):
        return None  # "called off the strike"
    if predicate is not None and (asked or (via is None and governs("occurring", predicate.lemma_))):
        if (_is_in_passing(predicate) and not asked) or _is_retold(noun, predicate, frame):
            return None
        status = reality(predicate)
        if status is None or (_is_habit(predicate) and not asked):
            return None
        return Draft(match, event_type, None, status, [predicate], [noun], needs_date=_is_in_passing(predicate))
    first = noun
    while first.dep_ == "conj":
        first = first.head
    status = reality(predicate) if predicate is not None else "happened"
    dates_itself = any(c.i < noun.i and c.ent_type_ == "DATE" and c.like_num for c in noun.children)
    if status != "happened" or (via is not None and via.lower_ not in _TOLD_BY and not dates_itself):
        return None  # but: arrested over the 2017 killing of a farmer
    if predicate is not None and governs("unreal", predicate.lemma_) and (via is None or via.lower_ not in _AT):
        return None
    is_definite = any(c.dep_ in ("det", "poss") and c.lower_ in _DEFINITE for c in first.children) or any(
        c.dep_ == "poss" for c in first.children
    )
    at = via is not None and via.lower_ in _AT and not is_definite
    is_placed = any(
        filler.ent_type_ in ("GPE", "FAC") or any(c.ent_type_ in ("GPE", "FAC") for c in filler.children)
        for name in ("in", "at", "outside", "near")
        for filler in frame.roles.get(name, ())
    )
    return Draft(match, event_type, None, "happened", [first], [first], needs_date=not (at and is_placed))


def _is_retold(noun: Token, verb: Token, frame: Frame) -> bool:
    """Whether a noun only takes up what was told before: "the minister condemned the bombing"."""
    is_definite = any(c.dep_ == "det" and c.lower_ in _DEFINITE for c in noun.children)
    return is_definite and governs("undergoing", verb.lemma_) and not {"obj", "subj", "in", "on", "at"} & {*frame.roles}


def _is_question(token: Token) -> bool:
    sentence = token.sent
    return any(t.text == "?" for t in sentence[-2:])


def _announced(draft: Draft) -> Draft | None:
    """The draft with the type that its status gives it; None for mere possibilities of most types."""
    if draft.status == "hypothetical":
        return draft if draft.event_type in _POSSIBLE and draft.match.pattern.part != "N" else None
    if draft.status != "planned" or draft.is_noun_alone:
        return draft
    if draft.event_type in _ANNOUNCED:
        return replace(draft, event_type=_ANNOUNCED[draft.event_type], mode=None)
    if draft.event_type in _THREATENED and not draft.match.frame.passive:
        subject = draft.match.frame.first("subj")
        if subject is not None and "actor" in classes_of(subject):
            return replace(draft, event_type="THREATEN", mode=_THREATENED[draft.event_type])
    return draft


def joined(drafts: list[Draft]) -> list[Draft]:
    """Predicates of one act made one draft: coordinated under one subject, or one within the other's argument."""
    kept: list[Draft] = []
    for draft in drafts:
        for earlier in reversed(kept[-6:]):
            if earlier.event_type == draft.event_type and _is_same_act(earlier, draft):
                if earlier.mode is not None and draft.mode is not None and earlier.mode != draft.mode:
                    continue
                earlier.mode = earlier.mode or draft.mode
                earlier.joined.append(draft.match)
                earlier.nouns += draft.nouns
                earlier.needs_date = earlier.needs_date and draft.needs_date
                if not any(head.i == draft.heads[0].i for head in earlier.heads) and not _lies_within(
                    draft.heads[0], earlier
                ):
                    earlier.heads.append(draft.heads[0])
                break
        else:
            kept.append(draft)
    return kept


def _is_same_act(earlier: Draft, later: Draft) -> bool:
    one, other = earlier.heads[0], later.heads[0]
    if one.i == other.i or (other.dep_ in ("ccomp", "xcomp") and other.head.i == one.i):
        return True
    if one.sent.start != other.sent.start:
        return False
    heads = {token.i for head in earlier.heads for token in (head, *conjuncts_after(head))}
    if (
        earlier.event_type in ("PROTEST", "ASSAULT")
        and other.dep_ == "advcl"
        and other.tag_ == "VBG"
        and other.head.i in heads
    ):
        return True  # "marched, carrying placards"; "a bomb exploded, killing three"
    if earlier.event_type == "ASSAULT" and other.dep_ == "advcl" and other.head.i in heads:
        return any(c.lower_ in ("when", "as") for c in other.children)  # "killed when a bomber attacked"
    if other.i in heads and other.i != one.i:
        return not any(c.dep_ in SUBJECTS for c in other.children)
    return _lies_within(other, earlier)


def _lies_within(head: Token, earlier: Draft) -> bool:
    """Whether a predicate stands in a relative clause or participle of an argument of an earlier one."""
    argument = earlier.match.frame.first("obj")
    token = head
    for _ in range(6):
        if token.dep_ in ("relcl", "acl", "dobj", "conj", "nmod", "xcomp", "ccomp", "pcomp", "prep", "pobj"):
            token = token.head
            if argument is not None and token.i == argument.i and token.i != head.i:
                return True
        else:
            break
    return False
