"""Corrections of the seeds: what the first people who tried to correct them met, each fault with the text it was in."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from corrected import Tables, corrected

from onrecord.builder.engines import LocalWorkers
from onrecord.builder.plan import make_plan
from onrecord.builder.run_shards import process_documents
from onrecord.builder.workplace import Cache
from onrecord.dataset.corrections import Correction, read_corrections
from onrecord.dataset.database import load_documents, open_database
from onrecord.errors import CorrectionsError
from onrecord.explanation.explain import explain
from onrecord.language import DEFAULT_MODEL
from onrecord_schema import ids

Run = Callable[..., Tables]


@pytest.fixture(scope="module")
def gathered(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("gathered")
    plan = make_plan([seeds], DEFAULT_MODEL, LocalWorkers(1))
    shards = process_documents(plan.found, Cache(folder, DEFAULT_MODEL), LocalWorkers(1), lambda _: None)
    with open_database(folder) as connection:
        load_documents(connection, shards, list(plan.found), plan.ledger)
    return folder / "gathered.duckdb"


@pytest.fixture(scope="module")
def before(gathered: Path, tmp_path_factory: pytest.TempPathFactory) -> Tables:
    return corrected(gathered, tmp_path_factory.mktemp("before") / "it", [])


@pytest.fixture
def run(gathered: Path, tmp_path: Path) -> Run:
    def build(*corrections: dict[str, Any]) -> Tables:
        decided = [Correction(**{"reason": "read", "author": "desk"} | one) for one in corrections]
        return corrected(gathered, tmp_path / str(len(list(tmp_path.iterdir()))), decided)

    return build


def one(rows: list[dict[str, Any]], **known: Any) -> dict[str, Any]:
    (found,) = [row for row in rows if all(row[column] == value for column, value in known.items())]
    return found


def person(tables: Tables, name: str) -> dict[str, Any]:
    return one(tables["persons"], name=name)


def mentions_of(tables: Tables, name: str) -> list[dict[str, Any]]:
    """In the order of the text, article by article."""
    who = person(tables, name)["person_id"]
    rows = [row for row in tables["mentions"] if row["person_id"] == who]
    return sorted(rows, key=lambda row: (row["article_id"], row["start"]))


def last_made(folder: Path) -> Path:
    return max(folder.glob("*/made"), key=lambda made: int(made.parent.name))


def test_a_year_or_a_day_written_as_yaml_has_them_is_a_date(before: Tables, run: Run, tmp_path: Path) -> None:
    article = before["articles"][0]["article_id"]
    for written, first, last in (
        ("2018", "2018-01-01", "2018-12-31"),
        ("2018-05-01", "2018-05-01", "2018-05-01"),
        ("2018-05", "2018-05-01", "2018-05-31"),
    ):
        entry = f"- {{action: set, rows: [{article}], to: {{published: {written}}}, reason: r, author: A}}"
        (tmp_path / "corrections.yaml").write_text(entry)
        (decided,) = read_corrections([tmp_path])
        after = run({"action": "set", "rows": [article], "to": decided.to})
        row = one(after["articles"], article_id=article)
        assert (row["published"], str(row["published_start"]), str(row["published_end"])) == (written, first, last)
    for value in (True, "9999", "2018-02-30"):
        with pytest.raises(CorrectionsError, match=f"{article}.*published"):
            run({"action": "set", "rows": [article], "to": {"published": value}})


@pytest.mark.parametrize(
    ("to", "message"),
    [
        ({"person_id": "x"}, "the id of a person, such as per-0123456789abcdef, not x"),
        ({"person_id": 5}, "the id of a person"),
        ({"person_id": "per-0000000000000000"}, "no row has the id per-0"),
        ({"person_id": "Serikzhan Bilash"}, "the id of a person"),
        ({"said": True}, "said: Input should be a valid string"),
        ({"kind": "mixed"}, "a label of a row is changed by relabel"),
        ({"claim_group_id": "clg-0000000000000000"}, "not set by hand .merge and split change it"),
        ({"text": "X"}, "text is not set by hand$"),
        ({"speaker_kind": "crowd"}, "speaker_kind: Input should be"),
        ({"speaker_kind": "organization"}, "speaker_kind: expected person, found organization"),
        ({"mood": 5}, "has no column mood"),
    ],
)
def test_a_claim_cannot_be_what_no_claim_is(before: Tables, run: Run, to: dict[str, Any], message: str) -> None:
    claim = next(row for row in before["claims"] if row["speaker"] == "Guli")
    with pytest.raises(CorrectionsError, match=message) as raised:
        run({"action": "set", "rows": [claim["claim_id"]], "to": to})
    assert "\n" not in str(raised.value) and str(raised.value).startswith("correction 1 (set): ")


def test_values_that_only_validation_saw_are_refused(before: Tables, run: Run) -> None:
    article, quantity = before["articles"][0]["article_id"], before["quantities"][0]["quantity_id"]
    event = next(row["event_id"] for row in before["events"] if row["place"])
    who = person(before, "Gene Bunin")["person_id"]
    for row_id, to, message in (
        (article, {"title": ["A"]}, "title: Input should be a valid string"),
        (quantity, {"value_min": 10**400}, "value_min: Input should be a valid number"),
        (event, {"count_min": 5, "count_max": 3}, "count_min: expected at most 3, found 5"),
        (event, {"country": "ZZ"}, "country: expected a code of ISO 3166-1"),
        (who, {"age_min": 50, "age_max": 40}, "age_min: expected at most 40, found 50"),
        (who, {"age_min": 12, "age_max": 13}, "protection: expected minor or pseudonym below 18"),
        (who, {"name": ["Gene"]}, "name: Input should be a valid string"),
    ):
        with pytest.raises(CorrectionsError, match=message):
            run({"action": "set", "rows": [row_id], "to": to})
    claim = next(row["claim_id"] for row in before["claims"] if row["speaker"] == "Guli" and row["kind"] == "indirect")
    with pytest.raises(CorrectionsError, match="speaker: expected null, as the kind is narrator"):
        run({"action": "relabel", "rows": [claim], "to": {"kind": "narrator"}})
    after = run({"action": "relabel", "rows": [claim], "to": {"kind": "narrator", "speaker": None}})
    assert [row["speaker_kind"] for row in after["claims"] if row["curated"] and row["kind"] == "narrator"] == [
        "unknown"
    ]


def test_a_person_who_was_merged_before_is_checked_like_any_other(before: Tables, run: Run) -> None:
    names = ("Aibek Smadiyarov", "Beibut Atamkulov")
    merge = {"action": "merge", "rows": [person(before, name)["person_id"] for name in names]}
    merged = person(run(merge), "Beibut Atamkulov")["person_id"]
    for to, was, message in (
        ({"age_min": "x"}, {}, "age_min: Input should be a valid integer"),
        ({"name": True}, {}, "name: Input should be a valid string"),
        ({"protection": "x"}, {}, "protection: Input should be"),
        ({"mention_count": 5}, {}, "mention_count is not set by hand"),
        ({"roles": "xyz"}, {}, "roles: Input should be a valid list"),
        ({"affiliation": "X"}, {"affiliation": "nobody"}, "no longer 'nobody'"),
    ):
        with pytest.raises(CorrectionsError, match=f"{merged}.*{message}"):
            run(merge, {"action": "set", "rows": [merged], "to": to, "was": was})
    to = {"roles": ["minister", "envoy"], "name": "Beibut B. Atamkulov"}
    row = person(run(merge, {"action": "set", "rows": [merged], "to": to}), "Beibut B. Atamkulov")
    assert row["roles"] == ["envoy", "minister"] and row["curated"]
    assert row["aliases"] == ["Aibek Smadiyarov", "Atamkulov", "Beibut Atamkulov", "Smadiyarov"]


def test_what_is_set_of_a_person_stays_with_them_and_the_care_they_need_with_both(before: Tables, run: Run) -> None:
    bilash = person(before, "Serikzhan Bilash")
    mention = next(row["mention_id"] for row in mentions_of(before, "Serikzhan Bilash") if row["text"] == "Bilash")
    to = {"affiliation": "Atajurt Eriktileri", "protection": "victim_or_relative"}
    after = run({"action": "set", "rows": [bilash["person_id"]], "to": to}, {"action": "split", "rows": [mention]})
    stayed, went = person(after, "Serikzhan Bilash"), person(after, "Bilash")
    assert (stayed["affiliation"], went["affiliation"]) == ("Atajurt Eriktileri", None)
    assert stayed["protection"] == went["protection"] == "victim_or_relative"
    jeenbekov = person(after, "Sooronbai Jeenbekov")["person_id"]
    after = run(
        {"action": "set", "rows": [jeenbekov], "to": {"protection": "minor", "age_max": 17}},
        {"action": "merge", "rows": [jeenbekov, bilash["person_id"]]},
    )
    assert [row["protection"] for row in after["persons"] if "Sooronbai Jeenbekov" in row["aliases"]] == ["minor"]


def test_a_split_quote_without_one_of_its_pieces_is_named_anew_or_none(before: Tables, run: Run) -> None:
    pieces = [row for row in before["claims"] if row["quote_id"] and row["text"].startswith("I said that Chinese")]
    piece = pieces[0]
    (other,) = [row for row in before["claims"] if row["quote_id"] == piece["quote_id"] and row != piece]
    after = run({"action": "drop", "rows": [piece["claim_id"]]})
    assert one(after["claims"], claim_id=other["claim_id"])["quote_id"] is None
    assert f"{piece['quote_id']} was dropped" in after["corrections"][0]["changes"]
    after = run({"action": "relabel", "rows": [piece["claim_id"]], "to": {"kind": "mixed"}})
    now = one(after["claims"], article_id=piece["article_id"], start=piece["start"])
    assert now["quote_id"] == ids.group_id("quo", [now["claim_id"], other["claim_id"]])
    assert one(after["claims"], claim_id=other["claim_id"])["quote_id"] == now["quote_id"]


def test_a_person_goes_with_their_only_mention_and_nothing_points_at_them(before: Tables, run: Run) -> None:
    who = person(before, "Sooronbai Jeenbekov")["person_id"]
    (mention,) = mentions_of(before, "Sooronbai Jeenbekov")
    (event,) = [row["event_id"] for row in before["events"] if who in row["person_ids"]]
    after = run({"action": "drop", "rows": [mention["mention_id"]]})
    assert not [row for row in after["persons"] if row["person_id"] == who]
    row = one(after["events"], event_id=event)
    assert row["person_ids"] == [] and row["curated"]
    (listed,) = after["corrections"]
    assert f"{event}: person_ids: ['{who}'] → []" in listed["changes"]
    assert [json.loads(row)["person_id"] for row in listed["dropped"]] == [who, who]


def test_all_mentions_in_one_article_split_off_take_their_statements_along(before: Tables, run: Run) -> None:
    mentions = mentions_of(before, "Serikzhan Bilash")
    here = [row["mention_id"] for row in mentions if row["article_id"] == mentions[0]["article_id"]]
    assert len(here) < len(mentions)
    after = run({"action": "split", "rows": here})
    two = [row["person_id"] for row in after["persons"] if row["name"] == "Serikzhan Bilash"]
    said = [row for row in after["claims"] if row["person_id"] in two]
    by_group: dict[str, set[str]] = {}
    for row in said:
        by_group.setdefault(row["claim_group_id"], set()).add(row["person_id"])
    assert len(said) == 6 and all(len(speakers) == 1 for speakers in by_group.values())
    decided = [row for row in after["judgments"] if row["kind"] == "claim" and "a correction" in row["reasons"][-1]]
    assert len(decided) == 3 and {row["decision"] for row in decided} == {"apart"}


def test_what_is_said_goes_with_the_mention_that_says_it(before: Tables, run: Run) -> None:
    mention = next(row for row in mentions_of(before, "Serikzhan Bilash") if row["text"] == "Bilash")
    said = [
        row["claim_id"]
        for row in before["claims"]
        if (row["article_id"], row["speaker_start"]) == (mention["article_id"], mention["start"])
    ]
    assert len(said) == 2
    after = run({"action": "split", "rows": [mention["mention_id"]]})
    assert {one(after["claims"], claim_id=row_id)["person_id"] for row_id in said} == {
        person(after, "Bilash")["person_id"]
    }
    bunin = person(before, "Gene Bunin")["person_id"]
    to, was = {"person_id": bunin}, {"person_id": mention["person_id"]}
    after = run({"action": "set", "rows": [mention["mention_id"]], "to": to, "was": was})
    now = person(after, "Gene Bunin")
    assert now["aliases"] == ["Bilash", "Bunin"] and now["mention_count"] == 7
    assert {one(after["claims"], claim_id=row_id)["person_id"] for row_id in said} == {now["person_id"]}
    (listed,) = after["corrections"]
    for row_id in (mention["mention_id"], *said):
        assert f"{row_id}: person_id: '{mention['person_id']}' → '{now['person_id']}'" in listed["changes"]
    assert f"{bunin} was merged into {now['person_id']}" in listed["changes"]


def test_a_speaker_in_words_alone_is_nobody_in_particular(before: Tables, run: Run) -> None:
    claim = next(row for row in before["claims"] if row["speaker"] == "Guli" and row["kind"] == "indirect")
    to = {"speaker": "a ministry spokesman"}
    row = one(run({"action": "set", "rows": [claim["claim_id"]], "to": to})["claims"], claim_id=claim["claim_id"])
    known = [row[name] for name in ("speaker", "person_id", "speaker_kind", "speaker_start", "speaker_end")]
    assert known == ["a ministry spokesman", None, "unknown", None, None]
    to = {"speaker": "Guli, 23", "person_id": claim["person_id"]}
    row = one(run({"action": "set", "rows": [claim["claim_id"]], "to": to})["claims"], claim_id=claim["claim_id"])
    assert (row["person_id"], row["speaker_kind"]) == (claim["person_id"], "person")
    elsewhere = person(before, "Sooronbai Jeenbekov")["person_id"]
    with pytest.raises(CorrectionsError, match="is mentioned nowhere in art-"):
        run({"action": "set", "rows": [claim["claim_id"]], "to": {"person_id": elsewhere}})


def test_a_name_that_no_text_has_is_one_more_and_those_in_the_text_stay(before: Tables, run: Run) -> None:
    who = person(before, "Serikzhan Bilash")["person_id"]
    row = person(run({"action": "set", "rows": [who], "to": {"name": "Serikjan Bilash"}}), "Serikjan Bilash")
    assert row["aliases"] == ["Bilash", "Serikzhan Bilash"]
    with pytest.raises(CorrectionsError, match=r"'Bilash' is what men-\w+ calls this person"):
        run({"action": "set", "rows": [who], "to": {"aliases": ["S. Bilash"]}})
    nominal = next(row for row in before["mentions"] if row["text"] == "A 23-year-old Kazakh citizen")
    after = run({"action": "relabel", "rows": [nominal["mention_id"]], "to": {"form": "name"}})
    assert person(after, "Guli")["aliases"] == ["A 23-year-old Kazakh citizen"]


def test_a_date_that_is_a_duration_has_the_value_of_one_and_no_day(before: Tables, run: Run) -> None:
    day = next(row for row in before["dates"] if row["kind"] == "date" and row["value_start"])
    relabel = {"action": "relabel", "rows": [day["date_id"]]}
    after = run(relabel | {"to": {"kind": "duration", "value": "P1Y"}})
    row = one(after["dates"], article_id=day["article_id"], start=day["start"])
    assert (row["kind"], row["value"], row["value_start"], row["basis"]) == ("duration", "P1Y", None, "curated")
    with pytest.raises(CorrectionsError, match="expected a duration of ISO 8601"):
        run(relabel | {"to": {"kind": "duration"}})
    with pytest.raises(CorrectionsError, match="anchor: 'then' is not an EDTF"):
        run({"action": "set", "rows": [day["date_id"]], "to": {"anchor": "then"}})


def test_a_merge_of_what_was_never_compared_is_a_judgment_with_its_reason(before: Tables, run: Run) -> None:
    rows = [person(before, name)["person_id"] for name in ("Gene Bunin", "Serikzhan Bilash")]
    after = run({"action": "merge", "rows": rows, "reason": "One is\nthe other's pen name.", "author": "Ada"})
    (decided,) = [row for row in after["judgments"] if "a correction" in row["reasons"][-1]]
    assert decided["reasons"] == ["a correction by Ada decides: One is the other's pen name."]
    assert (decided["kind"], decided["decision"], decided["score"]) == ("person", "same", 0.0)
    stories = [row["story_id"] for row in before["stories"]]
    after = run({"action": "merge", "rows": stories[:2]})
    decided = one(after["judgments"], kind="story", reasons=["a correction by desk decides: read"])
    assert decided["decision"] == "same"


def test_ids_that_are_gone_are_explained_by_the_corrections_that_took_them(
    before: Tables, run: Run, tmp_path: Path
) -> None:
    bilash, bunin, guest = (person(before, n) for n in ("Serikzhan Bilash", "Gene Bunin", "Sooronbai Jeenbekov"))
    (mention,) = mentions_of(before, "Sooronbai Jeenbekov")
    piece = next(row for row in before["claims"] if row["quote_id"] and row["text"].startswith("I said that Chinese"))
    after = run(
        {"action": "merge", "rows": [bilash["person_id"], bunin["person_id"]], "reason": "One man.", "author": "Ada"},
        {"action": "drop", "rows": [mention["mention_id"]], "reason": "A street.", "author": "Ben"},
        {"action": "relabel", "rows": [piece["claim_id"]], "to": {"kind": "mixed"}, "reason": "Half of it."},
    )
    made = last_made(tmp_path)
    merged = person(after, "Serikzhan Bilash")["person_id"]
    told = explain(made, bunin["person_id"])
    assert f"{bunin['person_id']} is in no table any more" in told and told.endswith(f"it is now {merged}")
    assert "correction 1 (merge) by Ada: " in told and "One man." in told and "A street." not in told
    for row_id in (mention["mention_id"], guest["person_id"]):
        told = explain(made, row_id)
        assert "correction 2 (drop) by Ben: " in told and "it said: Sooronbai Jeenbekov" in told
        assert told.endswith("nothing replaced it")
    now = one(after["claims"], article_id=piece["article_id"], start=piece["start"])
    for old, new in ((piece["claim_id"], now["claim_id"]), (piece["quote_id"], now["quote_id"])):
        assert explain(made, old).endswith(f"it is now {new}")
    assert "Half of it." in explain(made, now["claim_id"])


def test_a_correction_is_shown_with_the_rows_that_it_is_of(before: Tables, run: Run, tmp_path: Path) -> None:
    event = next(row for row in before["events"] if row["claim_id"])
    run({"action": "set", "rows": [event["claim_id"]], "to": {"place": "Almaty"}, "reason": "As told."})
    made = last_made(tmp_path)
    changed = f"{event['claim_id']}: place: unknown → 'Almaty'"
    assert f"corrected by desk: {changed} – As told." in explain(made, event["claim_id"])
    assert "corrected by" not in explain(made, event["event_id"])


def test_two_rows_set_by_one_correction_are_shown_each_with_its_own_change(
    before: Tables, run: Run, tmp_path: Path
) -> None:
    rows = [row["claim_id"] for row in before["claims"] if row["place"] is None][:2]
    run({"action": "set", "rows": rows, "to": {"place": "Almaty"}})
    told = explain(last_made(tmp_path), rows[0])
    assert f"{rows[0]}: place: unknown → 'Almaty'" in told and f"{rows[1]}: place" not in told
