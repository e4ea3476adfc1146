"""Makes a large valid dataset of copies of a small one, as fast as it can be written: what validation is measured on.

Every copy's letters are exchanged for others, the same way in all its columns, so that each has a text, names and
claims of its own; the letters of the commonest English words stay: rules about the language find what they look for.
Ids, groups and what points at them are made anew from the copy's own articles.
"""

from __future__ import annotations

import json
import random
import shutil
import string
import tempfile
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from onrecord.builder.writer import PIECE_ROWS, write_manifest, write_table
from onrecord.language import DEFAULT_MODEL
from onrecord_schema.arrow import allowed_values, arrow_schema
from onrecord_schema.tables import TABLES

#: Letters that no copy exchanges: those of "the", "of" and "and", by which English is recognised.
_FIXED = "theofand"
_EXCHANGED = "".join(letter for letter in string.ascii_lowercase if letter not in _FIXED)
#: What a credit makes of an author without the word; a rule knows these.
_CREDITED = ("journalist", "photographer")
#: Text columns that are not the article's words: codes, marks, dates and what the reader of a page found.
_CODES = {
    "media_type", "encoding", "language", "country", "mode", "published", "said", "date", "value", "anchor", "url",
    "unit",
}  # fmt: skip
#: Claims of the copies that are in memory at once.
_CLAIMS_AT_ONCE = 32_000
#: Tables whose order is not that of their articles: sorted once they are written.
_SORTED_LATER = ("persons", "stories", "judgments", "conflicts")
#: Table -> prefix of its ids, and the column that is hashed beside the span.
_SPAN_IDS = {
    "segments": ("seg", "role"), "claims": ("clm", "kind"), "events": ("evt", "event_type"),
    "mentions": ("men", "form"), "quantities": ("qty", "unit"), "dates": ("dat", "kind"),
}  # fmt: skip
Ids = dict[str, str]


def make(like: Path, folder: Path, claims: int) -> None:
    """Write a valid dataset of at least `claims` claims to `folder`, of copies of the valid dataset `like`."""
    given = {name: pq.read_table(like / f"{name}.parquet", schema=arrow_schema(TABLES[name])) for name in TABLES}
    copies = -(-claims // given["claims"].num_rows)
    at_once = max(1, _CLAIMS_AT_ONCE // given["claims"].num_rows)
    folder.mkdir(parents=True)
    recipe = _Recipe(given)
    drawn = random.Random(7)
    sources: dict[str, str | None] = {}
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        written = {name: Path(scratch) / f"{name}.parquet" for name in TABLES}
        writers = {
            name: pq.ParquetWriter(written[name], arrow_schema(TABLES[name]), compression="none", use_dictionary=False)
            for name in TABLES
        }
        for first in range(0, copies, at_once):
            made: dict[str, list[pa.Table]] = {name: [] for name in TABLES}
            for number in range(first, min(first + at_once, copies)):
                letters = _EXCHANGED if not number else "".join(drawn.sample(_EXCHANGED, len(_EXCHANGED)))
                for name, table in recipe.copy(number, bytes.maketrans(_EXCHANGED.encode(), letters.encode())).items():
                    made[name].append(table)
            for name, tables in made.items():
                if tables:
                    writers[name].write_table(pa.concat_tables(tables).combine_chunks())
            ledger = pa.concat_tables(made["sources"]).select(["source_path", "source_sha256"]).to_pydict()
            sources |= dict(zip(ledger["source_path"], ledger["source_sha256"], strict=True))
        for writer in writers.values():
            writer.close()
        pq.write_table(given["crosswalk"], written["crosswalk"])
        entries = {}
        for name, path in written.items():
            entries[name] = write_table(folder, name, _in_order(path, name, scratch))
            path.unlink()
    write_manifest(folder, DEFAULT_MODEL, entries, sources)


def make_claims_alone(like: Path, folder: Path, claims: int) -> None:
    """Write the dataset `like` with its claims again and again under other ids, which none of their spans gives.

    What somebody else's code might write: millions of claims on a handful of articles, each of them wrong.
    """
    shutil.copytree(like, folder, ignore=shutil.ignore_patterns("report"))
    given = pq.read_table(like / "claims.parquet", schema=arrow_schema(TABLES["claims"]))
    written = folder / "unsorted.parquet"
    with pq.ParquetWriter(written, given.schema) as writer:
        for number in range(-(-claims // given.num_rows)):
            ids = [_hashed("clm", str(number), one) for one in given.column("claim_id").to_pylist()]
            copy = given
            for column, values in (("claim_id", ids), ("claim_group_id", [_group("clg", iter([one])) for one in ids])):
                copy = copy.set_column(copy.schema.get_field_index(column), given.schema.field(column), [values])
            writer.write_table(copy)
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        entry = write_table(folder, "claims", _sorted(written, "claims", scratch))
    written.unlink()
    manifest = folder / "manifest.json"
    said = json.loads(manifest.read_text())
    said["tables"]["claims"] |= entry
    manifest.write_text(json.dumps(said))


def _in_order(path: Path, name: str, scratch: str) -> Iterator[pa.RecordBatch]:
    if name not in _SORTED_LATER:
        with pq.ParquetFile(path) as parquet:
            yield from parquet.iter_batches(PIECE_ROWS)
    else:
        yield from _sorted(path, name, scratch)


def _sorted(path: Path, name: str, scratch: str) -> Iterator[pa.RecordBatch]:
    with duckdb.connect(config={"memory_limit": "2GB", "temp_directory": scratch, "threads": 2}) as connection:
        order = ", ".join(f'"{column}"' for column in TABLES[name].sort)
        yield from connection.sql(f"SELECT * FROM '{path}' ORDER BY {order}").to_arrow_reader(PIECE_ROWS)


def _hashed(prefix: str, *parts: str) -> str:
    return f"{prefix}-{sha256(chr(31).join(parts).encode()).hexdigest()[:16]}"


def _group(prefix: str, members: Iterator[str]) -> str:
    return _hashed(prefix, *sorted(set(members)))


class _Recipe:
    """How each row's ids follow from those of its articles: worked out once, followed for every copy."""

    def __init__(self, given: dict[str, pa.Table]) -> None:
        self._given = given
        self._rows = {name: table.to_pylist() for name, table in given.items()}
        rows = self._rows
        self._schemas = {name: table.schema for name, table in given.items()}
        self._columns = {
            name: [(field, self._column(name, field)) for field in table.schema]
            for name, table in given.items()
            if name != "crosswalk"
        }
        # In the order of their articles already, for the articles' ids count up from copy to copy.
        self._articles = [row["article_id"] for row in rows["articles"]]
        self._spans = [
            (
                row[TABLES[name].key[0]],
                prefix,
                row["article_id"],
                f"{row['start']}\x1f{row['end']}\x1f{row[last] or ''}",
            )
            for name, (prefix, last) in _SPAN_IDS.items()
            for row in rows[name]
        ]
        self._groups = [
            *_members(rows["claims"], "claim_group_id", "claim_id", "clg"),
            *_members(rows["claims"], "quote_id", "claim_id", "quo"),
            *_members(rows["events"], "event_group_id", "event_id", "evg"),
            *_members(rows["articles"], "story_id", "article_id", "sto"),
        ]
        first: dict[tuple[str, str], str] = {}
        for row in rows["mentions"]:
            first.setdefault((row["person_id"], row["article_id"]), row["mention_id"])
        people: dict[str, list[str]] = {}
        for (person, _), mention in first.items():
            people.setdefault(person, []).append(mention)
        self._people = list(people.items())

    def copy(self, number: int, letters: bytes) -> dict[str, pa.Table]:
        """The tables of one copy."""
        shas, ids = self._new_ids(number)
        exchange = _exchange(letters)
        made = {}
        for name, columns in self._columns.items():
            arrays = {field.name: make(number, shas, ids, exchange) for field, make in columns}
            if name in ("judgments", "conflicts"):
                arrays = _pairs_in_order(name, arrays, self._schemas[name])
            made[name] = pa.table(list(arrays.values()), schema=self._schemas[name])
        return made

    def _new_ids(self, number: int) -> tuple[dict[str, str], Ids]:
        shas, ids = {}, {}
        for position, old in enumerate(self._articles):
            # They count up, so that tables in the order of their articles are written as they are made.
            counter = f"{number * len(self._articles) + position:08x}"
            sha = counter + sha256(f"{number} {old}".encode()).hexdigest()[8:]
            shas[old], ids[old] = sha, f"art-{sha[:16]}"
        for old, prefix, article, rest in self._spans:
            ids[old] = _hashed(prefix, ids[article], rest)
        for old, prefix, members in self._groups:
            ids[old] = _group(prefix, (ids[one] for one in members))
        for old, mentions in self._people:
            ids[old] = _group("per", (_hashed("per", ids[one]) for one in mentions))
        return shas, ids

    def _column(self, table: str, field: pa.Field) -> Callable[..., pa.Array]:
        """What makes a column of a copy, of its number, its articles' hashes, its ids and what exchanges letters."""
        column, kind = self._given[table].column(field.name).combine_chunks(), field.type
        values = column.to_pylist()
        is_code = field.name in _CODES or bool(allowed_values(TABLES[table].row.model_fields[field.name]))
        if field.name == "source_sha256":
            return lambda number, shas, ids, exchange: pa.array([shas[f"art-{one[:16]}"] for one in values], kind)
        if field.name == "source_path":
            return lambda number, shas, ids, exchange: pa.array([f"{number:07}/{one}" for one in values], kind)
        if field.name in ("left", "right") or field.name.endswith("_id"):
            return lambda number, shas, ids, exchange: pa.array([ids.get(one, one) for one in values], kind)
        if field.name == "person_ids":
            return lambda number, shas, ids, exchange: pa.array(
                [sorted(ids[one] for one in several) for several in values], kind
            )
        if kind == pa.string() and not is_code:
            return lambda number, shas, ids, exchange: exchange(column)
        if pa.types.is_list(kind):
            return lambda number, shas, ids, exchange: _lists(column, values, exchange, field.name != "authors")
        return lambda number, shas, ids, exchange: column


def _lists(column: pa.Array, values: list[list[str]], exchange: Callable[[pa.Array], pa.Array], sort: bool) -> pa.Array:
    made = iter(exchange(column.flatten()).to_pylist())
    lists = [
        [new if one not in _CREDITED else one for one, new in zip(several, made, strict=False)] for several in values
    ]
    return pa.array([sorted(several) for several in lists] if sort else lists, column.type)


def _members(rows: list[dict[str, Any]], group: str, key: str, prefix: str) -> Iterator[tuple[str, str, list[str]]]:
    found: dict[str, list[str]] = {}
    for row in rows:
        if row[group] is not None:
            found.setdefault(row[group], []).append(row[key])
    for old, members in found.items():
        yield old, prefix, members


def _exchange(letters: bytes) -> Callable[[pa.Array], pa.Array]:
    """What exchanges the letters in all strings of an array at once, in the buffer that holds them."""

    def exchanged(array: pa.Array) -> pa.Array:
        validity, offsets, data = array.buffers()
        if data is None or array.offset:
            return pa.array(
                [None if one is None else one.encode().translate(letters).decode() for one in array.to_pylist()],
                pa.string(),
            )
        moved = pa.py_buffer(data.to_pybytes().translate(letters))
        return pa.Array.from_buffers(pa.string(), len(array), [validity, offsets, moved])

    return exchanged


def _pairs_in_order(name: str, columns: dict[str, Any], schema: pa.Schema) -> dict[str, Any]:
    """Pairs with the smaller id on the left, as the contract has them, and ids made of them."""
    rows = [
        dict(zip(columns, one, strict=True)) for one in zip(*(c.to_pylist() for c in columns.values()), strict=True)
    ]
    prefix, key = {"judgments": ("jdg", "judgment_id"), "conflicts": ("cfl", "conflict_id")}[name]
    for row in rows:
        if row["left"] > row["right"]:
            for left in [column for column in row if column.startswith("left")]:
                right = f"right{left[4:]}"
                row[left], row[right] = row[right], row[left]
        row[key] = _hashed(prefix, row["kind"], row["left"], row["right"])
    return {field.name: pa.array([row[field.name] for row in rows], field.type) for field in schema}
