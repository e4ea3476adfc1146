"""Faults injected into copies of a good dataset: each is found, by the rule that is meant to, in the right row."""

from __future__ import annotations

import json
import math
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from onrecord.validation import validate
from onrecord.validation.database import opened
from onrecord.validation.evaluate import evaluate
from onrecord.validation.files import check_files
from onrecord.validation.outcome import RuleResult
from onrecord.validation.rules import all_checks
from onrecord_schema.arrow import arrow_schema
from onrecord_schema.tables import TABLES

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Fault:
    """What is done to a table's rows, and the rule and the row (by its number before the fault) that must be named."""

    name: str
    table: str
    inject: Callable[[Rows], object]
    rule: str
    row: int | None = 0


def put(row: int, **values: Any) -> Callable[[Rows], None]:
    return lambda rows: rows[row].update(values)


def shifted(rows: Rows) -> None:
    rows[0]["start"] += 1
    rows[0]["end"] += 1


def swapped(rows: Rows) -> None:
    rows[0]["start"], rows[0]["end"] = rows[0]["end"], rows[0]["start"]


def columns_swapped(rows: Rows) -> None:
    for row in rows:
        row["speaker"], row["cue"] = row["cue"], row["speaker"]


def in_stripped_text(words: str) -> Callable[[Rows], None]:
    """Move the first row onto words that stand in a stripped part of its article."""

    def move(rows: Rows) -> None:
        from good_dataset import Document

        rows[0].update(Document("harbour.txt").span(words))

    return move


def boilerplate_kept(rows: Rows) -> None:
    for row in rows:
        if row["role"] == "boilerplate":
            row.update(role="body", kept=True, reason=None, score=None)


NOWHERE = "0" * 16
FAULTS = (
    Fault("wrong enum", "claims", put(0, stance="shouts"), "CLM-06"),
    Fault("bad id pattern", "claims", put(0, claim_id="claim-1"), "CLM-06", None),
    Fault("id not made of its content", "claims", put(0, claim_id=f"clm-{NOWHERE}"), "CLM-04", None),
    Fault("bad EDTF", "claims", put(0, said="4 May 2021"), "CLM-10"),
    Fault("EDTF that does not exist", "events", put(0, date="2021-02-30"), "EVT-10"),
    Fault("EDTF and days disagree", "events", put(0, date_start=date(2020, 1, 1)), "EVT-10"),
    Fault("days without a date", "articles", put(0, published=None), "ART-10"),
    Fault("confidence 87", "claims", put(0, confidence=87.0), "CLM-07"),
    Fault("confidence NaN", "claims", put(0, confidence=math.nan), "CLM-07"),
    Fault("infinite value", "quantities", put(0, value_max=math.inf), "QTY-07"),
    Fault("lowest above highest", "quantities", put(0, value_min=9.0, value_max=1.0), "QTY-20"),
    Fault("empty string", "claims", put(0, speaker=""), "CLM-08"),
    Fault("edge whitespace", "claims", put(0, speaker="Jon Ferris\u00a0"), "CLM-08"),
    Fault("negative offset", "mentions", put(0, start=-1), "MEN-07"),
    Fault("end before start", "mentions", put(0, end=0), "MEN-05"),
    Fault("start and end swapped", "claims", swapped, "CLM-05"),
    Fault("offsets shifted by one", "dates", shifted, "DAT-05"),
    Fault("offset past the end", "quantities", put(0, end=99_999), "QTY-05"),
    Fault("largest offset there is", "quantities", put(0, end=2**31 - 1), "QTY-05"),
    Fault("text is not what its span says", "claims", put(0, text="We have lost"), "CLM-05"),
    Fault("mojibake in a name", "persons", put(0, name="JosÃ©"), "PER-09"),
    Fault("mojibake in a title", "articles", put(0, title="Dockersâ€™ strike"), "ART-09"),
    Fault("control character", "articles", put(0, title="Dockers\x07"), "ART-09"),
    Fault("markup in text", "segments", put(0, text="<p>Strike</p>"), "SEG-26"),
    Fault(
        "date in the far future",
        "dates",
        put(0, value="2999", value_start=date(2999, 1, 1), value_end=date(2999, 12, 31)),
        "DAT-23",
    ),
    Fault(
        "published in the far future",
        "articles",
        put(0, published="2999", published_start=date(2999, 1, 1), published_end=date(2999, 12, 31)),
        "ART-25",
    ),
    Fault(
        "said before it was published",
        "claims",
        put(0, said="2031", said_start=date(2031, 1, 1), said_end=date(2031, 12, 31)),
        "CLM-26",
    ),
    Fault("two columns swapped", "claims", columns_swapped, "CLM-20"),
    Fault("null in a required column", "claims", put(0, text=None), "CLM-01"),
    Fault("duplicate id", "claims", lambda rows: rows.append(dict(rows[0])), "CLM-02"),
    Fault("dangling article", "events", put(0, article_id=f"art-{NOWHERE}"), "EVT-03"),
    Fault("dangling person", "claims", put(0, person_id=f"per-{NOWHERE}"), "CLM-03"),
    Fault("dangling person in a list", "events", put(0, person_ids=[f"per-{NOWHERE}"]), "EVT-03"),
    Fault("dangling claim", "quantities", put(0, claim_id=f"clm-{NOWHERE}"), "QTY-03"),
    Fault(
        "person of an event that the article does not mention",
        "events",
        lambda rows: rows[0].update(person_ids=["per-x"]),
        "EVT-06",
    ),
    Fault("article without segments", "segments", list.clear, "ART-22", None),
    Fault("overlapping segments", "segments", put(1, start=0), "SEG-20", 1),
    Fault("gap between segments", "segments", lambda rows: rows.pop(1), "SEG-20", None),
    Fault("text not tiled to its end", "segments", lambda rows: rows.pop(2), "SEG-21", None),
    Fault("kept against its role", "segments", put(0, kept=False), "SEG-23"),
    Fault(
        "stripped without a reason", "segments", lambda rows: [row.update(reason=None) for row in rows], "SEG-24", None
    ),
    Fault("claim from stripped text", "claims", in_stripped_text("Karl Abel won the cycling race"), "CLM-11"),
    Fault("person from stripped text", "mentions", in_stripped_text("Karl Abel"), "MEN-11"),
    Fault("person without a mention", "mentions", list.clear, "PER-20", None),
    Fault("boilerplate left in the body", "segments", boilerplate_kept, "SEG-29", None),
    Fault("prose and body differ", "articles", put(0, body="Something else."), "ART-23"),
    Fault(
        "all rows the same text",
        "claims",
        lambda rows: rows.extend({**rows[0], "is_canonical": True, "claim_id": f"clm-{n:016x}"} for n in range(12)),
        "SET-02",
        None,
    ),
    Fault(
        "group without a representative",
        "claims",
        lambda rows: [row.update(is_canonical=False) for row in rows],
        "CLM-41",
    ),
    Fault("rows lost from a group", "claims", lambda rows: rows.pop(0), "CLM-40", None),
    Fault("article counted twice", "claims", put(0, article_count=7), "CLM-42"),
    Fault(
        "two representatives", "articles", lambda rows: [row.update(is_canonical=True) for row in rows], "STO-21", None
    ),
    Fault("mentions miscounted", "persons", put(0, mention_count=40), "PER-21"),
    Fault("mode of another event type", "events", put(0, mode="phone"), "EVT-21"),
    Fault("count that no number supports", "events", put(0, count_min=77, count_max=77), "EVT-29"),
    Fault("place the text does not name", "events", put(0, place="Atlantis"), "EVT-25"),
    Fault("alias the text does not name", "persons", put(0, aliases=["Johnny"]), "PER-23"),
    Fault(
        "rejected without a reason", "sources", lambda rows: [row.update(reason=None) for row in rows], "SRC-20", None
    ),
    Fault("article missing from the ledger", "sources", lambda rows: rows.pop(2), "ART-21", None),
    Fault("last report on another day", "events", put(0, last_reported=date(2021, 5, 6)), "EVT-45"),
    Fault("judged the same, held apart", "judgments", put(0, decision="same"), "JDG-22"),
    Fault("held to be one, judged apart", "judgments", put(1, decision="apart"), "JDG-22", 1),
    Fault("judgment of nothing", "judgments", put(0, left=f"clm-{NOWHERE}"), "JDG-21"),
    Fault("judgment without reasons", "judgments", put(0, reasons=[]), "JDG-23"),
    Fault("judgment the wrong way round", "judgments", put(0, left="z"), "JDG-20"),
    Fault("conflict misquoted", "conflicts", put(0, left_text="three"), "CFL-22"),
    Fault("conflict of nothing", "conflicts", put(0, right=f"qty-{NOWHERE}"), "CFL-21"),
    Fault("conflict with another id", "conflicts", put(0, conflict_id=f"cfl-{NOWHERE}"), "CFL-20", None),
    Fault(
        "conflict within an article",
        "conflicts",
        lambda rows: rows[0].update(left_article_id=rows[0]["right_article_id"]),
        "CFL-23",
    ),
    Fault("correction without an effect", "corrections", put(0, changes=[]), "COR-20"),
    Fault("no article at all", "articles", list.clear, "SET-01", None),
)


@pytest.fixture
def copy(good: Path, tmp_path: Path) -> Path:
    """A copy of the good dataset without a manifest, as from someone who edits tables by hand."""
    folder = tmp_path / "copy"
    shutil.copytree(good, folder, ignore=shutil.ignore_patterns("report", "manifest.json"))
    return folder


def write(folder: Path, table: str, rows: Rows, schema: pa.Schema | None = None) -> None:
    """Write rows as another program would: nothing checked, every column nullable."""
    schema = schema or pa.schema([field.with_nullable(True) for field in arrow_schema(TABLES[table])])
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), folder / f"{table}.parquet")


def key_of(table: str, row: dict[str, Any]) -> str:
    return " | ".join(row[column] for column in TABLES[table].key)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_in_the_rows_is_named(fault: Fault, copy: Path) -> None:
    rows = pq.read_table(copy / f"{fault.table}.parquet").to_pylist()
    expected = None if fault.row is None else key_of(fault.table, rows[fault.row])
    fault.inject(rows)
    write(copy, fault.table, rows)
    (result,) = found(copy, fault.rule)
    assert result.failed
    assert not any("could not be evaluated" in (failure.value or "") for failure in result.failures)
    if expected is not None:
        assert expected in [failure.key for failure in result.failures]
        assert result.rule.table == fault.table


def found(folder: Path, rule: str) -> list[RuleResult]:
    """The result of one rule alone, which takes a fraction of the time of all."""
    files = check_files(folder)
    with opened(files) as connection:
        return evaluate(connection, files, [check for check in all_checks() if check.rule.id == rule])


def test_a_good_dataset_breaks_no_rule(good: Path) -> None:
    outcome = validate(good, expectations=False)
    assert outcome.failed == () and outcome.skipped == () and outcome.is_valid
    assert pq.read_metadata(good / "report" / "failures.parquet").num_rows == 0


def retyped(column: str, kind: pa.DataType, convert: Callable[[Any], Any]) -> Callable[[Path], None]:
    """A fault that gives a column of claims another type."""

    def inject(folder: Path) -> None:
        table = pq.read_table(folder / "claims.parquet")
        position = table.column_names.index(column)
        values = pa.array([None if v is None else convert(v) for v in table[column].to_pylist()], kind)
        pq.write_table(table.set_column(position, column, values), folder / "claims.parquet")

    return inject


def rewritten(change: Callable[[pa.Table], pa.Table]) -> Callable[[Path], None]:
    return lambda folder: pq.write_table(change(pq.read_table(folder / "claims.parquet")), folder / "claims.parquet")


def truncated(folder: Path) -> None:
    path = folder / "claims.parquet"
    path.write_bytes(path.read_bytes()[:-100])


def flipped(folder: Path) -> None:
    path = folder / "claims.parquet"
    content = bytearray(path.read_bytes())
    content[60] ^= 1
    path.write_bytes(content)


def renamed(folder: Path) -> None:
    (folder / "claims.parquet").rename(folder / "statements.parquet")


def a_folder(folder: Path) -> None:
    (folder / "claims.parquet").unlink()
    (folder / "claims.parquet").mkdir()


def invalid_utf8(folder: Path) -> None:
    """What other writers make of a lone surrogate: bytes that are no UTF-8."""
    table = pq.read_table(folder / "claims.parquet")
    position = table.column_names.index("cue")
    wrong = pa.array([b"\xed\xa0\x80"] * len(table), pa.binary()).cast(pa.binary())
    wrong = pa.Array.from_buffers(pa.string(), len(wrong), wrong.buffers())
    pq.write_table(table.set_column(position, "cue", wrong), folder / "claims.parquet")


FILE_FAULTS: tuple[tuple[str, Callable[[Path], object], str, str], ...] = (
    ("missing file", renamed, "FIL-01", "claims.parquet"),
    ("a folder instead of a file", a_folder, "FIL-01", "claims.parquet"),
    ("truncated file", truncated, "FIL-02", "claims.parquet"),
    ("flipped byte", flipped, "FIL-02", "claims.parquet"),
    ("a text file", lambda folder: (folder / "claims.parquet").write_text("claims"), "FIL-02", "claims.parquet"),
    ("an empty file", lambda folder: (folder / "claims.parquet").write_bytes(b""), "FIL-02", "claims.parquet"),
    ("bytes that are no UTF-8", invalid_utf8, "FIL-02", "claims.parquet"),
    (
        "another table's file",
        lambda folder: shutil.copy(folder / "events.parquet", folder / "claims.parquet"),
        "FIL-03",
        "claims.parquet",
    ),
    ("missing column", rewritten(lambda table: table.drop_columns(["cue"])), "FIL-03", "cue"),
    ("wrong type", retyped("start", pa.string(), str), "FIL-04", "start"),
    ("number as string", retyped("confidence", pa.string(), str), "FIL-04", "confidence"),
    ("dtype drift", retyped("start", pa.int64(), int), "FIL-04", "start"),
    ("date as string", retyped("said_start", pa.string(), str), "FIL-04", "said_start"),
    (
        "naive timestamp",
        retyped("said_start", pa.timestamp("us"), lambda day: datetime(day.year, day.month, day.day)),
        "FIL-04",
        "said_start",
    ),
    (
        "extra column",
        rewritten(lambda table: table.append_column("mood", pa.nulls(len(table), pa.string()))),
        "FIL-05",
        "mood",
    ),
    ("reordered columns", rewritten(lambda table: table.select(sorted(table.column_names))), "FIL-06", "article_count"),
)


@pytest.mark.parametrize(
    ("inject", "rule", "named"), [fault[1:] for fault in FILE_FAULTS], ids=[f[0] for f in FILE_FAULTS]
)
def test_a_fault_in_a_file_is_named(inject: Callable[[Path], object], rule: str, named: str, copy: Path) -> None:
    inject(copy)
    (failure, *_) = [failure for failure in check_files(copy).failures if failure.rule_id == rule]
    assert failure.table == "claims" and named in (failure.key, failure.column)


@pytest.mark.parametrize(
    "inject",
    [truncated, retyped("start", pa.string(), str), rewritten(lambda table: table.drop_columns(["cue", "article_id"]))],
)
def test_rules_that_cannot_be_checked_are_skipped_not_broken(inject: Callable[[Path], object], copy: Path) -> None:
    inject(copy)
    outcome = validate(copy, expectations=False)
    assert not outcome.is_valid and outcome.skipped
    assert {result.rule.layer for result in outcome.failed} == {"file"}


def test_a_dataset_is_held_against_its_manifest(good: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(good, folder, ignore=shutil.ignore_patterns("report"))
    rows = pq.read_table(folder / "mentions.parquet").to_pylist()
    write(folder, "mentions", rows[:-1])
    outcome = validate(folder, expectations=False)
    assert [f.table for f in outcome.of("FIL-10").failures] == ["mentions"]
    assert outcome.of("FIL-10").failures[0].value == "4 rows instead of 5"
    assert [f.table for f in outcome.of("FIL-11").failures] == ["mentions"]


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"schema_version": 1, "tables": []}', "[" * 100_000, "\udcff"])
def test_a_damaged_manifest_is_named(content: str, good: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(good, folder, ignore=shutil.ignore_patterns("report"))
    (folder / "manifest.json").write_bytes(content.encode(errors="surrogateescape"))
    assert validate(folder, expectations=False).of("FIL-09").failed


def test_a_manifest_of_another_build_is_named(good: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(good, folder, ignore=shutil.ignore_patterns("report"))
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["sources"]["harbour.txt"] = "f" * 64
    manifest["schema_version"] = "2.0.0"
    (folder / "manifest.json").write_text(json.dumps(manifest))
    outcome = validate(folder, expectations=False)
    assert [failure.key for failure in outcome.of("FIL-12").failures] == ["harbour.txt"]
    assert outcome.of("FIL-09").failed


def test_a_folder_without_tables_is_told_so(tmp_path: Path) -> None:
    outcome = validate(tmp_path, expectations=False)
    assert outcome.of("FIL-01").failed == len(TABLES) and not outcome.is_valid
    assert outcome.row_counts == {}
    assert {result.rule.id for result in outcome.failed} == {"FIL-01", "FIL-08"}


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(NotADirectoryError):
        validate(tmp_path / "nowhere")


def test_odd_folder_names_are_read(good: Path, tmp_path: Path) -> None:
    folder = tmp_path / "it's [a] *strange* {one}? é"
    shutil.copytree(good, folder)
    assert validate(folder, expectations=False).failed == ()


def test_where_a_failing_row_stands_is_kept(copy: Path) -> None:
    rows = pq.read_table(copy / "claims.parquet").to_pylist()
    write(copy, "claims", [{**rows[0], "stance": "shouts"}, *rows[1:]])
    (failure,) = validate(copy, expectations=False).of("CLM-06").failures
    assert (failure.article_id, failure.start, failure.end) == (rows[0]["article_id"], rows[0]["start"], rows[0]["end"])
    assert failure.column == "stance" and failure.value == "shouts"


def test_all_failing_rows_are_written_and_the_first_are_kept(copy: Path) -> None:
    rows = pq.read_table(copy / "dates.parquet").to_pylist()
    write(copy, "dates", [{**rows[0], "date_id": f"dat-{n:016x}"} for n in range(250)])
    result = validate(copy, expectations=False).of("DAT-04")
    assert result.failed >= 249 and len(result.failures) == 100
    written = pq.read_table(copy / "report" / "failures.parquet").to_pylist()
    assert sum(row["rule"] == "DAT-04" for row in written) == result.failed


def test_an_empty_dataset_says_that_there_is_no_article_and_nothing_else(tmp_path: Path) -> None:
    from good_dataset import good_rows, write_dataset

    rows = {table: [] for table in TABLES} | {"sources": good_rows()["sources"][-1:]}
    write_dataset(tmp_path, rows)
    outcome = validate(tmp_path, expectations=False)
    assert [result.rule.id for result in outcome.failed_rules("critical")] == ["SET-01"]


def test_two_validations_say_the_same(copy: Path) -> None:
    write(copy, "mentions", [])
    first = validate(copy, expectations=False)
    written = (copy / "report" / "failures.parquet").read_bytes()
    assert validate(copy, expectations=False) == first
    assert (copy / "report" / "failures.parquet").read_bytes() == written
