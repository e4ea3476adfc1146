"""Rows are compared with the texts of some articles at a time, in whatever order the tables are."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from faults import write

from onrecord.validation import database, validate
from onrecord.validation.outcome import Outcome
from onrecord_schema.tables import TABLES


@pytest.fixture
def copy(good: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "copy"
    shutil.copytree(good, folder, ignore=shutil.ignore_patterns("report", "manifest.json"))
    return folder


def backwards(folder: Path) -> None:
    for table in TABLES:
        write(folder, table, pq.read_table(folder / f"{table}.parquet").to_pylist()[::-1])


def named(outcome: Outcome) -> dict[str, list[tuple[str, str]]]:
    """Rule about rows -> the rows and columns that break it."""
    return {
        result.rule.id: [(failure.key, failure.column) for failure in result.failures]
        for result in outcome.failed
        if result.rule.layer != "file"
    }


def test_the_order_of_rows_is_no_fault(copy: Path) -> None:
    backwards(copy)
    assert named(validate(copy, expectations=False)) == {}


def test_the_same_faults_are_found_in_any_order(copy: Path) -> None:
    claims = pq.read_table(copy / "claims.parquet").to_pylist()
    for row in claims[1:]:
        row |= {"start": row["start"] + 1, "end": row["end"] + 1, "speaker": "Nobody Here"}
    write(copy, "claims", claims)
    persons = pq.read_table(copy / "persons.parquet").to_pylist()
    write(copy, "persons", [{**row, "affiliation": "the Moon"} for row in persons])
    first = named(validate(copy, expectations=False))
    assert {"CLM-05", "CLM-22", "PER-27"} <= set(first)
    assert [key for key, _ in first["CLM-05"]] == sorted(row["claim_id"] for row in claims[1:])
    backwards(copy)
    assert named(validate(copy, expectations=False)) == first


def test_the_same_faults_are_found_one_article_at_a_time(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    claims = pq.read_table(copy / "claims.parquet").to_pylist()
    for row in claims[1:]:
        row |= {"start": row["start"] + 1, "end": row["end"] + 1, "speaker": "Nobody Here"}
    write(copy, "claims", claims)
    write(copy, "segments", pq.read_table(copy / "segments.parquet").to_pylist()[1:])
    at_once = named(validate(copy, expectations=False))
    monkeypatch.setattr(database, "_BYTES_PER_MB", 1)
    assert named(validate(copy, expectations=False)) == at_once and {"CLM-05", "CLM-22", "SEG-20"} <= set(at_once)


def test_rows_of_articles_that_are_not_there_dangle_and_are_compared_with_nothing(copy: Path) -> None:
    articles = pq.read_table(copy / "articles.parquet").to_pylist()
    gone = articles[0]["article_id"]
    write(copy, "articles", articles[1:])
    found = named(validate(copy, expectations=False))
    dates = pq.read_table(copy / "dates.parquet").to_pylist()
    assert len(found["DAT-03"]) == sum(row["article_id"] == gone for row in dates)
    assert "DAT-05" not in found and "SEG-05" not in found
