"""Faults to inject into copies of the good dataset, and the rule and the row that must be named for each."""

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
from good_dataset import Document

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
        rows[0].update(Document("harbour.txt").span(words))

    return move


def boilerplate_kept(rows: Rows) -> None:
    for row in rows:
        if row["role"] == "boilerplate":
            row.update(role="body", kept=True, reason=None, score=None)


def named_with_confidence(rows: Rows) -> None:
    for row in rows:
        if row["form"] == "name":
            row["confidence"] = 0.9


def with_person(kind: str) -> Callable[[Rows], None]:
    return lambda rows: [row.update(speaker_kind=kind) for row in rows if row["person_id"]] and None


def indirect_as(kind: str) -> Callable[[Rows], None]:
    return lambda rows: [row.update(kind=kind) for row in rows if row["kind"] == "indirect"] and None


def roles_of(*roles: str) -> Callable[[Rows], None]:
    return lambda rows: [row.update(roles=list(roles)) for row in rows if not row["is_author"]] and None


def in_harbour(**values: Any) -> Callable[[Rows], None]:
    """Change the rows of the one article that has a stripped story in it."""
    own = Document("harbour.txt").article_id
    return lambda rows: [row.update(values) for row in rows if row["article_id"] == own] and None


def cue_in_stripped_text(rows: Rows) -> None:
    span = Document("harbour.txt").span("won the cycling")
    for row in rows:
        if row["article_id"] == span["article_id"]:
            row.update(cue=span["text"], cue_start=span["start"], cue_end=span["end"])


def again(**values: Any) -> Callable[[Rows], None]:
    """Add the first row once more, with another id."""
    return lambda rows: rows.append({**rows[0], **values})


def one_group(rows: Rows) -> None:
    """Put all rows into the first one's group."""
    for row in rows:
        for column in ("claim_group_id", "event_group_id"):
            if column in row:
                row[column] = rows[0][column]


def renamed_mention(rows: Rows) -> None:
    for row in rows:
        if row["text"] == "Ana Brandt":
            row.update(Document("harbour.txt").span("union leader"))


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
    Fault("no article at all", "articles", list.clear, "SET-01", None),
    # What the contract promises beyond single values.
    Fault("a carriage return in the text", "articles", put(0, text="Dockers\r\n"), "ART-33"),
    Fault("words miscounted", "articles", put(0, word_count=9_999), "ART-34"),
    Fault("dateline of another place", "articles", put(0, dateline_place="Atlantis"), "ART-35"),
    Fault("author twice", "articles", put(0, authors=["Ana Brandt", "Ana Brandt"]), "ART-36"),
    Fault("author of blanks", "articles", put(0, authors=["Ana Brandt ", " "]), "ART-08"),
    Fault("language that does not exist", "articles", put(0, language="xq"), "ART-37"),
    Fault("not in the language it says", "articles", put(0, body="Les dockers " * 30, word_count=60), "ART-38"),
    Fault("encoding unknown", "sources", put(2, encoding=None), "SRC-23", 2),
    Fault("path out of the folder", "sources", put(1, source_path="../secret.txt"), "SRC-24", None),
    Fault("duplicate of nothing", "sources", put(0, reason=None), "SRC-20"),
    Fault("an organisation with a person's id", "claims", with_person("organization"), "CLM-31", None),
    Fault("narrator with a speaker", "claims", put(0, kind="narrator"), "CLM-32"),
    Fault("nobody, surely", "claims", put(0, speaker=None, speaker_confidence=0.9), "CLM-35"),
    Fault("a name that is likely itself", "mentions", named_with_confidence, "MEN-25", None),
    Fault("partly quoted without a quotation", "claims", indirect_as("mixed"), "CLM-33", None),
    Fault("direct quote without quotation marks", "claims", indirect_as("direct"), "CLM-24", None),
    Fault("speaker from stripped text", "claims", in_harbour(speaker="Karl Abel"), "CLM-34", None),
    Fault("actor from stripped text", "events", in_harbour(actor="Karl Abel"), "EVT-32", None),
    Fault("role from stripped text", "persons", roles_of("the cycling race"), "PER-29", None),
    Fault("cue in stripped text", "claims", cue_in_stripped_text, "CLM-11", None),
    Fault("a group of two opinions", "claims", one_group, "CLM-45", None),
    Fault("a group of two event types", "events", one_group, "EVT-45", None),
    Fault("quote id of its own making", "claims", put(0, quote_id=f"quo-{NOWHERE}"), "CLM-46"),
    Fault("country that does not exist", "events", put(0, country="ZZ"), "EVT-31"),
    Fault("country of no place", "events", put(0, country="DE", place=None), "EVT-31"),
    Fault("mention of another name", "mentions", renamed_mention, "MEN-23", None),
    Fault(
        "one place mentioned twice",
        "mentions",
        lambda rows: rows.append({**rows[0], "mention_id": f"men-{NOWHERE}"}),
        "MEN-24",
    ),
    Fault("person id not made of mentions", "mentions", lambda rows: rows.pop(1), "PER-28", None),
    Fault("roles out of order", "persons", roles_of("union leader", "leader"), "PER-24", None),
    Fault("of age and a minor", "persons", lambda rows: [r.update(protection="minor") for r in rows], "PER-25", None),
    Fault("another title than its article's", "stories", put(0, title="Something else"), "STO-24"),
    Fault("an agency that nobody credits", "stories", put(0, agency="Reuters"), "STO-25"),
    Fault("counted from no date", "dates", put(0, anchor="last week"), "DAT-25"),
    Fault("one day told twice", "dates", again(date_id=f"dat-{NOWHERE}"), "DAT-26"),
    Fault("a repetition that is none", "dates", put(0, kind="set", value="daily"), "DAT-21"),
    Fault("quantity outside its claim", "quantities", put(0, start=0, end=7, text="Dockers"), "QTY-22"),
    Fault("empty segment", "segments", put(0, text=""), "SEG-08"),
    Fault("mode of another event type in the crosswalk", "crosswalk", put(0, mode="phone"), "CRS-20"),
    Fault(
        "more claims than sentences",
        "claims",
        lambda rows: rows.extend({**rows[0], "claim_id": f"clm-{n:016x}"} for n in range(40)),
        "SET-13",
        None,
    ),
)


def write(folder: Path, table: str, rows: Rows, schema: pa.Schema | None = None) -> None:
    """Write rows as another program would: nothing checked, every column nullable."""
    schema = schema or pa.schema([field.with_nullable(True) for field in arrow_schema(TABLES[table])])
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), folder / f"{table}.parquet")


def key_of(table: str, row: dict[str, Any]) -> str:
    return " | ".join(row[column] for column in TABLES[table].key)


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


def manifest_edited(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["tables"]["claims"]["rows"] += 1
    (folder / "manifest.json").write_text(json.dumps(manifest))


def another_build(folder: Path) -> None:
    """The claims of a build that knew less."""
    rows = pq.read_table(folder / "claims.parquet").to_pylist()
    write(folder, "claims", rows[1:], arrow_schema(TABLES["claims"]))


def rows_added(folder: Path) -> None:
    rows = pq.read_table(folder / "claims.parquet").to_pylist()
    write(folder, "claims", [*rows, rows[0]], arrow_schema(TABLES["claims"]))


def sources_edited(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["sources"]["harbour.txt"] = "f" * 64
    (folder / "manifest.json").write_text(json.dumps(manifest))


#: Faults of a dataset that has its manifest: (name, what is done, rule, key that is named).
MANIFEST_FAULTS: tuple[tuple[str, Callable[[Path], object], str, str], ...] = (
    ("rows lost", another_build, "FIL-10", "claims.parquet"),
    ("rows added", rows_added, "FIL-10", "claims.parquet"),
    ("manifest edited", manifest_edited, "FIL-10", "claims.parquet"),
    ("file from another build", another_build, "FIL-11", "claims.parquet"),
    ("a byte changed after the build", flipped, "FIL-11", "claims.parquet"),
    ("source exchanged", sources_edited, "FIL-12", "harbour.txt"),
    ("no manifest", lambda folder: (folder / "manifest.json").unlink(), "FIL-08", "manifest.json"),
    (
        "manifest of another program",
        lambda folder: (folder / "manifest.json").write_text("{}"),
        "FIL-09",
        "manifest.json",
    ),
)
