"""Conflicts: pairs of claims or events that speak of one thing and cannot both be true, with their sentences."""

from onrecord.dataset.conflicts.counts import add_conflicting_counts
from onrecord.dataset.conflicts.write import write_conflicts

__all__ = ["add_conflicting_counts", "write_conflicts"]
