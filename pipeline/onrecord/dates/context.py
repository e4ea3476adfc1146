"""What a time expression can be read against: the publication date, the tense around it, and the dates named before it."""

from __future__ import annotations

from dataclasses import dataclass, field

from onrecord_schema.articles import Article
from onrecord_schema.edtf import edtf_range
from onrecord_schema.fields import Basis

from onrecord.annotate import Annotation, Paragraph
from onrecord.dates.grammar import Match
from onrecord.dates.periods import Anchor, Reading
from onrecord.dates.tense import direction

#: How many expressions back a date still counts as the one being talked of.
_REACH = 6


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
    def of(cls, annotation: Annotation, article: Article) -> Context:
        published = Anchor.of(article.published) if article.published else None
        basis: Basis = "inferred" if article.published_basis == "inferred" else "relative"
        first = annotation.paragraphs[0]
        return cls(annotation, published, basis, first, annotation.starts[first.first])

    def direction(self, match: Match) -> int:
        """-1 for the past, 1 for what lies ahead, 0 where neither is told."""
        if match.lower(match.first - 2) == "as" and match.lower(match.first - 1) == "of":
            return -1
        start, end = match.own[0].start + self.offset, match.own[-1].end + self.offset
        told = direction(self.annotation.tokens(start, end))
        return 1 if told >= 0 and match.lower(match.first - 1) in ("by", "until", "till", "through") else told

    def tag(self, match: Match) -> str:
        """Part of speech of the expression's head word (Penn tag set)."""
        word = match.own[-1]
        tokens = self.annotation.tokens(word.start + self.offset, word.end + self.offset)
        return tokens[0].tag_ if len(tokens) else ""

    def entity(self, match: Match) -> str:
        """Entity label of the expression's last word; empty where it is in none."""
        word = match.own[-1]
        tokens = self.annotation.tokens(word.start + self.offset, word.end + self.offset)
        return tokens[0].ent_type_ if len(tokens) else ""

    def against_publication(self, kind: str, value: str | None) -> Reading:
        """A reading resolved against the publication date; unresolved where `value` is None."""
        return self._resolved(kind, value, self.basis, self.published)

    def against_text(self, kind: str, value: str | None, anchor: Anchor | None) -> Reading:
        """A reading resolved against a date that the text itself names."""
        return self._resolved(kind, value, "inferred", anchor)

    def _resolved(self, kind: str, value: str | None, basis: Basis, anchor: Anchor | None) -> Reading:
        shown = "time" if kind == "time" else "date"
        if value is None or anchor is None or not _exists(value):
            return Reading(shown, None)
        return Reading(shown, value, basis, anchor.value)

    def talked_of(self, finest: str = "year") -> Anchor | None:
        """The last date named in this paragraph or the one before, at least as fine as `finest` (day, month, year)."""
        for offset, reading in reversed(self.named[-_REACH:]):
            anchor = Anchor.of(reading.value) if reading.value else None
            if anchor and getattr(anchor, finest) is not None and offset >= self.offset - 1500:
                return anchor
        return None


def _exists(value: str) -> bool:
    try:
        edtf_range(value)
    except ValueError:
        return False
    return True
