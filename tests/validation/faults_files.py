"""Faults in files, in the manifest, and against the declared expectations."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from faults import FolderFault, edited

Edit = Callable[[Path], object]


def rewritten(table: str, change: Callable[[pa.Table], pa.Table]) -> Edit:
    """Change a table and write it again, nothing checked."""

    def edit(folder: Path) -> None:
        path = folder / f"{table}.parquet"
        pq.write_table(change(pq.read_table(path)), path)

    return edit


def retyped(table: str, column: str, kind: pa.DataType, convert: Callable[[Any], Any]) -> Edit:
    """Give a column another type."""

    def change(rows: pa.Table) -> pa.Table:
        values = pa.array([None if value is None else convert(value) for value in rows[column].to_pylist()], kind)
        return rows.set_column(rows.column_names.index(column), column, values)

    return rewritten(table, change)


def bytes_of(table: str, change: Callable[[bytes], bytes]) -> Edit:
    """Change the bytes of a table's file."""

    def edit(folder: Path) -> None:
        path = folder / f"{table}.parquet"
        path.write_bytes(change(path.read_bytes()))

    return edit


def flipped(content: bytes) -> bytes:
    return content[:60] + bytes([content[60] ^ 1]) + content[61:]


def as_latin_1(table: pa.Table) -> pa.Table:
    """What a writer that checks nothing makes of text in another encoding: bytes that are no UTF-8."""
    names = pa.array([b"Jos\xe9"] * len(table), pa.binary())
    names = pa.Array.from_buffers(pa.string(), len(names), names.buffers())
    return table.set_column(table.column_names.index("name"), "name", names)


def a_folder(folder: Path) -> None:
    (folder / "corrections.parquet").unlink()
    (folder / "corrections.parquet").mkdir()


def manifest(change: Callable[[dict[str, Any]], object]) -> Edit:
    def edit(folder: Path) -> None:
        path = folder / "manifest.json"
        content = json.loads(path.read_text(encoding="utf-8"))
        change(content)
        path.write_text(json.dumps(content), encoding="utf-8")

    return edit


#: Faults of a dataset that has no manifest any more, each in another table or column.
FILES = (
    FolderFault("FIL-01", "renamed a file", "stories.parquet",
                lambda folder: (folder / "stories.parquet").rename(folder / "story.parquet")),
    FolderFault("FIL-01", "made a folder of a table's name", "corrections.parquet", a_folder),
    FolderFault("FIL-02", "copied a file in part", "dates.parquet", bytes_of("dates", lambda content: content[:-100])),
    FolderFault("FIL-02", "copied a file to a broken disk", "mentions.parquet", bytes_of("mentions", flipped)),
    FolderFault("FIL-02", "saved a table as text", "quantities.parquet", bytes_of("quantities", lambda _: b"a,b\n1,2")),
    FolderFault("FIL-02", "saved an empty file", "conflicts.parquet", bytes_of("conflicts", lambda _: b"")),
    FolderFault("FIL-02", "wrote text in another encoding", "persons.parquet", rewritten("persons", as_latin_1)),
    FolderFault("FIL-03", "put another table in place", "judgments.parquet",
                lambda folder: shutil.copy(folder / "crosswalk.parquet", folder / "judgments.parquet")),
    FolderFault("FIL-03", "deleted a column", "cue", rewritten("claims", lambda table: table.drop_columns(["cue"]))),
    FolderFault("FIL-04", "saved offsets as text", "start", retyped("claims", "start", pa.string(), str)),
    FolderFault("FIL-04", "saved shares as text", "removed_share",
                retyped("articles", "removed_share", pa.string(), str)),
    FolderFault("FIL-04", "saved ordinals with 64 bits", "ordinal", retyped("segments", "ordinal", pa.int64(), int)),
    FolderFault("FIL-04", "saved dates as text", "said_end", retyped("claims", "said_end", pa.string(), str)),
    FolderFault("FIL-04", "saved dates with a time", "said_start", retyped(
        "claims", "said_start", pa.timestamp("us"), lambda day: datetime(day.year, day.month, day.day))),
    FolderFault("FIL-05", "added a column", "mood",
                rewritten("events", lambda table: table.append_column("mood", pa.nulls(len(table), pa.string())))),
    FolderFault("FIL-06", "sorted the columns", "article_id",
                rewritten("sources", lambda table: table.select(sorted(table.column_names)))),
    FolderFault("FIL-07", "let a key be null", "act", edited("crosswalk", lambda rows: rows)),
    FolderFault("FIL-08", "deleted the manifest", "manifest.json", lambda folder: (folder / "manifest.json").unlink()),
)  # fmt: skip

#: Faults of a dataset that has its manifest.
MANIFEST = (
    FolderFault("FIL-09", "deleted a table from the manifest", "dates.parquet",
                manifest(lambda content: content["tables"].pop("dates"))),
    FolderFault("FIL-10", "deleted a row", "claims.parquet", rewritten("claims", lambda table: table.slice(1))),
    FolderFault("FIL-10", "pasted a row", "events.parquet",
                rewritten("events", lambda table: pa.concat_tables([table, table.slice(0, 1)]))),
    FolderFault("FIL-10", "edited the manifest", "persons.parquet",
                manifest(lambda content: content["tables"]["persons"].update(rows=3))),
    FolderFault("FIL-11", "edited a value", "mentions.parquet",
                edited("mentions", lambda rows: rows[0].update(form="nominal"))),
    FolderFault("FIL-11", "copied a file to a broken disk", "stories.parquet", bytes_of("stories", flipped)),
    FolderFault("FIL-12", "exchanged a source", "harbour.txt",
                manifest(lambda content: content["sources"].update({"harbour.txt": "f" * 64}))),
    FolderFault("FIL-12", "added a source to the manifest alone", "new.txt",
                manifest(lambda content: content["sources"].update({"new.txt": "f" * 64}))),
    FolderFault("FIL-13", "kept a dataset of an older version", "schema_version",
                manifest(lambda content: content.update(schema_version=older(content["schema_version"])))),
)  # fmt: skip


def older(version: str) -> str:
    return f"{version.split('.')[0]}.0.0-old"


def first_row(rule: str, wrong: str, **value: Any) -> FolderFault:
    """A fault that sets one value in the first row of the table of a suite."""
    (column,) = value
    return FolderFault(rule, wrong, column, edited(rule.removeprefix("GX-"), lambda rows: rows[0].update(value)))


EXPECTATIONS = (
    first_row("GX-sources", "invented a status", status="read"),
    first_row("GX-articles", "gave a share in percent", removed_share=21.0),
    first_row("GX-segments", "let a segment end before it starts", end=-1),
    first_row("GX-claims", "invented a stance", stance="shouts"),
    first_row("GX-events", "removed the trigger", trigger=None),
    first_row("GX-mentions", "wrote a name for an id", person_id="Jon Ferris"),
    first_row("GX-quantities", "left empty whether a number is vague", vague=None),
    FolderFault("GX-dates", "pasted a date twice", "date_id", edited("dates", lambda rows: rows.append(rows[0]))),
    first_row("GX-persons", "invented a reason for protection", protection="witness"),
    first_row("GX-stories", "wrote -1 for an unknown count", article_count=-1),
    first_row("GX-judgments", "gave the score in percent", score=10.0),
    first_row("GX-conflicts", "removed a sentence", left_text=None),
    first_row("GX-corrections", "counted from -1", ordinal=-1),
    first_row("GX-changes", "counted from -1", ordinal=-1),
    first_row("GX-crosswalk", "invented a degree of certainty", sure="maybe"),
)
