"""Rules that follow from the contract: generated from the row models, numbered alike in every table.

CLM-01 and EVT-01 are the same rule, so that the numbers stay when tables and columns are added.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import get_origin

import pyarrow as pa
from pydantic.fields import FieldInfo

from onrecord.validation.checks import (
    EXTRACTED,
    Check,
    Clause,
    WorkingTable,
    article_rows,
    literal,
    prefix_of,
    quoted,
    row,
    rows,
    rule,
)
from onrecord.validation.constraints import constraints_of
from onrecord.validation.outcome import Severity
from onrecord.validation.rules.spans import at_span
from onrecord_schema.arrow import allowed_values, arrow_schema, arrow_type, is_nullable
from onrecord_schema.tables import TABLES, Table

#: Columns that hold running text as decoded, or names of files, blanks at the edges included.
AS_DECODED = {
    ("articles", "text"), ("articles", "body"), ("segments", "text"),
    ("articles", "source_path"), ("sources", "source_path"),
}  # fmt: skip
#: C0 and C1 controls, the replacement character, and UTF-8 read as a single-byte encoding.
_ODD = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x{9f}\x{fffd}]|Ã[\x{80}-\x{bf}©¨¼¶¤±³¡­]|â€|Â[\x{80}-\x{bf}]|ï»¿"


def contract_checks() -> Iterator[Check]:
    """The rules of every table; a rule that a table has no column for is left out."""
    for table in TABLES.values():
        for number, severity, sentence, clauses in _rules_of(table):
            reads = (CORRECTED,) if number == "12" else ()
            check = rule(f"{prefix_of(table)}-{number}", severity, sentence).broken_by(*clauses, reads=reads)
            if check.clauses:
                yield check


def _rules_of(table: Table) -> Iterator[tuple[str, Severity, str, Iterable[Clause]]]:
    forms = [clause for column, field in table.row.model_fields.items() if (clause := _form(column, field))]
    # What has a form of its own breaks the rule about forms, not those about blanks and odd characters.
    free = [field for field in arrow_schema(table) if field.name not in {clause.column for clause in forms}]
    yield "01", "critical", "Required columns have a value.", _missing(table)
    yield "02", "critical", "Every key occurs once.", [_duplicates(table)]
    yield "03", "critical", "Every row that is referred to exists.", [_dangling(table, one) for one in table.references]
    if table.label:
        sentence = f"The id is the hash of (article_id, start, end, {table.label})."
        yield "04", "critical", sentence, [_wrong_id(table)]
    if table.has_spans:
        yield "05", "critical", "The text is articles.text[start:end].", [at_span("text", "start", "end")]
    yield "06", "critical", "Ids, codes and enumerated values have a form that the contract allows.", forms
    bounds = [clause for column, field in table.row.model_fields.items() if (clause := _bounds(column, field))]
    yield "07", "critical", "Numbers are finite and within their bounds.", bounds
    yield "08", "critical", "No text is empty or has a blank at either end; unknown is null.", _blanks(table, free)
    yield "09", "warning", "Texts have no control characters and no signs of a wrong decoding.", _odd(table, free)
    dates = [_wrong_days(table.name, *columns[:3]) for columns in table.dates]
    yield "10", "critical", "Dates are EDTF level 1, with their first and last day.", dates
    if table in EXTRACTED:
        stripped = [_from_stripped_text(table, *columns) for columns in _span_columns(table)]
        yield "11", "critical", "Rows come from kept text, not from stripped text.", stripped
    if "curated" in table.columns and table.of_origin("free"):
        sentence = "A curated row, or its group or person, is named by a correction."
        yield "12", "critical", sentence, [_curated_by_nobody(table)]


#: All ids that corrections name, and the persons of such mentions; null if an article was dropped, as what falls with
#: it is not recorded.
CORRECTED = WorkingTable(
    "corrected",
    r"""
    WITH named AS (
        SELECT unnest(regexp_extract_all(concat_ws(' ', row_ids, changes, dropped), '[a-z]{3}-[0-9a-f]{16}')) AS id
        FROM corrections
    )
    SELECT CASE WHEN NOT EXISTS (SELECT 1 FROM corrections WHERE action = 'drop' AND row_ids::VARCHAR LIKE '%art-%')
    THEN coalesce(list(id), []) END AS ids
    FROM (FROM named UNION SELECT person_id FROM mentions SEMI JOIN named ON id = mention_id)""",
)


def _curated_by_nobody(table: Table) -> Clause:
    named_by = {table.key[0], "story_id", "claim_group_id", "event_group_id", "quote_id", "person_id"}
    ids = f"[{', '.join(quoted(column) for column in table.columns if column in named_by)}]"
    if "person_ids" in table.columns:
        ids += " || t.person_ids"
    query = f"SELECT t.* FROM {table.name} t, corrected c WHERE t.curated AND NOT list_has_any(c.ids, {ids})"
    return rows("curated", query, "a correction that names it", "none")


def several(table: str, *columns: str) -> str:
    """Query of the values of `columns` that several rows share. Hashes come first: they take a fifth of the memory."""
    names = ", ".join(f'"{column}"' for column in columns)
    suspected = f"SELECT hash({names}) FROM {table} GROUP BY 1 HAVING count(*) > 1"
    return (
        f"SELECT {names}, count(*) AS times FROM {table} WHERE hash({names}) IN ({suspected}) "
        "GROUP BY ALL HAVING count(*) > 1"
    )


def _missing(table: Table) -> list[Clause]:
    fields = table.row.model_fields.items()
    return [row(name, f"{quoted(name)} IS NULL", "a value") for name, field in fields if not is_nullable(field)]


def _duplicates(table: Table) -> Clause:
    keys = ", ".join(f'"{column}"' for column in table.key)
    query = f"SELECT t.*, d.times FROM {table.name} t JOIN ({several(table.name, *table.key)}) d USING ({keys})"
    return rows(table.key[0], query, "one row with this key", "{t.times} rows")


def _dangling(table: Table, column: str) -> Clause:
    target, key = table.references[column]
    if pa.types.is_list(arrow_schema(table).field(column).type):
        items = f"(SELECT *, unnest({column}) AS item FROM {table.name})"
        query = f"SELECT t.* FROM {items} t ANTI JOIN {target} o ON t.item = o.{key}"
        return rows(column, query, f"ids in {target}", "{t.item}")
    query = f"SELECT t.* FROM {table.name} t ANTI JOIN {target} o ON t.{column} = o.{key} WHERE t.{column} IS NOT NULL"
    return rows(column, query, f"an id in {target}")


def _wrong_id(table: Table) -> Clause:
    key = quoted(table.key[0])
    parts = f"""chr(31), t.article_id, t.start, t."end", coalesce(t.{table.label}, '')"""
    right = f"hashed('{prefix_of(table).lower()}', concat_ws({parts}))"
    return row(table.key[0], f"{key} IS DISTINCT FROM {right}", f"{{{right}}}")


def _form(column: str, field: FieldInfo) -> Clause | None:
    """The clause for a value outside its enumeration or pattern; for a list, for any item outside it."""
    name = quoted(column)
    if values := allowed_values(field):
        return row(column, f"{name} NOT IN ({', '.join(map(literal, values))})", f"one of {', '.join(values)}")
    pattern = (constraints_of(field).pattern or "").removeprefix("^").removesuffix("$")
    if not pattern:
        return None
    expected = f"the form {pattern}".replace("{", "{{").replace("}", "}}")
    if get_origin(field.annotation) is list:
        is_wrong = f"item IS NULL OR NOT regexp_full_match(item, '{pattern}')"
        return row(column, f"len(list_filter({name}, lambda item: {is_wrong})) > 0", f"items of {expected}")
    return row(column, f"NOT regexp_full_match({name}, '{pattern}')", expected)


def _bounds(column: str, field: FieldInfo) -> Clause | None:
    """The clause for a number outside its bounds, or one that is not finite."""
    limits, name = constraints_of(field), quoted(column)
    bounds = [
        ("<", "at least", limits.at_least), ("<=", "above", limits.above),
        (">", "at most", limits.at_most), (">=", "below", limits.below),
    ]  # fmt: skip
    broken = [(f"{name} {sign} {bound}", f"{word} {bound:g}") for sign, word, bound in bounds if bound is not None]
    if pa.types.is_floating(arrow_type(field.annotation, list(field.metadata))):
        broken.append((f"NOT isfinite({name})", "finite"))
    if not broken:
        return None
    conditions, expected = zip(*broken, strict=True)
    return row(column, " OR ".join(conditions), ", ".join(expected))


def _blanks(table: Table, free: list[pa.Field]) -> Iterator[Clause]:
    expected = "no blank at either end; null if unknown"
    for field in free:
        name = quoted(field.name)
        if pa.types.is_list(field.type):
            is_wrong = f"len(list_filter({name}, lambda item: item IS NULL OR has_blank_edge(item))) > 0"
            yield row(field.name, is_wrong, expected)
        elif (table.name, field.name) in AS_DECODED:
            if constraints_of(table.row.model_fields[field.name]).min_chars:
                yield row(field.name, f"{name} = ''", "text", "no text")
        elif field.type == pa.string():
            yield row(field.name, f"has_blank_edge({name})", expected, f"“{{{name}}}”")


def _odd(table: Table, free: list[pa.Field]) -> Iterator[Clause]:
    for field in free:
        # What a span says is the article's own text, and reported there.
        if (table.name, field.name) in AS_DECODED or (table.has_spans and field.name == "text"):
            continue
        name = quoted(field.name)
        if pa.types.is_list(field.type):
            yield row(field.name, f"regexp_matches(array_to_string({name}, ' '), '{_ODD}')", "characters as printed")
        elif field.type == pa.string():
            yield row(field.name, f"regexp_matches({name}, '{_ODD}')", "characters as printed")


def _wrong_days(table: str, value: str, first: str, last: str) -> Clause:
    # The value of a duration or a repetition is not EDTF, and has no days.
    has_days = f"t.{value} IS NOT NULL" + (" AND t.kind IN ('date', 'time')" if table == "dates" else "")
    query = (
        f"SELECT t.*, {has_days} AS has_days, e.first, e.last, e.value IS NOT NULL AS is_edtf FROM {table} t "
        f"LEFT JOIN edtf e ON t.{value} = e.value WHERE CASE WHEN {has_days} THEN e.value IS NULL "
        f"OR t.{first} IS DISTINCT FROM e.first OR t.{last} IS DISTINCT FROM e.last "
        f"ELSE t.{first} IS NOT NULL OR t.{last} IS NOT NULL END"
    )
    days = "CASE WHEN NOT t.has_days THEN 'no days' WHEN NOT t.is_edtf THEN 'a date of EDTF level 1' ELSE {} END"
    return rows(
        value,
        query,
        f"{{{days.format(_days('t.first', 't.last'))}}}",
        f"{{t.{value}}}, {{{_days(f't.{first}', f't.{last}')}}}",
    )


def _days(first: str, last: str) -> str:
    return f"concat('from ', coalesce({first}::VARCHAR, 'unknown'), ' to ', coalesce({last}::VARCHAR, 'unknown'))"


def _span_columns(table: Table) -> Iterator[tuple[str, str, str]]:
    """(words, start, end): the columns of a table that are spans of an article's text."""
    yield "text", "start", "end"
    schema = arrow_schema(table)
    for name in schema.names:
        ends = f"{name}_start", f"{name}_end"
        if all(end in schema.names and schema.field(end).type == pa.int32() for end in ends):
            yield name, *ends


def _from_stripped_text(table: Table, column: str, start: str, end: str) -> Clause:
    first, past = quoted(start), quoted(end)
    query = (
        f'SELECT t.*, s.role AS its_role, s.start AS its_start, s."end" AS its_end FROM {table.name} t JOIN segments s '
        f'ON s.article_id = t.article_id AND s.start < {past} AND s."end" > {first} WHERE NOT s.kept'
    )
    if table.name == "mentions":  # a note about an author may name its author
        authors = "SELECT person_id FROM persons WHERE is_author"
        query += f" AND NOT (s.role = 'author_bio' AND t.person_id IN ({authors}))"
    found = f"[{{{first}}}:{{{past}}}], in the stripped {{t.its_role}} [{{t.its_start}}:{{t.its_end}}]"
    return article_rows(column, query, "kept text", found)
