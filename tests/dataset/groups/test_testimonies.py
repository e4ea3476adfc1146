"""A page of testimonies repeats one sentence for many people: each of them counts."""

from __future__ import annotations

from typing import Any

import pyarrow.parquet as pq
import pytest

from onrecord import build

PEOPLE = {
    "Daniel Okello": "is a carpenter from the village of Marfa",
    "Peter Lang": "was a teacher of mathematics at the school",
    "Marcus Webb": "worked as a driver for a bakery",
    "Samuel Ortega": "studied medicine in the capital",
    "Victor Hale": "sold books at the market",
    "Adam Novak": "played the violin at weddings",
    "Omar Reyes": "drove a bus between two towns",
}
#: Nobody can tell here whom "He" means: the relative stands between.
OPEN = (
    "His cousin spoke to a reporter. He was detained in 2017. His cousin told reporters that guards beat him at night."
)
PLAIN = "He was detained by two officers at the market in Marfa in March 2017."
HEADING = "Seven families spoke to the Harbour Archive {when} about what had happened in the northern district.\n\n"


def page(sentences: str, when: str = "this week") -> str:
    return HEADING.format(when=when) + "\n\n".join(f"{name} {fact}. {sentences}" for name, fact in PEOPLE.items())


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    folder = tmp_path_factory.mktemp("pages")
    (folder / "plain.txt").write_text(page(PLAIN))
    (folder / "open.txt").write_text(page(OPEN))
    (folder / "open-again.txt").write_text(page(OPEN, "on Friday"))
    made = build(folder, tmp_path_factory.mktemp("built") / "data", workers=1)
    names = ("articles", "events", "claims")
    found: dict[str, list[dict[str, Any]]] = {n: pq.read_table(made.out / f"{n}.parquet").to_pylist() for n in names}
    paths = {article["article_id"]: article["source_path"] for article in found["articles"]}
    for name in ("events", "claims"):
        found[name] = [row | {"page": paths[row["article_id"]]} for row in found[name]]
    return found


def test_each_of_seven_detainees_has_an_arrest_of_his_own(tables: dict[str, list[dict[str, Any]]]) -> None:
    arrests = [row for row in tables["events"] if row["page"] == "plain.txt" and row["mode"] == "arrest"]
    assert {row["recipient"] for row in arrests} == set(PEOPLE)
    assert len({tuple(row["person_ids"]) for row in arrests}) == 7
    assert [row["is_canonical"] for row in arrests] == [True] * 7


@pytest.mark.parametrize(("table", "group"), [("events", "event_group_id"), ("claims", "claim_group_id")])
def test_what_is_told_of_a_pronoun_nobody_is_known_by_is_one_with_the_same_place_of_a_version(
    tables: dict[str, list[dict[str, Any]]], table: str, group: str
) -> None:
    told = [row for row in tables[table] if "was detained" in row["text"] or "guards beat" in row["text"]]
    places: dict[str, list[str]] = {}
    for row in sorted(told, key=lambda row: row["start"]):
        places.setdefault(row["page"], []).append(row[group])
    assert len(set(places["open.txt"])) == len(places["open.txt"]) >= 7
    assert places["open-again.txt"] == places["open.txt"]
