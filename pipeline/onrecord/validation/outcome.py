"""What a validation found: every rule that was checked, and the rows that break it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Severity = Literal["critical", "warning", "info"]
#: What a rule is about, and how it is checked: rows read into their model, files, tables in SQL, the expectations, the
#: dataset as a whole in SQL.
Layer = Literal["row", "file", "rule", "expectation", "dataset"]

SEVERITIES: tuple[Severity, ...] = ("critical", "warning", "info")
#: Failing rows of a rule that an outcome keeps; `report/failures.parquet` has all of them.
KEPT_FAILURES = 100
#: Characters of what was expected and of what was found that are kept.
VALUE_CHARS = 200


@dataclass(frozen=True)
class Rule:
    """What must hold, as a sentence. `table` is empty for a rule about files or the dataset as a whole."""

    id: str
    severity: Severity
    table: str
    layer: Layer
    sentence: str


@dataclass(frozen=True)
class Failure:
    """One row, column or file that breaks a rule.

    `key` is the row's key as text (the parts of a composite key joined by ` | `), empty if the failure is about no
    single row. `expected` and `found` are words, at most 200 characters each. `article_id`, `start` and `end` are the
    row's place in `articles.text` as the row states it, right or wrong.
    """

    rule_id: str
    severity: Severity
    table: str
    key: str
    column: str = ""
    found: str | None = None
    article_id: str | None = None
    start: int | None = None
    end: int | None = None
    expected: str = ""


@dataclass(frozen=True)
class RuleResult:
    """How many rows (or files) a rule was checked on, how many break it, and the first of them."""

    rule: Rule
    checked: int
    failed: int
    failures: tuple[Failure, ...] = ()
    skipped: str | None = None
    """Why the rule could not be checked (a table is missing, a column has another type); null if it was checked."""

    @property
    def holds(self) -> bool:
        return self.failed == 0 and self.skipped is None


@dataclass(frozen=True, repr=False)
class Outcome:
    """The result of a validation, in rule book order; it depends neither on the clock nor on the folder's path."""

    results: tuple[RuleResult, ...]
    row_counts: Mapping[str, int]
    """Rows of each table that could be read, in the order of the contract."""
    data_docs: str | None = None
    """The Data Docs' first page, relative to the folder (`report/data_docs/index.html`); null if not built."""
    failures_file: str | None = None
    """All failing rows, relative to the folder (`report/failures.parquet`)."""
    unwritten: str | None = None
    """Why the report folder could not be written; null if it was written."""

    def __repr__(self) -> str:
        broken = [result.rule.id for result in self.failed]
        return f"Outcome(valid={self.is_valid}, rules={len(self.results)}, broken={broken})"

    @property
    def is_valid(self) -> bool:
        """Whether no critical rule is broken. If one could not be checked, the reason is a critical failure itself."""
        return not self.failed_rules("critical")

    @property
    def failed(self) -> tuple[RuleResult, ...]:
        """The broken rules, most severe first."""
        return tuple(result for severity in SEVERITIES for result in self.failed_rules(severity))

    @property
    def skipped(self) -> tuple[RuleResult, ...]:
        return tuple(result for result in self.results if result.skipped is not None)

    def failed_rules(self, severity: Severity) -> tuple[RuleResult, ...]:
        return tuple(result for result in self.results if result.failed and result.rule.severity == severity)

    def of(self, rule_id: str) -> RuleResult:
        """The result of one rule; raises KeyError if it was not part of this validation."""
        for result in self.results:
            if result.rule.id == rule_id:
                return result
        raise KeyError(rule_id)
