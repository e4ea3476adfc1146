"""Evaluation: how much of what a person marked by hand in some articles the tables hold, and every miss."""

from onrecord.evaluation.evaluate import Evaluation, evaluate

__all__ = ["Evaluation", "evaluate"]
