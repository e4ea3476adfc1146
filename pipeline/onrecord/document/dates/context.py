"""What an expression is read against: the publication date, the tense around it, and the dates named before it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from onrecord.document.dates import periods
from onrecord.document.dates.grammar import Match, is_a
from onrecord.document.dates.periods import Anchor, Kind, Reading
from onrecord.document.dates.tense import direction
from onrecord.language.en.annotate import Annotation, Paragraph
from onrecord_schema.edtf import edtf_range
from onrecord_schema.fields import Basis

UNKNOWN = Reading("date", None)
#: How far back a date still counts as the one being talked of.
_REACH_EXPRESSIONS, _REACH_CHARS = 6, 1500


def stated(value: str | None) -> Reading | None:
    """A date that the words state in full; None where the calendar has no such date."""
    return Reading("date", value, "stated") if value else None


@dataclass
class Context:
    """One article while it is read from top to bottom."""

    annotation: Annotation
    published: Anchor | None
    basis: Basis
    """Basis of what is resolved against the publication date: inferred when that date itself is."""
    paragraph: Paragraph
    offset: int
    """Offset of the paragraph's words in `articles.text`."""
    reported: Anchor | None = None
    """The quarter that the text reports on; None where it reports on a year or on none."""
    named: list[tuple[int, Reading]] = field(default_factory=list)
    """The dates read so far, each with its offset."""

    @classmethod
    def of(cls, annotation: Annotation, published: date | None, basis: Basis) -> Context:
        first = annotation.paragraphs[0]
        anchor = Anchor.of(published.isoformat()) if published else None
        return cls(annotation, anchor, basis, first, annotation.starts[first.first])

    def direction(self, match: Match) -> int:
        """-1 for the past, 1 for what lies ahead, 0 where neither is told."""
        if match.before == "of" and match.lower(match.first - 2) == "as":
            return -1
        start, end = match.own[0].start + self.offset, match.own[-1].end + self.offset
        told = direction(self.annotation.tokens(start, end))
        return 1 if told >= 0 and is_a(match.before, "DEADLINE") else told

    def tag(self, match: Match) -> str:
        """Part of speech of the expression's last word (Penn tag set)."""
        word = match.own[-1]
        tokens = self.annotation.tokens(word.start + self.offset, word.end + self.offset)
        return tokens[0].tag_ if len(tokens) else ""

    def entity(self, match: Match) -> str:
        """Entity label of the expression's last word; empty where it is in none."""
        word = match.own[-1]
        tokens = self.annotation.tokens(word.start + self.offset, word.end + self.offset)
        return tokens[0].ent_type_ if len(tokens) else ""

    def is_title(self, match: Match, name: str) -> bool:
        """Whether a common noun of the expression is written large outside a headline: Saturday Night, a broadcast."""
        at = match.bound.get(name, (match.first,))[-1]
        is_large = at > match.first and match.words[at].text[0].isupper()
        return is_large and self.paragraph.segment.role != "headline"

    def counted(self, unit: str, count: int, kind: Kind = "date") -> Reading:
        """The day, week, year ... that lies `count` of them from publication's own."""
        value = periods.shifted(self.published, unit, count) if self.published else None
        return self.against_publication(kind, value)

    def counted_year(self, match: Match) -> int | None:
        """The year that the expression counts from publication: `July last year`."""
        if self.published and match.has("year"):
            for name, step in (("LAST", -1), ("THIS", 0), ("NEXT", 1)):
                if name in match.bound:
                    return self.published.year + step
        return None

    def against_publication(self, kind: Kind, value: str | None) -> Reading:
        """A reading resolved against the publication date; unresolved where `value` is None."""
        return _resolved(kind, value, self.basis, self.published)

    def against_text(self, kind: Kind, value: str | None, anchor: Anchor | None) -> Reading:
        """A reading resolved against a date that the text itself names."""
        return _resolved(kind, value, "inferred", anchor)

    def is_ahead(self, value: str | None) -> bool:
        """Whether a date begins after the day of publication: what is told in the past did not happen then."""
        first = edtf_range(value)[0] if value else None
        return (
            first is not None
            and self.published is not None
            and self.published.day is not None
            and first > (self.published.day)
        )

    def talked_of(self, finest: str = "year") -> Anchor | None:
        """The last date named shortly before that is known at least to its `finest` part (day, month, year)."""
        for offset, reading in reversed(self.named[-_REACH_EXPRESSIONS:]):
            anchor = Anchor.of(reading.value) if reading.value else None
            if anchor and getattr(anchor, finest) is not None and offset >= self.offset - _REACH_CHARS:
                return anchor
        return None


def _resolved(kind: Kind, value: str | None, basis: Basis, anchor: Anchor | None) -> Reading:
    if value is None or anchor is None:
        return Reading(kind, None)
    try:
        edtf_range(value)
    except ValueError:
        return Reading(kind, None)  # beyond the years that a calendar of four figures has
    return Reading(kind, value, basis, anchor.value)
