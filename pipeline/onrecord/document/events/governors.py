"""Word classes that settle how real a clause is, read from `governors.tsv`."""

from __future__ import annotations

from functools import lru_cache

from onrecord.language.en import lexicons


@lru_cache(maxsize=1)
def _classes() -> dict[str, frozenset[str]]:
    return {name: frozenset(words.split()) for name, words in lexicons.rows("governors.tsv")}


def governs(name: str, lemma: str) -> bool:
    """Whether a lemma is of the class `name`. Raises KeyError for a class that is not in the file."""
    return lemma.lower() in _classes()[name]
