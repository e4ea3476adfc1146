"""Rules about events: what is counted, where, when and by whom is what the text says."""

from __future__ import annotations

import pycountry

from onrecord.validation.checks import Check, query, reads, rows
from onrecord.validation.held_against_text import at_span, in_text, not_in_stripped_text_alone
from onrecord_schema.events import MODES

_PAIRS = ", ".join(f"'{event_type} {mode}'" for event_type, modes in MODES.items() for mode in modes)
#: The codes of ISO 3166-1, and the one that is in use for Kosovo, as a pattern: faster than a list of as many.
_COUNTRIES = "|".join(code for code in sorted({one.alpha_2 for one in pycountry.countries} | {"XK"}))

EVENTS: tuple[Check, ...] = (
    reads(
        "EVT-20",
        "critical",
        "events",
        "The trigger is what stands in the article at its span, inside the event's.",
        {"trigger": at_span("trigger", "trigger_start", "trigger_end")},
        {"trigger_start": 't.trigger_start < t.start OR t.trigger_end > t."end"'},
    ),
    rows(
        "EVT-21",
        "critical",
        "events",
        "The mode is one of PLOVER's modes of that event type.",
        {
            # Most events have no mode: for them nothing is compared.
            "mode": f"CASE WHEN t.mode IS NOT NULL THEN t.event_type || ' ' || t.mode NOT IN ({_PAIRS}) END",
        },
    ),
    rows("EVT-22", "critical", "events", "Fewest is not more than most.", {"count_min": "t.count_min > t.count_max"}),
    rows(
        "EVT-23",
        "critical",
        "events",
        "How the date is known is said exactly when there is one.",
        {
            "date_basis": "(t.date IS NULL) <> (t.date_basis = 'unknown')",
        },
    ),
    rows(
        "EVT-24",
        "warning",
        "events",
        "Nothing has happened after the article that reports it was published.",
        {
            "date": "t.status IN ('happened', 'ongoing') AND t.date_start > a.published_end + 1",
        },
    ),
    reads(
        "EVT-25",
        "critical",
        "events",
        "Who did it, to whom, and where is told in the article's own words, or by a correction.",
        {column: in_text(column) for column in ("actor", "recipient", "place")},
    ),
    query(
        "EVT-26",
        "critical",
        "events",
        "The claim that reports an event stands in the same article and over it.",
        {
            "claim_id": "SELECT t.* FROM events t JOIN claims c USING (claim_id) WHERE c.article_id <> t.article_id "
            'OR c."end" <= t.start OR c.start >= t."end"',
        },
    ),
    query(
        "EVT-27",
        "critical",
        "events",
        "The persons who take part are mentioned in the article.",
        {
            "person_ids": "SELECT t.* FROM (SELECT *, unnest(person_ids) AS found FROM events) t SEMI JOIN persons p "
            "ON p.person_id = t.found ANTI JOIN mentions m ON m.article_id = t.article_id AND m.person_id = t.found",
        },
    ),
    rows(
        "EVT-28",
        "critical",
        "events",
        "Persons are listed once, in order.",
        {
            "person_ids": "t.person_ids <> list_sort(list_distinct(t.person_ids))",
        },
    ),
    query(
        "EVT-29",
        "warning",
        "events",
        "What an event counts is a number in its text: a quantity with these bounds, or the sum of exact ones.",
        {
            "count_min": "SELECT t.*, concat_ws(' ', coalesce(t.count_min::VARCHAR, 'null'), 'to', "
            "coalesce(t.count_max::VARCHAR, 'null')) AS found FROM events t "
            "WHERE NOT t.curated AND (t.count_min IS NOT NULL OR t.count_max IS NOT NULL) "
            "AND NOT (t.count_min = 1 AND t.count_max = 1) "
            "AND NOT EXISTS (SELECT 1 FROM quantities q WHERE q.article_id = t.article_id "
            "AND (t.count_min IS NULL OR t.count_min = ceil(q.value_min)) "
            "AND (t.count_max IS NULL OR t.count_max = floor(q.value_max))) "
            "AND t.count_min IS DISTINCT FROM (SELECT sum(q.value_min) FROM quantities q "
            'WHERE q.article_id = t.article_id AND q.start >= t.start AND q."end" <= t."end" '
            "AND q.value_min = q.value_max)",
        },
    ),
    rows(
        "EVT-30",
        "critical",
        "events",
        "An actor or recipient that is not named has no kind.",
        {
            "actor_kind": "t.actor IS NULL AND t.actor_kind <> 'unknown'",
            "recipient_kind": "t.recipient IS NULL AND t.recipient_kind <> 'unknown'",
        },
    ),
    rows(
        "EVT-31",
        "critical",
        "events",
        "A country is that of a place, and one that ISO 3166-1 knows.",
        {
            "country": "CASE WHEN t.country IS NOT NULL THEN t.place IS NULL "
            f"OR NOT regexp_full_match(t.country, '{_COUNTRIES}') END"
        },
    ),
    reads(
        "EVT-32",
        "critical",
        "events",
        "Who did it, to whom, and where does not stand in stripped text alone.",
        {column: not_in_stripped_text_alone(column) for column in ("actor", "recipient", "place")},
    ),
    rows(
        "CRS-20",
        "critical",
        "crosswalk",
        "The mode is one of PLOVER's modes of that event type.",
        {"mode": f"t.event_type || ' ' || t.mode NOT IN ({_PAIRS})"},
    ),
)
