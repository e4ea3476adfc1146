"""`evaluate` compares the tables of a dataset with gold; the order of rows and gold files changes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from onrecord.evaluation.dataset import Document, read_documents
from onrecord.evaluation.gold import Gold, GoldClaim, GoldError, GoldEvent, read_gold
from onrecord.evaluation.matching import Span, locate
from onrecord.evaluation.scoring import score_article, score_claims, score_events, score_persons
from onrecord.evaluation.segments import Characters, not_in_text, score_segments
from onrecord.evaluation.tally import Miss, Tally


@dataclass
class Evaluation:
    """Agreement of each table with gold, and every miss in the order of documents and texts."""

    documents: tuple[str, ...] = ()
    articles: Tally = field(default_factory=Tally)
    segments: Characters = field(default_factory=Characters)
    claims: Tally = field(default_factory=Tally)
    persons: Tally = field(default_factory=Tally)
    events: Tally = field(default_factory=Tally)
    misses: tuple[Miss, ...] = ()

    def tables(self) -> dict[str, Tally]:
        """Table -> its tally, without segments, which are scored by characters."""
        return {name: getattr(self, name) for name in ("articles", "claims", "persons", "events")}

    def as_json(self) -> dict[str, Any]:
        tables = {name: {**tally.figures(), "fields": tally.fields()} for name, tally in self.tables().items()}
        return {
            "documents": list(self.documents),
            **tables,
            "articles": self.articles.fields(),
            "segments": {role: tally.figures() for role, tally in sorted(self.segments.items())},
            "misses": [asdict(miss) for miss in self.misses],
        }


_Entry = TypeVar("_Entry", GoldClaim, GoldEvent)


def evaluate(folder: Path, gold: Path) -> Evaluation:
    """Score the dataset at `folder` against a gold file, or every one in a folder.

    Raises GoldError, NoSuchDocument or TablesError, each with one line that says what is wrong and where.
    """
    files = read_gold(gold)
    documents = read_documents(folder, [one.source for _, one in files])
    result, misses = Evaluation(), list[Miss]()
    for path, one in files:
        try:
            misses += _score(documents[one.source], one, result)
        except GoldError as error:
            raise GoldError(f"{path}: {error}") from error
    result.documents = tuple(sorted(documents))
    result.misses = tuple(sorted(misses, key=lambda miss: miss.place))
    return result


def _score(document: Document, gold: Gold, result: Evaluation) -> Iterator[Miss]:
    if document.article is None:
        yield Miss(document.name, "articles", "missing", None, document.name, "an article", "rejected")
    if gold.article is not None:
        yield from score_article(document, gold.article, result.articles)
    if gold.segments is not None:
        yield from score_segments(document, gold.segments, result.segments)
    if gold.claims is not None:
        claims = _placed(document, "claims", [(one.text, one) for one in gold.claims])
        yield from score_claims(document, claims, result.claims)
    if gold.persons is not None:
        yield from score_persons(document, gold.persons, gold.never_persons, result.persons)
    if gold.events is not None:
        events = _placed(document, "events", [(one.trigger, one) for one in gold.events])
        yield from score_events(document, events, result.events)


def _placed(document: Document, table: str, entries: Sequence[tuple[str, _Entry]]) -> list[tuple[Span, _Entry]]:
    """Each entry with the span of its words; an empty span when the document was rejected and has no text."""
    if document.article is None:
        return [(Span(0, 0), entry) for _, entry in entries]
    found = []
    for number, (words, entry) in enumerate(entries):
        span = locate(document.text, words, entry.nth)
        if span is None:
            raise GoldError(f"{table}[{number}]: {not_in_text(words, entry.nth)}")
        found.append((span, entry))
    return found
