"""Counts what was found, what was missed and what was made up, and keeps every miss with what differed."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any, Literal


@dataclass(frozen=True)
class Miss:
    """One thing that gold and tables do not agree on."""

    document: str
    table: str
    kind: Literal["missing", "extra", "different"]
    """Gold that no row finds, a row that no gold speaks for, or a row whose `field` is not what gold says."""
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
        """What they are ordered by: the text's order, whatever the order of gold or rows."""
        at = -1 if self.start is None else self.start
        parts = (self.kind, self.field, self.text, self.expected, self.found, self.row_id)
        return (self.document, f"{at:012}", *map(str, parts))


@dataclass
class Tally:
    """One table's agreement with gold; both sides count, as one row may find two gold entries, and two rows one."""

    gold: int = 0
    gold_found: int = 0
    rows: int = 0
    rows_right: int = 0
    right: Counter[str] = field(default_factory=Counter)
    """Of what was found, how often each field is right ..."""
    compared: Counter[str] = field(default_factory=Counter)
    """... and how often gold states it."""

    def count_gold(self, found: bool) -> None:
        self.gold += 1
        self.gold_found += found

    def count_row(self, right: bool) -> None:
        self.rows += 1
        self.rows_right += right

    def compare(self, name: str, right: bool) -> bool:
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
    """Precision, recall and F1, to three places; None of nothing, for a share of no rows says nothing."""
    precision, recall = rows_right / rows if rows else 0.0, gold_found / gold if gold else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {
        "precision": _rounded(rows_right, rows),
        "recall": _rounded(gold_found, gold),
        "f1": round(f1, 3) if rows or gold else None,
    }


def _rounded(part: int, whole: int) -> float | None:
    return round(part / whole, 3) if whole else None
