"""Counts how far rows and gold agree, and describes each miss."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Literal

#: Gold that no row finds, a row that matches no gold, or a row whose `field` differs from gold.
Kind = Literal["missing", "extra", "different"]


@dataclass(frozen=True)
class Miss:
    """One thing on which gold and the tables differ."""

    document: str
    table: str
    kind: Kind
    field: str | None
    text: str
    expected: Any = None
    found: Any = None
    start: int | None = None
    end: int | None = None
    row_id: str | None = None

    @property
    def place(self) -> tuple[str, ...]:
        """Sorts misses in the order of the text, whatever the order of gold or rows."""
        at = -1 if self.start is None else self.start
        parts = (self.kind, self.field, self.text, self.expected, self.found, self.row_id)
        return (self.document, f"{at:012}", *map(str, parts))


@dataclass
class Tally:
    """Agreement of one table with gold, counted on both sides: one row may find two gold entries, and two rows one."""

    gold: int = 0
    gold_found: int = 0
    rows: int = 0
    rows_right: int = 0
    right: Counter[str] = field(default_factory=Counter)
    """Field -> how often it is right in what was found."""
    compared: Counter[str] = field(default_factory=Counter)
    """Field -> how often gold states it for what was found."""

    def count_gold(self, is_found: bool, times: int = 1) -> None:
        self.gold += times
        self.gold_found += times * is_found

    def count_row(self, is_right: bool, times: int = 1) -> None:
        self.rows += times
        self.rows_right += times * is_right

    def compare(self, name: str, is_right: bool) -> bool:
        """Count a compared field; returns whether it is right."""
        self.compared[name] += 1
        self.right[name] += is_right
        return is_right

    def figures(self) -> dict[str, float | int | None]:
        """Precision, recall and F1 to three places, null for a share of nothing; and the number of either side."""
        precision = self.rows_right / self.rows if self.rows else 0.0
        recall = self.gold_found / self.gold if self.gold else 0.0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        return {
            "precision": _rounded(self.rows_right, self.rows),
            "recall": _rounded(self.gold_found, self.gold),
            "f1": round(f1, 3) if self.rows or self.gold else None,
            "gold": self.gold,
            "found": self.rows,
        }

    def fields(self) -> dict[str, dict[str, float | int | None]]:
        """Field -> the share that is right, and the counts it comes from."""
        return {
            name: {"accuracy": _rounded(self.right[name], of), "right": self.right[name], "compared": of}
            for name, of in sorted(self.compared.items())
        }


def _rounded(part: int, whole: int) -> float | None:
    return round(part / whole, 3) if whole else None
