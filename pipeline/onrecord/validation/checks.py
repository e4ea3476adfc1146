"""Rules as SQL: a condition on single rows, a query over whole tables, or a statement about the dataset.

In every condition and query `t` is the row under test; in a condition on a row with a span `a` is the article it stands
in. Where a rule is broken the condition is true, or the query returns the row.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from onrecord.validation.held_against_text import Reading, WordsOfPersons
from onrecord.validation.outcome import Layer, Rule, Severity
from onrecord.validation.screens import Screen
from onrecord_schema.tables import TABLES, Table

#: Functions that the rules share; code points throughout, as DuckDB's `substring` and `length` count them.
MACROS = (
    """CREATE MACRO piece(body, first, past) AS
       CASE WHEN first >= 0 AND past >= first
       THEN substring(body, first::BIGINT + 1, past::BIGINT - first::BIGINT) END""",
    """CREATE MACRO hashed(prefix, content) AS prefix || '-' || left(sha256(content), 16)""",
    """CREATE MACRO hashed_group(prefix, members) AS
       hashed(prefix, array_to_string(list_sort(list_distinct(members)), chr(31)))""",
    r"""CREATE MACRO without_blanks(body) AS regexp_replace(body, '[\s\p{Z}\x{1c}-\x{1f}\x{85}\v]+', '', 'g')""",
    # The blanks that nearly all texts have, at a fifth of the cost.
    """CREATE MACRO squeezed(body) AS replace(replace(replace(body, ' ', ''), chr(10), ''), chr(9), '')""",
    # The first character costs less by its number than by a pattern.
    r"""CREATE MACRO has_blank_edge(body) AS body = '' OR ord(body) IN (32, 9, 10, 13, 160, 8195, 8239, 12288)
       OR regexp_matches(body, '[ \t\n\r\x{a0}\x{2003}\x{202f}\x{3000}]$')""",
)


@dataclass(frozen=True)
class Check:
    """A rule and, for each column it is about, the SQL that finds what breaks it."""

    rule: Rule
    conditions: Mapping[str, str]
    """Column -> condition that is true for a faulty row; all of a table's are counted in one scan."""
    queries: Mapping[str, str]
    """Column -> query of the faulty rows (`SELECT t.* ...`); a further column `found` says what is wrong with them."""
    statement: str = ""
    """For a rule about the dataset: a query of (column_name, found), empty when the rule holds."""
    readings: Mapping[str, Reading] = field(default_factory=dict)
    """Column -> comparison with the text of the article that a row stands in."""
    words: Mapping[str, WordsOfPersons] = field(default_factory=dict)
    """Column -> words of persons that their articles must hold."""
    implied: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    """Column -> (rule, column) that leave nothing to find for its condition where nothing breaks them."""
    screens: Mapping[str, Screen] = field(default_factory=dict)
    """Column -> screen that its condition or query need not be evaluated behind when it suspects no text."""
    prepared: tuple[str, ...] = ()
    """Statements that make the tables which the queries share with those of other rules, unless they are there."""


def rows(
    id: str,
    severity: Severity,
    table: str,
    sentence: str,
    conditions: Mapping[str, str],
    screens: Mapping[str, Screen] | None = None,
) -> Check:
    """A rule that each row of `table` keeps or breaks by itself (and its article)."""
    return Check(Rule(id, severity, table, "rule", sentence), conditions, {}, screens=screens or {})


def query(id: str, severity: Severity, table: str, sentence: str, queries: Mapping[str, str], *prepared: str) -> Check:
    """A rule about how rows of `table` stand to each other or to other tables."""
    return Check(Rule(id, severity, table, "rule", sentence), {}, queries, prepared=prepared)


def reads(
    id: str,
    severity: Severity,
    table: str,
    sentence: str,
    readings: Mapping[str, Reading],
    conditions: Mapping[str, str] | None = None,
) -> Check:
    """A rule that each row of `table` keeps or breaks by what stands in the text of its article."""
    return Check(Rule(id, severity, table, "rule", sentence), conditions or {}, {}, readings=readings)


def words_of_persons(id: str, severity: Severity, sentence: str, words: Mapping[str, WordsOfPersons]) -> Check:
    """A rule about the words that tell of persons, and the articles that mention them."""
    return Check(Rule(id, severity, "persons", "rule", sentence), {}, {}, words=words)


def dataset(id: str, severity: Severity, sentence: str, statement: str, layer: Layer = "dataset") -> Check:
    """A rule about the dataset as a whole: floors, ceilings and shares."""
    return Check(Rule(id, severity, "", layer, sentence), {}, {}, statement)


def quoted(column: str) -> str:
    """The column of the row under test; quoted, because `end` is a word of SQL."""
    return f't."{column}"'


def key_of(table: Table) -> str:
    """SQL for a row's key as text."""
    return "concat_ws(' | ', " + ", ".join(quoted(column) for column in table.key) + ")"


def source_of(table: Table, *conditions: str) -> str:
    """SQL for what conditions read: the row as `t` and, where one asks for it, the article it stands in as `a`."""
    if table.has_spans and any(re.search(r"\ba[.]", condition) for condition in conditions):
        return f"{table.name} t LEFT JOIN article a USING (article_id)"
    return f"{table.name} t"


def location_of(table: Table) -> str:
    """SQL for where a row stands: article_id, start, end."""
    article = 't."article_id"' if "article_id" in table.columns else "NULL"
    start, end = ('t."start"', 't."end"') if table.has_spans else ("NULL", "NULL")
    return f"{article}, {start}, {end}"


#: Tables that stand on spans of an article's text, and those whose rows stand in kept text only.
SPAN_TABLES = tuple(table for table in TABLES.values() if table.has_spans)
EXTRACTED = tuple(table for table in SPAN_TABLES if table.name != "segments")
