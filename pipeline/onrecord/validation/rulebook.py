"""The rule book `data/RULES.md`: every rule with its id, severity and sentence."""

from __future__ import annotations

from itertools import groupby

from onrecord.validation.files import FILE_RULES
from onrecord.validation.outcome import Rule
from onrecord.validation.rows import row_rule
from onrecord.validation.rules import all_checks
from onrecord_schema.tables import TABLES

_PREFACE = """# The rules of a dataset

Generated from the code; do not edit. `build-dataset validate DIR` checks all of them. Do not rely on a dataset that
breaks a critical rule; look at warnings; an info is worth knowing. `report/failures.parquet` has every row that breaks
a rule, with what was expected and what was found. Besides, every table has expectations that follow from the contract,
as Great Expectations suites in `expectations/`; the rule `GX-<table>` is that they are met.
"""


def all_rules() -> tuple[Rule, ...]:
    """Every rule in rule book order: about the files, the tables, the dataset."""
    checked = (check.rule for check in all_checks())
    return (*FILE_RULES.values(), *sorted((*map(row_rule, TABLES.values()), *checked), key=_position))


def _position(rule: Rule) -> int:
    """The place of a rule's table in the contract; rules about the dataset come last."""
    return list(TABLES).index(rule.table) if rule.table else len(TABLES)


def rule_book() -> str:
    """The rule book as Markdown."""
    parts = [_PREFACE]
    for table, rules in groupby(all_rules(), key=lambda rule: rule.table or rule.layer):
        title = {"file": "The files", "dataset": "The dataset as a whole"}.get(table, table)
        about = f"{TABLES[table].description[:1].upper()}{TABLES[table].description[1:]}\n\n" if table in TABLES else ""
        rows = "".join(f"| {rule.id} | {rule.severity} | {rule.sentence} |\n" for rule in rules)
        parts.append(f"\n## {title}\n\n{about}| rule | severity | what holds |\n|---|---|---|\n{rows}")
    return "".join(parts)
