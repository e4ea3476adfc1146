"""Rules that follow from the contract's own words: nothing here names a column that the row models could name.

They are numbered the same in every table (CLM-01 and EVT-01 are the same rule), so that the numbers stay when columns
are added.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import get_origin

import pyarrow as pa
from pydantic.fields import FieldInfo

from onrecord.validation.checks import EXTRACTED, Check, query, quoted, reads, rows
from onrecord.validation.constraints import constraints_of
from onrecord.validation.held_against_text import at_span, not_in_stripped
from onrecord.validation.outcome import Rule
from onrecord.validation.screens import Screen, has_blank_edge, is_empty, is_odd
from onrecord_schema.arrow import allowed_values, arrow_schema, arrow_type, is_nullable
from onrecord_schema.tables import TABLES, Table

#: Columns that hold running text as decoded, blanks at the edges included.
AS_DECODED = {("articles", "text"), ("articles", "body"), ("segments", "text")}
#: Rules of tables whose keys are no ids of their own.
_PREFIXES = {"sources": "SRC", "crosswalk": "CRS"}
#: How the contract says that a key is made of a span.
_SPAN_ID = re.compile(r"Hash over \(article_id, start, end, (\w+)\)")


def prefix_of(table: Table) -> str:
    """What the ids of a table's rules begin with: as the ids of its rows do, or its name."""
    pattern = constraints_of(table.row.model_fields[table.key[0]]).pattern or ""
    prefix = re.match(r"\^([a-z]{3})-", pattern)
    return (prefix[1] if prefix else _PREFIXES.get(table.name, table.name[:3])).upper()


def edtf_columns(table: Table) -> Iterator[tuple[str, str, str]]:
    """(value, first day, last day): the columns of a table that must say the same."""
    schema = arrow_schema(table)
    days = {name for name in schema.names if schema.field(name).type == pa.date32()}
    for name in schema.names:
        if {f"{name}_start", f"{name}_end"} <= days:
            yield name, f"{name}_start", f"{name}_end"


def contract_checks() -> Iterator[Check]:
    for table in TABLES.values():
        yield from _checks_of(table)


def _checks_of(table: Table) -> Iterator[Check]:
    prefix, name, fields = prefix_of(table), table.name, table.row.model_fields
    schema = arrow_schema(table)
    required = {column: f"{quoted(column)} IS NULL" for column, field in fields.items() if not is_nullable(field)}
    yield rows(f"{prefix}-01", "critical", name, "No required column holds a null.", required)
    yield query(f"{prefix}-02", "critical", name, "Every key is there once.", {table.key[0]: _duplicates(table)})
    if table.references:
        references = {column: _dangling(table, column) for column in table.references}
        yield query(f"{prefix}-03", "critical", name, "Every row that is pointed at exists.", references)
    if made := _SPAN_ID.search(fields[table.key[0]].description or ""):
        kind, last = prefix.lower(), made[1]
        parts = f"""chr(31), t.article_id, t.start, t."end", coalesce(t.{last}, '')"""
        is_other = f"{quoted(table.key[0])} IS DISTINCT FROM hashed('{kind}', concat_ws({parts}))"
        sentence = f"The id is the hash of (article_id, start, end, {last}), as the contract makes it."
        yield rows(f"{prefix}-04", "critical", name, sentence, {table.key[0]: is_other})
    if table.has_spans:
        sentence = "The text is what stands in the article at its span."
        yield reads(f"{prefix}-05", "critical", name, sentence, {"text": at_span("text")})
    values = {column: condition for column, field in fields.items() if (condition := _not_allowed(column, field))}
    if made:
        # An id that is the hash has its form; the database works the hash out once for both rules.
        values[table.key[0]] = f"{is_other} AND {values[table.key[0]]}"
    if values:
        sentence = "Ids, codes and enumerated values have the form that the contract gives them."
        found = {column: _found(prefix, table, column) for column in table.references if column in values}
        implied = {column: shown for column, shown in found.items() if shown}
        yield Check(Rule(f"{prefix}-06", "critical", name, "rule", sentence), values, {}, implied=implied)
    numbers = {column: condition for column, field in fields.items() if (condition := _out_of_bounds(column, field))}
    if numbers:
        yield rows(f"{prefix}-07", "critical", name, "Numbers are finite and within their bounds.", numbers)
    # Blanks and odd signs in what has a form of its own break the rule about its form.
    formed = {column for column, field in fields.items() if _not_allowed(column, field)}
    texts = [
        field.name
        for field in schema
        if str(field.type) == "string" and (name, field.name) not in AS_DECODED and field.name not in formed
    ]
    blank = {column: f"has_blank_edge({quoted(column)})" for column in texts}
    blank |= {
        column: f"{quoted(column)} = ''"
        for column, field in fields.items()
        if (name, column) in AS_DECODED and constraints_of(field).min_chars
    }
    lists = [field.name for field in schema if str(field.type).startswith("list") and field.name not in formed]
    items = {
        column: f"SELECT t.* FROM (SELECT *, unnest({column}) AS found FROM {name}) t "
        "WHERE t.found IS NULL OR has_blank_edge(t.found)"
        for column in lists
    }
    sentence = "No text is empty, or begins or ends with a blank; unknown is null."
    if blank or items:
        screens: dict[str, Screen] = dict.fromkeys([*texts, *items], has_blank_edge)
        if name == "articles":  # the longest texts: without the screen the database would read them for this alone
            screens["text"] = is_empty
        yield Check(Rule(f"{prefix}-08", "critical", name, "rule", sentence), blank, items, screens=screens)
    # What a span says is the article's own text, and reported there.
    own = [column for column in texts if not (table.has_spans and column == "text")]
    odd = {column: f"regexp_matches({quoted(column)}, '{_ODD}')" for column in own}
    odd |= {column: f"regexp_matches(array_to_string({quoted(column)}, ' '), '{_ODD}')" for column in lists}
    if odd:
        sentence = "No text holds control characters or signs of a wrong decoding."
        yield rows(f"{prefix}-09", "warning", name, sentence, odd, dict.fromkeys(odd, is_odd))
    if dates := {columns[0]: _wrong_range(name, *columns) for columns in edtf_columns(table)}:
        sentence = "The date is EDTF level 1, and its days are the first and last of what it says."
        yield query(f"{prefix}-10", "critical", name, sentence, dates)
    if table in EXTRACTED:
        sentence = "Nothing is taken from stripped text."
        # An author's note may name its author.
        authors = name == "mentions"
        stripped = {column: not_in_stripped(*ends, but_authors=authors) for column, *ends in _span_columns(table)}
        yield reads(f"{prefix}-11", "critical", name, sentence, stripped)


#: C0 and C1 controls, the replacement character, and UTF-8 read as a single-byte encoding.
_ODD = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x{9f}\x{fffd}]|Ã[\x{80}-\x{bf}©¨¼¶¤±³¡­]|â€|Â[\x{80}-\x{bf}]|ï»¿"


def _duplicates(table: Table) -> str:
    keys = ", ".join(f'"{column}"' for column in table.key)
    # Numbers are counted faster than keys; keys only where two have the same number.
    suspected = f"SELECT hash({keys}) AS h FROM {table.name} GROUP BY 1 HAVING count(*) > 1"
    twice = f"SELECT {keys} FROM {table.name} WHERE hash({keys}) IN ({suspected}) GROUP BY ALL HAVING count(*) > 1"
    return f"SELECT t.* FROM {table.name} t SEMI JOIN ({twice}) d USING ({keys})"


def _dangling(table: Table, column: str) -> str:
    target, key = table.references[column]
    if str(arrow_schema(table).field(column).type).startswith("list"):
        items = f"(SELECT *, unnest({column}) AS found FROM {table.name})"
        return f"SELECT t.* FROM {items} t ANTI JOIN {target} o ON t.found = o.{key}"
    return f"SELECT t.* FROM {table.name} t ANTI JOIN {target} o ON t.{column} = o.{key} WHERE t.{column} IS NOT NULL"


def _found(prefix: str, table: Table, column: str) -> tuple[tuple[str, str], ...]:
    """What shows that a reference has its form: it is found, among keys that have theirs."""
    target, key = table.references[column]
    theirs = constraints_of(TABLES[target].row.model_fields[key]).pattern
    if constraints_of(table.row.model_fields[column]).pattern != theirs:
        return ()
    return (f"{prefix}-03", column), (f"{prefix_of(TABLES[target])}-06", key)


def _not_allowed(column: str, field: FieldInfo) -> str:
    """Condition for a value outside its enumeration or pattern; for a list, for any item outside it."""
    name = quoted(column)
    if values := allowed_values(field):
        return f"{name} NOT IN ({', '.join(repr(value) for value in values)})"
    pattern = (constraints_of(field).pattern or "").removeprefix("^").removesuffix("$")
    if not pattern:
        return ""
    if get_origin(field.annotation) is list:
        is_wrong = f"item IS NULL OR NOT regexp_full_match(item, '{pattern}')"
        return f"len(list_filter({name}, lambda item: {is_wrong})) > 0"
    return f"NOT regexp_full_match({name}, '{pattern}')"


def _out_of_bounds(column: str, field: FieldInfo) -> str:
    limits, name = constraints_of(field), quoted(column)
    signs = {"<": limits.at_least, "<=": limits.above, ">": limits.at_most, ">=": limits.below}
    bounds = [f"{name} {sign} {bound}" for sign, bound in signs.items() if bound is not None]
    if pa.types.is_floating(arrow_type(field.annotation, list(field.metadata))):
        bounds.append(f"NOT isfinite({name})")
    return " OR ".join(bounds)


def _wrong_range(table: str, value: str, first: str, last: str) -> str:
    is_date = "t.kind IN ('date', 'time') AND" if table == "dates" else ""
    found = (
        f"concat_ws(' ', coalesce(t.{value}, 'null'), 'from', coalesce(t.{first}::VARCHAR, 'null'), 'to', "
        f"coalesce(t.{last}::VARCHAR, 'null'))"
    )
    # A duration or a set carries no day; its value is not EDTF.
    point = (
        f"CASE WHEN {is_date} t.{value} IS NOT NULL THEN e.value IS NULL OR"
        if is_date
        else f"CASE WHEN t.{value} IS NOT NULL THEN e.value IS NULL OR"
    )
    return (
        f"SELECT t.*, {found} AS found FROM {table} t LEFT JOIN edtf e ON t.{value} = e.value WHERE {point} "
        f"t.{first} IS DISTINCT FROM e.first OR t.{last} IS DISTINCT FROM e.last "
        f"ELSE t.{first} IS NOT NULL OR t.{last} IS NOT NULL END"
    )


def _span_columns(table: Table) -> Iterator[tuple[str, str, str]]:
    """(words, start, end): the columns of a table that stand on spans of an article."""
    yield "text", "start", "end"
    schema = arrow_schema(table)
    for name in schema.names:
        ends = f"{name}_start", f"{name}_end"
        if all(end in schema.names and schema.field(end).type == pa.int32() for end in ends):
            yield name, *ends
