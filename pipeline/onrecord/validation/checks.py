"""The form of a rule: SQL that finds the rows that break it, with words for what was expected and what was found.

In all SQL of a rule `t` is the row under test. `a` is the article that the row belongs to: its dates and story, and in
rules about rows and articles also its `text` of so many `chars`, and what its segments say: all `kept` ones and all
`stripped` ones, each as one text with a separator between segments; without blanks all segments (`solid`), those of its
prose (`prose`), and the numbers of characters (`kept_chars`, `stripped_chars`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import reduce
from typing import Literal

from onrecord.validation.outcome import VALUE_CHARS, Rule, Severity
from onrecord_schema.tables import TABLES, Table

#: What a clause reads to judge a row: the row and its article, all rows of one article, or the whole dataset.
Scope = Literal["row", "article", "dataset"]

#: What Python takes for blanks. One replacement for each is twice as fast in DuckDB as a pattern.
_BLANKS = [character for character in map(chr, range(0x3001)) if character.isspace()]
_WITHOUT_BLANKS = reduce(lambda body, blank: f"replace({body}, chr({ord(blank)}), '')", _BLANKS, "body")
_BLANK_CODES = ", ".join(str(ord(blank)) for blank in _BLANKS)
#: SQL functions that the rules share. Offsets and lengths are code points, as in the contract.
MACROS = (
    """CREATE MACRO piece(body, first, past) AS
       CASE WHEN first >= 0 AND past >= first
       THEN substring(body, first::BIGINT + 1, past::BIGINT - first::BIGINT) END""",
    """CREATE MACRO hashed(prefix, content) AS prefix || '-' || left(sha256(content), 16)""",
    """CREATE MACRO hashed_group(prefix, members) AS
       hashed(prefix, array_to_string(list_sort(list_distinct(members)), chr(31)))""",
    f"CREATE MACRO without_blanks(body) AS {_WITHOUT_BLANKS}",
    r"""CREATE MACRO words_in(body) AS len(regexp_extract_all(body, '[^\s\p{Z}\x{1c}-\x{1f}\x{85}\v]+'))""",
    f"""CREATE MACRO has_blank_edge(body) AS
       body = '' OR ord(body) IN ({_BLANK_CODES}) OR ord(right(body, 1)) IN ({_BLANK_CODES})""",
    r"""CREATE MACRO around_odd_sign(body) AS
       regexp_extract(body, '.{0,20}([\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x{9f}\x{fffd}]|Ã|â€).{0,20}')""",
)


#: Rule prefixes of tables whose rows have no id with a prefix.
_PREFIXES = {"sources": "SRC", "crosswalk": "CRS"}


def prefix_of(table: Table) -> str:
    """The prefix of a table's rule ids: that of its row ids, in capitals."""
    return (table.prefix or _PREFIXES[table.name]).upper()


_TABLE_OF_PREFIX = {prefix_of(table): table.name for table in TABLES.values()}


@dataclass(frozen=True)
class Clause:
    """One way to break a rule, in one column.

    `sql` is a condition that is true for a faulty row (scope "row"), or a query of the faulty rows (`SELECT t.* ...`,
    with more columns where `expected` or `found` need them). `expected` and `found` are words; SQL in {braces} is
    replaced by its value. A query about no single table names the column itself, as `column_name`.
    """

    column: str
    sql: str
    expected: str
    found: str
    scope: Scope

    def mentions(self, pattern: str) -> bool:
        return bool(re.search(pattern, f"{self.sql} {self.expected} {self.found}"))


@dataclass(frozen=True)
class WorkingTable:
    """A table that rules share. With `by_article` its query runs over some articles at a time, and adds up."""

    name: str
    query: str
    by_article: bool = False


@dataclass(frozen=True)
class Check:
    """A rule, the clauses that break it, and the working tables that these read."""

    rule: Rule
    clauses: tuple[Clause, ...] = ()
    reads: tuple[WorkingTable, ...] = ()

    def broken_by(self, *clauses: Clause, reads: tuple[WorkingTable, ...] = ()) -> Check:
        return replace(self, clauses=(*self.clauses, *clauses), reads=reads)


def rule(id: str, severity: Severity, sentence: str) -> Check:
    """A rule whose clauses follow, about the table that the id begins with, or about the dataset (SET)."""
    table = _TABLE_OF_PREFIX.get(id[:3], "")
    return Check(Rule(id, severity, table, "rule" if table else "dataset", sentence))


def row(column: str, condition: str, expected: str, found: str = "") -> Clause:
    """A condition on one row and its article; what was found is the column's value, if nothing else is said."""
    return Clause(column, condition, expected, found or f'{{t."{column}"}}', "row")


def article_rows(column: str, query: str, expected: str, found: str = "") -> Clause:
    """A query of rows that are judged by the rows of their own article alone."""
    return Clause(column, query, expected, found or f'{{t."{column}"}}', "article")


def rows(column: str, query: str, expected: str, found: str = "") -> Clause:
    """A query of rows that are judged by rows of the whole dataset."""
    return Clause(column, query, expected, found or f'{{t."{column}"}}', "dataset")


def words(template: str) -> str:
    """SQL for words in which {SQL} stands for its value and doubled braces for braces, at most 200 characters."""
    literals = re.split(r"(?<!\{)\{([^{}]+)\}(?!\})", template)
    parts = [
        f"coalesce(({piece})::VARCHAR, 'null')" if number % 2 else literal(piece.replace("{{", "{").replace("}}", "}"))
        for number, piece in enumerate(literals)
        if piece
    ]
    return f"left(concat({', '.join(parts)}), {VALUE_CHARS})"


def literal(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def quoted(column: str) -> str:
    """The column of the row under test; quoted, because `end` is a word of SQL."""
    return f't."{column}"'


def key_of(table: str) -> str:
    """SQL for a row's key as text; empty for the dataset as a whole."""
    if not table:
        return "''"
    return "coalesce(concat_ws(' | ', " + ", ".join(quoted(column) for column in TABLES[table].key) + "), '')"


def location_of(table: str) -> str:
    """SQL for the place of a row in a text: article_id, start, end."""
    article = quoted("article_id") if table and "article_id" in TABLES[table].columns else "NULL"
    start, end = (quoted("start"), quoted("end")) if table and TABLES[table].has_spans else ("NULL", "NULL")
    return f"{article}, {start}, {end}"


#: Tables whose rows are spans of an article's text, and those of them whose rows come from kept text only.
SPAN_TABLES: tuple[Table, ...] = tuple(table for table in TABLES.values() if table.has_spans)
EXTRACTED: tuple[Table, ...] = tuple(table for table in SPAN_TABLES if table.name != "segments")
#: Tables that are read some articles at a time.
ARTICLE_TABLES: tuple[str, ...] = ("articles", *(table.name for table in SPAN_TABLES))
