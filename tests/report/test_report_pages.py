"""The report's pages: what a reviewer must find, and that no document can do harm."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from lxml import html

from onrecord.report.failures import verdict
from onrecord.report.load import load
from onrecord.report.report import write_report
from onrecord.report.tables import opened
from onrecord.validation.outcome import Failure, Outcome, Rule, RuleResult
from onrecord_schema.tables import TABLES

OutcomeOf = Callable[..., Outcome]


def pages(folder: Path) -> Iterator[tuple[Path, Any]]:
    for path in sorted((folder / "report").rglob("*.html")):
        yield path, html.document_fromstring(path.read_text(encoding="utf-8"))


def words(element: Any) -> str:
    return " ".join(" ".join(element.itertext()).split())


@pytest.fixture
def failures(dataset: Path) -> tuple[Failure, ...]:
    claim = pq.read_table(dataset / "claims.parquet", filters=[("speaker", "=", "Police")]).to_pylist()[0]
    at = {"article_id": claim["article_id"], "start": claim["start"], "end": claim["end"]}
    return (
        Failure("CLM-01", "critical", "claims", claim["claim_id"], "text", "another text", **at),
        Failure("CLM-01", "critical", "claims", "clm-gone", "article_id", "art-gone", "art-gone", 3, 9),
        Failure("CLM-01", "critical", "claims", "clm-far", "end", "99999", claim["article_id"], 5, 99999),
        Failure("EVT-02", "warning", "events", "evt-1; rm -rf /", "place", "<script>alert(9)</script>"),
    )


def test_the_index_begins_with_the_verdict(dataset: Path, outcome_of: OutcomeOf, failures: tuple[Failure, ...]) -> None:
    headline = html.document_fromstring(write_report(dataset, outcome_of()).read_text()).find(".//h1")
    assert headline.text == "Yes: no rule is broken."
    write_report(dataset, outcome_of(failures[3]))
    page = html.document_fromstring((dataset / "report/index.html").read_text())
    assert page.find(".//h1").text == "With care: 1 warning."
    page = html.document_fromstring(write_report(dataset, outcome_of(*failures)).read_text())
    assert page.find(".//h1").text == "Not yet: 1 critical rule is broken."
    assert "3 failures in claims. Each is listed below with its words. 3 rules checked." in words(
        page.find_class("standfirst")[0]
    )


def test_a_failing_row_is_shown_in_its_paragraph(
    dataset: Path, outcome_of: OutcomeOf, failures: tuple[Failure, ...]
) -> None:
    page = html.document_fromstring(write_report(dataset, outcome_of(*failures)).read_text())
    rule = page.find_class("rule")[0]
    assert "A claim's text is the stretch of the article that it points at." in words(rule)
    first, gone, far = rule.find_class("failures")[0].findall("li")
    assert "column text found another text" in words(first)
    assert words(first.find(".//mark")) == "they had detained 12 people in Harbour Street"
    assert words(first.find(".//blockquote")).startswith("Police said on Monday that they had")
    assert f"build-dataset explain {failures[0].key}" in words(first)
    assert first.find(".//a").get("href") == f"articles/{failures[0].article_id}.html#{failures[0].key}"
    assert gone.find(".//blockquote") is None
    assert "characters 5 to 99999, where there is no such text" in words(far)
    assert "build-dataset explain 'evt-1; rm -rf /'" in words(page)


def test_the_index_begins_with_the_broken_rules_and_their_tables(
    dataset: Path, outcome_of: OutcomeOf, failures: tuple[Failure, ...]
) -> None:
    note = Failure("PER-03", "info", "persons", "per-0000000000000001")
    page = html.document_fromstring(write_report(dataset, outcome_of(*failures, note)).read_text())
    (named,) = page.find(".//header[@class='lead verdict critical']").find_class("named")
    assert [words(one) for one in named] == [
        "critical Expected: A claim's text is the stretch of the article that it points at. claims: 3 of 10",
        "warning Expected: An event has a place. events: 1 of 10",
    ]
    assert [one.get("href") for one in named.iter("a")] == ["#CLM-01", "#EVT-02"]
    assert {"CLM-01", "EVT-02"} <= {one.get("id") for one in page.find_class("rule")}
    figures = {words(one.find("dt")): words(one) for one in page.find_class("figures")[0]}
    assert figures["claims"].endswith("1 critical rule broken") and figures["events"].endswith("1 warning")
    assert "broken" not in figures["people"] + figures["articles"]


def test_only_rows_have_an_explain_command(dataset: Path, outcome_of: OutcomeOf) -> None:
    file, row = (Failure("CLM-01", "critical", "claims", key) for key in ("claims.parquet", "clm-0123456789abcdef"))
    page = html.document_fromstring(write_report(dataset, outcome_of(file, row)).read_text())
    assert [words(one) for one in page.find_class("command")] == ["build-dataset explain clm-0123456789abcdef"]


def test_a_claim_of_many_articles_lists_the_first_of_them(rows: Any, tmp_path: Path, outcome_of: OutcomeOf) -> None:
    for number in range(30):
        article = rows.article(f"{number:02}.txt", f"{number} They left", title=f"Title {number}")
        rows.on(
            "claims", "claim_id", "clm", article, "They left", "direct", kind="direct", is_canonical=number == 0,
            claim_group_id="clg-0000000000000001", article_count=30, story_count=30, person_id="per-0000000000000001",
        )  # fmt: skip
    rows.add("persons", person_id="per-0000000000000001", name="Omar Dale", protection="none")
    write_report(rows.write(tmp_path / "data"), outcome_of())
    found = {path.name: page for path, page in pages(tmp_path / "data")}
    (carriers,) = found["claims.html"].find_class("also")
    assert words(carriers).startswith("in 30 articles, 30 stories") and words(carriers).endswith("and 10 more")
    assert len(set(carriers.xpath(".//a/@href"))) >= 19
    (said,) = found["people.html"].xpath("//details[contains(summary, 'says 30 claims')]")
    assert len(said.findall(".//a")) == 12 and words(said).endswith("and 18 more")


def test_a_failing_person_is_shown_at_the_first_mention(dataset: Path, outcome_of: OutcomeOf) -> None:
    failure = Failure("PER-03", "info", "persons", "per-0000000000000001", "name", "Omar Dale")
    page = html.document_fromstring(write_report(dataset, outcome_of(failure)).read_text())
    (shown,) = page.find_class("failures")[0].findall("li")
    assert words(shown.find(".//mark")) == "Omar Dale"
    assert words(shown.find(".//blockquote")) == "“We saw nothing,” said Omar Dale , 34, a baker."


def test_every_article_has_a_page_with_its_whole_text(dataset: Path, outcome_of: OutcomeOf) -> None:
    write_report(dataset, outcome_of())
    for article in pq.read_table(dataset / "articles.parquet").to_pylist():
        page = html.document_fromstring((dataset / f"report/articles/{article['article_id']}.html").read_text())
        assert "".join(text.text_content() for text in page.find_class("text")) == article["text"]


def test_highlighted_text_is_the_rows_span(dataset: Path, outcome_of: OutcomeOf) -> None:
    write_report(dataset, outcome_of())
    rows = [
        (table, key, row)
        for table, key in (
            ("claims", "claim_id"),
            ("events", "event_id"),
            ("mentions", "mention_id"),
            ("quantities", "quantity_id"),
        )
        for row in pq.read_table(dataset / f"{table}.parquet").to_pylist()
    ]
    assert len(rows) == 8
    for _, key, row in rows:
        page = html.document_fromstring((dataset / f"report/articles/{row['article_id']}.html").read_text())
        marks = [mark for mark in page.iter("mark") if row[key] in mark.get("data-ids").split()]
        assert "".join(mark.text_content() for mark in marks) == row["text"]


def test_removed_text_is_shown_with_its_reason(dataset: Path, outcome_of: OutcomeOf) -> None:
    index = html.document_fromstring(write_report(dataset, outcome_of()).read_text())
    removal = next(one for one in index.find_class("removal") if "Twelve held" in words(one))
    assert "15 % of its text: page furniture (1 stretch)" in words(removal)
    assert "asks the reader to subscribe" in words(removal)
    assert "Subscribe to our newsletter" in words(removal)


def test_people_claims_and_events_are_listed_with_their_facts(dataset: Path, outcome_of: OutcomeOf) -> None:
    write_report(dataset, outcome_of())
    lists = {path.name: words(page) for path, page in pages(dataset)}
    assert "Omar Dale a baker aged 34" in lists["people.html"]
    assert "minor" in lists["people.html"]
    assert "Police organization they had detained 12 people in Harbour Street reported, “said”" in lists["claims.html"]
    assert "We saw nothing, quoted · denies" in lists["claims.html"]
    assert "COERCE arrest" in lists["events.html"]
    assert "happened · 6 May 2024, from the publication date · count 12" in lists["events.html"]
    assert "rejected" in lists["sources.html"]


def test_a_person_links_to_their_claims_and_a_claim_to_its_speaker(dataset: Path, outcome_of: OutcomeOf) -> None:
    write_report(dataset, outcome_of())
    claim = pq.read_table(dataset / "claims.parquet", filters=[("speaker", "=", "Omar Dale")]).to_pylist()[0]
    found = dict(pages(dataset))
    person = found[dataset / "report/people.html"].get_element_by_id(claim["person_id"])
    (said,) = person.xpath(".//details[contains(summary, 'says 1 claim')]//a")
    assert said.get("href") == f"articles/{claim['article_id']}.html#{claim['claim_id']}"
    row = found[dataset / "report/claims.html"].get_element_by_id(claim["claim_id"])
    assert [link.get("href") for link in row.iter("a")] == [
        f"people.html#{claim['person_id']}",
        f"articles/{claim['article_id']}.html#{claim['claim_id']}",
    ]


def test_documents_add_no_elements_or_links(
    dataset: Path, outcome_of: OutcomeOf, failures: tuple[Failure, ...]
) -> None:
    write_report(dataset, outcome_of(*failures))
    for path, page in pages(dataset):
        # The page's own, and on the time line the chart library and what drives it.
        ours = 3 if path.name == "timeline.html" else 1
        assert len(page.findall(".//script")) == len(page.findall(".//style")) == ours, path
        assert page.find(".//img") is None, path
        for element in page.iter():
            assert not [name for name in element.attrib if name.startswith("on")], path
            address = element.get("href") or element.get("src") or ""
            assert re.match(r"(https://news\.example/|[\w./#-]*$|#)", address) or "per-" in address, (path, address)
    text = (dataset / "report/index.html").read_text()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "{{ 7 * 7 }}" in text


def test_pages_load_nothing(dataset: Path, outcome_of: OutcomeOf) -> None:
    write_report(dataset, outcome_of())
    for path, page in pages(dataset):
        assert not page.xpath("//link | //iframe | //object | //embed | //form | //base | //*[@src] | //*[@srcset]"), (
            path
        )
        style = page.find(".//style").text
        assert "@import" not in style
        assert set(re.findall(r"url\((.)", style)) <= {"#"}
        policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
        assert policy.startswith("default-src 'none'; style-src 'sha256-")
        assert "unsafe" not in policy


def test_links_lead_to_existing_pages(dataset: Path, outcome_of: OutcomeOf) -> None:
    write_report(dataset, outcome_of())
    found = dict(pages(dataset))
    for path, page in found.items():
        for address in page.xpath("//a/@href"):
            if not address.startswith(("http", "#")):
                target = (path.parent / address.split("#")[0]).resolve()
                assert target in found, (path.name, address)


def test_pages_are_accessible(dataset: Path, outcome_of: OutcomeOf, failures: tuple[Failure, ...]) -> None:
    """One h1, no heading level skipped, landmarks, a language, column headings, no id twice."""
    write_report(dataset, outcome_of(*failures))
    for path, page in pages(dataset):
        assert page.get("lang") == "en"
        assert {"header", "main", "nav", "footer"} <= {
            element.tag for element in page.iter() if isinstance(element.tag, str)
        }
        levels = [int(heading.tag[1]) for heading in page.xpath("//h1 | //h2 | //h3 | //h4")]
        assert levels[0] == 1 and levels.count(1) == 1, path
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels)), (path, levels)
        ids = [value for value in page.xpath("//*/@id") if not value.startswith("fade-")]
        assert len(ids) == len(set(ids)), (path, sorted(ids))
        assert all(table.xpath("thead//th[@scope='col']") for table in page.iter("table")), path


def test_the_same_dataset_gives_the_same_bytes(dataset: Path, outcome_of: OutcomeOf) -> None:
    write_report(dataset, outcome_of())
    first = {path: path.read_bytes() for path, _ in pages(dataset)}
    write_report(dataset, outcome_of())
    assert {path: path.read_bytes() for path, _ in pages(dataset)} == first


def test_pages_of_an_earlier_report_are_removed_and_other_files_stay(dataset: Path, outcome_of: OutcomeOf) -> None:
    write_report(dataset, outcome_of())
    (dataset / "report/articles/art-0000000000000000.html").write_text("of yesterday")
    (dataset / "report/claims-7.html").write_text("of yesterday")
    (dataset / "report/notes.html").write_text("<p>a reviewer's own</p>")
    write_report(dataset, outcome_of())
    assert not (dataset / "report/articles/art-0000000000000000.html").exists()
    assert not (dataset / "report/claims-7.html").exists()
    assert (dataset / "report/notes.html").exists()


def test_conflicting_numbers_are_shown_together(rows: Any, tmp_path: Path, outcome_of: OutcomeOf) -> None:
    sides = {}
    for side, path, text in (("left", "a.txt", "Police held 12 <men>"), ("right", "b.txt", "Police held 15 people")):
        event = rows.on("events", "event_id", "evt", rows.article(path, text), text, "COERCE", event_type="COERCE")
        sides |= {side: event["event_id"]}
        sides |= {f"{side}_{column}": event[column] for column in ("article_id", "start", "end", "text")}
    conflict_id = "cfl-0000000000000001"
    rows.add("conflicts", conflict_id=conflict_id, kind="number", about="held", differs="12 against 15", **sides)
    write_report(rows.write(tmp_path / "data"), outcome_of())
    found = {path.name: page for path, page in pages(tmp_path / "data")}
    for page in (found["index.html"], found["conflicts.html"]):
        (conflict,) = page.find_class("conflict")
        assert words(conflict).startswith("How many: held? 12 against 15")
        assert "Police held 12 <men> a.txt" in words(conflict)
        assert "Police held 15 people b.txt" in words(conflict)
    assert [heading.tag for heading in found["conflicts.html"].xpath("//h1 | //h2")] == ["h1", "h2"]


def test_an_id_cannot_be_a_path_out_of_the_folder(dataset: Path, outcome_of: OutcomeOf) -> None:
    path = dataset / "articles.parquet"
    found = pq.read_table(path)
    pq.write_table(found.set_column(0, "article_id", pa.array(["../../../escaped", "art-" + "0" * 16])), path)
    write_report(dataset, outcome_of())
    assert not list(dataset.parent.parent.rglob("escaped*"))
    assert [page.name for page in (dataset / "report/articles").iterdir()] == ["art-0000000000000000.html"]


def test_impossible_days_and_numbers_do_not_stop_the_report(dataset: Path, outcome_of: OutcomeOf) -> None:
    for table, column, value in (
        ("events", "date_end", pa.scalar(40_000_000, pa.int32()).cast(pa.date32())),
        ("quantities", "value_min", pa.scalar(float("nan"))),
        ("quantities", "value_max", pa.scalar(float("inf"))),
        ("articles", "removed_share", pa.scalar(float("nan"), pa.float32())),
    ):
        found = pq.read_table(dataset / f"{table}.parquet")
        broken = pa.repeat(value, len(found))
        pq.write_table(found.set_column(found.column_names.index(column), column, broken), dataset / f"{table}.parquet")
    assert write_report(dataset, outcome_of()).exists()


def test_long_lists_have_several_pages(rows: Any, tmp_path: Path, outcome_of: OutcomeOf) -> None:
    for number in range(600):
        rows.add("persons", person_id=f"per-{number:016x}", name=f"Person {number:03}", protection="none")
    write_report(rows.write(tmp_path / "data"), outcome_of())
    names = sorted(path.name for path, _ in pages(tmp_path / "data") if path.name.startswith("people"))
    assert names == ["people-2.html", "people-3.html", "people.html"]
    last = html.document_fromstring((tmp_path / "data/report/people-3.html").read_text())
    assert "501 to 600 of 600" in words(last)
    assert last.get_element_by_id(f"per-{599:016x}").find(".//b").text == "Person 599"


def test_a_large_dataset_shows_its_first_articles_and_failing_ones(rows: Any, tmp_path: Path) -> None:
    articles = sorted(rows.article(f"{n}.txt", f"Article {n}")["article_id"] for n in range(9))
    for article in rows.tables["articles"]:
        rows.segment(article, article["text"], "body")
    with opened(rows.write(tmp_path), [articles[7]], most_articles=3) as tables:
        for table in ("articles", "segments"):
            found = tables.values(f"SELECT article_id FROM {table} ORDER BY article_id")
            assert [article for (article,) in found] == [*articles[:3], articles[7]]
        assert tables.value("SELECT count(*) FROM sources") == 9


def test_pages_stay_small_when_all_rules_are_broken_by_long_rows(rows: Any, tmp_path: Path) -> None:
    text = "&漢" * 3_000
    article = rows.article("a.txt", text)
    rows.segment(article, text, "body")
    rules = [Rule(f"CLM-{number:02}", "critical", "claims", "rule", "What must hold.") for number in range(280)]
    at = {"article_id": article["article_id"], "start": 500, "end": 5_000}
    results = []
    for rule in rules:
        keys = [f"clm-{number:016x}" for number in range(3)]
        failures = tuple(Failure(rule.id, "critical", "claims", key, "text", "&漢" * 100, **at) for key in keys)
        results.append(RuleResult(rule, 100, 3, failures))
    write_report(rows.write(tmp_path / "data"), Outcome(tuple(results), {}))
    sizes = {path.name: path.stat().st_size for path, _ in pages(tmp_path / "data")}
    assert max(sizes.values()) < 5_000_000, max(sizes, key=lambda name: sizes[name])
    index = html.document_fromstring((tmp_path / "data/report/index.html").read_text())
    assert len(index.find_class("failures")) == 280


def test_unchecked_rules_call_for_care(outcome_of: OutcomeOf) -> None:
    holds = outcome_of().results
    skipped = Outcome((replace(holds[0], skipped="claims.parquet is missing"), *holds[1:]), {})
    assert verdict(skipped, 5).headline == "With care: 1 rule could not be checked."
    assert verdict(Outcome((), {}), 5).headline == "With care: no rule was checked."
    assert verdict(outcome_of(), 0).headline == "No: there are no articles."
    note = outcome_of(Failure("PER-03", "info", "persons", "per-1"))
    assert verdict(note, 5).headline == "Yes: no critical rule is broken, and no warning."


@pytest.mark.parametrize(
    "damage", ["missing", "truncated", "foreign", "renamed column", "wrong types", "no utf-8", "empty"]
)
@pytest.mark.parametrize("table", ["articles", "segments", "claims", "events", "persons", "stories", "sources"])
def test_a_damaged_table_does_not_stop_the_report(
    dataset: Path, outcome_of: OutcomeOf, table: str, damage: str
) -> None:
    path = dataset / f"{table}.parquet"
    found = pq.read_table(path)
    key = found.column_names[0]
    if damage == "missing":
        path.unlink()
    elif damage == "truncated":
        path.write_bytes(path.read_bytes()[:-20])
    elif damage == "foreign":
        pq.write_table(pa.table({"x": [1, 2]}), path)
    elif damage == "renamed column":
        pq.write_table(found.rename_columns([f"{name}_" if name == key else name for name in found.column_names]), path)
    elif damage == "wrong types":
        pq.write_table(pa.table({name: pa.array(["?"] * len(found)) for name in found.column_names}), path)
    elif damage == "no utf-8":
        raw = pa.StringArray.from_buffers(len(found), *pa.array([b"\xff\xfe"] * len(found), pa.binary()).buffers()[1:])
        column = next(name for name in ("title", "text", "speaker", "name", "reason") if name in found.column_names)
        pq.write_table(found.set_column(found.column_names.index(column), column, raw), path)
    else:
        pq.write_table(found.slice(0, 0), path)
    assert write_report(dataset, outcome_of()).exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_is_an_error_and_no_empty_report(dataset: Path) -> None:
    with (
        Path("/dev/full").open("r+b", buffering=0) as full,
        duckdb.connect() as connection,
        pytest.raises(OSError, match="No space left"),
    ):
        load(connection, full, dataset, TABLES["articles"], "")


def test_the_pages_of_a_rule_show_all_its_failing_rows(dataset: Path, outcome_of: OutcomeOf) -> None:
    claim = pq.read_table(dataset / "claims.parquet", filters=[("speaker", "=", "Police")]).to_pylist()[0]
    broken = [
        {
            "rule": "CLM-01", "severity": "critical", "table": "claims", "key": f"clm-{number:016x}", "column": "text",
            "value": f"value {number}", "article_id": claim["article_id"], "start": claim["start"], "end": claim["end"],
        }
        for number in range(250)
    ]  # fmt: skip
    (dataset / "report").mkdir()
    pq.write_table(pa.Table.from_pylist(broken), dataset / "report/failures.parquet")
    kept = [
        Failure(
            "CLM-01",
            "critical",
            "claims",
            row["key"],
            "text",
            row["value"],
            row["article_id"],
            row["start"],
            row["end"],
        )
        for row in broken[:100]
    ]
    first = outcome_of(*kept).results[0]
    outcome = Outcome((replace(first, failed=250),), {}, failures_file="report/failures.parquet")
    write_report(dataset, outcome)
    shown = []
    for name in ("failures-CLM-01.html", "failures-CLM-01-2.html", "failures-CLM-01-3.html"):
        page = html.document_fromstring((dataset / "report" / name).read_text())
        for row in page.find_class("failures")[0].findall("li"):
            shown.append(row.find(".//code").text)
            assert words(row.find(".//mark")) == claim["text"]
            assert "build-dataset explain" in words(row)
    assert shown == [row["key"] for row in broken]
    page = html.document_fromstring((dataset / "report/validation.html").read_text())
    assert len(page.find_class("failures")[0].findall("li")) == 10
    assert page.xpath("//a[@href='failures-CLM-01.html']")[0].text == "240 more"
    write_report(dataset, outcome_of())
    assert not list((dataset / "report").glob("failures-*.html"))
