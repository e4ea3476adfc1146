"""Maps each reading of date_patterns.tsv to its function; one that returns None says that it is no time."""

from __future__ import annotations

from collections.abc import Callable

from onrecord.document.dates import days, lengths, quarters, relative, weekdays, years
from onrecord.document.dates.context import Context
from onrecord.document.dates.grammar import Match
from onrecord.document.dates.periods import Reading

READINGS: dict[str, Callable[[Match, Context], Reading | None]] = {
    "written": days.written,
    "day": days.day,
    "days": days.days,
    "holiday": days.holiday,
    "week_of": days.week_of,
    "part_of_month": days.month_of_year,
    "month_of_year": days.month_of_year,
    "month": days.month,
    "year": years.year,
    "part_of_year": years.fiscal_year,
    "around_year": years.around_year,
    "fiscal_year": years.fiscal_year,
    "years": years.years,
    "decade": years.decade,
    "century": years.century,
    "season": years.season,
    "quarter": quarters.quarter,
    "half": quarters.half,
    "latest_unit": quarters.latest_unit,
    "year_ago": quarters.year_ago,
    "this_unit": relative.this_unit,
    "before_last": relative.before_last,
    "same_unit": relative.same_unit,
    "ago": relative.ago,
    "later": relative.later,
    "next_unit": relative.next_unit,
    "reference": relative.reference,
    "today": weekdays.today,
    "weekday": weekdays.weekday,
    "weekdays_ago": weekdays.weekdays_ago,
    "weeks_from": weekdays.weeks_from,
    "part_of_day": weekdays.part_of_day,
    "clock": weekdays.clock,
    "length": lengths.length,
    "repetition": lengths.repetition,
}
