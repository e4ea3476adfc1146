"""Evaluation: compares a dataset with gold (annotations made by hand) and lists every difference."""

from onrecord.evaluation.evaluate import Evaluation, evaluate

__all__ = ["Evaluation", "evaluate"]
