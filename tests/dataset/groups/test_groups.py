"""Claim and event groups: what was said or done once is one, however often it is told, and nothing else is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from onrecord.dataset.claim_groups import group_claims
from onrecord.dataset.event_groups import group_events
from onrecord_schema.arrow import arrow_schema
from onrecord_schema.tables import TABLES

_PEOPLE = pa.schema([("event_id", pa.string()), ("person_ids", pa.list_(pa.string()))])
_LINKS = pa.schema([("local_id", pa.string()), ("person_id", pa.string())])


@contextmanager
def compared(
    kind: str,
    rows: list[dict[str, Any]],
    stories: dict[str, str],
    quantities: Sequence[dict[str, Any]] = (),
    people: dict[str, list[str]] | None = None,
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Rows given as {id, article_id, text, ...}, compared; `stories` says in which story an article is."""
    with duckdb.connect() as connection:
        for name in ("claims", "events", "quantities"):
            schema = pa.schema([field.with_nullable(True) for field in arrow_schema(TABLES[name])])
            given = [{f"{kind}_id": row["id"], **row} for row in rows] if name == f"{kind}s" else []
            given = list(quantities) if name == "quantities" else given
            connection.register("given", pa.Table.from_pylist(given, schema))
            connection.execute(f"CREATE TABLE {name} AS SELECT * FROM given")
        links = [{"local_id": row["person_id"], "person_id": row["person_id"]} for row in rows if row.get("person_id")]
        taking_part = [{"event_id": key, "person_ids": ids} for key, ids in (people or {}).items()]
        for name, table in (
            ("event_people", pa.Table.from_pylist(taking_part, _PEOPLE)),
            ("person_links", pa.Table.from_pylist(links, _LINKS)),
        ):
            connection.register("given", table)
            connection.execute(f"CREATE TABLE {name} AS SELECT * FROM given")
        connection.execute("CREATE TABLE versions (article_id VARCHAR, story_id VARCHAR, is_canonical BOOLEAN)")
        connection.executemany("INSERT INTO versions VALUES (?, ?, ?)", [(a, s, a == "a") for a, s in stories.items()])
        (group_claims if kind == "claim" else group_events)(connection)
        yield connection


def groups(
    kind: str, rows: list[dict[str, Any]], stories: dict[str, str], people: dict[str, list[str]] | None = None
) -> set[frozenset[str]]:
    """The ids of the rows that are held to be one."""
    found: dict[str, set[str]] = {}
    with compared(kind, rows, stories, people=people) as connection:
        for member, representative in connection.execute(f"FROM {kind}_members").fetchall():
            found.setdefault(representative, set()).add(member)
    return {frozenset(group) for group in found.values()}


def claim(key: str, article: str, text: str, speaker: str = "the mayor", start: int = 0) -> dict[str, Any]:
    stated = {"speaker": speaker, "stance": "asserts", "kind": "indirect", "start": start, "end": start + len(text)}
    return {"id": key, "article_id": article, "text": text} | stated


def event(key: str, article: str, text: str, **stated: Any) -> dict[str, Any]:
    return {"id": key, "article_id": article, "text": text, "event_type": "COERCE", "status": "happened"} | stated


BRIDGE = "The bridge over the harbour was closed after cracks were found in two pillars"


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        (BRIDGE, BRIDGE.replace("The bridge", "That the bridge"), True),
        ("That's Ana Brandt and Jon Ferris.", "Jon Ferris or Ana Brandt for mayor", False),
    ],
    ids=["a sentence", "two names"],
)
def test_in_another_story_a_claim_is_known_again_by_enough_words(one: str, other: str, is_same: bool) -> None:
    found = groups("claim", [claim("1", "a", one), claim("2", "b", other)], {"a": "s", "b": "t"})
    assert found == ({frozenset("12")} if is_same else {frozenset("1"), frozenset("2")})


@pytest.mark.parametrize(
    ("speakers", "stances", "conflicts"),
    [
        (("Jonas Balys", "Petras Vaitkus"), ("asserts", "denies"), [("assertion",)]),
        (("the company", "prosecutors"), ("asserts", "denies"), [("assertion",)]),
        (("Jonas Balys", "Petras Vaitkus"), ("asserts", "asserts"), []),
    ],
)
def test_what_one_asserts_and_another_denies_is_a_conflict_whoever_they_are(
    speakers: tuple[str, str], stances: tuple[str, str], conflicts: list[tuple[str]]
) -> None:
    people = [name if name.istitle() else None for name in speakers]
    rows = [
        claim(article, article, BRIDGE, speaker) | {"stance": stance, "person_id": person}
        for article, speaker, stance, person in zip("ab", speakers, stances, people, strict=True)
    ]
    with compared("claim", rows, {"a": "s", "b": "t"}) as connection:
        found = connection.execute("SELECT conflict FROM claim_scored WHERE conflict IS NOT NULL").fetchall()
    assert found == conflicts


def test_a_claim_of_nobody_known_does_not_make_two_persons_one_speaker() -> None:
    rows = [
        claim(article, article, BRIDGE, "Palin") | {"person_id": person}
        for article, person in (("a", None), ("b", "per-1"), ("c", "per-2"))
    ]
    assert groups("claim", rows, {"a": "s", "b": "t", "c": "u"}) == {frozenset("ab"), frozenset("c")}


def test_a_number_is_in_conflict_with_a_number_only() -> None:
    rows = [claim(article, article, BRIDGE) for article in "ab"]
    counted = {"quantity_id": "q", "claim_id": "a", "value_min": 2.0, "value_max": 2.0}
    with compared("claim", rows, {"a": "s", "b": "t"}, [counted]) as connection:
        found = connection.execute("SELECT is_same, conflict FROM claim_scored").fetchall()
    assert found == [(False, None)]


def test_short_claims_of_versions_are_paired_in_their_order_and_never_within_an_article() -> None:
    told = [
        claim(f"{article}{time}", article, "him", start=100 * time) for article in ("a", "b") for time in range(1, 3)
    ]
    assert groups("claim", told, {"a": "s", "b": "s"}) == {frozenset({"a1", "b1"}), frozenset({"a2", "b2"})}


def test_a_quotation_printed_twice_in_an_article_is_one_claim() -> None:
    told = [claim(key, "a", "We need more of it,", start=int(key)) | {"kind": "direct"} for key in "12"]
    assert groups("claim", told, {"a": "s"}) == {frozenset("12")}


def test_few_words_told_twice_in_an_article_are_one_event_only_with_another_sign() -> None:
    relatives = event("1", "a", "their relatives would be thrown into prison", actor="the state", count_min=None)
    editors = event("2", "a", "they were thrown into prison in 2001", recipient="they")
    assert groups("event", [relatives, editors], {"a": "s"}) == {frozenset("1"), frozenset("2")}
    again = [{**row, "id": f"{row['id']}b", "article_id": "b"} for row in (relatives, editors)]
    found = groups("event", [relatives, editors, *again], {"a": "s", "b": "s"})
    assert found == {frozenset({"1", "1b"}), frozenset({"2", "2b"})}
    seven = {"count_min": 7, "count_max": 7}
    arrested = event("1", "a", "arrested seven suspects in Ulmen", **seven)
    again = event("2", "a", "the seven suspects arrested", **seven)
    assert groups("event", [arrested, again], {"a": "s"}) == {frozenset("12")}


def test_who_did_something_to_two_people_did_it_twice() -> None:
    told = "Officers under Victor Hale arrested {} on Monday"
    rows = [
        event(key, "a", told.format(name), actor="Officers", recipient=name, date_start=date(2017, 3, 6))
        for key, name in (("1", "Daniel Okello"), ("2", "Peter Lang"))
    ]
    people = {"1": ["per-hale", "per-okello"], "2": ["per-hale", "per-lang"]}
    assert groups("event", rows, {"a": "s"}, people) == {frozenset("1"), frozenset("2")}
