"""The similarity join finds exactly the pairs that comparing everything finds; groups do not drift."""

from __future__ import annotations

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.dataset import pairs
from onrecord.dataset.groups import representatives
from onrecord.dataset.pairs import HEADS, NEIGHBOURS, pair_by_keys, pair_similar
from onrecord.dataset.words import content_words, is_negated, same_name


def joined(sets: list[frozenset[str]], at_least: float, is_containment: bool) -> list[tuple[int, int, float]]:
    table = pa.table(
        {
            "id": pa.array(range(len(sets)), pa.int32()),
            "block": pa.array([""] * len(sets), pa.string()),
            "tokens": pa.array([sorted(tokens) for tokens in sets], pa.list_(pa.string())),
        }
    )
    with duckdb.connect() as connection:
        connection.register("given", table)
        pair_similar(connection, "FROM given", at_least=at_least, is_containment=is_containment)
        return connection.execute("SELECT * FROM similar_pairs ORDER BY a, b").fetchall()


@pytest.mark.parametrize("is_containment", [False, True])
@settings(max_examples=30, deadline=None, derandomize=True)
@given(st.lists(st.frozensets(st.sampled_from("abcdefgh"), min_size=1), max_size=12))
def test_the_join_finds_what_comparing_everything_finds(is_containment: bool, sets: list[frozenset[str]]) -> None:
    if is_containment:  # a single word is in every text
        sets = [tokens for tokens in sets if len(tokens) > 1]
    expected = []
    for i, one in enumerate(sets):
        for j in range(i + 1, len(sets)):
            of = min(len(one), len(sets[j])) if is_containment else len(one | sets[j])
            if len(one & sets[j]) / of >= 0.6:
                expected.append((i, j, round(len(one & sets[j]) / of, 6)))
    assert joined(sets, 0.6, is_containment) == expected


@settings(max_examples=30, deadline=None, derandomize=True)
@given(st.lists(st.frozensets(st.sampled_from("abcdefgh"), min_size=1), max_size=12), st.integers(1, 5))
def test_keys_counted_some_at_a_time_give_the_same_pairs(sets: list[frozenset[str]], rows: int) -> None:
    whole = joined(sets, 0.6, False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pairs, "_PART_ROWS", rows)
        assert joined(sets, 0.6, False) == whole


def test_everyone_who_shares_a_common_key_meets_the_first_of_them_at_a_linear_cost() -> None:
    many = 2000
    with duckdb.connect() as connection:
        connection.execute(
            f"CREATE TABLE keyed AS SELECT range::INTEGER AS id, 1 AS key, true AS is_seeking FROM range({many})"
        )
        pair_by_keys(connection, "keyed")
        found = set(connection.execute("SELECT a, b FROM candidate_pairs").fetchall())
    assert {(0, other) for other in range(1, many)} <= found
    assert len(found) <= many * (NEIGHBOURS + HEADS)


def representatives_of(pairs: list[tuple[int, int]], facts: list[tuple[int, int]]) -> list[int]:
    """The representatives of as many rows as there are facts, each of which is between two numbers."""
    left, right = (np.array(side) for side in zip(*pairs, strict=True))
    least, most = (np.array(bound)[:, None] for bound in zip(*facts, strict=True))
    return representatives(left, right, least, most).tolist()


UNKNOWN = (-9, 9)


def test_members_of_a_group_are_like_its_representative() -> None:
    # 1 is like 0 and 2, but 0 and 2 are not alike: 2 is no member of 0's group.
    assert representatives_of([(0, 1), (1, 2)], [UNKNOWN] * 3) == [0, 0, 2]
    assert representatives_of([(3, 1), (2, 1), (3, 2)], [UNKNOWN] * 4) == [0, 1, 1, 1]


def test_no_group_has_two_members_that_contradict_each_other() -> None:
    # Both are like the first, which says nothing of it.
    assert representatives_of([(0, 1), (0, 2)], [UNKNOWN, (1, 1), (2, 2)]) == [0, 0, 2]
    assert representatives_of([(0, 1), (0, 2), (0, 3)], [UNKNOWN, (1, 5), (4, 8), (1, 3)]) == [0, 0, 0, 3]


def test_content_words_leave_out_what_only_bounds_a_number() -> None:
    assert content_words("more than 2,000 people") == content_words("2,000-plus people") == ["2000", "people"]


def test_a_denial_is_not_the_statement() -> None:
    assert is_negated("He has not been able to leave") and is_negated("he hasn’t left")
    assert not is_negated("He has been able to leave") and not is_negated("never without cause")


def test_names_that_can_be_one_actor() -> None:
    assert same_name("the Foreign Ministry", "The Kazakh Foreign Ministry")
    assert same_name("Kazakhstan", "the Kazakh Foreign Ministry")
    assert not same_name("the Foreign Ministry", "the Justice Ministry")
    assert not same_name(None, "the Justice Ministry")
