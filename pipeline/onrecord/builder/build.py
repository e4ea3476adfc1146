"""`build`: a folder of saved news articles becomes a validated dataset; all stages of the way, on one screen."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

import duckdb

from onrecord.builder.engines import DaskCluster, LocalWorkers
from onrecord.builder.plan import Plan, make_plan
from onrecord.builder.run_shards import process_documents
from onrecord.builder.workplace import Cache, check_output, make_workplace, making, only_build, publish
from onrecord.builder.writer import write_documentation, write_manifest, write_table
from onrecord.dataset.compare import compare
from onrecord.dataset.corrections import Correction, read_corrections
from onrecord.dataset.database import final_rows, load_documents, open_database
from onrecord.errors import OutputError
from onrecord.inputs.limits import DEFAULTS, Limits
from onrecord.language import DEFAULT_MODEL, language_of
from onrecord.report import write_report
from onrecord.scratch import place_beside
from onrecord.validation import ExpectationsProcess, Outcome, broken_row_rules, rule_book, suites, validate
from onrecord_schema.tables import TABLES

#: For fewer documents a second worker takes more time to start than it saves.
_LEAST_FOR_SECOND_WORKER = 24
#: By how much the memory limit of the database is raised if documents far beyond the usual exceed it.
_MORE_MEMORY = 8


@dataclass(frozen=True, repr=False)
class BuildResult:
    """A finished build: where the dataset is, its row counts by table, and what validation found."""

    out: Path
    rows: dict[str, int]
    outcome: Outcome
    report: Path

    def __repr__(self) -> str:
        out = self.out.relative_to(Path.cwd()) if self.out.is_relative_to(Path.cwd()) else self.out
        counts = ", ".join(f"{name}={self.rows[name]}" for name in ("articles", "claims") if name in self.rows)
        return f"BuildResult(out={str(out)!r}, {counts}, valid={self.outcome.is_valid})"


class Progress(Protocol):
    """Told by a build what it is doing."""

    def stage(self, name: str, total: int | None = None) -> None:
        """A stage begins; `total` is its number of documents where it counts them."""

    def advance(self, documents: int) -> None:
        """So many more documents of the stage are done."""


class _Silent:
    def stage(self, name: str, total: int | None = None) -> None: ...

    def advance(self, documents: int) -> None: ...


def build(
    sources: Iterable[Path | str] | Path | str,
    out: Path | str,
    *,
    workers: int | None = None,
    address: str | None = None,
    cache: bool = True,
    model: str = DEFAULT_MODEL,
    limits: Limits = DEFAULTS,
    progress: Progress | None = None,
) -> BuildResult:
    """Build the dataset of `sources` (a folder, a file, or several) at `out`, replacing the dataset that is there.

    `workers` is the number of worker processes (default: one a processor); with the `address` of a Dask scheduler, its
    nodes do the work. `limits` are the most that is read of an input. Without `cache` every document is processed
    again. A document that cannot be used becomes a rejected `sources` row and raises nothing; SourcesError,
    OutputError, ModelError and EngineError say what is wrong with the call.
    """
    progress = progress or _Silent()
    paths = [Path(sources)] if isinstance(sources, str | Path) else [Path(source) for source in sources]
    out = Path(out).absolute()
    check_output(out)
    language_of(model)  # refuses a model that cannot be used before anything is read
    progress.stage("reading")
    corrections = read_corrections(paths)
    local = LocalWorkers(workers or os.cpu_count() or 1)
    plan = make_plan(paths, model, local, limits, progress.advance)
    place = make_workplace(out)
    with (
        _write_errors_named(out),
        only_build(place, out),
        ExpectationsProcess() as expectations,
        making(place) as scratch,
    ):
        progress.stage("annotating", len(plan.found))
        kept = Cache(place if cache else scratch, model)
        if len(plan.found) < _LEAST_FOR_SECOND_WORKER:
            local.workers = 1
        engine = DaskCluster(address, [*paths, place], model) if address else local
        shards = process_documents(plan.found, kept, engine, progress.advance)
        progress.stage("comparing")
        made = scratch / "dataset"
        made.mkdir()
        place_beside(made).mkdir()  # for what is read while it is validated and reported
        rows = _write_tables(made, plan, corrections, shards, model)
        keys = frozenset(plan.found)
        del plan, shards  # with millions of inputs, a large part of the memory
        progress.stage("validating")
        outcome = validate(made, previous=out if out.exists() else None, expectations=expectations)
        progress.stage("reporting")
        write_report(made, outcome)
        expectations.finish()
        publish(made, out, place)
        kept.tidy(keys)
    return BuildResult(out, rows, outcome, out / "report" / "index.html")


def _write_tables(
    made: Path, plan: Plan, corrections: Sequence[Correction], shards: Sequence[Path], model: str
) -> dict[str, int]:
    try:
        entries = _compare_and_write(made, plan, corrections, shards)
    except (duckdb.OutOfMemoryException, duckdb.FatalException):  # fatal if memory ends while DuckDB saves its file
        entries = _compare_and_write(made, plan, corrections, shards, memory_factor=_MORE_MEMORY)
    write_manifest(made, model, entries, plan.hashes)
    write_documentation(made, rule_book(), suites())
    return {name: int(entry["rows"]) for name, entry in entries.items()}


def _compare_and_write(
    made: Path, plan: Plan, corrections: Sequence[Correction], shards: Sequence[Path], memory_factor: int = 1
) -> dict[str, dict[str, int | str]]:
    with TemporaryDirectory(dir=made.parent) as folder, open_database(Path(folder), memory_factor) as connection:
        load_documents(connection, shards, list(plan.found), plan.ledger)
        compare(connection, corrections, broken_row_rules, memory_factor)
        return {name: write_table(made, name, final_rows(connection, name)) for name in TABLES}


@contextmanager
def _write_errors_named(out: Path) -> Iterator[None]:
    """Raise OutputError for what the system refuses while a dataset is made, such as a full disk."""
    try:
        yield
    except (
        OSError, duckdb.IOException, duckdb.TransactionException, duckdb.FatalException, duckdb.OutOfMemoryException
    ) as error:  # fmt: skip
        why = getattr(error, "strerror", None) or str(error).splitlines()[0]
        raise OutputError(f"{out} could not be written: {why}") from error
