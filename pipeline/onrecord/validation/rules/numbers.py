"""Rules about quantities and dates: bounds in order, points in time that a report can speak of."""

from __future__ import annotations

from onrecord.validation.checks import Check, query, reads, rows
from onrecord.validation.overlaps import apart

#: An ISO 8601 duration, or a repetition of one.
_DURATION = r"(R[0-9]*/)?P([0-9.]+[YMWD]){0,4}(T([0-9.]+[HMS]){1,3})?"

NUMBERS: tuple[Check, ...] = (
    rows(
        "QTY-20",
        "critical",
        "quantities",
        "The lowest value is not above the highest.",
        {
            "value_min": "t.value_min > t.value_max",
        },
    ),
    rows(
        "QTY-21",
        "warning",
        "quantities",
        "A number that is not vague says something: at least one bound is known.",
        {
            "value_min": "t.value_min IS NULL AND t.value_max IS NULL AND NOT t.vague",
        },
    ),
    query(
        "QTY-22",
        "critical",
        "quantities",
        "The claim and the event it belongs to stand in the same article, and around it.",
        {
            "claim_id": "SELECT t.* FROM quantities t JOIN claims o USING (claim_id) WHERE o.article_id <> "
            't.article_id OR t.start < o.start OR o."end" < t."end"',
            "event_id": "SELECT t.* FROM quantities t JOIN events o USING (event_id) WHERE o.article_id <> "
            't.article_id OR t.start < o.start OR o."end" < t."end"',
        },
    ),
    reads(
        "QTY-23",
        "warning",
        "quantities",
        "No two quantities overlap: a number counts once.",
        {"text": apart()},
    ),
    rows(
        "DAT-20",
        "critical",
        "dates",
        "A duration or a repetition carries no day.",
        {
            "value_start": "t.kind IN ('duration', 'set') AND (t.value_start IS NOT NULL OR t.value_end IS NOT NULL)",
        },
    ),
    rows(
        "DAT-21",
        "critical",
        "dates",
        "A duration or a repetition is written as ISO 8601 has it.",
        {
            "value": f"t.kind IN ('duration', 'set') AND NOT regexp_full_match(t.value, '{_DURATION}')",
        },
    ),
    rows(
        "DAT-22",
        "critical",
        "dates",
        "How the value is known is said exactly when there is one.",
        {
            "basis": "(t.value IS NULL) <> (t.basis = 'unknown')",
        },
    ),
    rows(
        "DAT-23",
        "warning",
        "dates",
        "No date lies more than a hundred years after publication, or in the year 0.",
        {
            "value": "t.value_start > coalesce(a.published_end, DATE '2100-12-31') + 36525 OR t.value_end < "
            "DATE '0001-01-01'",
        },
    ),
    rows(
        "DAT-24",
        "warning",
        "dates",
        "A relative date says what it was counted from.",
        {
            "anchor": "t.basis = 'relative' AND t.anchor IS NULL AND t.value_start IS NOT NULL",
        },
    ),
    query(
        "DAT-25",
        "critical",
        "dates",
        "What a date was counted from is EDTF level 1.",
        {
            "anchor": "SELECT t.* FROM dates t ANTI JOIN edtf e ON t.anchor = e.value WHERE t.anchor IS NOT NULL",
        },
    ),
    reads(
        "DAT-26",
        "warning",
        "dates",
        "No two dates overlap: a day is told once.",
        {"text": apart()},
    ),
)
