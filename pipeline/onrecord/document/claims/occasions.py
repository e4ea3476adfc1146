"""The day of a talk at which someone is about to be heard: what the sentence after it reports was said on that day.

News tells first when a talk was held, then who asked what at it, and last what was answered, without the day again.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.language.en import Span, Token
    from onrecord.language.en.annotate import Annotation
    from onrecord_schema.dates import DateExpression

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
