"""The report in a real browser: it logs nothing, requests nothing outside its folder, runs no document,
and marks exactly the words of the rows."""

from __future__ import annotations

import csv
import io
import os
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from browser import CHROMIUM, Browser

from onrecord.report.report import write_report
from onrecord.validation.outcome import Failure, Outcome

# CI must have a browser; a developer's machine may do without.
pytestmark = pytest.mark.skipif(CHROMIUM is None and not os.environ.get("CI"), reason="no Chromium here")


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with Browser(tmp_path_factory.mktemp("profile")) as one:
        yield one


@pytest.fixture
def site(dataset: Path, outcome_of: Callable[..., Outcome], browser: Browser) -> Path:
    """The report of a plain and a hostile article with failing rows; the browser has opened no page of it."""
    failures = [
        Failure("CLM-01", "critical", "claims", row["claim_id"], "text", row["text"], row["article_id"], row["start"],
                row["end"])
        for row in pq.read_table(dataset / "claims.parquet").to_pylist()
    ]  # fmt: skip
    failures.append(Failure("EVT-02", "warning", "events", "evt-'><img src=x onerror=alert(5)>", "place", "=1+1"))
    write_report(dataset, outcome_of(*failures))
    browser.console.clear()
    browser.requests.clear()
    return dataset / "report"


def test_pages_log_nothing_load_nothing_and_run_nothing_of_a_document(site: Path, browser: Browser) -> None:
    pages = sorted(site.rglob("*.html"))
    assert {"index.html", "timeline.html", "validation.html", "people.html"} <= {page.name for page in pages}
    for page in pages:
        browser.open(page)
        assert browser.run("document.querySelector('main').innerText.length") > 50
        # What the documents would have added: elements, handlers and addresses that act.
        assert (
            browser.run("document.querySelectorAll('img, iframe, object, embed, base, form, b[onmouseover]').length")
            == 0
        )
        assert browser.run("[...document.links].filter((a) => !/^(file|https?):$/.test(a.protocol)).length") == 0
        browser.run("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert browser.console == []
    assert {address for address in browser.requests if address != "about:blank"} == {page.as_uri() for page in pages}


@pytest.mark.parametrize("width", [400, 800, 1600])
def test_pages_fit_their_window(site: Path, browser: Browser, width: int) -> None:
    browser.resize(width)
    for page in sorted(site.rglob("*.html")):
        browser.open(page)
        assert browser.run("document.documentElement.scrollWidth") <= width, page


def test_marks_are_the_words_of_the_row(site: Path, browser: Browser) -> None:
    text_of = (
        "(id) => [...document.querySelectorAll('mark')].filter((mark) => mark.dataset.ids.split(' ').includes(id))"
    )
    checked = 0
    for table, key in (("claims", "claim_id"), ("events", "event_id"), ("mentions", "mention_id")):
        for row in pq.read_table(site.parent / f"{table}.parquet").to_pylist():
            browser.open(site / f"articles/{row['article_id']}.html", f"#{row[key]}")
            marked = browser.run(f"({text_of})({row[key]!r}).map((mark) => mark.textContent).join('')")
            assert marked == row["text"]
            if table != "mentions":
                looked_at = browser.run(
                    "[...document.querySelectorAll('mark.looked-at')].map((one) => one.dataset.ids)"
                )
                assert looked_at and all(row[key] in ids for ids in looked_at)
            checked += 1
    assert checked == 7
    assert browser.console == []


def test_a_failing_row_is_marked_in_its_paragraph(site: Path, browser: Browser) -> None:
    browser.open(site / "validation.html")
    marked = browser.run("[...document.querySelectorAll('mark.failing')].map((mark) => mark.textContent)")
    assert sorted(marked) == sorted(pq.read_table(site.parent / "claims.parquet").column("text").to_pylist())


def rows_shown(browser: Browser) -> int:
    shown: int = browser.run(
        "[...document.querySelectorAll('table[data-filter] tbody tr')].filter((row) => !row.hidden).length"
    )
    return shown


@pytest.fixture
def busy(rows: Any, tmp_path: Path, outcome_of: Callable[..., Outcome], browser: Browser) -> Path:
    """Eight events with all kinds of dates and statuses, with hostile texts and a formula."""
    from datetime import date

    events = [
        ("PROTEST", "happened", date(2020, 3, 5), date(2020, 3, 5), "Crowds marched on 5 March"),
        ("PROTEST", "happened", date(2020, 3, 1), date(2020, 3, 31), "Students struck in March"),
        ("COERCE", "alleged", date(2020, 1, 1), date(2020, 12, 31), "</script><script>alert(1)</script>"),
        ("COERCE", "happened", date(2019, 9, 1), None, "Curfews since September 2019"),
        ("AID", "happened", None, date(2020, 6, 30), '=HYPERLINK("http://evil.example","x")'),
        ("AID", "planned", date(2020, 7, 2), date(2020, 7, 2), "<img src=x onerror=alert(2)> would be sent"),
        ("ACCUSE", "denied", date(2020, 2, 29), date(2020, 2, 29), "javascript:alert(3)"),
        ("ACCUSE", "happened", None, None, "No one knows when"),
    ]
    for number, (kind, status, first, last, text) in enumerate(events):
        article = rows.article(f"{number}.txt", text, title=f"Title {number}")
        rows.segment(article, text, "body")
        rows.on(
            "events", "event_id", "evt", article, text, kind, event_type=kind, status=status, trigger=text[:9],
            date_start=first, date_end=last, date="2020" if first or last else None, is_canonical=True,
            event_group_id=f"evg-{number:016x}",
        )  # fmt: skip
    write_report(rows.write(tmp_path / "data"), outcome_of())
    browser.resize(1400)
    browser.console.clear()
    browser.requests.clear()
    return tmp_path / "data/report"


def test_the_timeline_draws_each_event_over_its_possible_days(busy: Path, browser: Browser) -> None:
    browser.open(busy / "timeline.html")
    browser.wait_for("document.querySelectorAll('.vis-item').length === 7")
    drawn = browser.run(
        "[...document.querySelectorAll('.vis-item')].map((one) => [one.textContent, one.className, one.offsetWidth])"
    )
    found = {text.strip(): (set(classes.split()), width) for text, classes, width in drawn}
    assert len(found) == 7
    day, month = found["Crowds ma"], found["Students"]
    assert "day" in day[0] and "day" not in month[0]
    assert day[1] < month[1] < found["</script>"][1]
    assert "unsure" in found["</script>"][0] and "unsure" in found["<img src="][0] and "unsure" not in day[0]
    assert "open-right" in found["Curfews s"][0] and "open-left" in found["=HYPERLIN"][0]
    assert "1 event has no date in the text" in browser.run("document.body.innerText")
    assert browser.console == [] and set(browser.requests) == {(busy / "timeline.html").as_uri()}


def test_a_distant_event_leaves_room_for_the_others(rows: Any, tmp_path: Path, browser: Browser) -> None:
    from datetime import date

    for number in range(40):
        day = date(1890, 1, 1) if number == 0 else date(2020, 1 + number % 12, 5)
        text = f"Crowds marched, day {number}"
        article = rows.article(f"{number}.txt", text)
        rows.on(
            "events", "event_id", "evt", article, text, "PROTEST", event_type="PROTEST", status="happened",
            trigger="marched", date=day.isoformat(), date_start=day, date_end=day, is_canonical=True,
            event_group_id=f"evg-{number:016x}",
        )  # fmt: skip
    write_report(rows.write(tmp_path / "data"), Outcome((), {}))
    browser.open(tmp_path / "data/report/timeline.html")
    spread = "[...document.querySelectorAll('.vis-item')].map((one) => one.getBoundingClientRect().x)"
    browser.wait_for("document.querySelectorAll('.vis-item').length >= 39")
    places = browser.run(spread)
    assert max(places) - min(places) > 400
    assert browser.run("document.getElementById('beyond').hidden") is False
    browser.run("document.querySelector('button[data-do=all]').click()")
    browser.wait_for("document.querySelectorAll('.vis-item').length === 40")


def test_the_timeline_works_with_the_keyboard(busy: Path, browser: Browser) -> None:
    browser.open(busy / "timeline.html")
    browser.run("document.querySelector('.lanes').focus()")
    browser.press("ArrowRight")
    seen = [browser.run("document.getElementById('picked').innerText")]
    for _ in range(6):
        browser.press("ArrowRight")
        seen.append(browser.run("document.getElementById('picked').innerText"))
    assert len(set(seen)) == 7
    assert any("Crowds marched on 5 March" in words and "PROTEST" in words for words in seen)
    assert all("Title" in words for words in seen)
    target = browser.run("document.querySelector('#picked a').href")
    browser.press("Enter")
    browser.wait_for(f"location.href === {target!r}")
    assert browser.console == []


def test_the_filter_of_the_table_filters_the_timeline(busy: Path, browser: Browser) -> None:
    browser.open(busy / "timeline.html")
    browser.run(
        "(() => { const box = document.querySelector('.filter input'); box.value = 'march';"
        " box.dispatchEvent(new Event('input')); })()"
    )
    assert rows_shown(browser) == 2
    browser.wait_for("document.querySelectorAll('.vis-item').length === 2")


def test_without_script_and_in_print_the_timeline_is_a_picture_and_a_table(busy: Path, browser: Browser) -> None:
    browser.call("Emulation.setScriptExecutionDisabled", value=True)
    try:
        browser.open(busy / "timeline.html")
    finally:
        browser.call("Emulation.setScriptExecutionDisabled", value=False)
    assert browser.run("document.querySelector('#drawn svg').getBoundingClientRect().width") > 300
    assert browser.run("getComputedStyle(document.getElementById('chart')).display") == "none"
    assert rows_shown(browser) == 7
    browser.open(busy / "timeline.html")
    browser.call("Emulation.setEmulatedMedia", media="print")
    try:
        assert browser.run("document.querySelector('#drawn svg').getBoundingClientRect().width") > 300
        assert browser.run("getComputedStyle(document.getElementById('chart')).display") == "none"
    finally:
        browser.call("Emulation.setEmulatedMedia", media="")


def test_a_saved_csv_has_no_formulas(busy: Path, browser: Browser) -> None:
    browser.open(busy / "events.html")
    copied = browser.run("asCsv(cellsOf(document.querySelector('table[data-filter]')))")
    cells = [cell for row in csv.reader(io.StringIO(copied)) for cell in row]
    assert any("HYPERLINK" in cell for cell in cells)
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "-", "@", "\t", "\r")]


@pytest.fixture
def long_list(rows: Any, tmp_path: Path, outcome_of: Callable[..., Outcome], browser: Browser) -> Path:
    """Six hundred claims on three pages; the last ones are hostile, a formula, and with accents."""
    claims = [f"Statement {number:03}" for number in range(597)]
    claims += ["<img src=x onerror=alert(1)> was here", '=HYPERLINK("http://evil.example","x")', "Erdoğan göründü"]
    article = rows.article("all.txt", "\n\n".join(claims), title="All")
    for number, text in enumerate(claims):
        rows.on(
            "claims", "claim_id", "clm", article, text, "direct", kind="direct" if number % 2 else "indirect",
            speaker=f"</script><b>Speaker</b> {number % 7}", stance="asserts", is_canonical=True,
            claim_group_id=f"clg-{number:016x}",
        )  # fmt: skip
    write_report(rows.write(tmp_path / "data"), outcome_of())
    browser.resize(1400)
    browser.console.clear()
    browser.requests.clear()
    return tmp_path / "data/report"


def search(browser: Browser, words: str, expected: str) -> list[list[str]]:
    """The cells of the search results, once the page shows the expected count."""
    browser.run(
        "(() => { document.querySelector('#search output').textContent = '';"
        f" const box = document.querySelector('#search input'); box.value = {words!r};"
        " box.dispatchEvent(new Event('input')); })()"
    )
    browser.wait_for(f"document.querySelector('#search output').textContent.startsWith({expected!r})")
    found: list[list[str]] = browser.run(
        "[...document.querySelectorAll('#search + .scroll tbody tr')]"
        ".map((row) => [...row.cells].map((cell) => cell.innerText))"
    )
    return found


def test_the_search_covers_all_pages_of_a_list(long_list: Path, browser: Browser) -> None:
    browser.open(long_list / "claims.html")
    assert rows_shown(browser) == 250
    (found,) = search(browser, "statement 596", "1 of 600 claims")
    assert found == ["</script><b>Speaker</b> 1", "Statement 596", "indirect", "asserts"]
    assert rows_shown(browser) == 250 and browser.run("document.querySelector('table[data-filter]').offsetHeight") == 0
    (claim,) = pq.read_table(long_list.parent / "claims.parquet", filters=[("text", "=", "Statement 596")]).to_pylist()
    address = f"articles/{claim['article_id']}.html#{claim['claim_id']}"
    assert browser.run("document.querySelector('#search + .scroll a').href").endswith(address)
    assert [found[1] for found in search(browser, "erdogan gorundu", "1 of 600")] == ["Erdoğan göründü"]
    assert len(search(browser, "statement", "597 of 600")) == 200
    browser.run(
        "(() => { const kind = document.querySelector('#search select'); kind.value = 'direct';"
        " kind.dispatchEvent(new Event('change')); })()"
    )
    browser.wait_for("document.querySelector('#search output').textContent.startsWith('298 of 600')")
    assert {row[2] for row in search(browser, "statement 05", "11 of 600")} == {"direct"}
    assert browser.console == []
    assert {Path(address).name for address in browser.requests} - {"blank"} <= {"claims.html", "claims-1.js"}


def test_search_results_run_nothing_of_a_document(long_list: Path, browser: Browser) -> None:
    text = (long_list / "search/claims-1.js").read_text(encoding="utf-8")
    assert "<" not in text and text.startswith("found([[") and text.endswith("]]);\n")
    browser.open(long_list / "claims.html")
    (found,) = search(browser, "onerror", "1 of 600")
    assert found[1] == "<img src=x onerror=alert(1)> was here"
    assert browser.run("document.querySelectorAll('main img, main b b, script[src*=evil]').length") == 0
    # An address that a damaged file gives is no link.
    browser.run("found([['javascript:alert(9)', 'somebody', 'damaged words', '', '']])")
    (found,) = search(browser, "damaged", "1 of 600")
    assert browser.run("document.querySelector('#search + .scroll a')") is None
    assert browser.run("""asCsv([["page"], ['=1+1'], ['@x']])""").split("\r\n")[1:] == ['"\'=1+1"', '"\'@x"']
    assert browser.console == []


def test_a_search_without_its_files_says_so(long_list: Path, browser: Browser) -> None:
    (long_list / "search/claims-1.js").unlink()
    browser.open(long_list / "claims.html")
    search(browser, "statement", "The files of this search, in the folder")
    assert rows_shown(browser) == 250


@pytest.mark.parametrize("width", [400, 1400])
def test_filtered_rows_are_hidden(busy: Path, browser: Browser, width: int) -> None:
    browser.resize(width)
    browser.open(busy / "events.html")
    browser.run(
        "(() => { const box = document.querySelector('.filter input'); box.value = 'march';"
        " box.dispatchEvent(new Event('input')); })()"
    )
    seen = "[...document.querySelectorAll('tbody tr')].filter((row) => row.getBoundingClientRect().height > 0).length"
    assert browser.run(seen) == 2


def test_the_explain_command_names_the_dataset_folder(site: Path, browser: Browser) -> None:
    browser.open(site / "validation.html")
    commands = browser.run("[...document.querySelectorAll('code.command')].map((one) => one.textContent)")
    assert commands
    for command in commands:
        program, verb, row, option, folder = shlex.split(command)
        assert (program, verb, option) == ("build-dataset", "explain", "--out")
        assert row.startswith(("clm-", "evt-")) and Path(folder) == site.parent


def test_every_control_has_a_name_and_a_visible_focus(site: Path, browser: Browser) -> None:
    browser.resize(1000)
    for page in [*site.glob("*.html"), *site.glob("articles/*.html")]:
        browser.open(page)
        unnamed = browser.run(
            "[...document.querySelectorAll('input, select, button, a, summary')]"
            ".filter((one) => !(one.labels?.length || one.innerText?.trim() || one.textContent.trim())).length"
        )
        assert unnamed == 0, page
        browser.press("Tab")
        assert browser.run("document.activeElement.className") == "skip"
        for _ in range(20):
            browser.press("Tab")
            style = "getComputedStyle(document.activeElement)"
            assert browser.run(f"document.activeElement === document.body || {style}.outlineStyle !== 'none'"), page
