"""The words that tell one subject from another: content words by their stem, and names, each with how rare it is."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from functools import lru_cache

from onrecord.language.en import lexicons

_TOKEN = re.compile(r"[^\W\d_]+(?:[-.][^\W\d_]+)*")
_SENTENCE_START = re.compile(r"(?:^|[.!?…:]['\"”’)\]]?\s+|\n\s*)[\"'“”‘’«(\[•*–—-]*\s*$")
#: Weight of a word that the table of common words does not hold: it stands in fewer than one report in a hundred.
RARE = math.log(100)
_SUFFIX = re.compile(r"(?:'s|ies|es|s|ed|ing|ly)$")
STEM_CHARS = 7


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A word's first letters without its ending: 'detained', 'detention' and 'detentions' need not meet, plurals do."""
    word = word.casefold()
    bare = _SUFFIX.sub("", word)
    return (bare if len(bare) >= 3 else word)[:STEM_CHARS]


@lru_cache(maxsize=1)
def _common() -> dict[str, float]:
    return {word: float(share) for word, share in lexicons.rows("common_words.tsv")}


@lru_cache(maxsize=65536)
def rarity(term: str) -> float:
    """How much it says that two passages share this stem, in nats: 0 for a word of every report, RARE at most."""
    share = _common().get(term)
    return RARE if share is None else min(RARE, -math.log(share))


def content(text: str) -> tuple[list[str], list[str]]:
    """The stems of a passage's content words in lower case, and of its names (capitals inside a sentence)."""
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
    """Share of the rare stems among `words` that `others` has too, by weight; 1 when there are none to judge by."""
    stems = set(words)
    total = sum(rarity(word) for word in stems)
    return sum(rarity(word) for word in stems if word in others) / total if total else 1.0
