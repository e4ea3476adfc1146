"""Corrections do what they say, leave everything else in order, and are an error when they match nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from corrected import Tables, corrected

from onrecord.dataset.corrections import Correction, left_aside, read_corrections
from onrecord.dataset.database import load_documents, open_database
from onrecord.document.process import process
from onrecord.document.shard_files import write_shard
from onrecord.errors import CorrectionsError
from onrecord.explanation.explain import explain
from onrecord.inputs.find import find
from onrecord.inputs.page import Input
from onrecord.language import DEFAULT_MODEL
from onrecord.language.en.model import load_model

WIRE = """Floods kill 12 in Port Marrow

PORT MARROW - Floods killed 12 people in Port Marrow on Monday, Mayor Ana Brandt said.

Police arrested 29 looters near the harbour, police chief Jon Ferris said on Tuesday.

“We have lost our homes and nobody came to help us for three days,” said Ana Brandt, who has led the town since 2010.

Ferris denied that his officers had fled the harbour before the water came.
"""
RAIL = """Trains stand still

ULMEN - Rail workers in Ulmen began a strike on Monday, union leader Karl Abel said.

Abel said the strike would last until Friday, and that 300 drivers had joined it.
"""
TEXTS = {
    "a.txt": WIRE,
    "b.txt": WIRE.replace("Floods kill 12 in Port Marrow\n", "Port Marrow counts its dead\n"),
    "c.txt": RAIL,
}
WELL = "- {action: drop, rows: [clm-0000000000000000], reason: r, author: A}\n"
Run = Callable[..., Tables]


@pytest.fixture(scope="module")
def gathered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("gathered")
    nlp = load_model(DEFAULT_MODEL)
    documents = [process(Input(path, text.encode()), nlp) for path, text in TEXTS.items()]
    write_shard(folder / "shard.parquet", list(TEXTS), documents)
    with open_database(folder) as connection:
        load_documents(connection, [folder / "shard.parquet"], list(TEXTS), [])
    return folder / "gathered.duckdb"


@pytest.fixture(scope="module")
def uncorrected(gathered: Path, tmp_path_factory: pytest.TempPathFactory) -> Tables:
    return corrected(gathered, tmp_path_factory.mktemp("uncorrected") / "it", [])


@pytest.fixture
def run(gathered: Path, uncorrected: Tables, tmp_path: Path) -> Run:
    """The tables as judged and corrected, which break no critical rule."""

    def build(*corrections: dict[str, Any]) -> Tables:
        if not corrections:
            return uncorrected
        decided = [Correction(**{"reason": "read", "author": "desk"} | one) for one in corrections]
        return corrected(gathered, tmp_path / str(len(list(tmp_path.iterdir()))), decided)

    return build


def named(rows: list[dict[str, Any]], name: str) -> dict[str, Any]:
    (found,) = [row for row in rows if name in row["name"]]
    return found


def test_the_versions_are_one_story_and_without_corrections_nothing_is_curated(run: Run) -> None:
    tables = run()
    assert sorted(story["article_count"] for story in tables["stories"]) == [1, 2]
    assert named(tables["persons"], "Brandt")["article_count"] == 2
    curated = [row for rows in tables.values() for row in rows if row.get("curated")]
    assert curated == [] and tables["corrections"] == []


def test_merged_stories_are_one_and_counted_so(run: Run) -> None:
    before = run()
    after = run({"action": "merge", "rows": [story["story_id"] for story in before["stories"]]})
    (story,) = after["stories"]
    assert story["article_count"] == 3 and story["curated"]
    assert {claim["story_count"] for claim in after["claims"]} == {1}
    (listed,) = after["corrections"]
    assert listed["action"] == "merge" and story["story_id"] in listed["changes"][0]


def test_an_article_split_from_its_story_is_a_story(run: Run) -> None:
    before = run()
    (story,) = [story for story in before["stories"] if story["article_count"] == 2]
    other = next(a for a in before["articles"] if a["story_id"] == story["story_id"] and not a["is_canonical"])
    after = run({"action": "split", "rows": [other["article_id"]]})
    assert [story["article_count"] for story in after["stories"]] == [1, 1, 1]
    (decided,) = [one for one in after["judgments"] if one["kind"] == "story"]
    assert decided["decision"] == "apart" and decided["reasons"][-1] == "a correction by desk decides: read"


def test_a_judgment_says_who_decided_last_and_nothing_of_corrections_that_did_not(run: Run) -> None:
    before = run()
    (story,) = [story for story in before["stories"] if story["article_count"] == 2]
    pair = sorted(one["article_id"] for one in before["articles"] if one["story_id"] == story["story_id"])
    split = {"action": "split", "rows": [pair[0]], "author": "Ada %s"}
    again = {"action": "merge", "rows": pair, "author": "Ben"}
    (decided,) = [one for one in run(split)["judgments"] if one["kind"] == "story"]
    assert decided["reasons"][-1] == "a correction by Ada %s decides: read"
    (decided,) = [one for one in run(split, again)["judgments"] if one["kind"] == "story"]
    assert (decided["decision"], decided["reasons"][-1]) == ("same", "a correction by Ben decides: read")
    (rail,) = [story["story_id"] for story in before["stories"] if story["article_count"] == 1]
    (decided,) = [
        one
        for one in run({"action": "merge", "rows": [story["story_id"], rail]})["judgments"]
        if one["kind"] == "story" and [one["left"], one["right"]] == pair
    ]
    assert decided["decision"] == "same" and not any("correction" in reason for reason in decided["reasons"])


def test_a_split_event_and_its_explanation_say_that_a_correction_decided(run: Run) -> None:
    before = run()
    group = next(e["event_group_id"] for e in before["events"] if e["count_min"] == 29)
    rows = [e["event_id"] for e in before["events"] if e["event_group_id"] == group]
    after = run({"action": "split", "rows": rows[:1], "author": "Ada"})
    between = [one for one in after["judgments"] if {one["left"], one["right"]} == set(rows)]
    assert len(rows) == 2 and [one["reasons"][-1] for one in between] == ["a correction by Ada decides: read"]


def test_the_explanation_of_what_was_split_tells_the_chain_of_decisions(run: Run, tmp_path: Path) -> None:
    before = run()
    (story,) = [story for story in before["stories"] if story["article_count"] == 2]
    one, other = sorted(one["article_id"] for one in before["articles"] if one["story_id"] == story["story_id"])
    brandt = named(before["persons"], "Brandt")
    mention = next(m for m in before["mentions"] if m["person_id"] == brandt["person_id"] and m["article_id"] == one)
    after = run(
        {"action": "split", "rows": [one], "author": "Ada", "reason": "another desk"},
        {"action": "split", "rows": [mention["mention_id"]], "author": "Ben", "reason": "a namesake"},
    )
    made = max(tmp_path.glob("*/made"), key=lambda folder: int(folder.parent.name))
    (apart,) = [story["story_id"] for story in after["stories"] if story["canonical_article_id"] == one]
    for row_id in (one, other, apart):
        told = explain(made, row_id)
        assert f"judged different from {other if row_id != other else one}" in told
        assert "a correction by Ada decides: another desk" in told
        assert "judged the same as" not in told
    assert "runs of five words" in explain(made, one) and "corrected by Ada" in explain(made, one)
    assert "another desk" in explain(made, apart)
    namesake = next(m["person_id"] for m in after["mentions"] if m["mention_id"] == mention["mention_id"])
    told = explain(made, namesake)
    parts = " and ".join(sorted([namesake, brandt["person_id"]]))
    assert f"corrected by Ben: {brandt['person_id']} was split into {parts} – a namesake" in told


def test_a_mention_split_from_a_person_is_another_person(run: Run) -> None:
    before = run()
    brandt = named(before["persons"], "Brandt")
    mention = next(m for m in before["mentions"] if m["person_id"] == brandt["person_id"] and m["text"] == "Ana Brandt")
    after = run({"action": "split", "rows": [mention["mention_id"]]})
    both = [person for person in after["persons"] if "Brandt" in person["name"]]
    assert sorted(p["mention_count"] for p in both) == [1, brandt["mention_count"] - 1]
    assert all(person["curated"] for person in both)


def test_merged_persons_share_one_row(run: Run) -> None:
    before = run()
    two = [named(before["persons"], name)["person_id"] for name in ("Brandt", "Abel")]
    after = run({"action": "merge", "rows": two})
    person = named(after["persons"], "Brandt")
    assert "Karl Abel" in person["aliases"] and person["article_count"] == 3


def test_a_field_is_set_with_what_follows_from_it(run: Run) -> None:
    claim = next(claim for claim in run()["claims"] if claim["speaker"])
    to = {"speaker": "the harbour master", "said": "2021-05"}
    after = run({"action": "set", "rows": [claim["claim_id"]], "to": to, "was": {"speaker": claim["speaker"]}})
    (now,) = [row for row in after["claims"] if row["claim_id"] == claim["claim_id"]]
    assert (now["speaker"], now["speaker_start"], str(now["said_end"])) == ("the harbour master", None, "2021-05-31")
    assert now["curated"] and now["text"] == claim["text"]


def test_a_relabelled_event_has_another_id_that_quantities_follow(run: Run) -> None:
    before = run()
    event = next(e for e in before["events"] if e["event_type"] == "COERCE" and e["count_min"] == 29)
    after = run({"action": "relabel", "rows": [event["event_id"]], "to": {"event_type": "THREATEN", "mode": "arrest"}})
    (now,) = [e for e in after["events"] if e["event_type"] == "THREATEN"]
    counted = [q for q in after["quantities"] if q["event_id"] == now["event_id"]]
    assert now["event_id"] != event["event_id"] and [q["value_min"] for q in counted] == [29.0]


def test_what_is_dropped_is_listed_whole_and_nothing_points_at_it(run: Run) -> None:
    before = run()
    person, claim = named(before["persons"], "Abel"), before["claims"][0]
    after = run({"action": "drop", "rows": [person["person_id"], claim["claim_id"]]})
    assert not [one for one in after["persons"] if "Abel" in one["name"]]
    assert len(after["claims"]) == len(before["claims"]) - 1
    dropped = [json.loads(row) for row in after["corrections"][0]["dropped"]]
    assert {row.get("name") for row in dropped} >= {"Karl Abel"} and claim["text"] in {
        row.get("text") for row in dropped
    }


def test_a_dropped_article_leaves_its_ledger_row_and_not_its_text(run: Run) -> None:
    (article,) = [one for one in run()["articles"] if one["source_path"] == "c.txt"]
    after = run({"action": "drop", "rows": [article["article_id"]], "reason": "the family asked"})
    (source,) = [one for one in after["sources"] if one["source_path"] == "c.txt"]
    assert (source["status"], source["reason"]) == ("rejected", "dropped by a correction: the family asked")
    assert "strike" not in json.dumps(after["corrections"]).replace("Trains", "")
    assert not [row for row in after["claims"] + after["mentions"] if row["article_id"] == article["article_id"]]


def changes_of(tables: Tables, kind: str) -> list[tuple[str, str, Any, Any]]:
    """(row, column, before, after) of one kind of changes."""
    return [
        (one["row_id"], one["column_name"], json.loads(one["value_before"] or "null"), json.loads(one["value_after"]))
        for one in tables["changes"]
        if one["kind"] == kind
    ]


def test_every_value_that_a_correction_changed_is_a_row(run: Run) -> None:
    claim = next(claim for claim in run()["claims"] if claim["person_id"] and not claim["said"])
    row_id = claim["claim_id"]
    after = run(
        {"action": "set", "rows": [row_id], "to": {"place": " Almaty ", "said": 2021}},
        {"action": "set", "rows": [row_id], "to": {"speaker": "a clerk", "place": " "}},
    )
    first, second = (one["correction_id"] for one in after["corrections"])
    assert [one["ordinal"] for one in after["changes"] if one["correction_id"] == first] == [0, 1, 2, 3]
    assert {one["table_name"] for one in after["changes"]} == {"claims"}
    told = changes_of({"changes": [one for one in after["changes"] if one["correction_id"] == first]}, "set")
    assert told == [
        (row_id, "said", None, "2021"),
        (row_id, "said_start", None, "2021-01-01"),
        (row_id, "said_end", None, "2021-12-31"),
        (row_id, "place", None, "Almaty"),
    ]
    told = changes_of({"changes": [one for one in after["changes"] if one["correction_id"] == second]}, "set")
    assert {(column, now) for _, column, _, now in told} >= {
        ("speaker", "a clerk"), ("speaker_kind", "unknown"), ("person_id", None), ("place", None),
    }  # fmt: skip
    assert (row_id, "person_id", claim["person_id"], None) in told
    words = {one["correction_id"]: one["changes"] for one in after["corrections"]}
    assert words[first][3] == f"{row_id}: place: unknown → 'Almaty'"


def test_what_points_at_a_dropped_row_points_at_nothing_and_says_so(run: Run) -> None:
    before = run()
    quantity = next(one for one in before["quantities"] if one["claim_id"] and one["event_id"])
    event = quantity["event_id"]
    after = run({"action": "drop", "rows": [event, quantity["claim_id"]]})
    (now,) = [one for one in after["quantities"] if one["quantity_id"] == quantity["quantity_id"]]
    assert (now["event_id"], now["claim_id"], now["curated"]) == (None, None, True)
    told = changes_of(after, "set")
    assert (now["quantity_id"], "event_id", event, None) in told
    assert (now["quantity_id"], "claim_id", quantity["claim_id"], None) in told
    dropped = {row_id for row_id, _, _, left in changes_of(after, "dropped") if left == []}
    assert {event, quantity["claim_id"]} <= dropped


def test_groups_that_are_merged_split_or_renamed_name_what_replaces_them(run: Run) -> None:
    before = run()
    two = [named(before["persons"], name)["person_id"] for name in ("Brandt", "Abel")]
    after = run({"action": "merge", "rows": two})
    merged = named(after["persons"], "Brandt")["person_id"]
    assert changes_of(after, "merged") == [(one, "person_id", None, [merged]) for one in sorted(two)]
    (story,) = [story for story in before["stories"] if story["article_count"] == 2]
    version = next(one for one in before["articles"] if one["story_id"] == story["story_id"])
    after = run({"action": "split", "rows": [version["article_id"]]})
    parts = sorted(one["story_id"] for one in after["stories"] if one["curated"])
    assert changes_of(after, "split") == [(story["story_id"], "story_id", None, parts)]
    (now,) = [one["story_id"] for one in after["articles"] if one["article_id"] == version["article_id"]]
    assert changes_of(after, "set") == [(version["article_id"], "story_id", story["story_id"], now)]
    event = next(e for e in before["events"] if e["event_type"] == "COERCE")
    after = run({"action": "relabel", "rows": [event["event_id"]], "to": {"event_type": "THREATEN", "mode": "arrest"}})
    (now,) = [e for e in after["events"] if e["start"] == event["start"] and e["article_id"] == event["article_id"]]
    renamed = changes_of(after, "renamed")
    assert (event["event_id"], "event_id", None, [now["event_id"]]) in renamed
    assert (event["event_group_id"], "event_group_id", None, [now["event_group_id"]]) in renamed


def test_a_person_has_what_is_set_of_them(run: Run) -> None:
    abel = named(run()["persons"], "Abel")
    to = {"protection": "victim_or_relative", "affiliation": "the rail union"}
    after = named(run({"action": "set", "rows": [abel["person_id"]], "to": to})["persons"], "Abel")
    assert (after["protection"], after["affiliation"], after["curated"]) == (*to.values(), True)


@pytest.mark.parametrize(
    ("correction", "message"),
    [
        ({"action": "drop", "rows": ["clm-0000000000000000"]}, r"correction 1 \(drop\): no row has the id clm-0"),
        ({"action": "merge", "rows": ["clm-0000000000000000", "per-0000000000000000"]}, "of one kind"),
        ({"action": "set", "rows": ["seg-0000000000000000"], "to": {"role": "body"}}, "fields to set"),
    ],
)
def test_a_correction_that_matches_nothing_is_an_error(run: Run, correction: dict[str, Any], message: str) -> None:
    with pytest.raises(CorrectionsError, match=message):
        run(correction)


def test_a_correction_that_no_longer_changes_anything_is_an_error(run: Run) -> None:
    tables = run()
    claim = next(claim for claim in tables["claims"] if claim["speaker"])
    rows = [claim["claim_id"]]
    for to, was, message in (
        ({"speaker": claim["speaker"]}, {}, "no effect"),
        ({"speaker": "X"}, {"speaker": "Y"}, "no longer 'Y'"),
        ({"said": "May"}, {}, "not an EDTF"),
        ({"stance": "shouts"}, {}, "cannot be set: stance"),
        ({"text": "X"}, {}, "not set by hand"),
        ({"mood": "X"}, {}, "no column mood"),
    ):
        with pytest.raises(CorrectionsError, match=message):
            run({"action": "set", "rows": rows, "to": to, "was": was})
    (pair,) = [story for story in tables["stories"] if story["article_count"] == 2]
    both = [article["article_id"] for article in tables["articles"] if article["story_id"] == pair["story_id"]]
    with pytest.raises(CorrectionsError, match="one already"):
        run({"action": "merge", "rows": both})
    with pytest.raises(CorrectionsError, match="nothing is left"):
        run({"action": "split", "rows": both})


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("- action: [", "not YAML"),
        ("action: drop", "not a list"),
        ("- {action: drop, rows: [clm-0000000000000000], author: A}", "correction 1 cannot be used: reason"),
        ("- {action: burn, rows: [clm-0000000000000000], reason: r, author: A}", "action"),
        ("- {action: drop, rows: ['../x'], reason: r, author: A}", "rows.0"),
        ("- {action: set, rows: [clm-0000000000000000], reason: r, author: A}", "need `to:"),
        ("- {action: merge, rows: [clm-0000000000000000], reason: r, author: A}", "at least two"),
        ("- &a [*a]", "line 1: &a and .a are not read"),
        ("# ours\n- {reason: &a [x, x], author: *a}", "line 2: &a"),
        (f"{WELL}- action: [", "not YAML that can be read: line 2: "),
        (f"{WELL}\n- action: drop\n  rows: [x]\n", "line 3, correction 2 cannot be used: rows.0"),
        (f"{WELL}- {{action: drop, action: set}}", "line 2: found duplicate key"),
        (f"{WELL}--- \n", "line 2: "),
        ('- {action: set, rows: [clm-0000000000000000], to: {said: "\\ud800"}, reason: r, author: A}', "half a char"),
        ("[" * 3000, "line 1"),
    ],
)
def test_a_malformed_file_is_one_clear_line(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "corrections.yaml").write_text(content)
    with pytest.raises(CorrectionsError, match=message) as raised:
        read_corrections([tmp_path])
    assert "\n" not in str(raised.value)


def test_a_small_file_that_is_large_when_its_aliases_are_written_out_is_refused_at_once(tmp_path: Path) -> None:
    names = "abcdefghi"
    bomb = "".join(f"&{one} [{', '.join([f'*{other}'] * 9)}], " for other, one in pairwise(names))
    content = f"- {{action: set, rows: [clm-0000000000000000], to: {{x: [&a [x], {bomb}]}}, reason: r, author: A}}"
    (tmp_path / "corrections.yaml").write_text(content)
    with pytest.raises(CorrectionsError, match=r"corrections\.yaml .*line 1: &a"):
        read_corrections([tmp_path])


def test_what_yaml_takes_for_a_day_stays_as_it_is_written(tmp_path: Path) -> None:
    (tmp_path / "corrections.yaml").write_text(
        "- {action: set, rows: [clm-0000000000000000], to: {said: 2018-02-30}, was: {said: 2018-02-03}, reason: r, "
        "author: A}"
    )
    (correction,) = read_corrections([tmp_path])
    assert (correction.to, correction.was) == ({"said": "2018-02-30"}, {"said": "2018-02-03"})
    assert correction.place == f"{tmp_path / 'corrections.yaml'}, line 1, correction 1"


@pytest.mark.parametrize("name", ["corrections.yml", "Corrections.yaml", "sub/corrections.yaml", "correction.yaml"])
def test_a_misnamed_corrections_file_is_no_article(tmp_path: Path, name: str) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "a.txt").write_text(RAIL)
    (tmp_path / name).write_text(WELL)
    with pytest.raises(CorrectionsError) as raised:
        find([tmp_path])
    assert str(raised.value) == (
        f"{tmp_path / name} is no article, and corrections are read from {tmp_path / 'corrections.yaml'}"
    )
    with pytest.raises(CorrectionsError, match="name the folder"):
        find([tmp_path / name])


def test_what_is_known_of_a_file_called_corrections_is_no_misnamed_file(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    for path in ("corrections.yaml", "sub/corrections", "sub/corrections.yaml"):
        (tmp_path / path).write_text("language: en")
    assert [one.path for one in find([tmp_path])] == ["sub/corrections"]
    (tmp_path / "sub" / "corrections").unlink()
    (tmp_path / "a.txt").write_text(RAIL)
    assert [one.path for one in find([tmp_path, tmp_path / "sub"])] == ["a.txt"]


def test_corrections_of_a_folder_are_left_aside_for_a_single_file_of_it(tmp_path: Path) -> None:
    file = tmp_path / "corrections.yaml"
    file.write_text(WELL)
    (tmp_path / "a.txt").write_text(RAIL)
    assert read_corrections([tmp_path / "a.txt"]) == [] and left_aside([tmp_path / "a.txt"]) == [file]
    for sources in ([tmp_path], [tmp_path, tmp_path / "a.txt"]):
        assert len(read_corrections(sources)) == 1 and left_aside(sources) == []


def test_the_example_of_the_documentation_is_one(tmp_path: Path) -> None:
    text = (Path(__file__).parents[2] / "docs" / "corrections.md").read_text(encoding="utf-8")
    (tmp_path / "corrections.yaml").write_text(text.split("```yaml\n")[1].split("```")[0], encoding="utf-8")
    actions = [correction.action for correction in read_corrections([tmp_path])]
    assert actions == ["merge", "split", "relabel", "set", "drop"]
    assert read_corrections([tmp_path / "nowhere" / "a.txt"]) == []
