"""Says which pages the report has: an index that answers whether the data can be used, lists, and a page an article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from onrecord.report.article_view import views
from onrecord.report.failing_rows import PAGE_FAILURES, FailingRows
from onrecord.report.failures import EvidenceFinder, broken_by_table, verdict
from onrecord.report.links import Links
from onrecord.report.listings import Listing, listings
from onrecord.report.pages import Pages
from onrecord.report.search import headings, write_search
from onrecord.report.tables import Row, Tables, opened
from onrecord.report.timeline import Timeline, lay_out
from onrecord.report.versions import compare
from onrecord.validation.outcome import Outcome

#: Failing rows shown of each rule on the index, and on the page of all rules; its own pages show them all.
_INDEX_FAILURES, _RULE_FAILURES = 3, 10
#: Where more rules than this are broken, both show so many rows of each: hundreds of rules stay under 5 MB.
_MANY_RULES, _FEW_FAILURES = 40, 1
#: Broken rules that the first screen names.
_NAMED_RULES = 6
#: Texts of at most this length together are shown on the index itself.
_INDEX_TEXT_CHARS = 120_000
#: Inputs without an article that the index names.
_INDEX_REJECTED = 12
#: Events that the time line can draw and a reader can still read.
_TIMELINE_EVENTS = 400
_COUNTED = ("sources", "articles", "stories", "claims", "persons", "mentions", "events", "quantities", "dates")


def write_report(folder: Path, outcome: Outcome) -> Path:
    """Write `folder/report/` about the dataset in `folder` and its validation; returns the path of `index.html`.

    Reads whatever tables are there, in whatever state. Pages of an earlier report are replaced; nothing else in the
    folder is touched. The same dataset and outcome give the same bytes.
    """
    failing = {failure.article_id for result in outcome.results for failure in result.failures if failure.article_id}
    with opened(folder, failing) as tables:
        return _Report(folder, outcome, tables).write()


class _Report:
    """The report's pages, one kind after the other."""

    def __init__(self, folder: Path, outcome: Outcome, tables: Tables) -> None:
        self._outcome, self._tables = outcome, tables
        self._lists = listings(tables)
        self._links = Links(tables, self._lists)
        self._evidence = EvidenceFinder(tables)
        self._failing_rows = FailingRows(folder, outcome)
        documents = [name for name in ("DICTIONARY.md", "RULES.md", "manifest.json") if (folder / name).exists()]
        self._site = folder / "report"
        _clear(self._site, self._lists)
        self._pages = Pages(
            self._site,
            {
                "links": self._links,
                "listings": self._lists,
                "menu": [(listing.page(1), listing.title) for listing in self._lists.values()],
                "documents": documents,
                "data_docs": outcome.data_docs.removeprefix("report/") if outcome.data_docs else None,
                "failing_rows": self._failing_rows,
                "page_failures": PAGE_FAILURES,
                "failures_file": outcome.failures_file.removeprefix("report/") if outcome.failures_file else None,
            },
        )

    def write(self) -> Path:
        """Write every page; returns the path of the first."""
        self._write_validation()
        for listing in self._lists.values():
            self._write_list(listing)
        self._write_articles()
        return self._write_index()

    def _write_validation(self) -> None:
        outcome, evidence = self._outcome, self._evidence
        self._pages.write(
            "validation.html",
            "validation.html.j2",
            outcome=outcome,
            evidence=evidence,
            limit=self._shown(_RULE_FAILURES),
        )
        for result in outcome.failed:
            page_count = self._failing_rows.pages(result)
            for number in range(1, page_count + 1):
                first = (number - 1) * PAGE_FAILURES
                self._pages.write(
                    self._failing_rows.page(result.rule.id, number),
                    "failures.html.j2",
                    result=result,
                    number=number,
                    page_count=page_count,
                    first=first,
                    found=evidence.of_all(self._failing_rows.between(result, first, first + PAGE_FAILURES)),
                )

    def _write_list(self, listing: Listing) -> None:
        files = write_search(self._site, self._tables, listing, self._links)
        for number in range(1, listing.page_count + 1):
            first = (number - 1) * listing.page_rows
            rows = listing.between(first, first + listing.page_rows)
            self._gather(listing, rows)
            content = {"listing": listing, "number": number, "first": first, "rows": rows}
            content |= {"search_files": files, "search_headings": headings(listing)}
            if listing.name == "timeline":
                template = "timeline_page.html.j2"
                content |= {"timeline": lay_out(rows), "undated": self._lists["events"].count - listing.count}
            else:
                template = "list.html.j2"
                content["timeline"] = self._timeline() if listing.name == "events" and number == 1 else None
            self._pages.write(listing.page(number), template, **content)

    def _write_articles(self) -> None:
        for together in views(self._tables):
            self._links.gather(
                [row for view in together for row in (*view.claims, *view.events)],
                {person for view in together for person, _ in view.people if person},
            )
            others = {view.article["article_id"]: self._stands_for(view.article) for view in together}
            full = self._full(sorted({other for other in others.values() if other}))
            for view in together:
                article = view.article
                page = self._links.article(article["article_id"])
                if page:
                    canonical, changes = self._links.canonical(article["story_id"]), None
                    if others[article["article_id"]]:
                        parts = zip(("title", "body"), full[canonical or ""], strict=True)
                        changes = {part: compare(text, article.get(part)) for part, text in parts}
                    self._pages.write(page, "article.html.j2", view=view, canonical=canonical, changes=changes)

    def _stands_for(self, article: Row) -> str | None:
        """The article that stands for the story of another one; None where it does itself, or none does."""
        canonical = self._links.canonical(article["story_id"])
        return canonical if canonical != article["article_id"] else None

    def _full(self, article_ids: list[str]) -> dict[str, tuple[str | None, str | None]]:
        """Title and body of some articles."""
        rows = self._tables.rows("SELECT * FROM articles WHERE article_id IN (SELECT unnest(?))", article_ids)
        return {row["article_id"]: (row["title"], row["body"]) for row in rows}

    def _write_index(self) -> Path:
        articles = self._tables.value("SELECT count(*) FROM articles")
        shown = (self._tables.value("SELECT sum(chars) FROM articles") or 0) <= _INDEX_TEXT_CHARS
        whole = [view for together in views(self._tables) for view in together] if shown else []
        first = {name: listing.first for name, listing in self._lists.items()}
        self._links.gather(
            [
                row
                for rows in (*first.values(), *((*view.claims, *view.events) for view in whole))
                for row in rows
                if isinstance(row, dict)
            ],
            {person for view in whole for person, _ in view.people if person},
        )
        return self._pages.write(
            "index.html",
            "index.html.j2",
            outcome=self._outcome,
            evidence=self._evidence,
            limit=self._shown(_INDEX_FAILURES),
            verdict=verdict(self._outcome, articles),
            broken=broken_by_table(self._outcome),
            named=_NAMED_RULES,
            figures=_figures(self._tables, self._outcome.row_counts),
            first=first,
            timeline=self._timeline(),
            views=whole,
        )

    def _shown(self, failures: int) -> int:
        """How many failing rows a page of all broken rules shows of each."""
        return failures if len(self._outcome.failed) <= _MANY_RULES else _FEW_FAILURES

    def _timeline(self) -> Timeline | None:
        return lay_out(self._lists["events"].between(0, _TIMELINE_EVENTS))

    def _gather(self, listing: Listing, rows: list[Any]) -> None:
        self._links.gather(row for row in rows if isinstance(row, dict))


def _clear(site: Path, listings: Iterable[str]) -> None:
    stale = [
        *site.glob("articles/art-*.html"),
        *site.glob("failures-*.html"),
        *site.glob("search/*.js"),
        *(page for name in listings for page in site.glob(f"{name}-*.html")),
    ]
    for page in stale:
        page.unlink()


def _figures(tables: Tables, row_counts: Mapping[str, int]) -> dict[str, Any]:
    """The counts of the first screen."""
    counts = {name: tables.value(f"SELECT count(*) FROM {name}") for name in _COUNTED}
    not_articles = "FROM sources WHERE status IS DISTINCT FROM 'article'"
    return {
        "status": Counter(dict(tables.values("SELECT status, count(*) FROM sources GROUP BY status"))),
        "rejected": tables.rows(f"SELECT * {not_articles} ORDER BY source_path, rowid LIMIT {_INDEX_REJECTED}"),
        "rejected_count": tables.value(f"SELECT count(*) {not_articles}"),
        "speakers": tables.value("SELECT count(DISTINCT speaker) FROM claims WHERE speaker <> ''"),
        "dated": tables.value("SELECT count(*) FROM events WHERE date <> ''"),
        "protected": tables.value("SELECT count(*) FROM persons WHERE protection <> 'none'"),
        "rows": {name: row_counts.get(name, count) for name, count in counts.items()},
        "shown_articles": counts["articles"],
        "words": tables.value("SELECT coalesce(sum(word_count), 0) FROM articles"),
        "undated_articles": tables.value("SELECT count(*) FROM articles WHERE coalesce(published, '') = ''"),
    }
