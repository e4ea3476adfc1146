"""Words as claims, events and roles are compared by them: content words, negation, and names of one actor."""

from __future__ import annotations

import re
from functools import lru_cache

from onrecord.language.en import lexicons

_WORD = re.compile(r"\d[\d,.]*\d|\w+")
#: For lower-case text: a pattern that ignores case takes twice as long.
_NEGATION = re.compile(r"(?:n['’]t|(?<!\w)(?:n(?:ot?|ever|or|either)|cannot|without))\b")
#: Words with so many first letters in common have one stem: detained, detention; a country and its people.
STEM_CHARS = 5


def content_words(text: str) -> list[str]:
    """The words that carry the text's content, lower case, figures without separators, sorted, each once."""
    words = set(map(_content_word, set(_WORD.findall(text))))
    words.discard("")
    return sorted(words)


@lru_cache(maxsize=2_000)
def _content_word(word: str) -> str:
    """The form in which a word is compared; empty for a function word."""
    plain = word.lower().replace(",", "")
    return plain if (len(plain) > 1 and plain not in lexicons.words("function_words.txt")) or plain.isdigit() else ""


def is_negated(text: str) -> bool:
    """Whether a statement has an odd number of negations: 'has not been able', but not 'never without cause'."""
    return len(_NEGATION.findall(text.lower())) % 2 == 1


@lru_cache(maxsize=2_000)
def same_name(one: str | None, other: str | None) -> bool:
    """Whether two mentions can be of the same actor: the content words of one are all among the other's.

    'the Foreign Ministry' can be 'the German Foreign Ministry'. Words of one stem count as the same, because 'Germany'
    speaks through 'the German ministry'. An unknown actor is the same as nobody.
    """
    if not one or not other:
        return False
    left, right = content_words(one), content_words(other)
    if not left or not right:
        return one.lower() == other.lower()
    shorter, longer = sorted((left, right), key=len)
    return all(any(word == match or _same_stem(word, match) for match in longer) for word in shorter)


def _same_stem(one: str, other: str) -> bool:
    return one[:STEM_CHARS] == other[:STEM_CHARS] and min(len(one), len(other)) >= STEM_CHARS
