"""A small dataset for the report: a plain article, and one with hostile values in every field."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from onrecord.validation.outcome import Failure, Outcome, Rule, RuleResult
from onrecord_schema import ids
from onrecord_schema.arrow import arrow_schema
from onrecord_schema.tables import TABLES

PLAIN = (
    "Twelve held after raid\n\n"
    "Police said on Monday that they had detained 12 people in Harbour Street.\n\n"
    "“We saw nothing,” said Omar Dale, 34, a baker.\n\n"
    "Subscribe to our newsletter\n"
)
HOSTILE = (
    "<script>alert(1)</script>\n\n"
    '“<img src=x onerror=alert(2)> is all I say,” said <b onmouseover="alert(3)">Eve</b>.\n\n'
    "</div></main><style>body{display:none}</style>{{ 7 * 7 }}\n"
)


class Rows:
    """Rows of all tables, located in their articles by their words."""

    def __init__(self) -> None:
        self.tables: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}

    def add(self, table: str, **values: Any) -> dict[str, Any]:
        """Add a row; other columns are null, or false or empty where they cannot be null."""
        row = {field.name: values.get(field.name, _blank(field)) for field in arrow_schema(TABLES[table])}
        assert not set(values) - set(row)
        self.tables[table].append(row)
        return row

    def article(self, path: str, text: str, **values: Any) -> dict[str, Any]:
        digest = sha256(text.encode()).hexdigest()
        article = ids.article_id(digest)
        self.add(
            "sources", source_path=path, source_sha256=digest, bytes=len(text), status="article", article_id=article
        )
        self.add(
            "stories",
            story_id=ids.group_id("sto", [article]),
            title=values.get("title"),
            article_count=1,
            canonical_article_id=article,
        )
        return self.add(
            "articles",
            article_id=article,
            source_path=path,
            source_sha256=digest,
            text=text,
            body=text,
            story_id=ids.group_id("sto", [article]),
            is_canonical=True,
            version_similarity=1.0,
            published_basis="unknown",
            **values,
        )

    def segment(self, article: dict[str, Any], words: str, role: str, reason: str | None = None) -> None:
        """Everything from `words` to the next paragraph is one segment."""
        text = article["text"]
        start = text.index(words)
        end = text.index(words) + len(words)
        while end < len(text) and text[end] == "\n":
            end += 1
        article_id = article["article_id"]
        self.add(
            "segments",
            segment_id=ids.span_id("seg", article_id, start, end, role),
            article_id=article_id,
            ordinal=len(self.tables["segments"]),
            start=start,
            end=end,
            text=text[start:end],
            role=role,
            kept=reason is None,
            reason=reason,
            score=None if reason is None else 0.9,
        )

    def on(
        self, table: str, key: str, prefix: str, article: dict[str, Any], words: str, of: str, **values: Any
    ) -> dict[str, Any]:
        start = article["text"].index(words)
        end = start + len(words)
        identity = ids.span_id(prefix, article["article_id"], start, end, of)
        return self.add(
            table, **{key: identity}, article_id=article["article_id"], start=start, end=end, text=words, **values
        )

    def write(self, folder: Path) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        for name, table in TABLES.items():
            found = pa.Table.from_pylist(self.tables[name], schema=arrow_schema(table))
            pq.write_table(found.sort_by([(column, "ascending") for column in table.sort]), folder / f"{name}.parquet")
        return folder


def _blank(field: pa.Field) -> Any:
    if pa.types.is_list(field.type):
        return []
    if field.nullable:
        return None
    return False if pa.types.is_boolean(field.type) else "" if pa.types.is_string(field.type) else 0


def plain_article(rows: Rows) -> dict[str, Any]:
    article = rows.article(
        "raid.txt",
        PLAIN,
        title="Twelve held after raid",
        published="2024-05-07",
        published_start=date(2024, 5, 7),
        published_end=date(2024, 5, 7),
        language="en",
        word_count=27,
        removed_share=0.15,
        url="https://news.example/raid",
    )
    first, headline, quote, removed = (
        PLAIN.split("\n\n")[1],
        PLAIN.split("\n\n")[0],
        PLAIN.split("\n\n")[2],
        "Subscribe to our newsletter",
    )
    rows.segment(article, headline, "headline")
    rows.segment(article, first, "body")
    rows.segment(article, quote, "body")
    rows.segment(article, removed, "boilerplate", "asks the reader to subscribe")
    group = {"is_canonical": True, "article_count": 1, "story_count": 1}
    rows.on(
        "claims",
        "claim_id",
        "clm",
        article,
        "they had detained 12 people in Harbour Street",
        "indirect",
        kind="indirect",
        speaker="Police",
        speaker_kind="organization",
        speaker_start=PLAIN.index("Police"),
        speaker_end=PLAIN.index("Police") + 6,
        cue="said",
        cue_start=PLAIN.index("said"),
        cue_end=PLAIN.index("said") + 4,
        stance="asserts",
        claim_group_id="clg-0000000000000001",
        **group,
    )
    person = rows.add(
        "persons",
        person_id="per-0000000000000001",
        name="Omar Dale",
        roles=["a baker"],
        age_min=34,
        age_max=34,
        protection="none",
        mention_count=1,
        article_count=1,
        story_count=1,
    )
    rows.on("mentions", "mention_id", "men", article, "Omar Dale", "name", person_id=person["person_id"], form="name")
    rows.on(
        "claims",
        "claim_id",
        "clm",
        article,
        "We saw nothing,",
        "direct",
        kind="direct",
        speaker="Omar Dale",
        speaker_kind="person",
        person_id=person["person_id"],
        stance="denies",
        claim_group_id="clg-0000000000000002",
        **group,
    )
    event = rows.on(
        "events",
        "event_id",
        "evt",
        article,
        "on Monday that they had detained 12 people",
        "COERCE",
        event_type="COERCE",
        mode="arrest",
        status="happened",
        trigger="detained",
        trigger_start=PLAIN.index("detained"),
        trigger_end=PLAIN.index("detained") + 8,
        date="2024-05-06",
        date_start=date(2024, 5, 6),
        date_end=date(2024, 5, 6),
        date_basis="relative",
        count_min=12,
        count_max=12,
        event_group_id="evg-0000000000000001",
        **group,
    )
    rows.on(
        "quantities",
        "quantity_id",
        "qty",
        article,
        "12 people",
        "people",
        value_min=12.0,
        value_max=12.0,
        unit="people",
        event_id=event["event_id"],
    )
    return article


def hostile_article(rows: Rows) -> dict[str, Any]:
    script = "<script>alert(1)</script>"
    article = rows.article(
        "<script>.html",
        HOSTILE,
        title=script,
        subtitle=script,
        authors=[script],
        publisher='" onload="alert(1)',
        url="javascript:alert(1)",
        source_url="data:text/html,<script>alert(1)</script>",
        language='en" onclick="alert(1)',
        agency=script,
        dateline_place=script,
    )
    rows.segment(article, HOSTILE.split("\n\n")[0], "headline")
    rows.segment(article, HOSTILE.split("\n\n")[1], "body")
    rows.segment(article, HOSTILE.split("\n\n")[2].strip(), "boilerplate", script)
    person = rows.add(
        "persons",
        person_id='per-"><script>alert(1)</script>',
        name=script,
        aliases=[script],
        roles=[script],
        affiliation=script,
        protection="minor",
        mention_count=1,
    )
    rows.on(
        "mentions",
        "mention_id",
        "men",
        article,
        '<b onmouseover="alert(3)">Eve</b>',
        "name",
        person_id=person["person_id"],
        form="name",
    )
    rows.on(
        "claims",
        "claim_id",
        "clm",
        article,
        "<img src=x onerror=alert(2)> is all I say,",
        "direct",
        kind="direct",
        speaker='<b onmouseover="alert(3)">Eve</b>',
        speaker_kind="person",
        person_id=person["person_id"],
        stance="asserts",
        cue=script,
        place=script,
        is_canonical=True,
        claim_group_id="clg-0000000000000003",
    )
    rows.on(
        "events",
        "event_id",
        "evt",
        article,
        "<img src=x onerror=alert(2)>",
        "ACCUSE",
        event_type="ACCUSE",
        status="alleged",
        trigger="<img",
        date="2024",
        date_start=date(2024, 1, 1),
        date_end=date(2024, 12, 31),
        place=script,
        actor=script,
        recipient=script,
        person_ids=[person["person_id"]],
        is_canonical=True,
        event_group_id="evg-0000000000000002",
    )
    rows.add("sources", source_path=script, status="rejected", reason=script)
    return article


@pytest.fixture
def rows() -> Rows:
    return Rows()


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    rows = Rows()
    plain_article(rows)
    hostile_article(rows)
    return rows.write(tmp_path / "data")


@pytest.fixture
def outcome_of() -> Callable[..., Outcome]:
    """An outcome with rules of each severity, broken by the given failures."""

    def made(*failures: Failure) -> Outcome:
        rules = (
            Rule(
                "CLM-01",
                "critical",
                "claims",
                "rule",
                "A claim's text is the stretch of the article that it points at.",
            ),
            Rule("EVT-02", "warning", "events", "rule", "An event has a place."),
            Rule("PER-03", "info", "persons", "rule", "A person has a role."),
        )
        results = []
        for rule in rules:
            found = tuple(failure for failure in failures if failure.rule_id == rule.id)
            results.append(RuleResult(rule, 10, len(found), found))
        return Outcome(tuple(results), {"claims": 10})

    return made
