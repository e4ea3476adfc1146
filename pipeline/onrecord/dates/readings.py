"""Says which function reads what each pattern of patterns.tsv finds; one that returns None denies that it is a time at all."""

from __future__ import annotations

from collections.abc import Callable

from onrecord.dates import lengths, relative, stated
from onrecord.dates.context import Context
from onrecord.dates.grammar import Match
from onrecord.dates.periods import Reading

READINGS: dict[str, Callable[[Match, Context], Reading | None]] = {
    function.__name__: function
    for function in (
        stated.written,
        stated.day,
        stated.days,
        stated.month_of_year,
        stated.month,
        stated.year,
        stated.fiscal_year,
        stated.years,
        stated.decade,
        stated.century,
        stated.season,
        stated.quarter,
        stated.half,
        relative.this_unit,
        relative.same_unit,
        relative.latest_unit,
        relative.year_ago,
        relative.ago,
        relative.later,
        relative.next_unit,
        relative.today,
        relative.weekday,
        relative.part_of_day,
        relative.clock,
        relative.reference,
        lengths.length,
        lengths.repetition,
    )
}
