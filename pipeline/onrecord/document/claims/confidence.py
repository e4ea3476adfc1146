"""The chance that a claim's content and source are right, as measured on annotated articles, by how it was found.

`confidence.tsv` holds the shares measured, each over claims that no weight was learnt from; a share of fewer than 30
claims is not used.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from onrecord.language.en import lexicons

Table = dict[str, list[tuple[float, float]]]
"""Evidence to (lowest probability of the bin, share right), highest probability first."""

_FEWEST = 30


def table_of(lines: Iterable[tuple[str, float, float, int]]) -> Table:
    """The table of (evidence, lowest probability, share right, claims); a likelier bin is never given a lower share."""
    table: Table = {}
    for evidence, lowest, share, count in sorted(lines):
        if count >= _FEWEST:
            bins = table.setdefault(evidence, [])
            bins.insert(0, (lowest, max(share, bins[0][1]) if bins else share))
    return table


@lru_cache(maxsize=1)
def _measured() -> Table:
    rows = lexicons.rows("weights/confidence.tsv")
    return table_of((evidence, float(low), float(share), int(count)) for evidence, low, share, count in rows)


def confidence(evidence: str, probability: float, table: Table | None = None) -> float | None:
    """Share of claims with this evidence and about this probability that were right; None where not measured."""
    for lowest, share in (_measured() if table is None else table).get(evidence, []):
        if probability >= lowest:
            return round(share, 2)
    return None
