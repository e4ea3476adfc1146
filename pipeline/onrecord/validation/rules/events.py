"""Rules about events: type, count, actors, date and place are what the text says. Also about the crosswalk of types."""

from __future__ import annotations

import pycountry

from onrecord.validation.checks import Check, article_rows, row, rows, rule
from onrecord.validation.rules.spans import (
    at_span,
    dated_by_article,
    not_only_in_stripped_text,
    outside_its_claim,
    written_in_text,
)
from onrecord_schema.events import MODES

_PAIRS = ", ".join(f"'{event_type} {mode}'" for event_type, modes in MODES.items() for mode in modes)
#: The codes of ISO 3166-1, and XK, which is in use for Kosovo, as a pattern: faster than a list of as many.
_COUNTRIES = "|".join(sorted({one.alpha_2 for one in pycountry.countries} | {"XK"}))
_WRONG_MODE = f"t.event_type || ' ' || t.mode NOT IN ({_PAIRS})"

EVENTS: tuple[Check, ...] = (
    rule("EVT-20", "critical", "The trigger is the article's text at its span, inside the event.").broken_by(
        at_span("trigger", "trigger_start", "trigger_end"),
        row(
            "trigger_start",
            't.trigger_start < t.start OR t.trigger_end > t."end"',
            'a span inside {t.start} to {t."end"}',
            "{t.trigger_start} to {t.trigger_end}",
        ),
    ),
    rule("EVT-21", "critical", "The mode is one of PLOVER's modes of the event type.").broken_by(
        row("mode", f"CASE WHEN t.mode IS NOT NULL THEN {_WRONG_MODE} END", "a mode of {t.event_type}")
    ),
    rule("EVT-22", "critical", "count_min is not above count_max.").broken_by(
        row("count_min", "t.count_min > t.count_max", "at most {t.count_max}")
    ),
    rule("EVT-23", "critical", "The date's basis is unknown exactly if the date is null.").broken_by(
        row(
            "date_basis",
            "(t.date IS NULL) <> (t.date_basis = 'unknown')",
            "unknown exactly if date is null",
            "{t.date_basis}, date {t.date}",
        )
    ),
    rule("EVT-24", "warning", "Nothing happened after the article was published.").broken_by(
        row(
            "date",
            "t.status IN ('happened', 'ongoing') AND t.date_start > a.published_end + 1",
            "a day up to {a.published_end}, as the status is {t.status}",
        )
    ),
    rule("EVT-25", "critical", "Actor, recipient and place are written in the text, or corrected.").broken_by(
        *(written_in_text(column) for column in ("actor", "recipient", "place"))
    ),
    rule("EVT-26", "critical", "The claim that reports the event overlaps it in the same article.").broken_by(
        rows(
            "claim_id",
            'SELECT t.*, c.article_id AS its_article, c.start AS its_start, c."end" AS its_end FROM events t '
            "JOIN claims c USING (claim_id) "
            'WHERE c.article_id <> t.article_id OR c."end" <= t.start OR c.start >= t."end"',
            'a claim in {t.article_id} at {t.start} to {t."end"}',
            "{t.claim_id} in {t.its_article} at {t.its_start} to {t.its_end}",
        )
    ),
    rule("EVT-27", "critical", "The persons of an event are mentioned in its article.").broken_by(
        rows(
            "person_ids",
            "SELECT t.* FROM (SELECT *, unnest(person_ids) AS person FROM events) t "
            "SEMI JOIN persons p ON p.person_id = t.person "
            "ANTI JOIN mentions m ON m.article_id = t.article_id AND m.person_id = t.person",
            "persons mentioned in {t.article_id}",
            "{t.person}",
        )
    ),
    rule("EVT-28", "critical", "Persons are listed once, in order.").broken_by(
        row("person_ids", "t.person_ids <> list_sort(list_distinct(t.person_ids))", "ids in order, each once")
    ),
    rule("EVT-29", "warning", "The count is a quantity of the article, or the sum of exact ones.").broken_by(
        rows(
            "count_min",
            """
            SELECT t.* FROM events t
            WHERE NOT t.curated AND (t.count_min IS NOT NULL OR t.count_max IS NOT NULL)
            AND NOT (t.count_min = 1 AND t.count_max = 1)
            AND NOT EXISTS (
                SELECT 1 FROM quantities q WHERE q.article_id = t.article_id
                AND (t.count_min IS NULL OR t.count_min = ceil(q.value_min))
                AND (t.count_max IS NULL OR t.count_max = floor(q.value_max)))
            AND t.count_min IS DISTINCT FROM (
                SELECT sum(q.value_min) FROM quantities q WHERE q.article_id = t.article_id
                AND q.start >= t.start AND q."end" <= t."end" AND q.value_min = q.value_max)""",
            "a quantity with these bounds, or exact ones with this sum",
            "{t.count_min} to {t.count_max}",
        )
    ),
    rule("EVT-30", "critical", "An actor or recipient that is null is of kind unknown.").broken_by(
        row("actor_kind", "t.actor IS NULL AND t.actor_kind <> 'unknown'", "unknown, as there is no actor"),
        row(
            "recipient_kind",
            "t.recipient IS NULL AND t.recipient_kind <> 'unknown'",
            "unknown, as there is no recipient",
        ),
    ),
    rule("EVT-31", "critical", "The country is a code of ISO 3166-1, and there is a place in it.").broken_by(
        row(
            "country",
            "CASE WHEN t.country IS NOT NULL THEN t.place IS NULL "
            f"OR NOT regexp_full_match(t.country, '{_COUNTRIES}') END",
            "a code of ISO 3166-1, with a place",
            "{t.country}, place {t.place}",
        )
    ),
    rule("EVT-32", "critical", "Actor, recipient and place are not only written in stripped text.").broken_by(
        *(not_only_in_stripped_text(column) for column in ("actor", "recipient", "place"))
    ),
    rule("EVT-33", "warning", "An event is dated by a date of the article or its publication.").broken_by(
        article_rows("date", dated_by_article("events", "date"), "a date of the article")
    ),
    rule("EVT-34", "critical", "An event that stands in a claim names a claim, unless corrected.").broken_by(
        outside_its_claim("events")
    ),
)

CROSSWALK: tuple[Check, ...] = (
    rule("CRS-20", "critical", "The mode is one of PLOVER's modes of the event type.").broken_by(
        row("mode", _WRONG_MODE, "a mode of {t.event_type}")
    ),
)
