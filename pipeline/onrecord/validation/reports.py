"""Writes the outcome for machines: `failures.parquet`, `report.json` with its JSON Schema, and `junit.xml`.

They depend neither on the clock nor on the folder's path.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import duckdb
from pydantic import BaseModel, Field

from onrecord.validation.checks import literal
from onrecord.validation.outcome import KEPT_FAILURES, SEVERITIES, Layer, Outcome, RuleResult, Severity
from onrecord_schema import SCHEMA_VERSION

#: What XML 1.0 cannot hold.
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: Failing rows that a JUnit message names.
_NAMED = 10


class ReportedFailure(BaseModel):
    """A row, column or file that breaks a rule."""

    table: str = Field(description="Its table; empty if it is about none.")
    key: str = Field(description="The row's key, its parts joined by ' | '; empty if it is about no single row.")
    column: str
    expected: str = Field(description="What was expected, in words, at most 200 characters.")
    found: str | None = Field(description="What was found, in words, at most 200 characters.")
    article_id: str | None
    start: int | None = Field(description="First character of the row in articles.text, as the row states it.")
    end: int | None


class ReportedRule(BaseModel):
    """A rule, and how many rows break it."""

    id: str
    severity: Severity
    table: str = Field(description="Its table; empty for rules about files or the dataset as a whole.")
    layer: Layer
    sentence: str = Field(description="What must hold, in words.")
    checked: int = Field(description="Rows, files or expectations that were checked.", ge=0)
    failed: int = Field(description="How many of them break it.", ge=0)
    skipped: str | None = Field(description="Why it could not be checked; null if it was.")
    failures: list[ReportedFailure] = Field(description=f"The first {KEPT_FAILURES} that break it.")


class Report(BaseModel):
    """What `build-dataset validate` found; `failures.parquet` beside it has every failing row."""

    schema_version: str = Field(description="Version of the contract that the tables were checked against.")
    valid: bool = Field(description="Whether no critical rule is broken; the command's exit code is 0, else 1.")
    broken: dict[Severity, int] = Field(description="Severity -> number of rules broken.")
    rows: dict[str, int] = Field(description="Table -> rows, for every table that could be read.")
    rules: list[ReportedRule] = Field(description="Every rule, in rule book order.")


def write_failures(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Write every failing row found so far to a Parquet file, in rule book order."""
    connection.execute(
        f"""COPY (SELECT * EXCLUDE (position) FROM failures ORDER BY position, key, "column", expected, found)
            TO {literal(str(path))} (FORMAT parquet, COMPRESSION zstd)"""
    )


def write_machine_reports(outcome: Outcome, report: Path) -> None:
    """Write `report.json`, `report.schema.json` and `junit.xml` into the report folder."""
    made = Report(
        schema_version=SCHEMA_VERSION,
        valid=outcome.is_valid,
        broken={severity: len(outcome.failed_rules(severity)) for severity in SEVERITIES},
        rows=dict(outcome.row_counts),
        rules=[_rule(result) for result in outcome.results],
    )
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema"} | Report.model_json_schema()
    for name, content in (("report.json", made.model_dump()), ("report.schema.json", schema)):
        text = json.dumps(content, indent=1, ensure_ascii=False).encode("utf-8", "replace")
        (report / name).write_bytes(text + b"\n")
    ElementTree.indent(suites := _junit(outcome), " ")
    (report / "junit.xml").write_bytes(ElementTree.tostring(suites, "utf-8", xml_declaration=True) + b"\n")


def _rule(result: RuleResult) -> ReportedRule:
    rule = result.rule
    failures = [
        ReportedFailure(table=one.table, key=one.key, column=one.column, expected=one.expected, found=one.found,
                        article_id=one.article_id, start=one.start, end=one.end)
        for one in result.failures[:KEPT_FAILURES]
    ]  # fmt: skip
    return ReportedRule(
        id=rule.id, severity=rule.severity, table=rule.table, layer=rule.layer, sentence=rule.sentence,
        checked=result.checked, failed=result.failed, skipped=result.skipped, failures=failures,
    )  # fmt: skip


def _junit(outcome: Outcome) -> ElementTree.Element:
    suites = ElementTree.Element("testsuites", name="onrecord")
    by_table: dict[str, list[RuleResult]] = {}
    for result in outcome.results:
        by_table.setdefault(result.rule.table or result.rule.layer, []).append(result)
    for name, cases in by_table.items():
        broken = [one for one in cases if one.failed and one.rule.severity == "critical"]
        skipped = [one for one in cases if one.skipped and not one.failed]
        suite = ElementTree.SubElement(
            suites, "testsuite", name=name, tests=str(len(cases)), failures=str(len(broken)), errors="0",
            skipped=str(len(skipped)),
        )  # fmt: skip
        for one in cases:
            case = ElementTree.SubElement(
                suite, "testcase", classname=f"onrecord.{name}", name=_xml(f"{one.rule.id} {one.rule.sentence}")
            )
            if one.failed:
                # JUnit has no warnings: a broken rule that is not critical is reported without failing the run.
                kind = "failure" if one.rule.severity == "critical" else "system-out"
                element = ElementTree.SubElement(case, kind)
                element.text = _xml("\n".join([f"{one.rule.severity}: {one.failed} failed", *_failures(one)]))
                if kind == "failure":
                    element.set("message", _xml(f"{one.failed} of {one.checked} failed"))
            elif one.skipped:
                ElementTree.SubElement(case, "skipped", message=_xml(one.skipped))
    return suites


def _failures(result: RuleResult) -> Iterator[str]:
    for one in result.failures[:_NAMED]:
        place = " ".join(filter(None, (one.table, one.key, one.column)))
        yield f"{place}: expected {one.expected}, found {one.found}"
    if result.failed > _NAMED:
        yield f"… and {result.failed - _NAMED} more in failures.parquet"


def _xml(text: str) -> str:
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)
