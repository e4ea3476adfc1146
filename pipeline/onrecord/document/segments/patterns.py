"""What the shape of a line says about its role, by the patterns of `line_patterns.tsv`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from onrecord.language.en import lexicons
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
    return tuple(
        Pattern(role, float(weight), reason, example, re.compile(pattern, re.IGNORECASE))  # type: ignore[arg-type]
        for role, weight, reason, example, pattern in lexicons.rows("line_patterns.tsv")
    )


@lru_cache(maxsize=4096)
def matches(text: str) -> tuple[Pattern, ...]:
    """The patterns that a line's text has, strongest first."""
    shown = text.strip(" \t•·▪*-–—")[:MOST_CHARS]
    found = [pattern for pattern in patterns() if pattern.regex.search(shown)]
    return tuple(sorted(found, key=lambda pattern: -pattern.weight))
