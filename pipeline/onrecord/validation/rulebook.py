"""The rule book `data/RULES.md`: every rule with its id, severity and sentence, generated from the rules themselves."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from onrecord.validation.deep import row_rule
from onrecord.validation.files import FILE_RULES
from onrecord.validation.outcome import Rule
from onrecord.validation.rules import all_checks
from onrecord_schema.tables import TABLES

_PREFACE = """# The rules that a dataset must keep

Generated from the code; do not edit. `build-dataset validate DIR` checks them all. A dataset that breaks a critical
rule is not to be relied on; a warning is for a person to look at; an info is worth knowing. Every row that breaks a
rule is in `report/failures.parquet`, and the first ones, with their sentences, in the report. Beside these rules every
table has declared expectations that follow from the contract, as Great Expectations suites in `expectations/`;
the rule `GX-<table>` says whether they are met.
"""


def all_rules() -> tuple[Rule, ...]:
    """Every rule that is checked, in rule book order: the files, the tables, the dataset."""
    return (*FILE_RULES.values(), *sorted((*map(row_rule, TABLES.values()), *_checked()), key=_position))


def _checked() -> Iterator[Rule]:
    return (check.rule for check in all_checks())


def _position(rule: Rule) -> int:
    """Where a rule's table stands in the dictionary; rules about the dataset last."""
    return list(TABLES).index(rule.table) if rule.table else len(TABLES)


def rule_book() -> str:
    """The rule book as Markdown."""
    parts = [_PREFACE]
    for table, rules in groupby(all_rules(), key=lambda rule: rule.table or rule.layer):
        title = {"file": "The files", "dataset": "The dataset as a whole"}.get(table, table)
        about = f"{TABLES[table].description[:1].upper()}{TABLES[table].description[1:]}\n\n" if table in TABLES else ""
        rows = "".join(f"| {rule.id} | {rule.severity} | {rule.sentence} |\n" for rule in rules)
        parts.append(f"\n## {title}\n\n{about}| rule | severity | what must hold |\n|---|---|---|\n{rows}")
    return "".join(parts)
