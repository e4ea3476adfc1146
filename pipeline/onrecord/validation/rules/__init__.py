"""The rules in the order of the rule book: table by table, those that follow from the contract first."""

from onrecord.validation.checks import Check
from onrecord.validation.rules.articles import ARTICLES, SOURCES
from onrecord.validation.rules.claims import CLAIMS
from onrecord.validation.rules.contract import contract_checks
from onrecord.validation.rules.dataset import DATASET
from onrecord.validation.rules.events import CROSSWALK, EVENTS
from onrecord.validation.rules.groups import CLAIM_GROUPS, EVENT_GROUPS, STORIES
from onrecord.validation.rules.judgments import CHANGES, CONFLICTS, CORRECTIONS, JUDGMENTS
from onrecord.validation.rules.numbers import DATES, QUANTITIES
from onrecord.validation.rules.people import MENTIONS, PERSONS
from onrecord.validation.rules.segments import SEGMENTS
from onrecord_schema.tables import TABLES


def all_checks() -> tuple[Check, ...]:
    """Every rule in SQL, table by table in the order of the contract, then those about the dataset as a whole."""
    checks = [
        *contract_checks(), *SOURCES, *ARTICLES, *SEGMENTS, *CLAIMS, *CLAIM_GROUPS, *EVENTS, *EVENT_GROUPS, *MENTIONS,
        *QUANTITIES, *DATES, *PERSONS, *STORIES, *JUDGMENTS, *CONFLICTS, *CORRECTIONS, *CHANGES, *CROSSWALK, *DATASET,
    ]  # fmt: skip
    order = {table: position for position, table in enumerate([*TABLES, ""])}
    return tuple(sorted(checks, key=lambda check: (order[check.rule.table], check.rule.id)))
