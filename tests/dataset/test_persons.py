"""Persons across documents: who is one, who stays apart, and that order does not matter."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from onrecord.dataset.people import group_persons, link_persons, write_persons
from onrecord.dataset.people.names import SAME_NAME, similarity
from onrecord_schema import ids
from onrecord_schema.arrow import arrow_schema
from onrecord_schema.tables import TABLES

SAME = [
    ("Serikzhan Bilash", "Serikzhan Bilash"),
    ("Muammar Gaddafi", "Moammar Qaddafi"),
    ("Volodymyr Zelensky", "Volodymyr Zelenskyy"),
    ("Recep Tayyip Erdogan", "Recep Tayyip Erdoğan"),
    ("Ротенберг Аркадий", "Arkadii Rotenberg"),
    ("Kim Jong-un", "Kim Jong Un"),
    ("A. Khamenei", "Ali Khamenei"),
    ("Alexei V. Yurchenko", "Aleksey V. Yurchenko"),
]
OTHERS = [
    ("Ulf Kristersson", "Anders Kristersson"),
    ("Michelle Obama", "Barack Obama"),
    ("Eric A. Wendt", "Josh A. Wendt"),
    ("Alexander Lukashenko", "Alexander Lukashevich"),
    ("Guli", "Guli Omarova"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_one_name(one: str, other: str) -> None:
    assert similarity(one, other) >= SAME_NAME
    assert similarity(one, other) == similarity(other, one)


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_names_that_share_a_word_only(one: str, other: str) -> None:
    assert similarity(one, other) < SAME_NAME


_ARTICLE = {
    "article_id": pa.string(),
    "source_path": pa.string(),
    "source_sha256": pa.string(),
    "story_id": pa.string(),
    "published_start": pa.date32(),
}
_MENTIONS = pa.schema(
    [
        ("mention_id", pa.string()),
        ("person_id", pa.string()),
        ("article_id", pa.string()),
        ("start", pa.int32()),
        ("end", pa.int32()),
    ]
)
_NOTHING_STATED: dict[str, Any] = {
    **dict.fromkeys(("affiliation", "nationality", "ethnicity", "age_min", "age_max", "gender")),
    **dict.fromkeys(("is_pseudonym", "is_author", "curated"), False),
    **dict.fromkeys(("mention_count", "article_count", "story_count"), 1),
    "aliases": [],
    "roles": [],
    "protection": "none",
}


def tables(*documents: tuple[str, list[dict[str, Any]]]) -> tuple[pa.Table, pa.Table, pa.Table]:
    """Persons, mentions and articles of documents given as (story, persons); a person needs a name only."""
    persons, mentions, articles = [], [], []
    for number, (story, people) in enumerate(documents):
        article = ids.article_id(f"{number:064x}"[::-1])
        values = (article, f"{number}.txt", "0" * 64, ids.group_id("sto", [story]), date(2019, 1, 9))
        articles.append(dict(zip(_ARTICLE, values, strict=True)))
        for position, person in enumerate(people):
            mention = ids.span_id("men", article, position * 100, position * 100 + 1, "name")
            key = ids.group_id("per", [mention])
            persons.append(_NOTHING_STATED | {"person_id": key} | person)
            mentions.append(
                {"mention_id": mention, "person_id": key, "article_id": article, "start": position, "end": position + 1}
            )
    return (
        pa.Table.from_pylist(persons, schema=arrow_schema(TABLES["persons"])),
        pa.Table.from_pylist(mentions, schema=_MENTIONS),
        pa.Table.from_pylist(articles, schema=pa.schema([(name, _ARTICLE[name]) for name in _ARTICLE])),
    )


def unite(persons: pa.Table, mentions: pa.Table, articles: pa.Table) -> tuple[pa.Table, pa.Table]:
    """The united persons, and which document's person is which of them."""
    with compared(persons, mentions, articles) as connection:
        return (
            connection.sql("SELECT * FROM united_persons ORDER BY person_id").to_arrow_table(),
            connection.sql("SELECT * FROM person_links ORDER BY local_id").to_arrow_table(),
        )


def compared(persons: pa.Table, mentions: pa.Table, articles: pa.Table) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    given = {"persons": persons, "mentions": mentions, "articles": articles}
    events = pa.table({"event_id": pa.array([], pa.string()), "person_ids": pa.array([], pa.list_(pa.string()))})
    for name, table in (given | {"events": events}).items():
        connection.register("given", table)
        connection.execute(f"CREATE TABLE {name} AS SELECT * FROM given")
    connection.execute("CREATE TABLE versions AS SELECT article_id, story_id FROM articles")
    connection.execute("CREATE TABLE person_settings (step INTEGER, local_id VARCHAR, changes VARCHAR)")
    group_persons(connection)
    link_persons(connection)
    write_persons(connection)
    return connection


def reasons(*documents: tuple[str, list[dict[str, Any]]]) -> list[tuple[bool, list[str]]]:
    with compared(*tables(*documents)) as connection:
        return connection.execute("SELECT is_same, reasons FROM person_scored ORDER BY ALL").fetchall()


def names_and_articles(*documents: tuple[str, list[dict[str, Any]]]) -> list[tuple[str, int]]:
    united, _ = unite(*tables(*documents))
    return sorted((row["name"], row["article_count"]) for row in united.to_pylist())


UNRELATED = [
    ([{"name": "Lena Marsh"}], [{"name": "Lena Marsh"}], 2),
    ([{"name": "Lena Marsh", "roles": ["nurse"]}], [{"name": "Lena Marsh", "roles": ["head of a bank"]}], 2),
    ([{"name": "Lena Marsh", "roles": ["nurse"]}], [{"name": "Lena Marsh", "roles": ["former nurse"]}], 1),
    ([{"name": "Lena Marsh"}, {"name": "Tom Hale"}], [{"name": "Lena Marsh"}, {"name": "Tom Hale"}], 1),
    ([{"name": "Lena Rosa Marsh"}], [{"name": "Lena Rosa Marsh"}], 1),
    ([{"name": "Lena Marsh", "roles": ["President"]}], [{"name": "Lena Marsh"}], 1),
    ([{"name": "Lena Marsh", "nationality": "Kenyan"}], [{"name": "Lena Marsh", "nationality": "Kenyan"}], 2),
    ([{"name": "Lena Marsh", "roles": ["police"]}], [{"name": "Lena Marsh", "affiliation": "police"}], 2),
    (
        [{"name": "Lena Marsh", "nationality": "Kenyan", "roles": ["officer"]}],
        [{"name": "Lena Marsh", "nationality": "Kenyan", "roles": ["police officer"]}],
        1,
    ),
    ([{"name": "Lena Marsh Jr."}], [{"name": "Lena Marsh Jr."}], 2),
]


@pytest.mark.parametrize(("one", "other", "persons"), UNRELATED)
def test_a_full_name_in_unrelated_stories_needs_an_agreeing_sign(one: Any, other: Any, persons: int) -> None:
    named = [name for name, _ in names_and_articles(("a", one), ("b", other)) if name.startswith("Lena")]
    assert len(named) == persons


def test_a_companion_whom_every_story_names_ties_nobody_together() -> None:
    known, lena = {"name": "Ann Cole", "roles": ["President"]}, {"name": "Lena Marsh"}
    stories = [(f"story {number}", [known]) for number in range(3)]
    united = names_and_articles(*stories, ("a", [known, lena]), ("b", [known, lena]))
    assert united == [("Ann Cole", 5), ("Lena Marsh", 1), ("Lena Marsh", 1)]


def test_a_head_of_state_named_in_many_stories_is_one_person() -> None:
    stories = [(f"story {number}", [{"name": "Ann Cole"}]) for number in range(5)]
    assert names_and_articles(*stories, ("a", [{"name": "Ann Cole", "roles": ["President"]}])) == [("Ann Cole", 6)]


def test_a_person_in_different_stories_has_all_forms_and_roles() -> None:
    one = {"name": "Serikzhan Bilash", "aliases": ["Bilash"], "roles": ["head of Atlas"]}
    other = {"name": "Serikzhan Bilash", "roles": ["Atlas activist"]}
    united, links = unite(*tables(("a", [one]), ("b", [other])))
    (row,) = united.to_pylist()
    assert (row["name"], row["aliases"]) == ("Serikzhan Bilash", ["Bilash"])
    assert row["roles"] == ["Atlas activist", "head of Atlas"]
    assert (row["mention_count"], row["article_count"], row["story_count"]) == (2, 2, 2)
    assert row["person_id"] == ids.group_id("per", links["local_id"].to_pylist())


def test_a_republished_report_is_one_story() -> None:
    united, _ = unite(*tables(("a", [{"name": "Gene Bunin"}]), ("a", [{"name": "Gene Bunin"}])))
    assert united["story_count"].to_pylist() == [1]


def test_a_single_name_needs_the_same_story_or_the_same_age_and_role() -> None:
    guli = {"name": "Guli", "is_pseudonym": True}
    described = guli | {"age_min": 23, "age_max": 23, "roles": ["Kazakh teacher"]}
    assert names_and_articles(("a", [guli]), ("b", [guli])) == [("Guli", 1), ("Guli", 1)]
    assert names_and_articles(("a", [guli]), ("a", [guli])) == [("Guli", 2)]
    assert names_and_articles(("a", [described]), ("b", [described])) == [("Guli", 2)]


@pytest.mark.parametrize(
    "contradiction",
    [{"age_min": 23, "age_max": 23}, {"gender": "female"}, {"is_pseudonym": True}],
)
def test_contradicting_facts_keep_apart(contradiction: dict[str, Any]) -> None:
    plain = {"name": "Lena Marsh", "age_min": 61, "age_max": 61, "gender": "male"}
    assert len(names_and_articles(("a", [plain]), ("b", [plain | contradiction]))) == 2


def test_a_shared_surname_is_never_enough() -> None:
    brothers = [{"name": "Namal Rajapaksa"}], [{"name": "Mahinda Rajapaksa"}], [{"name": "Rajapaksa"}]
    assert len(names_and_articles(*(("a", people) for people in brothers))) == 3


def test_father_and_son_stay_apart_also_where_an_article_names_only_one() -> None:
    father, son = {"name": "Tom Hale", "roles": ["mayor"]}, {"name": "Tom Hale Jr.", "roles": ["mayor"]}
    united = names_and_articles(("a", [father, son]), ("a", [father, son]), ("a", [father]))
    assert united == [("Tom Hale", 3), ("Tom Hale Jr.", 2)]


def test_two_people_of_one_name_in_one_article_are_two_everywhere() -> None:
    two = [{"name": "Ali Khan", "age_min": 60, "age_max": 60}, {"name": "Ali Khan", "age_min": 20, "age_max": 20}]
    assert names_and_articles(("a", two), ("a", two)) == [("Ali Khan", 2), ("Ali Khan", 2)]


def test_a_name_in_another_script_is_one_person_in_one_story() -> None:
    cyrillic, latin = {"name": "Аркадий Ротенберг"}, {"name": "Arkady Rotenberg"}
    assert [articles for _, articles in names_and_articles(("a", [cyrillic]), ("a", [latin]))] == [2]
    assert len(names_and_articles(("a", [cyrillic]), ("b", [latin]))) == 2


def test_every_decision_says_why() -> None:
    police = {"name": "Lena Marsh", "roles": ["police"]}
    ((is_one, why),) = reasons(("a", [police]), ("b", [police]))
    assert not is_one and why[0] == "the same name"
    assert any("police" in reason for reason in why) and "too little beside the name" in why
    ((is_one, why),) = reasons(("a", [police]), ("a", [police]))
    assert is_one and "the same name in versions of one story" in why


def test_another_spelling_needs_a_second_sign() -> None:
    one, other = {"name": "Volodymyr Zelensky"}, {"name": "Volodymyr Zelenskyy"}
    assert len(names_and_articles(("a", [one]), ("b", [other]))) == 2
    assert names_and_articles(("a", [one]), ("a", [other])) == [("Volodymyr Zelenskyy", 2)]


def test_a_companion_is_known_by_another_spelling_too() -> None:
    """Two newsrooms transliterate everybody in their own way: the activist and the lawyer beside him."""
    role = {"roles": ["head of the Clean River movement"]}
    one = {"name": "Sergei Ivanovich Duvanbek", **role}, {"name": "Aigul Mametova"}
    other = {"name": "Sergey Duvanbek", **role}, {"name": "Aygul Mametova"}
    united = names_and_articles(("a", [*one]), ("b", [*other]))
    assert united == [("Aigul Mametova", 1), ("Aygul Mametova", 1), ("Sergei Ivanovich Duvanbek", 2)]
    stranger = [other[0], {"name": "Lena Marsh"}]
    assert len(names_and_articles(("a", [*one]), ("b", stranger))) == 4
    # The two of a name are not each other's companions, and a short name says too little.
    assert len(names_and_articles(("a", [one[0]]), ("b", [other[0]]))) == 2
    short = [one[0], {"name": "Tim Lin"}], [other[0], {"name": "Tom Lane"}]
    assert len(names_and_articles(*(("ab"[place], people) for place, people in enumerate(short)))) == 4


def test_ages_that_contradict_are_no_ages_that_fit() -> None:
    old, young = ({"name": "Lena Marsh", "roles": ["nurse"], "age_min": age, "age_max": age} for age in (61, 23))
    for is_one, why in reasons(("a", [old]), ("b", [young])):
        assert not is_one and "the ages do not fit" in why and "ages that fit" not in why


def test_the_order_of_the_rows_does_not_matter() -> None:
    people = ["Gene Bunin", "Guli", "Volodymyr Zelensky", "Volodymyr Zelenskyy", "Ali Khan", "Ali Raza Khan"]
    documents = [("s", [{"name": name} for name in people[start:]]) for start in range(len(people))]
    given = tables(*documents)
    expected = unite(*given)
    for seed in range(5):
        order = list(range(given[0].num_rows))
        random.Random(seed).shuffle(order)
        united, links = unite(given[0].take(order), given[1].take(order), given[2])
        assert united.equals(expected[0]) and links.equals(expected[1])


def test_nobody_gives_empty_tables() -> None:
    united, links = unite(*tables())
    assert united.num_rows == links.num_rows == 0
    assert united.schema.names == list(TABLES["persons"].columns)
