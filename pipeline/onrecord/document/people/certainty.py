"""The chance that what is no name means the person it was resolved to: shares measured by reading, by the signs.

`weights/reference_shares.tsv` holds the shares; the judgments they rest on, and the script that counts them, are
`benchmarks/pronouns.tsv` and `benchmarks/pronouns.py`.
"""

from __future__ import annotations

from functools import lru_cache

from onrecord.language.en import lexicons


@lru_cache(maxsize=1)
def _shares() -> dict[str, float]:
    return {signs: float(share) for signs, share, _ in lexicons.rows("weights/reference_shares.tsv")}


def confidence(signs: str | None) -> float | None:
    """The share of references with these signs that were right; None for a name and where none were judged."""
    return None if signs is None else _shares().get(signs)
