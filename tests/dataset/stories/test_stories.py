"""Stories: versions of one report are found however they were cut; other reports stay apart."""

from __future__ import annotations

import random
import re
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from onrecord.dataset.stories import group_stories, write_stories
from onrecord.document.shingles import runs_in_order, sketch
from onrecord_schema import ids

SEEDS = Path(__file__).parents[3] / "seeds"
AGENCY = (SEEDS / "001_d17fd85841e52cdd.txt").read_text(encoding="utf-8").split("\n\n\n")[0]
COLUMN = (SEEDS / "003_7735045e0559ebaa.txt").read_text(encoding="utf-8")
RADIO = (SEEDS / "002_ef3a289845bdf9eb.txt").read_text(encoding="utf-8")


def stories(bodies: dict[str, str]) -> set[frozenset[str]]:
    """The groups, by the names given to the bodies."""
    name_of = {ids.group_id("art", [name]): name for name in bodies}
    articles = pa.table(
        {
            "article_id": list(name_of),
            "body": [bodies[name] for name in name_of.values()],
            "word_count": pa.array([len(bodies[name].split()) for name in name_of.values()], pa.int32()),
            "title": pa.nulls(len(name_of), pa.string()),
            "agency": pa.nulls(len(name_of), pa.string()),
            "published_start": pa.nulls(len(name_of), pa.date32()),
            "published_end": pa.nulls(len(name_of), pa.date32()),
            "curated": [False] * len(name_of),
        }
    )
    sketched = [sketch(bodies[name]) for name in name_of.values()]
    sketches = pa.table({"article_id": list(name_of), "sketch": pa.array(sketched, pa.list_(pa.uint64()))})
    groups: dict[str, set[str]] = {}
    with duckdb.connect() as connection:
        connection.register("given_articles", articles)
        connection.register("given_sketches", sketches)
        connection.execute("CREATE TABLE articles AS SELECT * FROM given_articles")
        connection.execute("CREATE TABLE sketches AS SELECT * FROM given_sketches")
        group_stories(connection)
        write_stories(connection)
        for article_id, story_id in connection.execute("SELECT article_id, story_id FROM versions").fetchall():
            groups.setdefault(story_id, set()).add(name_of[article_id])
    return {frozenset(group) for group in groups.values()}


def without_a_third(text: str) -> str:
    sentences = re.split(r"(?<=[.”]) ", text)
    return " ".join(sentence for i, sentence in enumerate(sentences) if i % 3)


def with_words_changed(text: str) -> str:
    chance = random.Random(1)
    return " ".join("another" if chance.random() < 0.05 else word for word in text.split())


@pytest.mark.parametrize(
    "version",
    [
        without_a_third(AGENCY),
        with_words_changed(AGENCY),
        "\n".join(reversed(AGENCY.split("\n"))),
        AGENCY[: len(AGENCY) // 4],
        AGENCY.upper(),
        AGENCY + "\n" + "\n".join(COLUMN.split("\n")[:4]),
    ],
    ids=["cut", "edited", "reordered", "first quarter", "capitals", "with a paragraph added"],
)
def test_a_version_is_the_same_story(version: str) -> None:
    assert stories({"a": AGENCY, "b": version}) == {frozenset("ab")}


def test_other_reports_on_the_same_matter_are_other_stories() -> None:
    assert stories({"a": AGENCY, "b": COLUMN, "c": RADIO}) == {frozenset("a"), frozenset("b"), frozenset("c")}


def test_a_report_with_another_one_appended_is_a_version_of_the_first_alone() -> None:
    box = " ".join(RADIO.split()[:90])
    found = stories({"long": AGENCY, "box": box, "both": f"{AGENCY} {box}", "box again": f"{box} It was read twice."})
    assert found == {frozenset({"long", "both"}), frozenset({"box", "box again"})}


def test_a_short_report_filled_up_with_paragraphs_of_a_long_one_is_a_version_of_the_short_one() -> None:
    brief, long = " ".join(RADIO.split()[:150]), AGENCY.split()
    filled = f"{brief} {' '.join(long[300:480])}"
    assert stories({"long": AGENCY, "brief": brief, "filled": filled}) == {
        frozenset({"long"}),
        frozenset({"brief", "filled"}),
    }


def test_a_report_of_its_own_that_ends_with_a_passage_of_another_one_is_no_version_of_it() -> None:
    own, quoted = " ".join(RADIO.split()[:160]), " ".join(AGENCY.split()[300:440])
    assert stories({"a": AGENCY, "b": f"{own} {quoted}"}) == {frozenset("a"), frozenset("b")}


def test_the_start_of_a_report_that_an_update_ends_with_is_a_version_of_the_report() -> None:
    start, update = AGENCY[: len(AGENCY) // 4], " ".join(RADIO.split()[:200])
    versions = {"a": AGENCY, "edited": with_words_changed(AGENCY), "start": start}
    assert stories(versions | {"update": f"{update} {start}"}) == {frozenset(versions), frozenset({"update"})}


def test_two_reviews_of_the_same_two_reports_are_versions_of_each_other() -> None:
    review = f"{AGENCY} {COLUMN}"
    found = stories({"a": AGENCY, "c": COLUMN, "review": review, "reprint": f"{review} Next week more."})
    assert found == {frozenset("a"), frozenset("c"), frozenset({"review", "reprint"})}


def test_a_report_with_more_added_than_a_review_has_beside_it_is_no_version_of_the_review() -> None:
    report, box, more = (" ".join(text.split()[:n]) for text, n in ((AGENCY, 260), (RADIO, 130), (COLUMN, 150)))
    found = stories({"report": report, "box": box, "review": f"{box} {report}", "extended": f"{report} {more}"})
    assert found == {frozenset({"report", "extended"}), frozenset({"box"}), frozenset({"review"})}


def test_texts_without_words_stand_alone() -> None:
    assert stories({"a": "", "b": "..."}) == {frozenset("a"), frozenset("b")}


def test_shingles_see_words_and_their_order_only() -> None:
    one = runs_in_order("The minister, on Monday, said no.")
    assert list(one) == list(runs_in_order("the minister on monday SAID no"))
    assert not set(one) & set(runs_in_order("on monday the minister said no"))


def test_a_review_that_holds_two_whole_reports_joins_neither() -> None:
    apart = {frozenset(name) for name in "abc"}
    assert stories({"a": RADIO, "b": COLUMN, "c": f"{RADIO}\n{COLUMN}"}) == apart


def test_shortened_versions_with_nothing_in_common_make_no_review_of_the_full_report() -> None:
    sentences = re.split(r"(?<=[.”])\s+", AGENCY)
    third = len(sentences) // 3
    rest = [sentence for place, sentence in enumerate(sentences[third:]) if place % 6 < 4]
    parts = {"start": " ".join(sentences[:third]), "rest": " ".join(rest)}
    assert stories({"full": AGENCY} | parts) == {frozenset({"full", "start", "rest"})}


def test_an_update_that_keeps_the_background_is_another_story() -> None:
    sentences = re.split(r"(?<=[.”]) ", COLUMN)
    update = " ".join([RADIO, *sentences[: len(sentences) // 4]])
    assert stories({"a": COLUMN, "b": update}) == {frozenset("a"), frozenset("b")}


def words(text: str, first: int, last: int) -> str:
    return " ".join(text.split()[first:last])


def test_a_short_report_with_half_of_another_one_added_is_a_version_of_the_one_that_is_whole() -> None:
    short, letter = words(RADIO, 0, 206), words(COLUMN, 0, 196)
    found = stories(
        {"short": short, "letter": letter, "again": letter, "extended": f"{short} {words(letter, 90, 186)}"}
    )
    assert found == {frozenset({"short", "extended"}), frozenset({"letter", "again"})}


def test_half_of_a_short_report_at_the_end_of_a_long_one_is_its_background() -> None:
    brief, long = words(AGENCY, 0, 230), f"{words(RADIO, 0, 330)} {words(COLUMN, 0, 330)}"
    assert stories({"a": brief, "b": f"{long} {words(brief, 0, 114)}"}) == {frozenset("a"), frozenset("b")}


def test_a_notice_under_a_report_does_not_hide_that_a_review_holds_it_whole() -> None:
    notice = " ".join(f"notice{number}" for number in range(38))
    one, other = words(RADIO, 0, 170), words(COLUMN, 0, 500)
    found = stories({"a": f"{one} {notice}", "b": other, "review": f"{one} {other} {notice}"})
    assert found == {frozenset("a"), frozenset("b"), frozenset({"review"})}
