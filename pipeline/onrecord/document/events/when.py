"""When: the date expression that governs an event in the parse, not the nearest one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.document.dates import governing_range
from onrecord.language.en.syntax import SUBJECTS
from onrecord.language.en.words import governs
from onrecord_schema.dates import DateExpression
from onrecord_schema.edtf import edtf_range
from onrecord_schema.fields import Basis

if TYPE_CHECKING:
    from onrecord.language.en import Token
    from onrecord.language.en.annotate import Annotation
    from onrecord_schema.articles import Article

#: Verbal acts: to announce one is to do it, so the day of the announcement is its day.
VERBAL = frozenset({"AGREE", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "SUPPORT"})
_FORWARD = {"by", "before", "until", "till", "for"}
#: What stands after these is another matter with a day of its own: convicted of the 2017 killing.
_ABOUT = {"for", "over", "against", "about", "of", "to"}


@dataclass(frozen=True)
class When:
    """A resolved date: EDTF, and how it is known."""

    value: str
    basis: Basis


@dataclass(frozen=True)
class Anchored:
    """A date expression and its place in the parse: the words above it, from its own head to the sentence's root."""

    date: DateExpression
    value: str
    """EDTF dates that hold for what the expression governs: `since September` is open to the right."""
    is_ahead: bool
    """Whether it begins after the day on which the article appeared: nothing that happened did so then."""
    is_before: bool
    """Whether it stands before the word it depends on: the [2017] killing."""
    path: tuple[Token, ...]
    """Tokens from the expression's syntactic head upwards, without the expression itself."""


def anchored(annotation: Annotation, article: Article, dates: Sequence[DateExpression]) -> list[Anchored]:
    """The calendar dates of a document with their places in the parse."""
    found = []
    for date in dates:
        value = governing_range(date, dates, article) if date.kind in ("date", "time") else None
        if value is None or not _is_sane(value):
            continue
        span = annotation.tokens(date.start, date.end)
        if not len(span):
            continue
        # The preposition may be part of the expression ("since September"): what counts is what lies above all of it.
        token, path = span.root, []
        while token.head.i != token.i:
            token = token.head
            if not span.start <= token.i < span.end:
                path.append(token)
        if not path and span.root.head.i == span.root.i:
            continue
        is_before = bool(path) and span.end <= path[0].i
        found.append(Anchored(date, _opened(value, path), _is_ahead(value, article), is_before, tuple(path)))
    return found


def _is_ahead(value: str, article: Article) -> bool:
    first = edtf_range(value)[0]
    last = edtf_range(article.published)[1] if article.published else None
    return first is not None and last is not None and first > last


def _opened(value: str, path: Sequence[Token]) -> str:
    """ "since its creation in 1998" holds from 1998 on, as "since 1998" does."""
    for token in path:
        if token.pos_ in ("VERB", "AUX"):
            break
        if token.lower_ == "since" and not value.endswith(".."):
            return f"{value.split('/')[0]}/.."
    return value


def _governor(item: Anchored) -> tuple[Token, str] | None:
    """The verb or event noun that the expression attaches to, and the preposition on the way."""
    preposition = ""
    for token in item.path:
        if token.pos_ == "ADP" or token.dep_ == "prep":
            preposition = preposition or token.lower_
        elif token.pos_ in ("VERB", "AUX"):
            return token, preposition
    return None


def when(
    heads: Sequence[Token], nouns: Sequence[Token], event_type: str, dates: Sequence[Anchored], is_planned: bool
) -> When | None:
    """The date that governs an event whose predicates are `heads` and whose event nouns are `nouns`; None for none.

    In order: a date attached to a predicate or event noun; one inside its complement; one on the verb it is coordinated
    with; one on the verb that performs it ("announced on Monday that").
    """
    sentence = heads[0].sent
    near = [item for item in dates if item.path and sentence.start <= item.path[0].i < sentence.end]
    own = {head.i for head in heads} | {noun.i for noun in nouns}
    below = {token.i for head in heads for token in _complements(head)}
    above = _coordinated_before(heads[0])
    performing = _performing(heads[0]) if event_type in VERBAL else set[int]()
    for accepted in (own, below, above, performing, {token.i for token in described(heads)}):
        for item in near:
            if _is_of_its_noun(item) and item.path[0].i not in own:
                continue
            governor = _governor(item)
            noun_hit = any(token.i in accepted for token in item.path[:2]) or (
                any(token.i in {noun.i for noun in nouns} for token in item.path) and accepted is own
            )
            if not (noun_hit or (governor and governor[0].i in accepted)) or _ranks(item):
                continue
            if governor and governor[1] in _FORWARD and not is_planned and accepted is below:
                continue
            if (item.value.startswith("..") or item.is_ahead) and not is_planned:
                continue  # "lent the firm $90 million through January": how long it holds is not when it was
            return When(item.value, item.date.basis)
    return None


def _is_of_its_noun(item: Anchored) -> bool:
    """Whether the day is that of another matter: convicted of the [2017] killing; but: hurt in a [Monday] raid."""
    noun, end = item.path[0], item.path[1] if len(item.path) > 1 else None
    if end is None or noun.dep_ != "pobj" or noun.pos_ != "NOUN" or end.lower_ not in _ABOUT:
        return False
    return item.is_before


def _ranks(item: Anchored) -> bool:
    """ "The deadliest unrest since 2005": how far back a superlative reaches is not when it was."""
    nouns = [token for token in item.path[:3] if token.pos_ == "NOUN"]
    return item.value.endswith("..") and any(c.tag_ in ("JJS", "RBS") for noun in nouns for c in noun.subtree)


def _is_sane(value: str) -> bool:
    try:
        edtf_range(value)
    except ValueError:
        return False
    return True


def _complements(head: Token) -> list[Token]:
    found, queue = [], [head]
    while queue:
        for child in queue.pop().children:
            if child.dep_ in ("xcomp", "acomp", "oprd") or (
                child.dep_ == "ccomp" and any(c.tag_ == "TO" for c in child.children)
            ):
                found.append(child)
                queue.append(child)
    return found


def _coordinated_before(head: Token) -> set[int]:
    """The verbs before `head` that share its subject: a story told in one sentence keeps its day.

    So does what a participle tells as done with or by the act before it: "stormed the camp on Monday, freeing 39".
    """
    found: set[int] = set()
    for _ in range(8):
        has_subject = any(c.dep_ in SUBJECTS for c in head.children)
        is_result = head.dep_ == "advcl" and head.tag_ == "VBG" and head.i > head.head.i and not has_subject
        if not is_result and (head.dep_ != "conj" or has_subject):
            break
        before = (child for child in head.children if child.i < head.i)
        if is_result and any(child.dep_ in ("mark", "prep") or child.tag_ in ("WRB", "MD") for child in before):
            break
        head = head.head
        found |= {head.i} | {token.i for token in _complements(head)}
    return found


def described(heads: Sequence[Token]) -> list[Token]:
    """Participles that describe an object: the day in "wounded a man guarding her on Monday" is the wounding's."""
    objects = (child for head in heads for child in head.children if child.dep_ in ("dobj", "nsubjpass"))
    return [child for noun in objects for child in noun.children if child.dep_ == "acl" and child.tag_ == "VBG"]


def _performing(head: Token) -> set[int]:
    token = head
    while token.dep_ in ("conj", "xcomp"):
        token = token.head
    return {token.head.i} if token.dep_ == "ccomp" and governs("performing", token.head.lemma_) else set()
