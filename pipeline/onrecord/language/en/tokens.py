"""A parse as plain objects, which the rules can read often.

spaCy makes a new object for every access to a token, and looks up a string for every access to an attribute; the rules
do both about a hundred times per token, which took a third of their time. Names and meanings are those of spaCy's
`Doc`, `Span` and `Token` (https://spacy.io/api), as far as the rules need them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, overload


class Word(NamedTuple):
    """What the model says about a token, wherever its paragraph is."""

    text: str
    lower_: str
    lemma_: str
    pos_: str
    tag_: str
    dep_: str
    ent_type_: str
    ent_iob_: str
    whitespace_: str
    is_sent_start: bool
    is_stop: bool
    is_punct: bool
    like_num: bool
    head: int
    """Distance to its head in tokens, negative where the head precedes it; 0 for a sentence's root."""


@dataclass(slots=True, eq=False, repr=False)
class Token:
    """A token of a document: what the model says about it, and its place in the tree of its sentence."""

    doc: Doc
    i: int
    text: str
    lower_: str
    lemma_: str
    pos_: str
    tag_: str
    dep_: str
    ent_type_: str
    ent_iob_: str
    whitespace_: str
    is_sent_start: bool
    is_stop: bool
    is_punct: bool
    like_num: bool
    head: Token = field(init=False)
    """The token that it depends on; a sentence's root is its own head."""
    lefts: list[Token] = field(init=False)
    """Its dependents before it, in order; `rights` are those after it, `children` both."""
    rights: list[Token] = field(init=False)
    children: list[Token] = field(init=False)
    left_edge: Token = field(init=False)
    """The first token of its subtree; `right_edge` is the last."""
    right_edge: Token = field(init=False)
    sent: Span = field(init=False)
    """Its sentence."""

    def __len__(self) -> int:
        return len(self.text)

    def __str__(self) -> str:
        return self.text

    __repr__ = __str__

    @property
    def is_alpha(self) -> bool:
        return self.text.isalpha()

    @property
    def is_lower(self) -> bool:
        return self.text.islower()

    @property
    def is_title(self) -> bool:
        return self.text.istitle()

    @property
    def is_space(self) -> bool:
        return self.text.isspace()

    @property
    def ancestors(self) -> Iterator[Token]:
        """Its head, the head of that and so on, up to the root."""
        above = self
        while above.head is not above:
            above = above.head
            yield above

    @property
    def subtree(self) -> Iterator[Token]:
        """It and all that depends on it, in the order of the text."""
        for child in self.lefts:
            yield from child.subtree
        yield self
        for child in self.rights:
            yield from child.subtree

    @property
    def conjuncts(self) -> tuple[Token, ...]:
        """The other tokens that are coordinated with it."""
        first = self
        while first.dep_ == "conj" and first.head is not first:
            first = first.head
        found = [first]
        for word in found:
            found += [child for child in word.rights if child.dep_ == "conj"]
        return tuple(word for word in found if word is not self)

    def nbor(self, distance: int = 1) -> Token:
        """The token at a distance, before it where negative. Raises IndexError outside of the document."""
        if self.i + distance < 0:
            raise IndexError(f"no token {-distance} before token {self.i}")
        return self.doc.words[self.i + distance]


class Span:
    """The tokens `[start, end)` of a document."""

    __slots__ = ("doc", "end", "start")

    def __init__(self, doc: Doc, start: int, end: int) -> None:
        self.doc, self.start, self.end = doc, start, end

    def __len__(self) -> int:
        return self.end - self.start

    def __iter__(self) -> Iterator[Token]:
        return iter(self.doc.words[self.start : self.end])

    @overload
    def __getitem__(self, at: int) -> Token: ...
    @overload
    def __getitem__(self, at: slice) -> Span: ...
    def __getitem__(self, at: int | slice) -> Token | Span:
        if isinstance(at, slice):
            start, end, _ = at.indices(len(self))
            return Span(self.doc, self.start + start, self.start + max(start, end))
        position = (self.end if at < 0 else self.start) + at
        if not self.start <= position < self.end:
            raise IndexError(f"no token {at} in {len(self)}")
        return self.doc.words[position]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        """The tokens and the blanks between them, as the parser got them."""
        words = self.doc.words[self.start : self.end]
        return "".join([word.text + word.whitespace_ for word in words[:-1]] + [word.text for word in words[-1:]])

    @property
    def root(self) -> Token:
        """The token nearest to the root of its sentence, the first of several; a mark only where there is no word.

        Raises IndexError for an empty span.
        """
        if self.start >= self.end:
            raise IndexError("no token in an empty span")
        words = self.doc.words[self.start : self.end]
        # A token that depends on a token of the span is farther from the root.
        heads = [word for word in words if word.head is word or not self.start <= word.head.i < self.end]
        return min(heads, key=lambda word: (_is_bare_mark(word), sum(1 for _ in word.ancestors)))


def _is_bare_mark(word: Token) -> bool:
    return (word.is_punct or word.is_space) and not word.children and word.head is not word


class Doc:
    """The tokens of a document; no sentence and no dependency crosses paragraphs."""

    __slots__ = ("paragraph_starts", "sents", "words")

    def __init__(self, paragraphs: Sequence[Sequence[Word]]) -> None:
        self.words: list[Token] = []
        self.paragraph_starts: set[int] = set()
        """Positions of the first token of every paragraph."""
        self.sents: list[Span] = []
        for paragraph in paragraphs:
            self._add(paragraph)

    def __len__(self) -> int:
        return len(self.words)

    def __iter__(self) -> Iterator[Token]:
        return iter(self.words)

    @overload
    def __getitem__(self, at: int) -> Token: ...
    @overload
    def __getitem__(self, at: slice) -> Span: ...
    def __getitem__(self, at: int | slice) -> Token | Span:
        if not isinstance(at, slice):
            return self.words[at]
        start, end, _ = at.indices(len(self.words))
        return Span(self, start, max(start, end))

    def _add(self, paragraph: Sequence[Word]) -> None:
        first = len(self.words)
        if self.words and not self.words[-1].is_space:
            self.words[-1].whitespace_ = " "  # between paragraphs
        made = [Token(self, i, *word[:-1]) for i, word in enumerate(paragraph, first)]
        _link(made, [i + word.head for i, word in enumerate(paragraph)])
        self.words += made
        self.paragraph_starts.add(first)
        starts = [token.i for token in made if token.is_sent_start or token.i == first]
        for start, end in zip(starts, [*starts[1:], len(self.words)], strict=True):
            sentence = Span(self, start, end)
            self.sents.append(sentence)
            for token in self.words[start:end]:
                token.sent = sentence


def _link(tokens: list[Token], heads: list[int]) -> None:
    """Set the heads and dependents of a paragraph's tokens; `heads` are positions in the paragraph."""
    positions = range(len(tokens))
    lefts: list[list[Token]] = [[] for _ in positions]
    rights: list[list[Token]] = [[] for _ in positions]
    first, last = list(positions), list(positions)
    for i in positions:
        above = heads[i]
        if i != above:
            (lefts if i < above else rights)[above].append(tokens[i])
        while first[above] > i:
            first[above] = i
            above = heads[above]
    for i in reversed(positions):
        above = heads[i]
        while last[above] < i:
            last[above] = i
            above = heads[above]
    for i, token in enumerate(tokens):
        token.head, token.lefts, token.rights = tokens[heads[i]], lefts[i], rights[i]
        token.children = token.lefts + token.rights
        token.left_edge, token.right_edge = tokens[first[i]], tokens[last[i]]
