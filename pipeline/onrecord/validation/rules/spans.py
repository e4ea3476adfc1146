"""Clauses that several tables share: what rows say is in the text of their article, and each stretch is used once."""

from __future__ import annotations

from onrecord.validation.checks import Clause, article_rows, quoted, row


def at_span(column: str, start: str, end: str) -> Clause:
    """The column is not the article's text from `start` to `end`, or holds text though it has no span."""
    first, past = quoted(start), quoted(end)
    right = f"piece(a.text, {first}, {past})"
    is_wrong = f"{quoted(column)} IS DISTINCT FROM {right} OR length({quoted(column)}) <> {past} - {first}"
    expected = f"{{{right}}} (articles.text[{{{first}}}:{{{past}}}])"
    return row(column, f"a.text IS NOT NULL AND ({is_wrong})", expected)


def written_in_text(column: str) -> Clause:
    """The column's words are nowhere in the article's text, however blanks divide them, and no correction gave them."""
    name = quoted(column)
    is_missing = f"CASE WHEN NOT contains(a.text, {name}) THEN NOT contains(a.solid, without_blanks({name})) END"
    return row(column, f"NOT t.curated AND {is_missing}", "words of the article's text")


def not_only_in_stripped_text(column: str) -> Clause:
    """The column's words are in a stripped segment of the article, and in no kept one."""
    name = quoted(column)
    return row(column, f"contains(a.stripped, {name}) AND NOT contains(a.kept, {name})", "words of kept text")


def dated_by_article(table: str, column: str) -> str:
    """Query of rows whose first or last day is neither that of a date of the article nor that of its publication."""
    is_other = " OR ".join(
        f"(t.{column}_{end} IS NOT NULL AND t.{column}_{end} IS DISTINCT FROM a.published_{end} "
        f"AND t.{column}_{end} NOT IN (SELECT d.value_{end} FROM dates d "
        f"WHERE d.article_id = t.article_id AND d.value_{end} IS NOT NULL))"
        for end in ("start", "end")
    )
    return f"SELECT t.* FROM {table} t JOIN article a USING (article_id) WHERE NOT t.curated AND ({is_other})"


def outside_its_claim(table: str) -> Clause:
    """A claim holds the whole row, but the row names no claim."""
    query = (
        f"SELECT t.* FROM {table} t WHERE t.claim_id IS NULL AND NOT t.curated AND EXISTS (SELECT 1 FROM claims c "
        'WHERE c.article_id = t.article_id AND c.start <= t.start AND c."end" >= t."end")'
    )
    return article_rows("claim_id", query, "the claim around it")


def overlapping(table: str) -> Clause:
    """Two rows of an article share a character. A span without characters breaks a rule of its own."""
    query = f"""
        SELECT * FROM (
            SELECT t.*, max(t."end") OVER (spans ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS end_before,
                   lead(t.start) OVER spans AS next_start
            FROM {table} t WHERE t.start < t."end"
            WINDOW spans AS (PARTITION BY article_id ORDER BY t.start, t."end")
        ) WHERE start < end_before OR "end" > next_start"""
    found = '[{t.start}:{t."end"}], others from {t.next_start} on and up to {t.end_before}'
    return article_rows("text", query, "characters of no other row", found.replace("\\", ""))
