"""Groups the names of one document by the person they name: a surname or given name belongs to the full name before it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.mentions.candidates import Candidate


def group_names(names: Sequence[Candidate]) -> list[list[Candidate]]:
    """Names of the same person together, persons in order of their first mention, names in order of position."""
    fullest: list[tuple[str, ...]] = []
    for words in sorted({name.words for name in names}, key=lambda words: (-len(words), words)):
        if not any(_abbreviates(words, full) for full in fullest):
            fullest.append(words)
    groups: dict[tuple[str, ...], list[Candidate]] = {}
    last_seen: dict[tuple[str, ...], int] = {}
    for order, name in enumerate(names):
        options = [full for full in fullest if name.words == full] or [full for full in fullest if _abbreviates(name.words, full)]
        # A surname shared by several persons means the one spoken of last.
        chosen = max(options, key=lambda full: (last_seen.get(full, -1), -fullest.index(full)))
        last_seen[chosen] = order
        groups.setdefault(chosen, []).append(name)
    return list(groups.values())


def _abbreviates(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Whether `short` is the full name with words left out, its surname or its given name kept: Bilash, Serikzhan."""
    if len(short) > len(full) or (short[-1] != full[-1] and short != full[: len(short)]):
        return False
    remaining = iter(full)
    return all(word in remaining for word in short)
