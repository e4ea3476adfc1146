"""Rows on the same words: what a look at every pair finds, and found at once where thousands stand on each other."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from onrecord.validation.columns import Columns
from onrecord.validation.overlaps import apart
from onrecord.validation.texts import Articles

SPANS = st.lists(
    st.tuples(
        st.integers(0, 2),  # article
        st.one_of(st.none(), st.integers(0, 12)),  # start
        st.integers(0, 12),  # end
        st.sampled_from(["name", "pronoun"]),
        st.sampled_from(["per-a", "per-b", "per-c", None]),
    ),
    max_size=12,
)
Row = tuple[int, int | None, int, str, str | None]


def columns(rows: list[Row]) -> Columns:
    article, *rest = zip(*rows, strict=True) if rows else ((), (), (), (), ())
    kinds = (pa.int32(), pa.int32(), pa.string(), pa.string())
    arrays = [pa.array(one, kind) for one, kind in zip(rest, kinds, strict=True)]
    return Columns(pa.table(arrays, names=["start", "end", "form", "person_id"]), np.array(article, np.int64))


def articles(rows: Columns) -> Articles:
    return Articles(pa.array(["text"] * 3), rows, frozenset())


def overlap(one: Row, other: Row) -> bool:
    return one[0] == other[0] and bool(
        set(range(one[1] or 0, one[2] if one[1] is not None else 0))
        & set(range(other[1] or 0, other[2] if other[1] is not None else 0))
    )


@given(SPANS)
def test_all_that_overlap_are_found(rows: list[Row]) -> None:
    table = columns(rows)
    found = [position for position, _ in apart().faulty(articles(table), table)]
    pairs = [(i, j) for i in range(len(rows)) for j in range(len(rows)) if i != j and overlap(rows[i], rows[j])]
    assert found == sorted({i for i, _ in pairs})


@given(SPANS)
def test_only_names_of_different_persons_need_be_apart(rows: list[Row]) -> None:
    table = columns(rows)
    reading = apart(among=("form", "name"), differ="person_id")
    found = [position for position, _ in reading.faulty(articles(table), table)]
    names = [i for i, row in enumerate(rows) if row[3] == "name"]
    wrong = {i for i in names for j in names if rows[i][4] != rows[j][4] and overlap(rows[i], rows[j])}
    assert found == sorted(wrong)


def test_many_rows_on_the_same_words_are_gone_over_once() -> None:
    rows: list[Row] = [(0, 0, 5, "name", "per-a")] * 20_000 + [(0, 3, 9, "name", "per-b")]
    table = columns(rows)
    reading = apart(among=("form", "name"), differ="person_id")
    assert len(list(reading.faulty(articles(table), table))) == len(rows)
