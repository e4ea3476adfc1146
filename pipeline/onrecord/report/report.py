"""Writes the report: an index that says whether the data can be used, the lists, and a page for each article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from onrecord.report.article_view import ArticleView, views
from onrecord.report.failures import PAGE_FAILURES, Evidence, FailingRows, broken_by_table, find_evidence, verdict
from onrecord.report.links import Links
from onrecord.report.listings import Listing, listings
from onrecord.report.pages import Pages
from onrecord.report.search import headings, write_search
from onrecord.report.tables import Row, Tables, opened
from onrecord.report.timeline import Timeline, lay_out
from onrecord.report.versions import Changes, compare
from onrecord.validation.outcome import Failure, Outcome

#: Failing rows that the index and the page of all rules show of each rule; of more than `_MANY_RULES` broken rules both
#: show only `_FEW_FAILURES` each, so that hundreds of rules stay below 5 MB.
_INDEX_FAILURES, _RULE_FAILURES, _MANY_RULES, _FEW_FAILURES = 3, 10, 40, 1
#: Broken rules named at the top of the index, and inputs without an article that it lists.
_NAMED_RULES, _INDEX_REJECTED = 6, 12
#: The index shows whole texts up to this many characters together.
_INDEX_TEXT_CHARS = 120_000
#: Events that the small timeline can draw legibly.
_TIMELINE_EVENTS = 400
_COUNTED = ("sources", "articles", "stories", "claims", "persons", "mentions", "events", "quantities", "dates")


def write_report(folder: Path, outcome: Outcome) -> Path:
    """Write `folder/report/` about the dataset in `folder` and its validation; returns the path of `index.html`.

    Reads the tables in any state. Pages of an earlier report are replaced; other files stay. The same dataset and
    outcome give the same bytes.
    """
    failing = {failure.article_id for result in outcome.results for failure in result.failures if failure.article_id}
    with opened(folder, failing) as tables:
        return _Report(folder, outcome, tables).write()


class _Report:
    def __init__(self, folder: Path, outcome: Outcome, tables: Tables) -> None:
        self._outcome, self._tables = outcome, tables
        self._lists = listings(tables)
        self._links = Links(tables, self._lists)
        self._failing_rows = FailingRows(folder, outcome)
        self._site = folder / "report"
        _remove_pages(self._site, self._lists)
        self._pages = Pages(
            self._site,
            {
                "links": self._links,
                "listings": self._lists,
                "menu": [(listing.page(1), listing.title) for listing in self._lists.values()],
                "documents": [
                    name for name in ("DICTIONARY.md", "RULES.md", "manifest.json") if (folder / name).exists()
                ],
                "data_docs": outcome.data_docs.removeprefix("report/") if outcome.data_docs else None,
                "evidence": self._evidence,
                "failing_rows": self._failing_rows,
                "page_failures": PAGE_FAILURES,
                "failures_file": outcome.failures_file.removeprefix("report/") if outcome.failures_file else None,
            },
        )

    def write(self) -> Path:
        """Write every page; returns the path of the index."""
        self._write_validation()
        for listing in self._lists.values():
            self._write_list(listing)
        self._write_articles()
        return self._write_index()

    def _write_validation(self) -> None:
        limit = self._failures_of_a_rule(_RULE_FAILURES)
        self._pages.write("validation.html", "validation.html.j2", outcome=self._outcome, limit=limit)
        for result in self._outcome.failed:
            page_count = self._failing_rows.pages(result)
            for number in range(1, page_count + 1):
                first = (number - 1) * PAGE_FAILURES
                found = self._evidence(self._failing_rows.between(result, first, first + PAGE_FAILURES))
                path = self._failing_rows.page(result.rule.id, number)
                self._pages.write(
                    path, "failures.html.j2", result=result, number=number, page_count=page_count, first=first,
                    found=found,
                )  # fmt: skip

    def _write_list(self, listing: Listing) -> None:
        files = write_search(self._site, self._tables, listing, self._links)
        for number in range(1, listing.page_count + 1):
            first = (number - 1) * listing.page_entries
            rows = listing.between(first, first + listing.page_entries)
            self._links.gather(row for row in rows if isinstance(row, dict))
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
            self._gather(together)
            changes = self._changes(together)
            for view in together:
                article_id = view.article["article_id"]
                if page := self._links.article(article_id):
                    canonical = self._links.canonical(view.article["story_id"])
                    self._pages.write(
                        page, "article.html.j2", view=view, canonical=canonical, changes=changes.get(article_id)
                    )

    def _changes(self, together: list[ArticleView]) -> dict[str, dict[str, Changes]]:
        """Article id -> how title and body differ from those of the canonical article of the story."""
        articles = {view.article["article_id"]: view.article for view in together}
        canonical = {key: self._links.canonical(article["story_id"]) for key, article in articles.items()}
        others = sorted({other for key, other in canonical.items() if other and other != key})
        rows = self._tables.rows("SELECT * FROM articles WHERE article_id IN (SELECT unnest(?))", others)
        full = {row["article_id"]: row for row in rows}
        return {
            key: {part: compare(full[other][part], articles[key].get(part)) for part in ("title", "body")}
            for key, other in canonical.items()
            if other and other != key
        }

    def _write_index(self) -> Path:
        articles = self._tables.value("SELECT count(*) FROM articles")
        is_short = (self._tables.value("SELECT sum(chars) FROM articles") or 0) <= _INDEX_TEXT_CHARS
        whole = [view for together in views(self._tables) for view in together] if is_short else []
        first = {name: listing.first for name, listing in self._lists.items()}
        self._gather(whole, (row for rows in first.values() for row in rows if isinstance(row, dict)))
        return self._pages.write(
            "index.html",
            "index.html.j2",
            outcome=self._outcome,
            limit=self._failures_of_a_rule(_INDEX_FAILURES),
            verdict=verdict(self._outcome, articles),
            broken=broken_by_table(self._outcome),
            named=_NAMED_RULES,
            figures=_figures(self._tables, self._outcome.row_counts),
            first=first,
            timeline=self._timeline(),
            views=whole,
        )

    def _gather(self, shown: list[ArticleView], rows: Iterable[Row] = ()) -> None:
        """Look up what the names and links of articles and rows on one page need."""
        of_articles = (row for view in shown for row in (*view.claims, *view.events))
        people = {person for view in shown for person, _ in view.people if person}
        self._links.gather([*rows, *of_articles], people)

    def _evidence(self, failures: Sequence[Failure]) -> list[Evidence]:
        return find_evidence(self._tables, failures)

    def _failures_of_a_rule(self, most: int) -> int:
        return most if len(self._outcome.failed) <= _MANY_RULES else _FEW_FAILURES

    def _timeline(self) -> Timeline | None:
        return lay_out(self._lists["events"].between(0, _TIMELINE_EVENTS))


def _remove_pages(site: Path, listings: Iterable[str]) -> None:
    """Remove the pages of an earlier report that this one may not overwrite."""
    patterns = ["articles/art-*.html", "failures-*.html", "search/*.js", *(f"{name}-*.html" for name in listings)]
    for page in [page for pattern in patterns for page in site.glob(pattern)]:
        page.unlink()


def _figures(tables: Tables, row_counts: Mapping[str, int]) -> dict[str, Any]:
    """The counts at the top of the index."""
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
