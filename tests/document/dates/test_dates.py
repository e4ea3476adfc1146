"""Dates in running text: the effect of tense, neighbours and publication, and the laws of the rows."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.document.dates import find_dates, governing_range
from onrecord.document.dates.grammar import classes, patterns
from onrecord.document.dates.words import read_words
from onrecord_schema.dates import DateExpression

Dates = Callable[[str, str | None], list[DateExpression]]


@pytest.fixture(scope="session")
def dates(parsed) -> Dates:
    def find(text: str, published: str | None) -> list[DateExpression]:
        article, _, annotation = parsed(text, published)
        return find_dates(annotation, article)

    return find


@pytest.mark.parametrize(
    ("sentence", "published", "values"),
    [
        ("He was freed in November.", "2019-01-09", ["2018-11"]),
        ("He will be freed in November.", "2019-01-09", ["2019-11"]),
        ("The opening has been put off until October.", "2023-07-21", ["2023-10"]),
        ("The talks were adjourned until March.", "2023-07-21", ["2024-03"]),
        ("The road was closed until October.", "2023-07-21", ["2022-10"]),
        ("A second defendant was freed after a second.", "2023-07-21", ["PT1S"]),
        ("The dividend is payable Jan. 2.", "1989-11-02", ["1990-01-02"]),
        ("They are due to meet on Friday.", "2018-11-26", ["2018-11-30"]),
        ("It had been due to expire on Friday.", "2018-11-26", ["2018-11-23"]),
        ("Talks are expected to resume Monday.", "2018-11-28", ["2018-12-03"]),
        ("He was taken in August 2017 and was moved to a camp in October.", "2019-01-09", ["2017-08", "2017-10"]),
        ("He was taken in November 2017 and was moved to a camp in February.", "2020-06-09", ["2017-11", "2018-02"]),
        ("Between January and September of 2018, some left.", "2018-11-26", ["2018-01", "2018-09"]),
        ("In the July unrest in 2021 many died.", "2022-06-15", ["2021-07", "2021"]),
        ("He was held for three days and released on 5 May.", "2018-11-26", ["P3D", "2018-05-05"]),
        ("Officials said on Monday that he would be tried next year.", "2018-11-28", ["2018-11-26", "2019"]),
        ("The raid took place on 11/12/2018.", "2018-12-01", ["2018"]),
        ("The raid took place on 25/12/2018.", "2019-01-01", ["2018-12-25"]),
        ("The raid took place on 25.12.2018.", "2019-01-01", ["2018-12-25"]),
        ("She was in her 70s when 2000 men were held.", "2019-01-01", []),
        ("April Jones was on the march in May.", "2018-11-26", ["2018-05"]),
        ("The 1996 election was held after the fall of the wall.", "2018-11-26", ["1996"]),
        ("He met them on Friday, April 6.", "2013-03-22", ["2012-04-06"]),
        ("He was jailed a decade ago.", "2013-03-22", ["2003~"]),
        ("The March for Life was banned.", "2013-03-22", []),
        ("The group Rights Now put the number at 43.", "2013-03-22", []),
        ("They met in April, and again in the summer of 2003.", "2004-01-26", ["2003-04", "2003-22"]),
    ],
)  # fmt: skip
def test_values(sentence: str, published: str, values: list[str], dates: Dates) -> None:
    assert [date.value for date in dates(sentence, published)] == values


def test_a_date_in_the_past_tense_is_not_after_publication(dates: Dates) -> None:
    found = dates("She was nine in 2009. Forty years later, the teacher testified.", "2013-03-22")
    assert [date.value for date in found] == ["2009", None]


def test_no_comma_ends_an_expression(dates: Dates) -> None:
    found = dates("The boat sank shortly after midnight, the coast guard said.", "2013-03-22")
    assert [date.text for date in found] == ["midnight"]


def test_without_publication_only_what_the_text_states_is_resolved(dates: Dates) -> None:
    found = dates("On Monday he recalled the raid of 3 May 2017; he fled last week.", None)
    assert [(date.text, date.value, date.basis) for date in found if date.value] == [
        ("3 May 2017", "2017-05-03", "stated")
    ]


def test_a_month_of_publication_resolves_months_but_no_days(dates: Dates) -> None:
    found = dates("He was seen on Monday, last month and last year.", "2018-11")
    assert [date.value for date in found] == [None, "2018-10", "2017"]


def test_several_days_of_publication_resolve_what_is_the_same_for_all_of_them(dates: Dates) -> None:
    found = dates(
        "Officials said on November 26 that he was held in August, earlier this year. On Monday he was freed.",
        "2018-11-26/2018-12-04",
    )
    assert [date.value for date in found] == ["2018-11-26", "2018-08", "2018", None]
    assert found[0].anchor == "2018-11-26/2018-12-04"


def test_a_relative_date_has_its_anchor(dates: Dates) -> None:
    (date,) = dates("He was freed last month.", "2018-11-26")
    assert (date.basis, date.anchor) == ("relative", "2018-11-26")


@pytest.mark.parametrize(
    ("sentence", "expression", "value"),
    [
        ("They have been getting released since September.", "September", "2018-09/.."),
        ("Since its formation in 2017 it has been denied.", "2017", "2017"),
        ("It has been denied since 2017.", "2017", "2017/.."),
        ("Between January and September of 2018, some left.", "January", "2018-01/2018-09"),
        ("Between January and September of 2018, some left.", "September of 2018", "2018-01/2018-09"),
        ("He was held from May 3 to June 8.", "June 8", "2018-05-03/2018-06-08"),
        ("He lived there until 2016.", "2016", "../2016"),
        ("Arrests rose over the past two years.", "the past two years", "2017/2019"),
        ("He met them on Monday and Tuesday.", "Monday", "2019-01-07"),
        ("It lasted two years.", "two years", None),
    ],
)
def test_the_words_around_open_or_close_a_period(sentence: str, expression: str, value: str | None, parsed) -> None:
    article, _, annotation = parsed(sentence, "2019-01-09")
    rows = find_dates(annotation, article)
    (row,) = [row for row in rows if row.text == expression]
    assert governing_range(row, rows, article) == value


_ODD = ["31", "1999", "0", "99999999", "2/30/2019", "1200-01-01", "\n", "’s", "½"]
_VOCABULARY = [*sorted({*classes(), *(word for row in patterns() for word in row.example.split())}), *_ODD]


@settings(derandomize=True, deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.lists(st.sampled_from(_VOCABULARY), min_size=1, max_size=40),
    published=st.sampled_from(
        [None, "2019-01-09", "0001-01-01", "9999-12-31", "2018", "2018-22", "2018-11-26/2018-12-02", "2018/.."]
    ),
)
def test_any_words_give_rows_that_keep_the_laws(words: list[str], published: str | None, parsed) -> None:
    text = " ".join(words)
    if not text.strip():
        return
    article, _, annotation = parsed(text, published)
    rows = find_dates(annotation, article)
    assert rows == find_dates(annotation, article)
    assert all(text[row.start : row.end] == row.text and "\n" not in row.text for row in rows)
    assert all(first.end <= second.start for first, second in pairwise(rows))
    assert all((row.value is None) == (row.basis == "unknown") for row in rows)
    for row in rows:
        governing_range(row, rows, article)


@given(text=st.text(max_size=200))
@settings(derandomize=True, deadline=None)
def test_words_slice_the_text_in_order(text: str) -> None:
    words = read_words(text)
    assert all(text[word.start : word.end] == word.text for word in words)
    assert all(first.end <= second.start for first, second in pairwise(words))


@pytest.mark.parametrize("text", ["1,22," * 8_000, "one hundred " * 8_000, "a" * 100_000 + "1", "the end of " * 8_000])
def test_hostile_text_is_read_in_bounded_time(text: str) -> None:
    assert read_words(text)
