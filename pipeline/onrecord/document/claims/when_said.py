"""When something was said: the day that the words of saying state, never a day from what was said."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.language.en import Token
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
