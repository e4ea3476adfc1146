"""Parses paragraphs, and remembers them: versions of a report share most of theirs.

A paragraph is parsed alone, so what is remembered changes no parse.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from functools import lru_cache
from sys import intern
from typing import TYPE_CHECKING

from onrecord.language.en.paragraph_store import ParagraphStore
from onrecord.language.en.tokens import Word

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

#: Tokens that are remembered: about 150 articles in about 20 MB.
MOST_TOKENS = 100_000

#: Paragraphs that the model has in memory at once.
_BATCH = 64


class Parser:
    """A model, the paragraphs that it parsed last, and the store of all workers' paragraphs, if any."""

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp
        self.store: ParagraphStore | None = None
        self._remembered: OrderedDict[str, list[Word]] = OrderedDict()
        self.tokens_remembered = 0

    def parse(self, paragraphs: Sequence[str]) -> list[list[Word]]:
        """The tokens of each paragraph."""
        new = [text for text in dict.fromkeys(paragraphs) if text not in self._remembered]
        for text, words in self._stored_or_parsed(new).items():
            self._remembered[text] = words
            self.tokens_remembered += len(words)
        parsed = [self._remembered[text] for text in paragraphs]
        for text in paragraphs:
            self._remembered.move_to_end(text)
        while self.tokens_remembered > MOST_TOKENS:
            _, forgotten = self._remembered.popitem(last=False)
            self.tokens_remembered -= len(forgotten)
        return parsed

    def _stored_or_parsed(self, paragraphs: Sequence[str]) -> dict[str, list[Word]]:
        stored = self.store.get(paragraphs) if self.store else {}
        new = [text for text in paragraphs if text not in stored]
        parsed = {text: _words_of(doc) for text, doc in zip(new, self._nlp.pipe(new, batch_size=_BATCH), strict=True)}
        if self.store:
            self.store.put(parsed)
        return stored | parsed


@lru_cache(maxsize=2)
def parser(nlp: Language) -> Parser:
    """The parser of a model, one per process."""
    return Parser(nlp)


def _words_of(doc: Doc) -> list[Word]:
    """The tokens of a paragraph; interned, because spaCy makes every string again."""
    return [
        Word(
            intern(token.text),
            intern(token.lower_),
            intern(token.lemma_),
            intern(token.pos_),
            intern(token.tag_),
            intern(token.dep_),
            intern(token.ent_type_),
            token.ent_iob_,
            token.whitespace_,
            token.is_sent_start is True,
            token.is_stop,
            token.is_punct,
            token.like_num,
            token.head.i - place,
        )
        for place, token in enumerate(doc)
    ]
