"""`build`: a folder of saved news articles becomes a validated dataset; all stages of the way, on one screen."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

import duckdb

from onrecord.builder.engines import Engine, InProcess, ProcessPool
from onrecord.builder.engines.cluster import DaskCluster
from onrecord.builder.plan import Plan, made_with, make_plan
from onrecord.builder.publisher import check_output, making, only_build, publish, workplace
from onrecord.builder.run_shards import extract
from onrecord.builder.writer import write_documentation, write_manifest, write_table
from onrecord.dataset.compare import judge
from onrecord.dataset.corrections import Correction, read_corrections
from onrecord.dataset.database import final_rows, gather, open_database
from onrecord.document.shard_files import tidy
from onrecord.errors import OutputError
from onrecord.inputs.limits import DEFAULTS, Limits
from onrecord.language import DEFAULT_MODEL, language_of
from onrecord.language.en.paragraph_store import tidy_store
from onrecord.report import write_report
from onrecord.validation import ExpectationsProcess, Outcome, broken_row_rules, rule_book, suites, validate
from onrecord_schema.tables import TABLES

#: Below this many documents to annotate, starting worker processes costs more time than they save.
_WORTH_A_POOL = 24
#: What annotated documents may take on disk between two builds: some hundred thousand articles.
CACHE_BYTES = 20 * 10**9


@dataclass(frozen=True, repr=False)
class BuildResult:
    """A finished build: where the dataset lies, its row counts by table, and what validation found."""

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


class _Unwatched:
    def stage(self, name: str, total: int | None = None) -> None: ...

    def advance(self, documents: int) -> None: ...


def build(
    sources: Iterable[Path | str] | Path | str,
    out: Path | str,
    *,
    workers: int | None = None,
    engine: str | None = None,
    address: str | None = None,
    cache: bool = True,
    model: str = DEFAULT_MODEL,
    limits: Limits = DEFAULTS,
    progress: Progress | None = None,
) -> BuildResult:
    """Build the dataset of `sources` (a folder, a file, or several) at `out`, replacing the dataset that is there.

    `workers` is the number of worker processes (default: one a processor); `engine` is `in-process`, `processes`
    (default: one of the two, by the amount of work) or `dask` with the `address` of a scheduler; `limits` are the most
    that is read of an input. Without `cache` everything is annotated anew. A document that cannot be used becomes a
    rejected `sources` row and raises nothing; SourcesError, OutputError, ModelError and EngineError say what was wrong
    with the call.
    """
    progress = progress or _Unwatched()
    paths = [Path(sources)] if isinstance(sources, str | Path) else [Path(source) for source in sources]
    out = Path(out).absolute()
    check_output(out)
    language_of(model)  # refuses a model that cannot be used before anything is read
    progress.stage("reading")
    corrections = read_corrections(paths)
    plan = make_plan(paths, model, limits, progress.advance)
    place = workplace(out)
    with _named_if_not_written(out), only_build(place), ExpectationsProcess() as expectations, making(place) as scratch:
        shards_folder = _shards_folder(place, scratch, cache)
        progress.stage("annotating", len(plan.found))
        cluster = DaskCluster(address, [*paths, place], model) if address else None
        runner = cluster or _engine(engine, workers, len(plan.found))
        paragraphs = shards_folder.parent / f"paragraphs-{made_with(model)[:16]}.sqlite"
        # A cluster's nodes may reach the folder through a network, where such a file cannot be shared.
        kept = None if cluster else paragraphs
        shards = extract(plan.found, model, shards_folder, runner, progress.advance, kept)
        made = scratch / "dataset"
        made.mkdir()
        progress.stage("comparing")
        rows = _write_tables(plan, corrections, shards, made, scratch, model)
        wanted = frozenset(plan.found)
        del plan, shards  # of millions of inputs they are a good part of what lies in memory
        progress.stage("validating")
        outcome = validate(made, previous=out if out.exists() else None, expectations=expectations)
        progress.stage("reporting")
        write_report(made, outcome)
        expectations.finish()
        publish(made, out)
        tidy(shards_folder, wanted, CACHE_BYTES)
        tidy_store(paragraphs, wanted)
    return BuildResult(out, rows, outcome, out / "report" / "index.html")


@contextmanager
def _named_if_not_written(out: Path) -> Iterator[None]:
    """Raise OutputError for what the system refuses while a dataset is made: a full disk, say."""
    try:
        yield
    except (
        OSError,
        duckdb.IOException,
        duckdb.TransactionException,
        duckdb.FatalException,
        duckdb.OutOfMemoryException,
    ) as error:
        why = getattr(error, "strerror", None) or str(error).splitlines()[0]
        raise OutputError(f"{out} could not be written: {why}") from error


def _write_tables(
    plan: Plan, corrections: list[Correction], shards: list[Path], made: Path, scratch: Path, model: str
) -> dict[str, int]:
    try:
        entries = _judged(plan, corrections, shards, made, scratch, times=1)
    except (duckdb.OutOfMemoryException, duckdb.FatalException):
        # Something in these documents is far beyond what others have; memory that ends in a checkpoint is fatal.
        entries = _judged(plan, corrections, shards, made, scratch, times=8)
    write_manifest(made, model, entries, plan.hashes)
    write_documentation(made, rule_book(), suites())
    return {name: int(entry["rows"]) for name, entry in entries.items()}


def _judged(
    plan: Plan, corrections: list[Correction], shards: list[Path], made: Path, scratch: Path, times: int
) -> dict[str, dict[str, int | str]]:
    with TemporaryDirectory(dir=scratch) as folder, open_database(Path(folder), times) as connection:
        gather(connection, shards, list(plan.found), plan.ledger)
        judge(connection, corrections, broken_row_rules)
        return {name: write_table(made, name, final_rows(connection, name)) for name in TABLES}


def _engine(name: str | None, workers: int | None, documents: int) -> Engine:
    workers = workers or os.cpu_count() or 1
    if name is None:
        name = "processes" if workers > 1 and documents >= _WORTH_A_POOL else "in-process"
    return ProcessPool(workers) if name == "processes" else InProcess()


def _shards_folder(place: Path, scratch: Path, cache: bool) -> Path:
    folder = place / "shards" if cache else scratch / "shards"
    folder.mkdir(exist_ok=True)
    return folder
