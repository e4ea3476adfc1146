"""The decisions in `corrections.yaml`, applied to everything that was judged across documents."""

from onrecord.dataset.corrections.apply import apply_corrections
from onrecord.dataset.corrections.read import Correction, left_aside, read_corrections
from onrecord.dataset.corrections.step import RowCheck

__all__ = ["Correction", "RowCheck", "apply_corrections", "left_aside", "read_corrections"]
