"""The words that show what a text is about: stems of content words and of names, and how rare each is in news."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from functools import lru_cache

from onrecord.language.en.words import common_words

_TOKEN = re.compile(r"[^\W\d_]+(?:[-.][^\W\d_]+)*")
_SENTENCE_START = re.compile(r"(?:^|[.!?…:]['\"”’)\]]?\s+|\n\s*)[\"'“”‘’«(\[•*–—-]*\s*$")
#: Weight of a word that is not in the table of common words: fewer than one report in a hundred has it.
RARE = math.log(100)
_SUFFIX = re.compile(r"(?:'s|ies|es|s|ed|ing|ly)$")
STEM_CHARS = 7


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A word's first letters without its ending: equal for singular and plural, not for 'detained' and 'detention'."""
    word = word.casefold()
    bare = _SUFFIX.sub("", word)
    return (bare if len(bare) >= 3 else word)[:STEM_CHARS]


@lru_cache(maxsize=65536)
def rarity(term: str) -> float:
    """What it says that two passages share this stem, in nats: from 0, for a word of every report, to RARE."""
    share = common_words().get(term)
    return RARE if share is None else min(RARE, -math.log(share))


def content(text: str) -> tuple[list[str], list[str]]:
    """The stems of a passage's content words, and of its names (words with a capital inside a sentence)."""
    words, names = [], []
    for match in _TOKEN.finditer(text):
        word = match.group()
        if len(word) < 3 and not word.isupper():
            continue
        if word[0].isupper() and not _SENTENCE_START.search(text[max(0, match.start() - 8) : match.start()]):
            names.append(stem(word))
        elif len(word) > 3:
            words.append(stem(word))
    return words, names


def shared_share(words: Iterable[str], others: set[str]) -> float:
    """Share of the stems in `words`, by weight, that `others` has too; 1 where no stem has weight."""
    stems = set(words)
    total = sum(rarity(word) for word in stems)
    return sum(rarity(word) for word in stems if word in others) / total if total else 1.0
