"""Says which pages the report has: an index that answers whether the data can be used, lists, and a page an article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from onrecord.report.article_view import view
from onrecord.report.failing_rows import PAGE_FAILURES, FailingRows
from onrecord.report.failures import EvidenceFinder, verdict
from onrecord.report.links import Links
from onrecord.report.listings import Listing, listings
from onrecord.report.pages import Pages
from onrecord.report.tables import Rows, read_tables
from onrecord.report.timeline import Timeline, lay_out
from onrecord.report.versions import compare
from onrecord.validation.outcome import Outcome

#: Failing rows shown of each rule on the index, and on the page of all rules; its own pages show them all.
_INDEX_FAILURES, _RULE_FAILURES = 3, 10
#: Texts of at most this length together are shown on the index itself.
_INDEX_TEXT_CHARS = 120_000
#: Events that the time line can draw and a reader can still read.
_TIMELINE_EVENTS = 400


def write_report(folder: Path, outcome: Outcome) -> Path:
    """Write `folder/report/` about the dataset in `folder` and its validation; returns the path of `index.html`.

    Reads whatever tables are there, in whatever state. Pages of an earlier report are replaced; nothing else in the
    folder is touched. The same dataset and outcome give the same bytes.
    """
    failing = {failure.article_id for result in outcome.results for failure in result.failures if failure.article_id}
    tables = read_tables(folder, failing)
    lists = listings(tables)
    links = Links(tables, lists)
    site = folder / "report"
    _clear(site, lists)
    documents = [name for name in ("DICTIONARY.md", "RULES.md", "manifest.json") if (folder / name).exists()]
    failing_rows = FailingRows(folder, outcome)
    pages = Pages(
        site,
        {
            "links": links,
            "listings": lists,
            "documents": documents,
            "data_docs": outcome.data_docs.removeprefix("report/") if outcome.data_docs else None,
            "failing_rows": failing_rows,
            "page_failures": PAGE_FAILURES,
            "failures_file": outcome.failures_file.removeprefix("report/") if outcome.failures_file else None,
        },
    )
    evidence = EvidenceFinder(tables)
    pages.write("validation.html", "validation.html.j2", outcome=outcome, evidence=evidence, limit=_RULE_FAILURES)
    for result in outcome.failed:
        for number in range(1, failing_rows.pages(result) + 1):
            first = (number - 1) * PAGE_FAILURES
            pages.write(
                failing_rows.page(result.rule.id, number),
                "failures.html.j2",
                result=result,
                number=number,
                page_count=failing_rows.pages(result),
                first=first,
                found=evidence.of_all(failing_rows.between(result, first, first + PAGE_FAILURES)),
            )
    timeline = _timeline(lists["events"])
    undated = len(lists["events"].entries) - len(lists["timeline"].entries)
    for listing in lists.values():
        for number in range(1, listing.page_count + 1):
            first = (number - 1) * listing.page_rows
            rows = listing.between(first, first + listing.page_rows)
            content = {"listing": listing, "number": number, "first": first, "rows": rows}
            if listing.name == "timeline":
                template, content = "timeline_page.html.j2", content | {"timeline": lay_out(rows), "undated": undated}
            else:
                template = "list.html.j2"
                content["timeline"] = timeline if listing.name == "events" and number == 1 else None
            pages.write(listing.page(number), template, **content)
    for article in tables["articles"]:
        page = links.article(article["article_id"])
        if page:
            canonical = links.canonical(article["story_id"])
            changes = None
            if canonical and canonical != article["article_id"]:
                full = tables["articles"].of_article(canonical)[0]
                changes = {part: compare(full.get(part), article.get(part)) for part in ("title", "body")}
            pages.write(page, "article.html.j2", view=view(article, tables), canonical=canonical, changes=changes)
    shown = sum(map(len, filter(None, tables["articles"].column("text")))) <= _INDEX_TEXT_CHARS
    return pages.write(
        "index.html",
        "index.html.j2",
        outcome=outcome,
        evidence=evidence,
        limit=_INDEX_FAILURES,
        verdict=verdict(outcome, len(tables["articles"])),
        figures=_figures(tables, outcome.row_counts),
        timeline=timeline,
        views=[view(article, tables) for article in tables["articles"]] if shown else [],
    )


def _clear(site: Path, listings: Iterable[str]) -> None:
    stale = [
        *site.glob("articles/art-*.html"),
        *site.glob("failures-*.html"),
        *(page for name in listings for page in site.glob(f"{name}-*.html")),
    ]
    for page in stale:
        page.unlink()


def _timeline(listing: Listing) -> Timeline | None:
    return lay_out(listing.between(0, _TIMELINE_EVENTS))


def _figures(tables: Mapping[str, Rows], row_counts: Mapping[str, int]) -> dict[str, Any]:
    """The counts of the first screen."""
    return {
        "status": Counter(tables["sources"].column("status")),
        "rejected": [row for row in tables["sources"] if row["status"] != "article"],
        "speakers": len({speaker for speaker in tables["claims"].column("speaker") if speaker}),
        "dated": sum(1 for date in tables["events"].column("date") if date),
        "protected": sum(1 for mark in tables["persons"].column("protection") if mark not in (None, "none")),
        "rows": {name: row_counts.get(name, len(rows)) for name, rows in tables.items()},
        "shown_articles": len(tables["articles"]),
        "words": sum(filter(None, tables["articles"].column("word_count"))),
        "undated_articles": sum(1 for date in tables["articles"].column("published") if not date),
    }
