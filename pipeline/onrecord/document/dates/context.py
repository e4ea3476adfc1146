"""What an expression depends on: the publication date, the tense of its clause, and the dates before it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from onrecord.document.dates import periods
from onrecord.document.dates.grammar import Match, is_a
from onrecord.document.dates.periods import Anchor, Kind, Reading
from onrecord.document.dates.tense import direction
from onrecord.language.en import Token
from onrecord.language.en.annotate import Annotation, Paragraph
from onrecord_schema.edtf import edtf_range
from onrecord_schema.fields import Basis

UNKNOWN = Reading("date", None)
#: How far back a date may be that an expression counts from.
_REACH_EXPRESSIONS, _REACH_CHARS = 6, 1500


def stated(value: str | None) -> Reading | None:
    """The reading of words that state a date in full; None where the calendar has no such date."""
    return Reading("date", value, "stated") if value else None


@dataclass
class Context:
    """One article while it is read from top to bottom."""

    annotation: Annotation
    published: Anchor | None
    basis: Basis
    """Basis of what counts from publication: inferred where the publication date is."""
    paragraph: Paragraph
    offset: int
    """Offset of the paragraph's words in `articles.text`."""
    reported: Anchor | None = None
    """The quarter that the text reports on, if any."""
    named: list[tuple[int, Reading]] = field(default_factory=list)
    """The dates read so far, each with its offset."""

    @classmethod
    def of(cls, annotation: Annotation, published: date | None, basis: Basis) -> Context:
        first = annotation.paragraphs[0]
        anchor = Anchor.of(published.isoformat()) if published else None
        return cls(annotation, anchor, basis, first, annotation.starts[first.first])

    def direction(self, match: Match) -> int:
        """-1 for the past, 1 for the future, 0 where the text shows neither."""
        if match.before == "of" and match.lower(match.first - 2) == "as":
            return -1
        start, end = match.own[0].start + self.offset, match.own[-1].end + self.offset
        told = direction(self.annotation.tokens(start, end))
        return 1 if told >= 0 and is_a(match.before, "DEADLINE") else told

    def last_token(self, match: Match) -> Token:
        """The parsed token of the expression's last word."""
        word = match.own[-1]
        return self.annotation.tokens(word.start + self.offset, word.end + self.offset)[0]

    def is_title(self, match: Match, name: str) -> bool:
        """Whether a common noun in it has a capital outside of headlines: Saturday Night, the broadcast."""
        at = match.bound.get(name, (match.first,))[-1]
        has_capital = at > match.first and match.words[at].text[0].isupper()
        return has_capital and self.paragraph.segment.role != "headline"

    def counted(self, unit: str, count: int, kind: Kind = "date") -> Reading:
        """The day, week, year ... that is `count` of them after that of publication."""
        value = periods.shifted(self.published, unit, count) if self.published else None
        return self.against_publication(kind, value)

    def counted_year(self, match: Match) -> int | None:
        """The year that counts from publication: `July last year`."""
        if self.published and match.has("year"):
            for name, step in (("LAST", -1), ("THIS", 0), ("NEXT", 1)):
                if name in match.bound:
                    return self.published.year + step
        return None

    def against_publication(self, kind: Kind, value: str | None) -> Reading:
        """A reading that counts from publication; unknown where `value` is None."""
        return _resolved(kind, value, self.basis, self.published)

    def against_text(self, kind: Kind, value: str | None, anchor: Anchor | None) -> Reading:
        """A reading that counts from a date in the text."""
        return _resolved(kind, value, "inferred", anchor)

    def is_ahead(self, value: str | None) -> bool:
        """Whether a date begins after the day of publication."""
        first = edtf_range(value)[0] if value else None
        today = self.published.day if self.published else None
        return first is not None and today is not None and first > today

    def talked_of(self, finest: str = "year") -> Anchor | None:
        """The last date shortly before that has at least its `finest` part (day, month, year)."""
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
        return Reading(kind, None)  # a year of more than four figures
    return Reading(kind, value, basis, anchor.value)
