"""Counts how far rows and gold agree, and describes each miss."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
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

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

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

    def count_gold(self, found: bool) -> None:
        self.gold += 1
        self.gold_found += found

    def count_row(self, right: bool) -> None:
        self.rows += 1
        self.rows_right += right

    def compare(self, name: str, right: bool) -> bool:
        """Count a compared field; returns whether it is right."""
        self.compared[name] += 1
        self.right[name] += right
        return right

    def as_json(self) -> dict[str, Any]:
        return {
            **agreement(self.rows_right, self.rows, self.gold_found, self.gold),
            "gold": self.gold,
            "found": self.rows,
            "fields": {
                name: {"accuracy": _rounded(self.right[name], of), "right": self.right[name], "compared": of}
                for name, of in sorted(self.compared.items())
            },
        }


def agreement(rows_right: int, rows: int, gold_found: int, gold: int) -> dict[str, float | None]:
    """Precision, recall and F1 to three places; a share of nothing is null."""
    precision, recall = rows_right / rows if rows else 0.0, gold_found / gold if gold else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {
        "precision": _rounded(rows_right, rows),
        "recall": _rounded(gold_found, gold),
        "f1": round(f1, 3) if rows or gold else None,
    }


def _rounded(part: int, whole: int) -> float | None:
    return round(part / whole, 3) if whole else None
