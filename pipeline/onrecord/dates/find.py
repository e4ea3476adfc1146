"""Finds the time expressions of an article's kept text and resolves each as far as the text and its date allow."""

from __future__ import annotations

from onrecord_schema import ids
from onrecord_schema.articles import Article
from onrecord_schema.dates import DateExpression
from onrecord_schema.edtf import edtf_range

from onrecord.annotate import Annotation
from onrecord.dates.context import Context
from onrecord.dates.grammar import Match, find_matches
from onrecord.dates.periods import Reading
from onrecord.dates.readings import READINGS
from onrecord.dates.words import read_words


def find_dates(annotation: Annotation, article: Article) -> list[DateExpression]:
    """One row per time expression of the kept segments, in order; relative ones are resolved against `article.published`.

    A value is null, with basis unknown, where the text does not settle it: no publication date, `recently`, `for weeks`.
    """
    context = Context.of(annotation, article)
    rows: list[DateExpression] = []

    def read(match: Match) -> Reading | None:
        reading = READINGS[match.reading](match, context)
        if reading is not None and reading.kind in ("date", "time"):
            context.named.append((match.own[0].start + context.offset, reading))
        return reading

    for paragraph in annotation.paragraphs:
        context.paragraph, context.offset = paragraph, annotation.starts[paragraph.first]
        for match, reading in find_matches(read_words(annotation.doc[paragraph.first : paragraph.last].text), read):
            start, end = match.own[0].start + context.offset, match.own[-1].end + context.offset
            rows.append(_row(article, start, end, reading))
    return rows


def _row(article: Article, start: int, end: int, reading: Reading) -> DateExpression:
    is_point = reading.kind in ("date", "time") and reading.value
    first, last = edtf_range(reading.value) if is_point and reading.value else (None, None)
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
