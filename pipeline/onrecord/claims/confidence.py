"""The chance that a claim's content and source are right, as measured on annotated articles, by how it was found.

`confidence.tsv` holds the shares measured, each over claims that no weight was learnt from; a share of fewer than 30
claims is not used.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

_FEWEST = 30


@lru_cache(maxsize=1)
def _table() -> dict[str, list[tuple[float, float]]]:
    """Evidence to (lowest probability, share right), highest probability first."""
    table: dict[str, list[tuple[float, float]]] = {}
    for line in files("onrecord.claims").joinpath("confidence.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            evidence, lowest, share, count = line.split("\t")
            if int(count) >= _FEWEST:
                table.setdefault(evidence, []).append((float(lowest), float(share)))
    return {evidence: sorted(shares, reverse=True) for evidence, shares in table.items()}


def confidence(evidence: str, probability: float) -> float | None:
    """Share of claims with this evidence and about this probability that were right; None where not measured."""
    for lowest, share in _table().get(evidence, []):
        if probability >= lowest:
            return share
    return None
