"""The main job end to end on the seeds: tables that open everywhere, spans that slice, bytes that repeat."""

from __future__ import annotations

import json
import shutil
import time
from hashlib import sha256
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest

from onrecord import BuildResult, build
from onrecord.dataset.database import open_database
from onrecord.errors import OutputError, SourcesError
from onrecord_schema import SCHEMA_VERSION
from onrecord_schema.arrow import arrow_schema
from onrecord_schema.tables import TABLES

each_table = pytest.mark.parametrize("name", TABLES)


def rows(result: BuildResult, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(result.out / f"{name}.parquet").to_pylist()
    return found


def digests(folder: Path) -> dict[str, str]:
    paths = [path for path in folder.rglob("*") if path.is_file() and "report" not in path.parts]
    return {path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest() for path in paths}


def test_the_dataset_is_valid_and_no_table_is_empty(dataset: BuildResult) -> None:
    assert dataset.outcome.is_valid, [result.rule for result in dataset.outcome.failed]
    assert set(dataset.rows) == set(TABLES)
    # Nobody corrected the seeds.
    assert all(rows for name, rows in dataset.rows.items() if name not in ("corrections", "changes"))


@each_table
def test_tables_open_everywhere_with_the_contract_s_types(dataset: BuildResult, name: str) -> None:
    path = dataset.out / f"{name}.parquet"
    schema = arrow_schema(TABLES[name], SCHEMA_VERSION)
    assert pq.read_schema(path).equals(schema, check_metadata=True)
    count = pq.ParquetFile(path).metadata.num_rows
    with duckdb.connect() as connection:
        relation = connection.sql(f"SELECT * FROM '{path}'")
        assert tuple(relation.columns) == TABLES[name].columns
        duck_types = dict(zip(relation.columns, map(str, relation.types), strict=True))
    names = {"string": "VARCHAR", "bool": "BOOLEAN", "int32": "INTEGER", "int64": "BIGINT", "float": "FLOAT"}
    names |= {"double": "DOUBLE", "date32[day]": "DATE", "list<element: string not null>": "VARCHAR[]"}
    assert duck_types == {field.name: names[str(field.type)] for field in schema}
    assert tuple(pd.read_parquet(path).columns) == TABLES[name].columns
    frame = pl.read_parquet(path)
    assert frame.height == count == len(pd.read_parquet(path))
    dates = [field.name for field in schema if str(field.type) == "date32[day]"]
    assert all(frame.schema[column] == pl.Date for column in dates)


def test_every_span_is_the_text_it_points_at(dataset: BuildResult) -> None:
    texts = {row["article_id"]: str(row["text"]) for row in rows(dataset, "articles")}
    for name, table in TABLES.items():
        if table.has_spans:
            for row in rows(dataset, name):
                assert texts[row["article_id"]][row["start"] : row["end"]] == row["text"]


def test_nothing_is_extracted_from_what_was_stripped(dataset: BuildResult) -> None:
    removed = [row for row in rows(dataset, "segments") if not row["kept"]]
    for name in ("claims", "events", "quantities", "dates"):
        for row in rows(dataset, name):
            for segment in removed:
                if segment["article_id"] == row["article_id"]:
                    assert row["end"] <= segment["start"] or segment["end"] <= row["start"]


def test_a_story_republished_three_times_counts_as_one(dataset: BuildResult) -> None:
    assert sorted(row["article_count"] for row in rows(dataset, "stories")) == [1, 1, 3]
    agency_story = {row["article_id"] for row in rows(dataset, "articles") if row["agency"] or row["source_url"]}
    assert len({row["story_id"] for row in rows(dataset, "articles") if row["article_id"] in agency_story}) == 1
    everywhere = [row for row in rows(dataset, "claims") if "pressure for action" in str(row["text"])]
    assert {(row["article_count"], row["story_count"]) for row in everywhere} == {(3, 1)}


def test_persons_have_one_id_over_all_documents(dataset: BuildResult) -> None:
    articles = {str(row["name"]): row["article_count"] for row in rows(dataset, "persons")}
    assert articles["Serikzhan Bilash"] == articles["Gene Bunin"] == 2
    assert articles["Guli"] == articles["Adilgazy Yergazy"] == articles["Dake Kang"] == 3


def test_the_manifest_vouches_for_the_files(dataset: BuildResult) -> None:
    manifest = json.loads((dataset.out / "manifest.json").read_text())
    assert manifest["schema_version"] == SCHEMA_VERSION
    assert len(manifest["sources"]) == 5
    for name, entry in manifest["tables"].items():
        assert sha256((dataset.out / f"{name}.parquet").read_bytes()).hexdigest() == entry["sha256"]
        assert pq.ParquetFile(dataset.out / f"{name}.parquet").metadata.num_rows == entry["rows"]


def test_a_second_build_gives_the_same_bytes_and_annotates_nothing(seeds: Path, tmp_path: Path) -> None:
    shutil.copytree(seeds, tmp_path / "in")
    build(tmp_path / "in", tmp_path / "out")
    before, started = digests(tmp_path / "out"), time.time_ns()
    build(tmp_path / "in", tmp_path / "out")
    assert digests(tmp_path / "out") == before
    shards = list((tmp_path / ".out.onrecord" / "shards").iterdir())
    assert shards and all(shard.stat().st_mtime_ns < started for shard in shards)


def test_workers_order_and_cache_change_no_byte(seeds: Path, dataset: BuildResult, tmp_path: Path) -> None:
    files = sorted(seeds.glob("*.txt"), reverse=True)
    build(files, tmp_path / "out", workers=2, cache=False)
    assert digests(tmp_path / "out") == digests(dataset.out)


def test_documents_that_need_more_memory_than_others_get_it(
    seeds: Path, dataset: BuildResult, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    allowed: list[int] = []

    def opened(folder: Path, memory_factor: int = 1) -> duckdb.DuckDBPyConnection:
        allowed.append(memory_factor)
        return open_database(folder, memory_factor)

    monkeypatch.setattr("onrecord.dataset.database._LEAST_MB", 10)
    monkeypatch.setattr("onrecord.builder.build.open_database", opened)
    build(seeds, tmp_path / "out", cache=False)
    assert allowed == [1, 8] and digests(tmp_path / "out") == digests(dataset.out)


def test_bad_inputs_become_rows_and_the_rest_is_built(seeds: Path, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    shutil.copytree(seeds, folder)
    (folder / "empty.txt").touch()
    (folder / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    (folder / "again").mkdir()
    shutil.copy(next(seeds.glob("000*.txt")), folder / "again" / "copy.txt")
    result = build(folder, tmp_path / "out")
    ledger = {row["source_path"]: row for row in rows(result, "sources")}
    assert len(ledger) == 8
    assert ledger["empty.txt"]["status"] == ledger["picture.txt"]["status"] == "rejected"
    assert ledger["empty.txt"]["reason"] and ledger["picture.txt"]["reason"]
    twins = [row for row in ledger.values() if row["status"] == "duplicate"]
    assert len(twins) == 1 and twins[0]["article_id"]
    assert result.rows["articles"] == 5 and result.outcome.is_valid


def test_sources_that_are_missing_or_empty_are_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(SourcesError, match="does not exist"):
        build(tmp_path / "nowhere", tmp_path / "out")
    (tmp_path / "nothing").mkdir()
    with pytest.raises(SourcesError, match="no file to read"):
        build(tmp_path / "nothing", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_folder_with_other_things_in_it_is_not_overwritten(seeds: Path) -> None:
    with pytest.raises(OutputError, match="holds other files"):
        build(seeds, seeds)
