"""The declared suites and the rules' outcome as Great Expectations' own objects; importing this takes seconds."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any, ClassVar

os.environ["GX_ANALYTICS_ENABLED"] = "false"  # read when the package is imported

from great_expectations import ExpectationSuite
from great_expectations.core import ExpectationSuiteValidationResult, ExpectationValidationResult
from great_expectations.expectations.expectation import BatchExpectation

from onrecord.validation.declared import OF_WHOLE_TABLES, suite_of
from onrecord.validation.outcome import RuleResult
from onrecord_schema.tables import Table


class ExpectRuleToHold(BatchExpectation):  # type: ignore[misc]  # the package has no types
    """Expects that no row breaks a rule that was checked in SQL; carries what the check found."""

    rule: str
    failed: int
    checked: int
    first_keys: str
    skipped: str
    success_keys: ClassVar[tuple[str, ...]] = ("rule", "failed", "checked", "first_keys", "skipped")

    def _validate(
        self, metrics: Any, runtime_configuration: Any = None, execution_engine: Any = None
    ) -> dict[str, Any]:
        # What `rule_result` says without running this; an expectation that could not be run is not registered.
        observed = f"not checked: {self.skipped}" if self.skipped else f"{self.failed} failed, {self.checked} checked"
        if self.first_keys:
            observed += f" ({self.first_keys})"
        return {"success": self.failed == 0 and not self.skipped, "result": {"observed_value": observed}}


def rule_result(result: RuleResult) -> Any:
    """A rule's outcome as the result of an expectation: there is nothing left to evaluate, and half a second saved."""
    rule = result.rule
    keys = [failure.key or failure.value or "" for failure in result.failures[:5]]
    first_keys = ", ".join(keys) + (", …" if result.failed > len(keys) else "")
    expectation = ExpectRuleToHold(
        rule=rule.id,
        failed=result.failed,
        checked=result.checked,
        first_keys=first_keys,
        skipped=result.skipped or "",
        severity=rule.severity,
        description=f"{rule.id}: {rule.sentence}",
    )
    found = expectation._validate({})
    return ExpectationValidationResult(expectation_config=expectation.configuration, **found)


def declared_suite(table: Table, *, of_parts: bool = False) -> Any:
    """A table's suite; with `of_parts` without what can be said of whole tables only."""
    content = suite_of(table)
    if of_parts:
        content["expectations"] = [one for one in content["expectations"] if one["type"] not in OF_WHOLE_TABLES]
    return ExpectationSuite(**content)


def suite_result(name: str, results: Sequence[Any], meta: dict[str, Any]) -> Any:
    """What a checkpoint says of a suite, for results that were come by otherwise."""
    made = ExpectationSuiteValidationResult(success=True, results=list(results), suite_name=name, meta=meta)
    count(made)
    return made


def count(made: Any) -> None:
    """Put right what a suite's result says of all its results together."""
    met, total = sum(bool(result.success) for result in made.results), len(made.results)
    made.success = met == total
    made.statistics = {
        "evaluated_expectations": total,
        "successful_expectations": met,
        "unsuccessful_expectations": total - met,
        "success_percent": 100 * met / total if total else None,
    }
