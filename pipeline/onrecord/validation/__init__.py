"""Checks a dataset's tables, whoever wrote or edited them, and says what is wrong, where, and by which rule."""

from onrecord.validation.apart import ExpectationsApart
from onrecord.validation.declared import suites
from onrecord.validation.outcome import Outcome
from onrecord.validation.row_rules import broken_row_rules
from onrecord.validation.rulebook import rule_book
from onrecord.validation.validate import validate

__all__ = ["ExpectationsApart", "Outcome", "broken_row_rules", "rule_book", "suites", "validate"]
