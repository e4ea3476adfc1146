"""Rules about quantities and dates: bounds in order, and days that a report can mean."""

from __future__ import annotations

from onrecord.validation.checks import Check, Clause, article_rows, row, rows, rule
from onrecord.validation.rules.spans import outside_its_claim, overlapping

#: An ISO 8601 duration, or a repetition of one.
_DURATION = "(R[0-9]*/)?P" + "".join(rf"(\d+([.]\d+)?{unit})?" for unit in "YMWD")
_DURATION += "(T" + "".join(rf"(\d+([.]\d+)?{unit})?" for unit in "HMS") + ")?"
_DAY = "coalesce(try_strptime(t.text, '%-d %B %Y'), try_strptime(t.text, '%B %-d, %Y'))"
_NUMBER = "try_cast(replace(t.text, ',', '') AS DOUBLE)"


def _around(table: str) -> Clause:
    """The row of `table` that a quantity belongs to is in another article, or does not contain it."""
    key = f"{table[:-1]}_id"
    return rows(
        key,
        f'SELECT t.*, o.article_id AS its_article, o.start AS its_start, o."end" AS its_end FROM quantities t '
        f"JOIN {table} o USING ({key}) "
        'WHERE o.article_id <> t.article_id OR t.start < o.start OR o."end" < t."end"',
        'a row in {t.article_id} around {t.start} to {t."end"}',
        f"{{t.{key}}} in {{t.its_article}} at {{t.its_start}} to {{t.its_end}}",
    )


QUANTITIES: tuple[Check, ...] = (
    rule("QTY-20", "critical", "value_min is not above value_max.").broken_by(
        row("value_min", "t.value_min > t.value_max", "at most {t.value_max}")
    ),
    rule("QTY-21", "warning", "A quantity that is not vague has at least one bound.").broken_by(
        row(
            "value_min", "t.value_min IS NULL AND t.value_max IS NULL AND NOT t.vague", "a bound", "none, and not vague"
        )
    ),
    rule("QTY-22", "critical", "The claim and the event of a quantity contain it.").broken_by(
        _around("claims"), _around("events")
    ),
    rule("QTY-23", "warning", "No two quantities overlap.").broken_by(overlapping("quantities")),
    rule("QTY-24", "critical", "A quantity that stands in a claim names a claim, unless corrected.").broken_by(
        outside_its_claim("quantities")
    ),
    rule("QTY-25", "warning", "A number in digits has the value that they write, unless corrected.").broken_by(
        row(
            "value_min",
            r"CASE WHEN NOT t.curated AND regexp_full_match(t.text, '\d{1,3}(,\d{3})*|\d+') "
            f"THEN t.value_min IS DISTINCT FROM {_NUMBER} OR t.value_max IS DISTINCT FROM t.value_min END",
            f"{{{_NUMBER}}}",
            "{t.value_min} to {t.value_max}",
        )
    ),
)

DATES: tuple[Check, ...] = (
    rule("DAT-21", "critical", "The value of a duration or a repetition is one of ISO 8601.").broken_by(
        row(
            "value",
            f"t.kind IN ('duration', 'set') AND NOT (regexp_full_match(t.value, '{_DURATION}') "
            "AND regexp_matches(t.value, '[0-9][YMWDHS]$'))",
            "a duration of ISO 8601 such as P2D, as the kind is {t.kind}",
        )
    ),
    rule("DAT-22", "critical", "The basis is unknown exactly if the value is null.").broken_by(
        row(
            "basis",
            "(t.value IS NULL) <> (t.basis = 'unknown')",
            "unknown exactly if value is null",
            "{t.basis}, value {t.value}",
        )
    ),
    rule("DAT-23", "warning", "No date is over a hundred years after publication, or before the year 1.").broken_by(
        row(
            "value",
            "t.value_start > coalesce(a.published_end, DATE '2100-12-31') + 36525 OR t.value_end < DATE '0001-01-01'",
            "0001 to {coalesce(a.published_end, DATE '2100-12-31') + 36525}",
        )
    ),
    rule("DAT-24", "warning", "A relative date has an anchor, a stated one none.").broken_by(
        row(
            "anchor",
            "t.basis = 'relative' AND t.anchor IS NULL AND t.value_start IS NOT NULL",
            "the date that {t.value} was counted from",
        ),
        row("anchor", "t.basis = 'stated' AND t.anchor IS NOT NULL", "null, as the basis is stated"),
    ),
    rule("DAT-25", "critical", "The anchor is EDTF level 1.").broken_by(
        rows(
            "anchor",
            "SELECT t.* FROM dates t ANTI JOIN edtf e ON t.anchor = e.value WHERE t.anchor IS NOT NULL",
            "a date of EDTF level 1",
        )
    ),
    rule("DAT-26", "warning", "No two dates overlap.").broken_by(overlapping("dates")),
    rule("DAT-27", "critical", "A day written in full has its own value, unless corrected.").broken_by(
        row(
            "value",
            "CASE WHEN t.kind = 'date' AND NOT t.curated AND regexp_full_match(t.text, '[\\w ,]+ [0-9]{4}') "
            f"THEN t.value IS DISTINCT FROM strftime({_DAY}, '%Y-%m-%d') AND {_DAY} IS NOT NULL END",
            f"{{{_DAY}::DATE}}",
        )
    ),
    rule("DAT-28", "warning", "The anchor is another date of the article, or its publication date.").broken_by(
        article_rows(
            "anchor",
            "SELECT t.* FROM dates t JOIN articles a USING (article_id) WHERE NOT t.curated "
            "AND t.anchor IS DISTINCT FROM a.published AND t.anchor IS NOT NULL AND NOT EXISTS (SELECT 1 FROM dates d "
            "WHERE d.article_id = t.article_id AND d.date_id <> t.date_id AND d.value = t.anchor)",
            "a date of the article",
        )
    ),
)
