"""What changed is annotated and nothing else, and the tables are those of a build from nothing, byte for byte."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from onrecord import build
from onrecord.builder import run_shards
from onrecord.builder.engines import LocalWorkers
from onrecord.builder.plan import make_plan
from onrecord.builder.program import made_with
from onrecord.builder.tasks import Shard
from onrecord.language import DEFAULT_MODEL
from onrecord.language.en.model import load_model
from onrecord.language.en.paragraphs import parser
from onrecord_schema.tables import TABLES


def write(folder: Path, number: int, name: str | None = None) -> None:
    (folder / (name or f"{number:02}.txt")).write_text(
        f"Ferry {number} sinks\n\nMANILA - A ferry sank on Monday with {number + 20} on board, Anna Reyes of the coast "
        f'guard said. "We found {number + 2} of them," she told reporters.\n'
    )


@pytest.fixture
def annotated(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The paths that were annotated. What is built is compared, not validated: that would take most of the time."""
    paths: list[str] = []

    class Noted(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.msg == "processed %s" and isinstance(record.args, tuple):
                paths.append(str(record.args[0]))

    handler, log = Noted(), logging.getLogger(run_shards.__name__)
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    monkeypatch.setattr("onrecord.builder.build.validate", lambda *given, **options: None)
    monkeypatch.setattr("onrecord.builder.build.write_report", lambda *given: None)
    yield paths
    log.removeHandler(handler)
    log.setLevel(logging.NOTSET)


def tables(out: Path) -> dict[str, bytes]:
    return {name: (out / f"{name}.parquet").read_bytes() for name in TABLES}


def test_only_what_changed_is_annotated_and_the_tables_are_those_of_a_build_from_nothing(
    annotated: list[str], tmp_path: Path
) -> None:
    sources, out = tmp_path / "in", tmp_path / "data"
    sources.mkdir()
    for number in range(20):
        write(sources, number)

    def add() -> None:
        write(sources, 30, "00a.txt")  # the second by path: no other document may move

    def state_a_date() -> None:
        (sources / "07.txt.yaml").write_text("published: 2019-03-05\n")

    steps: list[tuple[Callable[[], object], list[str]]] = [
        (lambda: None, [f"{number:02}.txt" for number in range(20)]),
        (lambda: None, []),
        (add, ["00a.txt"]),
        ((sources / "03.txt").unlink, []),
        (lambda: (sources / "05.txt").rename(sources / "five.txt"), ["five.txt"]),
        (state_a_date, ["07.txt"]),
    ]
    for change, expected in steps:
        change()
        annotated.clear()
        build(sources, out, workers=1)
        assert annotated == expected
    annotated.clear()
    build(sources, tmp_path / "from nothing", workers=1, cache=False)
    assert len(annotated) == 20
    assert tables(out) == tables(tmp_path / "from nothing")
    shards = (tmp_path / ".data.onrecord" / "shards").glob("*.parquet")
    kept = [rows[0]["source_path"] for path in shards for rows in pq.read_table(path)["sources"].to_pylist()]
    assert sorted(kept) == sorted(path.name for path in sources.glob("*.txt")), "what was removed stays nowhere"


def test_a_paragraph_parsed_in_an_earlier_build_is_not_parsed_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources, store = tmp_path / "in", tmp_path / "paragraphs.sqlite"
    sources.mkdir()

    def process_all(folder: str, store: Path | None) -> dict[str, Any]:
        """The rows of all documents, processed in this process."""
        plan = make_plan([sources], DEFAULT_MODEL, LocalWorkers(1))
        (tmp_path / folder).mkdir()
        shard = Shard(tuple(plan.found.items()), DEFAULT_MODEL, tmp_path / folder, store)
        parser.cache_clear()  # as in another process
        list(shard.run())
        return {row["key"]: row for row in pq.read_table(shard.path).to_pylist()}

    write(sources, 1)
    process_all("first", store)
    version = (sources / "01.txt").read_text().replace("Ferry 1 sinks", "Divers search for the missing of a ferry")
    (sources / "version.txt").write_text(version)
    parsed: list[str] = []
    pipe = load_model(DEFAULT_MODEL).pipe
    monkeypatch.setattr(
        load_model(DEFAULT_MODEL), "pipe", lambda texts, **known: pipe(parsed.extend(texts) or texts, **known)
    )
    second = process_all("second", store)
    assert parsed == ["Divers search for the missing of a ferry"]
    assert process_all("from nothing", None) == second


def test_shards_of_any_size_and_a_cache_thrown_away_give_the_same_bytes(
    annotated: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources, out = tmp_path / "in", tmp_path / "data"
    sources.mkdir()
    for number in range(7):
        write(sources, number)
    build(sources, out, workers=1)
    for documents in (1, 3):
        monkeypatch.setattr(run_shards, "DOCUMENTS_PER_SHARD", documents)
        before = tables(out)
        shutil.rmtree(tmp_path / ".data.onrecord")
        annotated.clear()
        build(sources, out, workers=1)
        assert len(annotated) == 7
        assert tables(out) == before


def test_the_model_the_code_and_the_contract_each_make_the_cache_another(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folders = {name: tmp_path / name for name in ("onrecord", "onrecord_schema")}
    for folder in folders.values():
        folder.mkdir()
        (folder / "claims.py").write_text("1")
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "config.cfg").write_text("[nlp]")
    monkeypatch.setattr("onrecord.builder.program.files", folders.__getitem__)

    def made() -> str:
        made_with.cache_clear()
        return made_with(str(tmp_path / "model"))

    seen = [made()]
    assert made() == seen[0]
    for changed in ("onrecord/claims.py", "onrecord_schema/claims.py", "model/config.cfg"):
        (tmp_path / changed).write_text("2")
        seen.append(made())
    monkeypatch.setattr("onrecord.builder.program.version", lambda name: "99")
    seen.append(made())
    made_with.cache_clear()
    assert len(set(seen)) == len(seen)
