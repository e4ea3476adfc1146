"""What people decided about the dataset: `corrections.yaml` beside the sources, applied after all judgments."""

from onrecord.dataset.corrections.apply import apply_corrections
from onrecord.dataset.corrections.read import Correction, left_aside, read_corrections

__all__ = ["Correction", "apply_corrections", "left_aside", "read_corrections"]
