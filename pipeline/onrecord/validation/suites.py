"""The declared expectations: a Great Expectations suite a table, generated from the contract, and the rules' outcome.

What the suites say follows from the row models alone, so that they can be saved as JSON and run elsewhere. The SQL
rules enter the same checkpoint as one expectation each, so that one report holds everything. Importing this module
imports Great Expectations, which takes seconds.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any, ClassVar

os.environ["GX_ANALYTICS_ENABLED"] = "false"  # read when the package is imported

import great_expectations.expectations as gxe
import pyarrow as pa
from great_expectations.expectations.expectation import BatchExpectation

from onrecord.validation.constraints import constraints_of
from onrecord.validation.outcome import RuleResult
from onrecord_schema.arrow import allowed_values, arrow_schema
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
        observed = f"not checked: {self.skipped}" if self.skipped else f"{self.failed} failed, {self.checked} checked"
        if self.first_keys:
            observed += f" ({self.first_keys})"
        return {"success": self.failed == 0 and not self.skipped, "result": {"observed_value": observed}}


def rule_expectation(result: RuleResult) -> ExpectRuleToHold:
    """The expectation that a rule holds, named and weighted as the rule is."""
    rule = result.rule
    keys = [failure.key or failure.value or "" for failure in result.failures[:5]]
    return ExpectRuleToHold(
        rule=rule.id,
        failed=result.failed,
        checked=result.checked,
        first_keys=", ".join(keys) + (", …" if result.failed > len(keys) else ""),
        skipped=result.skipped or "",
        severity=rule.severity,
        description=f"{rule.id}: {rule.sentence}",
    )


def declared(table: Table) -> Iterator[gxe.Expectation]:
    """The suite of a table: columns, nulls, keys, values, patterns, bounds and spans, as the contract has them."""
    yield gxe.ExpectTableColumnsToMatchOrderedList(column_list=list(table.columns), severity="critical")
    if len(table.key) == 1:
        yield gxe.ExpectColumnValuesToBeUnique(column=table.key[0], severity="critical")
    else:
        yield gxe.ExpectCompoundColumnsToBeUnique(column_list=list(table.key), severity="critical")
    for field in arrow_schema(table):
        model_field = table.row.model_fields[field.name]
        is_list = pa.types.is_list(field.type)
        if not field.nullable:
            yield gxe.ExpectColumnValuesToNotBeNull(column=field.name, severity="critical")
        if values := allowed_values(model_field):
            yield gxe.ExpectColumnValuesToBeInSet(column=field.name, value_set=list(values), severity="critical")
        limits = constraints_of(model_field)
        if limits.pattern is not None and not is_list:
            yield gxe.ExpectColumnValuesToMatchRegex(column=field.name, regex=limits.pattern, severity="critical")
        if limits.at_least is not None or limits.at_most is not None:
            yield gxe.ExpectColumnValuesToBeBetween(
                column=field.name, min_value=limits.at_least, max_value=limits.at_most, severity="critical"
            )
    if table.has_spans:
        yield gxe.ExpectColumnPairValuesAToBeGreaterThanB(column_A="end", column_B="start", severity="critical")
