"""Rules about quantities and dates: bounds in order, and days that a report can mean."""

from __future__ import annotations

from onrecord.validation.checks import Check, Clause, row, rows, rule
from onrecord.validation.rules.spans import overlapping

#: An ISO 8601 duration, or a repetition of one.
_DURATION = r"(R[0-9]*/)?P([0-9.]+[YMWD]){0,4}(T([0-9.]+[HMS]){1,3})?"


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
    rule("QTY-20", "critical", "quantities", "value_min is not above value_max.").broken_by(
        row("value_min", "t.value_min > t.value_max", "at most {t.value_max}")
    ),
    rule("QTY-21", "warning", "quantities", "A quantity that is not vague has at least one bound.").broken_by(
        row(
            "value_min", "t.value_min IS NULL AND t.value_max IS NULL AND NOT t.vague", "a bound", "none, and not vague"
        )
    ),
    rule("QTY-22", "critical", "quantities", "The claim and the event of a quantity contain it.").broken_by(
        _around("claims"), _around("events")
    ),
    rule("QTY-23", "warning", "quantities", "No two quantities overlap.").broken_by(overlapping("quantities")),
)

DATES: tuple[Check, ...] = (
    rule("DAT-20", "critical", "dates", "A duration or a repetition has no days.").broken_by(
        row(
            "value_start",
            "t.kind IN ('duration', 'set') AND (t.value_start IS NOT NULL OR t.value_end IS NOT NULL)",
            "null, as the kind is {t.kind}",
            "{t.value_start} to {t.value_end}",
        )
    ),
    rule("DAT-21", "critical", "dates", "The value of a duration or a repetition is one of ISO 8601.").broken_by(
        row(
            "value",
            f"t.kind IN ('duration', 'set') AND NOT regexp_full_match(t.value, '{_DURATION}')",
            "a duration of ISO 8601 such as P2D, as the kind is {t.kind}",
        )
    ),
    rule("DAT-22", "critical", "dates", "The basis is unknown exactly if the value is null.").broken_by(
        row(
            "basis",
            "(t.value IS NULL) <> (t.basis = 'unknown')",
            "unknown exactly if value is null",
            "{t.basis}, value {t.value}",
        )
    ),
    rule(
        "DAT-23", "warning", "dates", "No date is over a hundred years after publication, or before the year 1."
    ).broken_by(
        row(
            "value",
            "t.value_start > coalesce(a.published_end, DATE '2100-12-31') + 36525 OR t.value_end < DATE '0001-01-01'",
            "0001 to {coalesce(a.published_end, DATE '2100-12-31') + 36525}",
        )
    ),
    rule("DAT-24", "warning", "dates", "A relative date has an anchor.").broken_by(
        row(
            "anchor",
            "t.basis = 'relative' AND t.anchor IS NULL AND t.value_start IS NOT NULL",
            "the date that {t.value} was counted from",
        )
    ),
    rule("DAT-25", "critical", "dates", "The anchor is EDTF level 1.").broken_by(
        rows(
            "anchor",
            "SELECT t.* FROM dates t ANTI JOIN edtf e ON t.anchor = e.value WHERE t.anchor IS NOT NULL",
            "a date of EDTF level 1",
        )
    ),
    rule("DAT-26", "warning", "dates", "No two dates overlap.").broken_by(overlapping("dates")),
)
