"""A real Dask cluster of two workers on this machine: the same dataset, and nothing lost when workers break."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest

from onrecord import BuildResult, build
from onrecord.builder.engines import DaskCluster, LocalWorkers
from onrecord.builder.plan import make_plan
from onrecord.builder.run_shards import process_documents
from onrecord.builder.workplace import Cache
from onrecord.errors import EngineError
from onrecord.inputs.limits import Limits
from onrecord.language import DEFAULT_MODEL, model_folder
from onrecord_schema.tables import TABLES

if TYPE_CHECKING:
    from distributed import LocalCluster

ARTICLE = "Floods hit Jakarta\n\nJAKARTA - Floods killed 12 people in the city on Monday, officials said.\n"

#: The default model, with a fuse: a real document that makes the parser hang, or takes the interpreter with it.
BROKEN_MODEL = """
import os
from onrecord.language import DEFAULT_MODEL
import spacy
from spacy.language import Language

@Language.component("fuse")
def fuse(doc):
    while "without end" in doc.text:
        pass
    if "without return" in doc.text:
        os._exit(9)
    return doc

def load(**options):
    nlp = spacy.load(DEFAULT_MODEL)
    nlp.add_pipe("fuse", first=True)
    return nlp
"""


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCluster]:
    import dask
    from distributed import LocalCluster

    models = tmp_path_factory.mktemp("models")
    (models / "broken_model").mkdir()
    (models / "broken_model/__init__.py").write_text(BROKEN_MODEL)
    folder = model_folder(DEFAULT_MODEL)
    assert folder is not None
    shutil.copy(folder / "meta.json", models / "broken_model")
    (models / "broken_model-1.0.dist-info").mkdir()  # spaCy takes for a model only what is installed
    (models / "broken_model-1.0.dist-info/METADATA").write_text(
        "Metadata-Version: 2.1\nName: broken_model\nVersion: 1\n"
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", f"{models}{os.pathsep}{os.environ.get('PYTHONPATH', '')}")
        patch.syspath_prepend(models)
        # Dask tries what its worker died of three times more; once is enough to see it, and sooner over.
        once = dask.config.set({"distributed.scheduler.allowed-failures": 0})
        local = {"host": "127.0.0.1", "dashboard_address": None}
        with once, LocalCluster(n_workers=2, threads_per_worker=1, **local) as cluster:
            yield cluster


def test_a_cluster_gives_the_same_bytes(
    cluster: LocalCluster, seeds: Path, dataset: BuildResult, tmp_path: Path
) -> None:
    built = build(seeds, tmp_path / "data", address=cluster.scheduler_address)
    for name in TABLES:
        assert (built.out / f"{name}.parquet").read_bytes() == (dataset.out / f"{name}.parquet").read_bytes(), name


def test_what_hangs_or_crashes_is_rejected_and_a_killed_worker_costs_nothing(
    cluster: LocalCluster, tmp_path: Path
) -> None:
    from distributed import Client

    sources, cache = tmp_path / "in", Cache(tmp_path, "broken_model")
    sources.mkdir()
    for i in range(40):
        (sources / f"{i:02}.txt").write_text(f"{ARTICLE}It was report number {i}.\n")
    (sources / "hangs.txt").write_text(f"{ARTICLE}It rained without end.\n")
    (sources / "crashes.txt").write_text(f"{ARTICLE}They left without return.\n")
    wanted = make_plan([sources], "broken_model", LocalWorkers(1), Limits(seconds=20)).found
    killed: list[int] = []

    def kill_a_worker_that_has_begun() -> None:
        while not any(cache.shards.iterdir()):
            time.sleep(0.05)
        with Client(cluster.scheduler_address, set_as_default=False) as client:
            killed.extend(client.run(os.getpid).values())
        os.kill(killed[0], signal.SIGKILL)

    killer = threading.Thread(target=kill_a_worker_that_has_begun, daemon=True)
    killer.start()
    engine = DaskCluster(cluster.scheduler_address, [sources, cache.shards], "broken_model")
    paths = process_documents(wanted, cache, engine, lambda documents: None)
    killer.join()
    rows = duckdb.execute(
        "SELECT sources[1].source_path, sources[1].status, sources[1].reason FROM read_parquet(?) ORDER BY key",
        [[str(path) for path in paths]],
    ).fetchall()
    assert killed
    assert {path for path, _, _ in rows} == {planned.found.path for planned in wanted.values()}
    assert {path: reason for path, status, reason in rows if status != "article"} == {
        "hangs.txt": "could not be processed: it took longer than 20 seconds of processor time",
        "crashes.txt": "could not be processed: its worker process died",
    }


def test_a_node_that_does_not_see_the_folders_is_named(cluster: LocalCluster, tmp_path: Path) -> None:
    engine = DaskCluster(cluster.scheduler_address, [tmp_path / "only here"], DEFAULT_MODEL)
    with pytest.raises(EngineError, match=r"the worker tcp://127.0.0.1:\d+ does not see .*only here; every node needs"):
        list(engine.map([]))


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "foo", "http://127.0.0.1:9"])
def test_a_scheduler_that_is_not_there_is_one_clear_line(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.builder.engines.ANSWER_SECONDS", 1)
    with pytest.raises(EngineError, match=f"no Dask scheduler answers at {address}: [^\n]+$"):
        list(DaskCluster(address, [], DEFAULT_MODEL).map([]))


def test_what_answers_but_is_no_scheduler_is_one_clear_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def greet_in_another_language() -> None:
            connection, _ = server.accept()
            with connection:
                connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        threading.Thread(target=greet_in_another_language, daemon=True).start()
        address = f"tcp://127.0.0.1:{server.getsockname()[1]}"
        with pytest.raises(EngineError, match=f"no Dask scheduler answers at {address}: [^\n]+$"):
            list(DaskCluster(address, [], DEFAULT_MODEL).map([]))
