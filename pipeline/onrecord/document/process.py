"""Turns one document from bytes into rows: a pure function of the input and the model.

An error in any stage gives a `sources` row with status rejected and the reason, and no other rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from onrecord.document.articles import describe
from onrecord.document.articles.languages import may_be
from onrecord.document.claims import find_claims
from onrecord.document.dates import find_dates
from onrecord.document.document import FAILED, Document, rejected
from onrecord.document.events import find_events
from onrecord.document.people import find_people
from onrecord.document.quantities import attach, find_quantities
from onrecord.document.segments import segment
from onrecord.document.shingles import sketch
from onrecord.inputs.page import Input, Page, Rejected
from onrecord.inputs.read import read
from onrecord.language import LANGUAGES
from onrecord.language.en.annotate import Annotation
from onrecord_schema import ids
from onrecord_schema.articles import Article
from onrecord_schema.fields import Row
from onrecord_schema.segments import Segment
from onrecord_schema.sources import Source

if TYPE_CHECKING:
    from spacy.language import Language


def process(received: Input, nlp: Language) -> Document:
    """Turn one input into rows; one that cannot be processed gives only its `sources` row. Raises only MemoryError."""
    try:
        page = read(received)
        if isinstance(page, Rejected):
            return _rejected(received, page)
        return _extracted(received, page, nlp)
    except MemoryError:
        raise
    except TimeoutError as error:
        return _rejected(received, Rejected(f"{FAILED}: {error}"))
    except Exception as error:
        # The only place that catches everything: an unforeseen document costs its own rows, not the build.
        place = error.__traceback__
        while place and place.tb_next:
            place = place.tb_next
        where = f" ({place.tb_frame.f_globals.get('__name__')}:{place.tb_lineno})" if place else ""
        # Not its message, which may quote the document.
        return _rejected(received, Rejected(f"{FAILED}: {type(error).__name__}{where}"))


def _rejected(received: Input, why: Rejected) -> Document:
    return rejected(received.path, received.sha256, len(received.data), why.reason, why.media_type, why.encoding)


def _extracted(received: Input, page: Page, nlp: Language) -> Document:
    article_id = ids.article_id(received.sha256)
    segments = segment(page, article_id)
    article = describe(received, page, segments)
    source = Source(
        source_path=received.path,
        source_sha256=received.sha256,
        bytes=len(received.data),
        media_type=page.media_type,
        encoding=page.encoding,
        status="article",
        reason=None,
        article_id=article_id,
    )
    rows: dict[str, Sequence[Row]] = {"sources": [source], "articles": [article], "segments": segments}
    # An article in another language has no statements: the rules and the model would find wrong ones.
    code, kept = str(nlp.lang), "".join(one.text for one in segments if one.kept)
    if article.language.split("-")[0] == code if article.language else may_be(kept, code):
        annotation = LANGUAGES[code].annotate(page.text, segments, nlp)
        if annotation is not None:
            rows |= _statements(annotation, article, segments)
    return Document(rows, sketch(article.body))


def _statements(annotation: Annotation, article: Article, segments: list[Segment]) -> dict[str, Sequence[Row]]:
    dates = find_dates(annotation, article)
    quantities = find_quantities(annotation, article, dates)
    people = find_people(annotation, article, segments)
    claims = find_claims(annotation, article, people, dates)
    events = find_events(annotation, article, people, dates, quantities, claims)
    return {
        "claims": claims,
        "events": events,
        "mentions": people.mentions,
        "persons": people.persons,
        "quantities": attach(quantities, claims, events),
        "dates": dates,
    }
