"""When something was said: the day that the words of saying state, or that of the talk at which it was said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.language.en import Span, Token
    from onrecord.language.en.annotate import Annotation
    from onrecord_schema.dates import DateExpression

#: The day in {braces} is when it was said.
EXAMPLES = (
    "The minister said on {Monday} that the border would reopen.",
    "The army said in a statement on {Tuesday} that two soldiers were wounded.",
    "The company said on {Friday} it would close the plant.",
    '"We will appeal," the lawyer told reporters on {Wednesday}.',
)
_OF_SAYING = frozenset({"prep", "pobj", "dobj", "dative", "npadvmod"})
_DAY = len("2018-11-26")


class WhenSaid:
    """The days told in one article, by the words that they hang on."""

    def __init__(self, annotation: Annotation, dates: list[DateExpression]) -> None:
        self._hanging: dict[int, list[DateExpression]] = defaultdict(list)
        """By the cue: the days on it, and on what it is told to or in: a statement on Tuesday."""
        self._at: dict[int, DateExpression] = {}
        for date in dates:
            span = annotation.tokens(date.start, date.end)
            if date.kind != "date" or date.value is None or not len(span):
                continue
            self._at[span.start] = date
            for governor in _governors(span.root, is_day=len(date.value) == _DAY):
                self._hanging[governor.i].append(date)

    def day(self, cue: Token, start: int, end: int, first: int) -> DateExpression | None:
        """The day outside the content `[start, end)`, whose first token is `first`; None when the cue has none."""
        for date in self._hanging.get(cue.i, ()):
            if date.end <= start or end <= date.start:
                return date
        between = range(cue.i + 1, first) if first - cue.i <= 5 else ()
        return next((self._at[i] for i in between if i in self._at), None)


def _governors(date: Token, *, is_day: bool) -> list[Token]:
    """What the date hangs on; for a day also the verb whose object, or whose prepositional object, it hangs on."""
    governor = date.head.head if date.head.dep_ == "prep" else date.head
    governors = [governor]
    on = date.head.dep_ != "prep" or date.head.lower_ == "on"
    if not is_day or not on or governor.pos_ not in ("NOUN", "PROPN"):
        return governors
    for _ in range(3):
        if governor.dep_ not in _OF_SAYING:
            break
        governor = governor.head
        if governor.pos_ == "VERB":
            return [*governors, governor]
    return governors


#: The example: its last sentence's claim was made on 4 May.
EXAMPLE = (
    "The budget was debated in parliament on May 4. "
    "A member asked during a session with the finance minister whether taxes would rise. "
    "Finance Minister Ana Silva said the deficit would fall."
)
_TALKS = frozenset(
    ("briefing", "conference", "conversation", "debate", "hearing", "interview", "meeting", "session", "talk")
)
_WITHIN_TOKENS = 6


class Occasions:
    """The talks of an article with whom they were held and on which day."""

    def __init__(self, annotation: Annotation, dates: Iterable[DateExpression]) -> None:
        self._annotation = annotation
        self._by_next: dict[int, tuple[frozenset[str], DateExpression]] = {}
        days: dict[int, list[DateExpression]] = {}
        for date in dates:
            tokens = annotation.tokens(date.start, date.end)
            if date.kind == "date" and date.value_start is not None and len(tokens):
                days.setdefault(tokens[0].sent.start, []).append(date)
        before: Span | None = None
        for sentence in annotation.doc.sents:
            partners = _partners(sentence)
            told = days.get(sentence.start) or (days.get(before.start) if before is not None else None)
            if partners and told and len(told) == 1 and told[0].value_start == told[0].value_end:
                self._by_next[sentence.end] = partners, told[0]
            before = sentence

    def day(self, cue: Token, source: Span) -> DateExpression | None:
        """The day of the talk that the sentence before the cue's is about, when its source was at that talk."""
        if cue.tag_ != "VBD" or cue.sent.start not in self._by_next:
            return None
        partners, date = self._by_next[cue.sent.start]
        return date if any(token.lower_ in partners for token in source) else None


def _partners(sentence: Span) -> frozenset[str]:
    """The nouns for those with whom a talk is held: a session with the finance {minister}."""
    doc = sentence.doc
    talks = [token.i for token in sentence if token.lower_ in _TALKS]
    return frozenset(
        word.lower_
        for talk in talks
        for preposition in doc[talk + 1 : min(talk + _WITHIN_TOKENS, sentence.end)]
        if preposition.lower_ == "with"
        for word in preposition.rights
        if word.dep_ == "pobj" and word.pos_ == "NOUN"
    )
