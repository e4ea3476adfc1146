"""The rules that the rows must keep, in the order of the rule book: first those that follow from the contract."""

from onrecord.validation.checks import Check
from onrecord.validation.rules.articles import ARTICLES
from onrecord.validation.rules.claims import CLAIMS
from onrecord.validation.rules.contract import contract_checks
from onrecord.validation.rules.dataset import DATASET
from onrecord.validation.rules.events import EVENTS
from onrecord.validation.rules.groups import GROUPS
from onrecord.validation.rules.judgments import JUDGMENTS
from onrecord.validation.rules.numbers import NUMBERS
from onrecord.validation.rules.people import PEOPLE
from onrecord.validation.rules.segments import SEGMENTS
from onrecord_schema.tables import TABLES


def all_checks() -> tuple[Check, ...]:
    """Every rule, table by table in dictionary order, rules about the dataset last."""
    checks = [
        *contract_checks(),
        *ARTICLES,
        *SEGMENTS,
        *CLAIMS,
        *EVENTS,
        *PEOPLE,
        *NUMBERS,
        *GROUPS,
        *JUDGMENTS,
        *DATASET,
    ]
    order = {table: position for position, table in enumerate([*TABLES, ""])}
    return tuple(sorted(checks, key=lambda check: (order[check.rule.table], check.rule.id)))
