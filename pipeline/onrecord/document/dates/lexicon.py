"""The words of time expressions and the patterns they form, as the tables beside this module list them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from onrecord.language.en import lexicons


@dataclass(frozen=True)
class Pattern:
    """One row of date_patterns.tsv: which function reads what the pattern fits, and an example of it."""

    reading: str
    pattern: str
    example: str
    published: str
    expression: str
    kind: str
    value: str


@lru_cache(maxsize=1)
def classes() -> dict[str, dict[str, str]]:
    """Word -> the classes it is in -> its value in each."""
    words: dict[str, dict[str, str]] = {}
    for word, name, value in lexicons.rows("date_words.tsv"):
        words.setdefault(word, {})[name] = value
    return words


@lru_cache(maxsize=1)
def patterns() -> tuple[Pattern, ...]:
    """The rows of date_patterns.tsv in order."""
    return tuple(Pattern(*row) for row in lexicons.rows("date_patterns.tsv"))


def is_a(word: str, name: str) -> bool:
    """Whether a word, in lower case, is in a class of date_words.tsv."""
    return name in classes().get(word, ())
