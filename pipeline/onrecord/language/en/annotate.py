"""Parses the kept text of an article into one Doc, with every token at its offset in `articles.text`.

Removed text is never parsed. Each paragraph is parsed alone, so no sentence crosses paragraphs. The parser gets plain
apostrophes, quotes and blanks in place of typographic ones, and capitals where the article lost them: character for
character, so that offsets stay the same.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING

from onrecord.language.en import Doc, Span, Token
from onrecord.language.en.case import is_case_lost, restored_case
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

_LINE_BREAKS = str.maketrans("\n\t", "  ")
#: A longer paragraph is parsed in pieces: time and memory of a sentence grow faster than its length.
_MOST_CHARS = 2_000
#: Where it is cut: the last such place that there is. Never so that the next piece begins with a blank.
_CUTS = tuple(re.compile(mark + r" +(?=\S)") for mark in (r"""[.?!]["')]*""", r"[;:]", ",", ""))
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
    cased: str
    """The text with its capitals restored, where the article is printed without any or in capitals throughout."""
    _first_tokens: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self._first_tokens = [paragraph.first for paragraph in self.paragraphs]

    @property
    def is_case_lost(self) -> bool:
        """Whether the article is printed in capitals throughout, or without any."""
        return self.cased != self.text

    def offsets(self, first: int, last: int) -> tuple[int, int]:
        """Character offsets of the tokens `[first, last)`."""
        return self.starts[first], self.starts[last - 1] + len(self.doc[last - 1])

    def written(self, first: int, last: int) -> str:
        """The tokens `[first, last)` as the article has them, not as the parser gets them; line breaks are blanks."""
        return written(self.text[slice(*self.offsets(first, last))])

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
    texts = [segment.text.strip() for segment in kept]
    cased = text
    if is_case_lost(texts):
        texts = [restored_case(paragraph, nlp) for paragraph in texts]
        for segment, paragraph in zip(kept, texts, strict=True):
            start = segment.start + len(segment.text) - len(segment.text.lstrip())
            cased = cased[:start] + paragraph + cased[start + len(paragraph) :]
    pieces = [_pieces(plain(paragraph)) for paragraph in texts]
    rest = iter(parser(nlp).parse([piece for some in pieces for piece in some]))
    parsed = [[word for _ in some for word in next(rest)] for some in pieces]
    paragraphs, starts, first = [], list[int](), 0
    for segment, words in zip(kept, parsed, strict=True):
        # Without the blanks at its edges, which would become tokens.
        edge = segment.start + len(segment.text) - len(segment.text.lstrip())
        starts += accumulate((len(word.text) + len(word.whitespace_) for word in words[:-1]), initial=edge)
        paragraphs.append(Paragraph(segment, first, first + len(words)))
        first += len(words)
    return Annotation(text, Doc(parsed), paragraphs, starts, cased)


def _pieces(paragraph: str) -> list[str]:
    """A paragraph in pieces of bounded length: cut after a sentence, else after a mark, else after a word."""
    pieces, start = [], 0
    while len(paragraph) - start > _MOST_CHARS:
        window = paragraph[start : start + _MOST_CHARS]
        ends = (list(cut.finditer(window)) for cut in _CUTS)
        end = next((found[-1].end() for found in ends if found), len(window))
        pieces.append(window[:end])
        start += end
    return [*pieces, paragraph[start:]]


def begins_sentence(token: Token) -> bool:
    """Whether a sentence begins here: a paragraph does, or the parser says so and the word before may be its end."""
    if token.i in token.doc.paragraph_starts:
        return True  # a headline before it has no full stop
    return bool(token.is_sent_start) and (token.i == 0 or not token.nbor(-1).text[-1].isalnum())


def written(text: str) -> str:
    """A piece of an article as a value of a row, of the same length: on one line."""
    return text.translate(_LINE_BREAKS)


def plain(text: str) -> str:
    """A text as the parser gets it, with the same length; a run without words becomes one unknown word."""
    return _NO_WORDS.sub(lambda run: "x" * len(run[0]), text.translate(_PLAIN))
