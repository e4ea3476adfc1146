"""Word classes that settle how real a clause is, read from `governors.tsv`."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=1)
def _classes() -> dict[str, frozenset[str]]:
    lines = files(__package__).joinpath("governors.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {name: frozenset(words.split()) for name, words in rows}


def governs(name: str, lemma: str) -> bool:
    """Whether a lemma is of the class `name`. Raises KeyError for a class that is not in the file."""
    return lemma.lower() in _classes()[name]
