"""What is held to be one over the seeds (stories, persons, claims), what conflicts, and that names change nothing."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from onrecord import BuildResult, build
from onrecord.explanation.explain import NoSuchRow, explain
from onrecord.explanation.tables import UnreadableTable

Row = dict[str, Any]


def rows(out: Path, table: str) -> list[Row]:
    found: list[Row] = pq.read_table(out / f"{table}.parquet").to_pylist()
    return found


def test_three_articles_are_one_story_and_the_others_stand_alone(dataset: BuildResult) -> None:
    assert sorted(story["article_count"] for story in rows(dataset.out, "stories")) == [1, 1, 3]


def test_each_person_has_one_id_over_all_their_articles(dataset: BuildResult) -> None:
    persons = rows(dataset.out, "persons")
    for name, articles in (("Bilash", 2), ("Bunin", 2), ("Guli", 3), ("Yergazy", 3)):
        (person,) = [person for person in persons if name in person["name"]]
        assert (name, person["article_count"]) == (name, articles)


def test_the_statement_on_two_thousand_people_is_one_claim_of_four_articles_and_two_stories(
    dataset: BuildResult,
) -> None:
    said = [claim for claim in rows(dataset.out, "claims") if "more than 2,000 ethnic" in claim["text"]]
    (group,) = {claim["claim_group_id"] for claim in said if claim["story_count"] == 2}
    counts = {(claim["article_count"], claim["story_count"]) for claim in said if claim["claim_group_id"] == group}
    assert counts == {(4, 2)}
    assert len({claim["article_id"] for claim in said if claim["claim_group_id"] == group}) == 4


def test_the_two_counts_of_detained_and_returned_conflict_and_nothing_else_does(dataset: BuildResult) -> None:
    conflicts = rows(dataset.out, "conflicts")
    assert sorted((one["kind"], *sorted(one["differs"].split(" against "))) for one in conflicts) == [
        ("number", "15", "23"),
        ("number", "29", "33"),
    ]
    text = {article["article_id"]: article["text"] for article in rows(dataset.out, "articles")}
    for one in conflicts:
        for side in ("left", "right"):
            sentence = text[one[f"{side}_article_id"]][one[f"{side}_start"] : one[f"{side}_end"]]
            assert sentence == one[f"{side}_text"] and sentence.endswith(".")


def test_every_group_of_several_articles_has_its_judgments(dataset: BuildResult) -> None:
    judged = {one[side] for one in rows(dataset.out, "judgments") for side in ("left", "right")}
    for table, key in (("claims", "claim_id"), ("events", "event_id")):
        assert {row[key] for row in rows(dataset.out, table) if row["article_count"] > 1} <= judged


@pytest.mark.parametrize(
    ("table", "column", "shown"),
    [
        ("articles", "article_id", "read from"),
        ("segments", "segment_id", ">>>"),
        ("claims", "claim_id", ">>>"),
        ("events", "event_id", ">>>"),
        ("mentions", "mention_id", ">>>"),
        ("quantities", "quantity_id", ">>>"),
        ("dates", "date_id", ">>>"),
        ("persons", "person_id", "named or referred to in"),
        ("stories", "story_id", "canonical_article_id"),
        ("claims", "claim_group_id", "represents them"),
        ("events", "event_group_id", "represents them"),
        ("conflicts", "conflict_id", "against"),
        ("judgments", "judgment_id", "reasons"),
    ],
)
def test_every_kind_of_id_is_explained(dataset: BuildResult, table: str, column: str, shown: str) -> None:
    told = explain(dataset.out, rows(dataset.out, table)[0][column])
    assert shown in told
    assert not re.search(r"\d\.\d{8}", told)  # 0.82, as people write it


def test_the_explanation_names_what_was_decided_and_why(dataset: BuildResult) -> None:
    version = next(article for article in rows(dataset.out, "articles") if not article["is_canonical"])
    text = explain(dataset.out, version["article_id"])
    assert "judged the same as art-" in text and "runs of five words" in text
    with pytest.raises(NoSuchRow):
        explain(dataset.out, "cfl-0000000000000000")


def test_a_judgment_is_explained_with_the_words_of_both(dataset: BuildResult) -> None:
    for kind, words in (("claim", ">>>"), ("event", ">>>"), ("person", ">>>"), ("story", "in 00")):
        judgment = next(one for one in rows(dataset.out, "judgments") if one["kind"] == kind)
        left, right = (
            explain(dataset.out, judgment["judgment_id"])
            .split(f"\n{judgment['left']}:")[1]
            .split(f"\n{judgment['right']}:")
        )
        assert words in left and words in right


def test_a_story_lists_its_articles_and_says_which_two_were_compared(dataset: BuildResult) -> None:
    story = next(one for one in rows(dataset.out, "stories") if one["article_count"] == 3)
    text = explain(dataset.out, story["story_id"])
    ids = [one["article_id"] for one in rows(dataset.out, "articles") if one["story_id"] == story["story_id"]]
    assert all(f"\n  {article_id} " in text for article_id in ids)
    assert f"{story['canonical_article_id']} (represents them)" in text
    assert all(f"  {ids[0]} judged the same as {other}" in text for other in ids[1:])


def test_a_split_quote_and_a_group_say_of_each_row_how_it_came_about(dataset: BuildResult) -> None:
    pieces = [one for one in rows(dataset.out, "claims") if one["quote_id"]]
    quote = [one for one in pieces if one["quote_id"] == pieces[0]["quote_id"]]
    text = explain(dataset.out, pieces[0]["quote_id"])
    assert "2 pieces of one split quote" in text
    assert all(f">>>{one['text']}<<<" in text and f"how {one['claim_id']} came about:" in text for one in quote)
    assert f"how {quote[0]['claim_id']} came about:" in explain(dataset.out, quote[0]["claim_group_id"])


def test_a_broken_table_is_one_clear_line(dataset: BuildResult, tmp_path: Path) -> None:
    shutil.copytree(dataset.out, tmp_path / "data")
    with (tmp_path / "data" / "claims.parquet").open("r+b") as file:
        file.truncate(100)
    with pytest.raises(UnreadableTable, match=r"claims\.parquet cannot be read") as raised:
        explain(tmp_path / "data", "clm-0123456789abcdef")
    assert "\n" not in str(raised.value)


def test_other_file_names_change_no_id_and_no_group(dataset: BuildResult, seeds: Path, tmp_path: Path) -> None:
    folder = tmp_path / "renamed"
    folder.mkdir()
    for number, file in enumerate(sorted(seeds.glob("*.txt"), reverse=True)):
        shutil.copy(file, folder / f"{number} page.txt")
        if file.with_name(f"{file.name}.yaml").exists():
            shutil.copy(file.with_name(f"{file.name}.yaml"), folder / f"{number} page.txt.yaml")
    renamed = build(folder, tmp_path / "out")
    for table in (
        "claims",
        "events",
        "mentions",
        "persons",
        "stories",
        "judgments",
        "conflicts",
        "quantities",
        "dates",
    ):
        assert rows(renamed.out, table) == rows(dataset.out, table), table
    unnamed = [{k: v for k, v in row.items() if k != "source_path"} for row in rows(renamed.out, "articles")]
    assert unnamed == [{k: v for k, v in r.items() if k != "source_path"} for r in rows(dataset.out, "articles")]
