"""The similarity join finds exactly the pairs that comparing everything would; stars do not drift."""

from __future__ import annotations

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.groups import content_words, is_negated, same_name, write_sets
from onrecord.similar import similar_pairs, stars


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.lists(st.frozensets(st.sampled_from("abcdefgh"), min_size=1), max_size=12))
def test_the_join_finds_what_comparing_everything_finds(sets: list[frozenset[str]]) -> None:
    named = [(f"{i:02}", "", sorted(tokens)) for i, tokens in enumerate(sets)]
    expected = []
    for i, one in enumerate(sets):
        for j in range(i + 1, len(sets)):
            similarity = len(one & sets[j]) / len(one | sets[j])
            if similarity >= 0.6:
                expected.append((f"{i:02}", f"{j:02}", round(similarity, 6)))
    with duckdb.connect() as connection:
        assert similar_pairs(connection, write_sets(connection, named), 0.6) == expected


def test_members_of_a_star_are_like_its_centre() -> None:
    # b is like a and c, but a and c are not alike: c is no member of a's group.
    assert stars(["a", "b", "c"], [("a", "b"), ("b", "c")]) == {"a": "a", "b": "a", "c": "c"}


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
