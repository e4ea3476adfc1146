"""Finds what an article's kept text counts and measures, and the date, the claim and the event of each amount."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar

from onrecord.document.around import Around
from onrecord.document.dates.ranges import governing_range
from onrecord.document.dates.words import Word, read_words
from onrecord.document.quantities.amounts import Amount, find_amounts
from onrecord.document.quantities.counting import is_count
from onrecord.document.quantities.units import counted
from onrecord.language.en.annotate import Annotation
from onrecord_schema import ids
from onrecord_schema.articles import Article
from onrecord_schema.claims import Claim
from onrecord_schema.dates import DateExpression
from onrecord_schema.edtf import edtf_range
from onrecord_schema.events import Event
from onrecord_schema.quantities import Quantity

if TYPE_CHECKING:
    from onrecord.language.en import Span, Token

Row = TypeVar("Row", Claim, Event)
_HEDGES = frozenset({"and", "or", "to", "possibly", "perhaps", "maybe", "even", "sometimes", "up"})


def find_quantities(annotation: Annotation, article: Article, dates: Sequence[DateExpression]) -> list[Quantity]:
    """One row per amount in the kept segments, in order, without those inside of `dates`, the article's own."""
    rows = []
    ends = [date.end for date in dates]
    verbs = _DatesByVerb(annotation, article, dates)
    for paragraph in annotation.paragraphs:
        offset = annotation.starts[paragraph.first]
        words = read_words(annotation.doc[paragraph.first : paragraph.last].text)
        amounts = find_amounts(words)
        for i, amount in enumerate(amounts):
            following = amounts[i + 1] if i + 1 < len(amounts) else None
            start, end = words[amount.first].start + offset, words[amount.last - 1].end + offset
            core = words[amount.core]
            near = bisect_left(ends, core.start + offset + 1)
            if near < len(dates) and dates[near].start < core.end + offset:
                continue
            tokens = annotation.tokens(core.start + offset, core.end + offset)
            if not is_count(amount, words, tokens):
                continue
            unit = amount.unit or counted(annotation, start, end)
            if unit is None and following and _is_alternative(amount, following, words):
                unit = counted(annotation, start, words[following.last - 1].end + offset)
            date = verbs.date_of(tokens)
            first, last = edtf_range(date) if date else (None, None)
            rows.append(
                Quantity(
                    quantity_id=ids.span_id("qty", article.article_id, start, end, unit or ""),
                    article_id=article.article_id,
                    start=start,
                    end=end,
                    text=article.text[start:end],
                    value_min=amount.least,
                    value_max=amount.most,
                    unit=unit,
                    approximate=amount.is_approximate,
                    vague=amount.is_vague,
                    claim_id=None,
                    event_id=None,
                    date=date,
                    date_start=first,
                    date_end=last,
                )
            )
    return rows


def _is_alternative(amount: Amount, following: Amount, words: Sequence[Word]) -> bool:
    """`hundreds and perhaps more than a thousand people`: both count the same."""
    between = [word.lower for word in words[amount.last : following.first]]
    is_joined = 1 <= len(between) <= 3 and between[0] in ("and", "or", "to") and set(between) <= _HEDGES
    return is_joined and not following.unit


class _DatesByVerb:
    """The dates of an article by their verb."""

    def __init__(self, annotation: Annotation, article: Article, dates: Sequence[DateExpression]) -> None:
        self._values: dict[int, set[str]] = {}
        for date in dates:
            value = governing_range(date, dates, article)
            tokens = annotation.tokens(date.start, date.end)
            if value and len(tokens) and (verb := _verb_above(tokens.root)) is not None:
                self._values.setdefault(verb.i, set()).add(value)

    def date_of(self, tokens: Span) -> str | None:
        """The date of an amount's clause; None where it has none or several."""
        verb = _verb_above(tokens.root) if len(tokens) else None
        values = self._values.get(verb.i, set()) if verb is not None else set()
        return next(iter(values)) if len(values) == 1 else None


def _verb_above(token: Token) -> Token | None:
    return next((above for above in token.ancestors if above.pos_ in ("VERB", "AUX")), None)


def attach(quantities: Sequence[Quantity], claims: Sequence[Claim], events: Sequence[Event]) -> list[Quantity]:
    """The quantities of one article, each with the smallest claim around it and the smallest event with its count."""
    tied = []
    claims_around = Around((claim.start, claim.end, claim) for claim in claims)
    events_around = Around((event.start, event.end, event) for event in events)
    for quantity in quantities:
        count = (quantity.value_min, quantity.value_max)
        events_here = events_around.of(quantity.start, quantity.end)
        counting = [event for event in events_here if count == (event.count_min, event.count_max) != (None, None)]
        claim, event = _smallest(claims_around.of(quantity.start, quantity.end)), _smallest(counting)
        known = {"claim_id": claim.claim_id if claim else None, "event_id": event.event_id if event else None}
        tied.append(quantity.model_copy(update=known))
    return tied


def _smallest(rows: Sequence[Row]) -> Row | None:
    return min(rows, key=lambda row: (row.end - row.start, row.start), default=None)
