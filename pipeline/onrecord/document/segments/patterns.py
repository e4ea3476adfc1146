"""`patterns.tsv`: what the shape of a line says of its role; each pattern has a weight, a reason and an example."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from onrecord_schema.segments import Role

#: Longer paragraphs are prose, whatever they contain; of those only the opening is looked at.
MOST_CHARS = 700


@dataclass(frozen=True)
class Pattern:
    """A shape; `weight` is how strongly it speaks for the role, in log odds."""

    role: Role
    weight: float
    reason: str
    example: str
    regex: re.Pattern[str]


@lru_cache(maxsize=1)
def patterns() -> tuple[Pattern, ...]:
    """The table, in its order."""
    table = files(__package__).joinpath("patterns.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in table.splitlines() if line and not line.startswith("#")]
    return tuple(
        Pattern(role, float(weight), reason, example, re.compile(pattern, re.IGNORECASE))  # type: ignore[arg-type]
        for role, weight, reason, example, pattern in rows[1:]
    )


@lru_cache(maxsize=4096)
def matches(text: str) -> tuple[Pattern, ...]:
    """The patterns that a line's text has, strongest first."""
    shown = text.strip(" \t•·▪*-–—")[:MOST_CHARS]
    found = [pattern for pattern in patterns() if pattern.regex.search(shown)]
    return tuple(sorted(found, key=lambda pattern: -pattern.weight))
