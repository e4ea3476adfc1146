"""Checks a dataset's tables, whoever wrote or edited them, and says which rows break which rule, and how."""

from onrecord.validation.expectations_process import ExpectationsProcess
from onrecord.validation.outcome import Outcome
from onrecord.validation.rows import BrokenRule, broken_row_rules
from onrecord.validation.rulebook import rule_book
from onrecord.validation.suites import suites
from onrecord.validation.validate import validate

__all__ = ["BrokenRule", "ExpectationsProcess", "Outcome", "broken_row_rules", "rule_book", "suites", "validate"]
