"""Reads the rows of annotated documents from a dataset, and of nothing else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from onrecord.errors import OnRecordError
from onrecord.evaluation.matching import Span

Row = dict[str, Any]

#: Table -> the columns that are read.
_COLUMNS = {
    "articles": (
        "article_id", "source_path", "text", "title", "authors", "publisher", "agency", "url", "source_url", "language",
        "dateline_place", "published",
    ),
    "segments": ("article_id", "segment_id", "start", "end", "role", "kept"),
    "claims": (
        "article_id", "claim_id", "start", "end", "text", "kind", "speaker", "person_id", "cue", "stance", "said",
    ),
    "mentions": ("article_id", "start", "person_id"),
    "events": (
        "article_id", "event_id", "start", "end", "text", "event_type", "mode", "date", "place", "person_ids",
        "count_min", "count_max",
    ),
    "persons": ("person_id", "name", "aliases", "roles", "age_min", "age_max", "is_pseudonym"),
}  # fmt: skip


class TablesError(OnRecordError):
    """A table is missing, cannot be read or lacks a column."""


@dataclass(frozen=True)
class Document:
    """The rows of one input; it has no article when it was rejected."""

    name: str
    article: Row | None
    segments: list[Row]
    claims: list[Row]
    mentions: list[Row]
    events: list[Row]
    persons: dict[str, Row]
    """Person id -> row, of all persons that the document's rows name."""

    @property
    def text(self) -> str:
        return str(self.article["text"]) if self.article else ""

    def names_of(self, person_id: str | None) -> list[str]:
        person = self.persons.get(person_id or "")
        return [person["name"], *(person["aliases"] or [])] if person else []


def span_of(row: Row) -> Span:
    return Span(row["start"], row["end"])


class NoSuchDocument(OnRecordError):
    """The dataset has no input of this name, or several."""


def read_documents(folder: Path, names: Iterable[str]) -> dict[str, Document]:
    """Name -> the document with that path, or with that file name where only one input has it.

    Raises TablesError for tables that cannot be read, and NoSuchDocument for a name that is not in the dataset.
    """
    if not folder.is_dir():
        raise TablesError(f"{folder} is not a folder")
    article_of = _articles_by_path(folder)
    paths = {name: _path_of(name, article_of, folder) for name in names}
    wanted = _among("article_id", (article_of[path] for path in paths.values()))
    rows = {table: _by_article(_read(folder, table, wanted)) for table in _COLUMNS if table != "persons"}
    ids = {row["person_id"] for table in ("mentions", "claims") for found in rows[table].values() for row in found}
    ids |= {person for found in rows["events"].values() for row in found for person in row["person_ids"] or []}
    everyone = _read(folder, "persons", _among("person_id", ids))
    persons = {row["person_id"]: row for row in everyone}
    documents = {}
    for name, path in paths.items():
        article_id = article_of[path] or ""
        article = next(iter(rows["articles"].get(article_id, [])), None)
        of_article = {table: rows[table].get(article_id, []) for table in ("segments", "claims", "mentions", "events")}
        documents[name] = Document(name, article, persons=persons, **of_article)
    return documents


def _articles_by_path(folder: Path) -> dict[str, str | None]:
    """Path of every input -> its article id: a duplicate has its twin's, a rejected input has none."""
    columns = ["source_path", "article_id"]
    rows = _read(folder, "articles", columns=columns)
    if (folder / "sources.parquet").exists():
        rows = [*_read(folder, "sources", columns=columns), *rows]
    return {row["source_path"]: row["article_id"] for row in rows}


def _path_of(name: str, paths: Iterable[str], folder: Path) -> str:
    known = [path for path in paths if path == name] or [path for path in paths if PurePosixPath(path).name == name]
    if not known:
        raise NoSuchDocument(f"source: {name} is no input of the dataset at {folder}")
    if len(known) > 1:
        raise NoSuchDocument(
            f"source: {name} names {len(known)} inputs of {folder}; write its path: {sorted(known)[0]}"
        )
    return known[0]


def _read(
    folder: Path, table: str, rows: pc.Expression | None = None, columns: Iterable[str] | None = None
) -> list[Row]:
    path, wanted = folder / f"{table}.parquet", list(columns or _COLUMNS[table])
    if not path.exists():
        raise TablesError(f"{folder} has no {table}.parquet")
    try:
        if missing := set(wanted) - set(pq.read_schema(path).names):
            raise TablesError(f"{path} has no column {', '.join(sorted(missing))}")
        found: list[Row] = pq.read_table(path, columns=wanted, filters=rows, partitioning=None).to_pylist()
    except (OSError, pa.ArrowException) as error:
        raise TablesError(f"{path} cannot be read: {str(error).splitlines()[0]}") from error
    return found


def _among(column: str, ids: Iterable[str | None]) -> pc.Expression:
    return pc.field(column).isin(pa.array(sorted({found for found in ids if found}), pa.string()))


def _by_article(rows: list[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.get("start") or 0, row.get("end") or 0)):
        found[row["article_id"]].append(row)
    return found
