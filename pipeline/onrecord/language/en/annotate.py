"""Parses the kept text of an article into one Doc, with every token at its offset in `articles.text`.

Removed text is never parsed. Each paragraph is parsed alone, so no sentence crosses paragraphs. The parser gets plain
apostrophes, quotes and blanks in place of typographic ones, character for character, so that offsets stay the same.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING

from onrecord.language.en import Doc, Span, Token
from onrecord.language.en.paragraphs import parser

if TYPE_CHECKING:
    from spacy.language import Language

    from onrecord_schema.segments import Segment

#: Characters that the model was not trained on, and the one that it knows instead.
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

#: A key, an address or noise; the tokenizer's time grows with the square of its length.
_NO_WORDS = re.compile(r"\S{300,}")


@dataclass(frozen=True)
class Paragraph:
    """A kept segment and its tokens: `[first, last)` of the annotation's Doc."""

    segment: Segment
    first: int
    last: int


@dataclass
class Annotation:
    """The parsed text of an article. Token positions index `doc`; character offsets are those of `articles.text`."""

    text: str
    doc: Doc
    paragraphs: list[Paragraph]
    starts: list[int]
    """Offset of each token's first character."""
    _first_tokens: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self._first_tokens = [paragraph.first for paragraph in self.paragraphs]

    def offsets(self, first: int, last: int) -> tuple[int, int]:
        """Character offsets of the tokens `[first, last)`."""
        return self.starts[first], self.starts[last - 1] + len(self.doc[last - 1])

    def tokens(self, start: int, end: int) -> Span:
        """The tokens that overlap the characters `[start, end)`; none where none do."""
        first = bisect_right(self.starts, start) - 1
        if first < 0 or self.starts[first] + len(self.doc[first]) <= start:
            first += 1
        return self.doc[first : max(first, bisect_left(self.starts, end))]

    def paragraph_of(self, token: Token | int) -> Paragraph:
        position = token if isinstance(token, int) else token.i
        return self.paragraphs[bisect_right(self._first_tokens, position) - 1]

    def role_of(self, token: Token | int) -> str:
        """The role of the token's segment (body, caption, headline, ...)."""
        return self.paragraph_of(token).segment.role


def annotate(text: str, segments: Sequence[Segment], nlp: Language) -> Annotation | None:
    """Parse the kept segments of an article; None where they have only blanks."""
    kept = [segment for segment in segments if segment.kept and segment.text.strip()]
    if not kept:
        return None
    parsed = parser(nlp).parse([plain(segment.text.strip()) for segment in kept])
    paragraphs, starts, first = [], list[int](), 0
    for segment, words in zip(kept, parsed, strict=True):
        # Without the blanks at its edges, which would become tokens.
        edge = segment.start + len(segment.text) - len(segment.text.lstrip())
        starts += accumulate((len(word.text) + len(word.whitespace_) for word in words[:-1]), initial=edge)
        paragraphs.append(Paragraph(segment, first, first + len(words)))
        first += len(words)
    return Annotation(text, Doc(parsed), paragraphs, starts)


def begins_sentence(token: Token) -> bool:
    """Whether a sentence begins here: a paragraph does, or the parser says so and the word before may be its end."""
    if token.i in token.doc.paragraph_starts:
        return True  # a headline before it has no full stop
    return bool(token.is_sent_start) and (token.i == 0 or not token.nbor(-1).text[-1].isalnum())


def plain(text: str) -> str:
    """A text as the parser gets it, with the same length; a run without words becomes one unknown word."""
    return _NO_WORDS.sub(lambda run: "x" * len(run[0]), text.translate(_PLAIN))
