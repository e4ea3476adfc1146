"""Finds the time expressions of an article's kept text, and their dates as far as the text and its date settle them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from onrecord.document.dates import days, relative, years
from onrecord.document.dates.context import Context
from onrecord.document.dates.grammar import Match, find_matches
from onrecord.document.dates.periods import Reading
from onrecord.document.dates.words import read_words
from onrecord.language.en.annotate import Annotation
from onrecord_schema import ids
from onrecord_schema.articles import Article
from onrecord_schema.dates import DateExpression
from onrecord_schema.edtf import edtf_range
from onrecord_schema.fields import Basis

Span = tuple[int, int]
#: Name of a reading in date_patterns.tsv -> its function, which returns None where the words are no time expression.
READINGS = {
    reading.__name__: reading
    for reading in (
        days.written, days.day, days.days, days.holiday, days.week_of, days.month_of_year, days.month, days.today,
        days.weekday, days.weekdays_ago, days.weeks_from, days.part_of_day, days.clock, years.year, years.around_year,
        years.fiscal_year, years.years, years.decade, years.century, years.season, years.quarter, years.half,
        years.latest_unit, years.year_ago, relative.this_unit, relative.before_last, relative.same_unit, relative.ago,
        relative.later, relative.next_unit, relative.reference, relative.length, relative.repetition,
    )
}  # fmt: skip
#: The dates of these are the article's own: "that night" is not the night of publication.
_OF_ARTICLE = ("byline", "dateline")


def find_dates(annotation: Annotation, article: Article) -> list[DateExpression]:
    """One row per time expression of the kept segments, in order; relative ones count from publication.

    Without a publication date, and for `recently` or `for weeks`, the value is null and the basis unknown. Where the
    article was published within several days, a value that is the same for the first and the last one is known.
    """
    basis: Basis = "inferred" if article.published_basis == "inferred" else "relative"
    first, last = article.published_start, article.published_end
    if first is None or last is None:
        found = _read(annotation, None, basis)
    else:
        found = _read(annotation, first, basis)
        if last != first:
            found = _agreed(found, _read(annotation, last, basis))
    days = {day.isoformat() for day in (first, last) if day}
    return [
        _row(article, span, replace(reading, anchor=article.published) if reading.anchor in days else reading)
        for span, reading in found.items()
    ]


def _read(annotation: Annotation, published: date | None, basis: Basis) -> dict[Span, Reading]:
    """Characters `[start, end)` of each expression -> what it means in an article published that day."""
    context = Context.of(annotation, published, basis)
    found: dict[Span, Reading] = {}

    def read(match: Match) -> Reading | None:
        reading = READINGS[match.reading](match, context)
        is_own = context.paragraph.segment.role in _OF_ARTICLE
        if reading is not None and reading.kind in ("date", "time") and not is_own:
            context.named.append((match.own[0].start + context.offset, reading))
        return reading

    for paragraph in annotation.paragraphs:
        context.paragraph, context.offset = paragraph, annotation.starts[paragraph.first]
        for match, reading in find_matches(read_words(annotation.doc[paragraph.first : paragraph.last].text), read):
            found[match.own[0].start + context.offset, match.own[-1].end + context.offset] = reading
    return found


def _agreed(early: dict[Span, Reading], late: dict[Span, Reading]) -> dict[Span, Reading]:
    """The readings for the early day, without the values that differ for the late day."""
    return {
        span: reading if span in late and late[span].value == reading.value else Reading(reading.kind, None)
        for span, reading in early.items()
    }


def _row(article: Article, span: Span, reading: Reading) -> DateExpression:
    start, end = span
    point = reading.value if reading.kind in ("date", "time") else None
    first, last = edtf_range(point) if point else (None, None)
    return DateExpression(
        date_id=ids.span_id("dat", article.article_id, start, end, reading.kind),
        article_id=article.article_id,
        start=start,
        end=end,
        text=article.text[start:end],
        kind=reading.kind,
        value=reading.value,
        value_start=first,
        value_end=last,
        basis=reading.basis,
        anchor=reading.anchor,
    )
