"""What a validation found: every rule that was looked at, and the rows that break it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Severity = Literal["critical", "warning", "info"]
#: Where a rule is checked: the row's model, the file, SQL over the rows, the declared expectations, the whole dataset.
Layer = Literal["row", "file", "rule", "expectation", "dataset"]

SEVERITIES: tuple[Severity, ...] = ("critical", "warning", "info")
#: Failing rows of a rule that an outcome keeps; `report/failures.parquet` holds all of them.
KEPT_FAILURES = 100
#: Characters of an offending value that are kept.
VALUE_CHARS = 200


@dataclass(frozen=True)
class Rule:
    """One thing that must hold. `table` is empty for a rule about the dataset as a whole."""

    id: str
    severity: Severity
    table: str
    layer: Layer
    sentence: str


@dataclass(frozen=True)
class Failure:
    """One row, column or file that breaks a rule.

    `key` is the row's key as text (the parts of a composite key joined by ` | `), empty where no single row is at
    fault. `value` is what was found, cut to 200 characters. `article_id`, `start` and `end` locate the row in
    `articles.text` when it stands on a span; they may be wrong, or lie outside the text, when that is the failure.
    """

    rule_id: str
    severity: Severity
    table: str
    key: str
    column: str = ""
    value: str | None = None
    article_id: str | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True)
class RuleResult:
    """What became of one rule: how many rows were looked at, how many break it, and the first of them."""

    rule: Rule
    checked: int
    failed: int
    failures: tuple[Failure, ...] = ()
    skipped: str | None = None
    """Why the rule could not be checked (a table is missing, a column has another type); null when it was."""

    @property
    def holds(self) -> bool:
        return self.failed == 0 and self.skipped is None


@dataclass(frozen=True, repr=False)
class Outcome:
    """The result of a validation, in rule book order; nothing in it depends on the clock or on where the folder is."""

    results: tuple[RuleResult, ...]
    row_counts: Mapping[str, int]
    """Rows of each table that could be read, in dictionary order."""
    data_docs: str | None = None
    """The Data Docs' first page, relative to the folder (`report/data_docs/index.html`); null when not built."""
    failures_file: str | None = None
    """All failing rows, relative to the folder (`report/failures.parquet`)."""
    unwritten: str | None = None
    """Why nothing could be written into the report's folder; null when all was."""

    def __repr__(self) -> str:
        broken = [result.rule.id for result in self.failed]
        return f"Outcome(valid={self.is_valid}, rules={len(self.results)}, broken={broken})"

    @property
    def is_valid(self) -> bool:
        """Whether no critical rule is broken; where one was not checked, the reason is itself a critical failure."""
        return not self.failed_rules("critical")

    @property
    def failed(self) -> tuple[RuleResult, ...]:
        """The rules that are broken, most severe first."""
        return tuple(result for severity in SEVERITIES for result in self.failed_rules(severity))

    @property
    def skipped(self) -> tuple[RuleResult, ...]:
        return tuple(result for result in self.results if result.skipped is not None)

    def failed_rules(self, severity: Severity) -> tuple[RuleResult, ...]:
        return tuple(result for result in self.results if result.failed and result.rule.severity == severity)

    def of(self, rule_id: str) -> RuleResult:
        """The result of one rule; raises KeyError for a rule that was not part of this validation."""
        for result in self.results:
            if result.rule.id == rule_id:
                return result
        raise KeyError(rule_id)
