"""Amounts in running text: their date, claim and event, and the laws of the rows."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.document.dates import find_dates
from onrecord.document.dates.words import read_words
from onrecord.document.quantities import attach, find_quantities
from onrecord_schema import ids
from onrecord_schema.claims import Claim
from onrecord_schema.events import Event


@pytest.mark.parametrize(
    ("sentence", "date"),
    [
        ("Last year, 33 people were detained.", "2018"),
        ("Between January and September of 2018, some 2,500 farmers left.", "2018-01/2018-09"),
        ("Some 40 men have fled since September.", "2018-09/.."),
        ("He counted 40 men.", None),
    ],
)
def test_an_amount_has_the_date_of_its_clause(sentence: str, date: str | None, parsed) -> None:
    article, _, annotation = parsed(sentence, "2019-01-09")
    (quantity,) = find_quantities(annotation, article, find_dates(annotation, article))
    assert quantity.date == date


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("one hundred and five", 105),
        ("two hundred thousand", 200_000),
        ("three thousand two hundred", 3_200),
        ("twenty-four", 24),
        ("two and a half million", 2_500_000),
        ("2 1/2", 2.5),
        ("3½", 3.5),
        ("1.5 million", 1_500_000),
        ("half a million", 500_000),
        ("nineteen ninety-seven", 1997),
        ("1,23,456", 123_456),
        ("twenty-first", 21),
    ],
)
def test_numbers_are_read_whole(written: str, value: float) -> None:
    (word,) = read_words(written)
    assert word.value == value


def _claim(article_id: str, start: int, end: int, text: str) -> Claim:
    claim_id = ids.span_id("clm", article_id, start, end, "indirect")
    speaker = ("speaker", "speaker_start", "speaker_end", "person_id", "cue", "cue_start", "cue_end")
    nothing = dict.fromkeys((*speaker, "quote_id", "said", "said_start", "said_end", "place", "confidence"))
    return Claim(
        claim_id=claim_id,
        article_id=article_id,
        start=start,
        end=end,
        text=text[start:end],
        kind="indirect",
        speaker_kind="unknown",
        stance="asserts",
        claim_group_id=ids.group_id("clg", [claim_id]),
        is_canonical=True,
        article_count=1,
        story_count=1,
        **nothing,
    )


def _event(article_id: str, start: int, end: int, text: str, count: int | None) -> Event:
    event_id = ids.span_id("evt", article_id, start, end, "COERCE")
    nothing = dict.fromkeys(
        ("date", "date_start", "date_end", "place", "country", "actor", "recipient", "claim_id", "confidence")
    )
    return Event(
        event_id=event_id,
        article_id=article_id,
        start=start,
        end=end,
        text=text[start:end],
        trigger=text[start:end],
        trigger_start=start,
        trigger_end=end,
        event_type="COERCE",
        mode="arrest",
        status="happened",
        date_basis="unknown",
        actor_kind="unknown",
        recipient_kind="unknown",
        person_ids=[],
        count_min=count,
        count_max=count,
        event_group_id=ids.group_id("evg", [event_id]),
        is_canonical=True,
        article_count=1,
        story_count=1,
        **nothing,
    )


def test_an_amount_belongs_to_the_smallest_claim_and_to_the_event_it_counts(parsed) -> None:
    text = "He said that 29 men had been detained and that 15 had been freed."
    article, _, annotation = parsed(text, None)
    found = find_quantities(annotation, article, [])
    outer = _claim(article.article_id, 8, len(text) - 1, text)
    inner = _claim(article.article_id, text.index("15"), len(text) - 1, text)
    event = _event(article.article_id, 8, 37, text, 29)
    other = _event(article.article_id, 8, len(text) - 1, text, None)
    men, freed = attach(found, [outer, inner], [event, other])
    assert (men.claim_id, men.event_id) == (outer.claim_id, event.event_id)
    assert (freed.claim_id, freed.event_id) == (inner.claim_id, None)


_WORDS = [
    *[
        "more",
        "than",
        "at",
        "least",
        "up",
        "to",
        "between",
        "and",
        "or",
        "so",
        "one",
        "two",
        "in",
        "five",
        "a",
        "half",
        "third",
        "of",
        "dozen",
        "hundred",
        "million",
        "trillion",
    ],
    *[
        "dozens",
        "hundreds",
        "several",
        "about",
        "percent",
        "%",
        "$",
        "US$",
        "€",
        "dollars",
        "20",
        "3.5",
        "2,000",
        "-",
        "–",
        "plus",
        "+",
        "people",
        "Kazakh",
        "men",
        "Article",
    ],
    *["No.", ",", "34", "year", "old", "0", "1/2", "½", "(", ")", "'s", "were", "held", "2018", "May"],
    "\n",
    "9" * 400,
]


@settings(derandomize=True, deadline=None, max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(st.sampled_from(_WORDS), min_size=1, max_size=40))
def test_any_words_give_rows_that_keep_the_laws(words: list[str], parsed) -> None:
    text = " ".join(words)
    if not text.strip():
        return
    article, _, annotation = parsed(text, "2019-01-09")
    dates = find_dates(annotation, article)
    rows = find_quantities(annotation, article, dates)
    assert rows == find_quantities(annotation, article, dates)
    assert all(text[row.start : row.end] == row.text and "\n" not in row.text for row in rows)
    assert all(first.end <= second.start for first, second in pairwise(rows))
    assert all((row.value_min, row.value_max) != (None, None) for row in rows)
