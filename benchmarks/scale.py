"""What a build takes as documents multiply: words a second and peak memory of parent and workers, stage by stage.

    python benchmarks/scale.py --texts FOLDER [--documents 200 2000 20000] [--words 100] [--real]
                               [--engine processes dask] [--workers 1 2] [--work DIR] [--cut-short]

FOLDER holds .txt files, each a real article. They are multiplied with changed words (`multiply.py`), for copies would
flatter a build that recognises what it has seen; with `--real` they are built as they are, besides. Each build is a
process of its own, as a user would start it, without a cache. Memory is the peak of what lies in real memory
(Linux' VmHWM), of the parent in each stage and of the largest worker. `bare` is `nlp.pipe` with the same model over the
kept text of 200 of the articles; the ratio is of processor seconds, those of annotating (start of the workers included)
over those of parsing alone. `--cut-short` ends each build when its tables are written, before validation and report.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import spacy
from multiply import write_articles

from onrecord.document.process import process
from onrecord.inputs.containers.reader import receive
from onrecord.inputs.find import find
from onrecord.inputs.page import Input
from onrecord.language import DEFAULT_MODEL
from onrecord.language.en.model import load_model

STAGES = ("reading", "annotating", "comparing", "validating", "reporting")
_TICKS = os.sysconf("SC_CLK_TCK")
_SAMPLE_SECONDS = 0.1
_BARE_ARTICLES = 200


@dataclass
class Run:
    """What one build took. Memory in MB, times in seconds."""

    seconds: dict[str, float] = field(default_factory=dict)
    cpu: dict[str, float] = field(default_factory=dict)
    parent: dict[str, float] = field(default_factory=dict)
    worker: float = 0.0


def peak_mb(pid: int) -> float:
    """Most that a process has had in real memory since it began, or since `forget_peak`; 0 when it is gone."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1]) / 1024
    return 0.0


def forget_peak(pid: int) -> None:
    with suppress(OSError):
        Path(f"/proc/{pid}/clear_refs").write_text("5")


def cpu_seconds(pid: int) -> float:
    """Processor time of a process and of those of its children that have ended."""
    with suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        return sum(map(int, fields[11:15])) / _TICKS
    return 0.0


def descendants(pid: int) -> Iterator[int]:
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield int(child)
                yield from descendants(int(child))


class Watch:
    """Measures a build and whatever else this process has started (the workers of a cluster) until it is left."""

    def __init__(self, build: subprocess.Popen[str]) -> None:
        self.run = Run()
        self._pid = build.pid
        self._over = threading.Event()
        self._sampler = threading.Thread(target=self._sample)
        self._stage, self._began, self._spent = "start", time.monotonic(), 0.0

    def __enter__(self) -> Watch:
        self._sampler.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.begin("end")
        self._over.set()
        self._sampler.join()

    def begin(self, stage: str) -> None:
        """A stage begins, and the one before it is over."""
        now, cpu = time.monotonic(), cpu_seconds(self._pid)
        self.run.seconds[self._stage], self.run.cpu[self._stage] = now - self._began, cpu - self._spent
        self._keep_peak()
        forget_peak(self._pid)
        self._stage, self._began, self._spent = stage, now, cpu

    def _keep_peak(self) -> None:
        self.run.parent[self._stage] = max(self.run.parent.get(self._stage, 0.0), peak_mb(self._pid))

    def _sample(self) -> None:
        while not self._over.wait(_SAMPLE_SECONDS):
            self._keep_peak()
            workers = [pid for pid in descendants(os.getpid()) if pid != self._pid]
            self.run.worker = max([self.run.worker, *map(peak_mb, workers)])


def measure(sources: Path, out: Path, options: list[str], last_stage: str) -> Run:
    """Build `sources` at `out`; end it when `last_stage` is over."""
    command = [str(Path(sys.executable).with_name("build-dataset")), str(sources), "--out", str(out), "--no-cache"]
    with subprocess.Popen([*command, *options], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as build:
        with Watch(build) as watch:
            assert build.stderr is not None
            for line in build.stderr:
                name = line.split(" ")[0].strip()
                if name not in STAGES:
                    sys.stderr.write(line)
                elif STAGES.index(name) > STAGES.index(last_stage):
                    build.kill()
                    break
                else:
                    watch.begin(name)
        if build.wait() > 0:
            raise SystemExit(f"{' '.join(command)} ended with {build.returncode}")
    return watch.run


def bare_seconds_a_word(folder: Path) -> float:
    """Processor seconds for a word of kept text, of `nlp.pipe` of the model as spaCy loads it; the median of three."""
    nlp, bare_nlp = load_model(DEFAULT_MODEL), spacy.load(DEFAULT_MODEL)
    received = [receive(found) for found in find([folder])[:_BARE_ARTICLES]]
    made = [process(one, nlp).rows for one in received if isinstance(one, Input)]
    kept = ["".join(one.text for one in rows.get("segments", ()) if one.kept).strip() for rows in made]
    times = []
    for _ in range(3):
        start = time.process_time()
        list(bare_nlp.pipe(kept))
        times.append(time.process_time() - start)
    return median(times) / sum(len(text.split()) for text in kept)


@contextmanager
def engine_options(engine: str, workers: int) -> Iterator[list[str]]:
    """The options of a build on an engine; a Dask cluster of this machine lives as long as the context."""
    if engine != "dask":
        yield ["--workers", str(workers)]
        return
    from distributed import LocalCluster

    with LocalCluster(n_workers=workers, threads_per_worker=1, host="127.0.0.1", dashboard_address=None) as cluster:
        yield ["--address", cluster.scheduler_address]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, required=True)
    parser.add_argument("--documents", type=int, nargs="*", default=[200, 2000, 20000], help="multiplied articles")
    parser.add_argument("--words", type=int, default=100, help="words of a multiplied article, about")
    parser.add_argument("--real", action="store_true", help="build the real articles, too")
    parser.add_argument("--engine", nargs="+", default=["processes"], choices=["processes", "dask"])
    parser.add_argument("--workers", type=int, nargs="+", default=[os.cpu_count() or 1])
    parser.add_argument("--work", type=Path, help="where articles are written, and stay (default: a temporary folder)")
    parser.add_argument("--cut-short", action="store_true", help="end with the tables: no validation, no report")
    given = parser.parse_args()
    last_stage = "comparing" if given.cut_short else "reporting"
    stages = STAGES[: STAGES.index(last_stage) + 1]
    print(
        f"{'articles':<20} {'words':>10} {'engine':<10} {'workers':>7} {'words/s':>8} {'ratio':>6} {'worker MB':>9}",
        end="",
    )
    print("".join(f" {f'{stage} s/MB':>16}" for stage in stages), flush=True)
    with tempfile.TemporaryDirectory() as scratch:
        work = given.work or Path(scratch)
        corpora = {f"{number:,} multiplied": work / f"multiplied-{number}" for number in given.documents}
        for number, folder in zip(given.documents, corpora.values(), strict=True):
            if not folder.exists():
                write_articles(given.texts, folder, number, given.words)
        if given.real:
            corpora = {f"{len(find([given.texts])):,} real": given.texts} | corpora
        for name, folder in corpora.items():
            words = sum(len(path.read_text(errors="replace").split()) for path in folder.rglob("*.txt"))
            bare = bare_seconds_a_word(folder) * words
            for engine in given.engine:
                for workers in given.workers:
                    with engine_options(engine, workers) as options:
                        run = measure(folder, Path(scratch) / "out", options, last_stage)
                    show(name, words, engine, workers, run, bare, stages)


def show(name: str, words: int, engine: str, workers: int, run: Run, bare: float, stages: tuple[str, ...]) -> None:
    speed, worker = words / run.seconds["annotating"], f"{run.worker:.0f}"
    # The processor time of a cluster's workers is not the build's.
    ratio = f"{run.cpu['annotating'] / bare:.2f}" if engine != "dask" else "-"
    print(f"{name:<20} {words:>10,} {engine:<10} {workers:>7} {speed:>8,.0f} {ratio:>6} {worker:>9}", end="")
    print("".join(f" {run.seconds[stage]:>9.1f}{run.parent[stage]:>7.0f}" for stage in stages), flush=True)


if __name__ == "__main__":
    main()
