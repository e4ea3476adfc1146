"""The words of time expressions and the patterns they form, as the tables beside this module list them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files


@dataclass(frozen=True)
class Pattern:
    """One row of patterns.tsv: which function reads what the pattern fits, and an example of it."""

    reading: str
    pattern: str
    example: str
    published: str
    expression: str
    kind: str
    value: str


def table(name: str) -> list[list[str]]:
    """The rows of a table beside this module, without its comments and its head."""
    lines = (files("onrecord.document.dates") / name).read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")][1:]


@lru_cache(maxsize=1)
def classes() -> dict[str, dict[str, str]]:
    """Word -> the classes it is in -> its value in each."""
    words: dict[str, dict[str, str]] = {}
    for word, name, value in table("words.tsv"):
        words.setdefault(word, {})[name] = value
    return words


@lru_cache(maxsize=1)
def patterns() -> tuple[Pattern, ...]:
    """The rows of patterns.tsv in order."""
    return tuple(Pattern(*row) for row in table("patterns.tsv"))


def is_a(word: str, name: str) -> bool:
    """Whether a word, in lower case, is in a class of words.tsv."""
    return name in classes().get(word, ())
