"""What claim groups and event groups share: content words, and names that can be one."""

from __future__ import annotations

import re
from functools import lru_cache

from onrecord.language.en import lexicons

_WORD = re.compile(r"\d[\d,.]*\d|\w+")
#: Of lower-case text: a pattern blind to case takes twice as long.
_NEGATION = re.compile(r"(?:n['’]t|(?<!\w)(?:n(?:ot?|ever|or|either)|cannot|without))\b")


def function_words() -> frozenset[str]:
    return lexicons.words("function_words.txt")


def content_words(text: str) -> list[str]:
    """The words that carry the text's content, lower case, figures without separators, sorted, each once."""
    words = set(map(_content_word, set(_WORD.findall(text))))
    words.discard("")
    return sorted(words)


@lru_cache(maxsize=2_000)
def _content_word(word: str) -> str:
    """A word of a text as it is compared, or nothing where it carries no content; few words make up most texts."""
    plain = word.lower().replace(",", "")
    return plain if (len(plain) > 1 and plain not in function_words()) or plain.isdigit() else ""


def is_negated(text: str) -> bool:
    """Whether a statement turns an odd number of times on a negator: 'has not been able' against 'has been able'."""
    return len(_NEGATION.findall(text.lower())) % 2 == 1


@lru_cache(maxsize=2_000)
def same_name(one: str | None, other: str | None) -> bool:
    """Whether two mentions can be of the same actor: one's content words are all among the other's.

    'the Foreign Ministry' can be 'the German Foreign Ministry'; a country's adjective passes for the country
    (five letters in common), since 'Germany' speaks through 'the German ministry'. Unknown can be nobody.
    """
    if not one or not other:
        return False
    left, right = content_words(one), content_words(other)
    if not left or not right:
        return one.lower() == other.lower()
    shorter, longer = sorted((left, right), key=len)
    return all(any(word == match or _same_stem(word, match) for match in longer) for word in shorter)


def _same_stem(one: str, other: str) -> bool:
    return one[:5] == other[:5] and min(len(one), len(other)) >= 5
