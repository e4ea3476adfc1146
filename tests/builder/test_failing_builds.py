"""A build that is killed, or that may not write, leaves the dataset whole and its finished work kept."""

from __future__ import annotations

import fcntl
import json
import random
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from tempfile import gettempdir
from typing import Any

import pytest

STAGES = ("reading", "annotating", "comparing", "reporting", "publishing")
KILLS = 5

#: Builds in forks of one warm process, so that five of them take seconds; each is killed when it has been in a stage
#: for the given share of the stage's usual time. Validation and report write nothing but the report: they are left out.
BUILDER = """
import json, os, resource, signal, sys, time, traceback
from onrecord.builder import build as build_dataset, run_shards
from onrecord.cli import main as cli
from onrecord.language import DEFAULT_MODEL
from onrecord.language.en.model import load_model

run_shards.DOCUMENTS_PER_SHARD = 2
build_dataset.validate = build_dataset.write_report = lambda *given, **options: None
publish = build_dataset.publish

class Stages:
    def __init__(self, pipe):
        self.pipe = pipe
    def stage(self, name, total=None):
        os.write(self.pipe, name.encode() + b"\\n")
    def advance(self, documents): ...

def run(sources, out, stage, seconds):
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        stages = Stages(writer)
        def announced(made, out, place):
            stages.stage("publishing")
            publish(made, out, place)
        build_dataset.publish = announced
        status = 1
        try:
            build_dataset.build(sources, out, workers=1, progress=stages)
            status = 0
        finally:
            os._exit(status)
    os.close(writer)
    times = {}
    with os.fdopen(reader) as lines:
        for line in lines:
            times[line.strip()] = time.monotonic()
            if line.strip() == stage:
                time.sleep(seconds)
                os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), times, time.monotonic()

def call(arguments, most_bytes, is_nobody):
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        os.dup2(writer, 1)
        os.dup2(writer, 2)
        sys.stdout = sys.stderr = os.fdopen(writer, "w")
        if most_bytes is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))
        if is_nobody and os.geteuid() == 0:
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)
        sys.argv = ["build-dataset", *arguments]
        status = 1
        try:
            cli.main()
        except SystemExit as end:
            status = end.code
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(status)
    os.close(writer)
    with os.fdopen(reader) as said:
        printed = said.read()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), printed

load_model(DEFAULT_MODEL)
for line in sys.stdin:
    what, *given = json.loads(line)
    if what == "call":
        print(json.dumps(call(*given)), flush=True)
        continue
    code, times, end = run(*given)
    starts = [*times.values(), end]
    took = {name: after - start for name, start, after in zip(times, starts, starts[1:])}
    print(json.dumps([code, took]), flush=True)
"""


class Builder:
    def __init__(self) -> None:
        command = [sys.executable, "-c", BUILDER]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def build(self, sources: Path, out: Path, stage: str = "", seconds: float = 0.0) -> tuple[int, dict[str, float]]:
        """Build, and kill it so many seconds into a stage; returns the exit code and the seconds each stage took."""
        code, took = self._ask(["build", str(sources), str(out), stage, seconds])
        return code, took

    def call(self, *arguments: object, most_bytes: int | None = None, is_nobody: bool = False) -> tuple[int, str]:
        """The command as a person calls it who can write no larger file, or is nobody: exit code and output."""
        code, printed = self._ask(["call", [str(one) for one in arguments], most_bytes, is_nobody])
        return code, printed

    def _ask(self, request: list[object]) -> Any:
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


@pytest.fixture(scope="module")
def builder() -> Iterator[Builder]:
    builder = Builder()
    yield builder
    builder.process.communicate(timeout=30)


def write_sources(folder: Path, numbers: range) -> Path:
    folder.mkdir()
    for number in numbers:
        (folder / f"{number:02}.txt").write_text(
            f"Ferry {number} sinks\n\nMANILA - A ferry sank on Monday with {number + 20} on board, Anna Reyes of "
            f'the coast guard said. "We found {number + 2} of them," she told reporters.\n'
        )
    return folder


def tables(out: Path) -> dict[str, str]:
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in sorted(out.iterdir()) if path.is_file()}


def shards(out: Path) -> dict[str, int]:
    folder = out.parent / f".{out.name}.onrecord" / "shards"
    return {path.name: path.stat().st_mtime_ns for path in folder.glob("*.parquet")} if folder.exists() else {}


def test_killed_at_five_moments_nothing_is_torn_and_nothing_finished_is_lost(builder: Builder, tmp_path: Path) -> None:
    few, many = write_sources(tmp_path / "few", range(4)), write_sources(tmp_path / "many", range(16))
    code, _ = builder.build(few, tmp_path / "reference-few")
    code_of_many, usual = builder.build(many, tmp_path / "reference-many")
    assert (code, code_of_many) == (0, 0)
    whole = tables(tmp_path / "reference-few"), tables(tmp_path / "reference-many")
    assert whole[0] != whole[1]

    out, place = tmp_path / "data", tmp_path / ".data.onrecord"
    builder.build(few, out)
    (out / "notes.txt").write_text("of the user")
    chance = random.Random(8)
    for number in range(KILLS):
        stage = STAGES[number % len(STAGES)]
        before = shards(out)
        code, _ = builder.build(many, out, stage, chance.random() * usual[stage])
        found = tables(out)
        assert found.pop("notes.txt"), "a file that is not ours was lost"
        assert found in whole, f"killed in {stage}"
        after = shards(out)
        assert code == 0 or before.items() <= after.items(), f"what was finished before {stage} was lost"
        assert len(list(place.glob("making-*"))) <= 1
        if found == whole[1]:  # it was published: begin again, so that every moment is one of a build with work to do
            code, _ = builder.build(few, out)
            assert code == 0
    before = shards(out)
    code, _ = builder.build(many, out)
    found = tables(out)
    assert code == 0 and found.pop("notes.txt") and found == whole[1]
    assert {name: shards(out).get(name) for name in before} == before, "what was finished was annotated again"
    paragraphs = [path.name for path in place.glob("paragraphs-*.sqlite")]
    assert len(paragraphs) == 1
    assert sorted(path.name for path in place.iterdir()) == ["lock", *paragraphs, "shards"]
    assert not [path for path in (place / "shards").iterdir() if path.suffix != ".parquet"]


@pytest.mark.parametrize("most_bytes", [0, 12_000])
def test_a_full_disk_is_one_clear_line_and_the_dataset_stays(builder: Builder, tmp_path: Path, most_bytes: int) -> None:
    """No file may grow beyond so many bytes: a shard cannot be written whole, or nothing at all can."""
    few, many = write_sources(tmp_path / "few", range(2)), write_sources(tmp_path / "many", range(6))
    out = tmp_path / "data"
    assert builder.build(few, out)[0] == 0
    before = tables(out)
    code, printed = builder.call(many, "--out", out, "--quiet", most_bytes=most_bytes)
    assert code == 2
    assert printed.startswith(f"build-dataset: {out} could not be written: ") and printed.count("\n") == 1, printed
    assert tables(out) == before
    assert not list((tmp_path / ".data.onrecord").glob("making-*"))
    assert builder.build(many, out)[0] == 0


def test_a_folder_without_permission_is_one_clear_line(builder: Builder, tmp_path: Path) -> None:
    sources = write_sources(tmp_path / "in", range(2))
    locked = tmp_path / "locked"
    locked.mkdir()
    for folder in [locked, *locked.parents]:
        if folder.is_relative_to(gettempdir()) and folder != Path(gettempdir()):
            folder.chmod(folder.stat().st_mode | 0o055)
    locked.chmod(0o555)
    code, printed = builder.call(sources, "--out", locked / "data", "--quiet", is_nobody=True)
    assert (code, printed) == (2, f"build-dataset: cannot write beside {locked / 'data'}: Permission denied\n")


def test_two_builds_of_one_dataset_do_not_meet(builder: Builder, tmp_path: Path) -> None:
    sources, place = write_sources(tmp_path / "in", range(2)), tmp_path / ".data.onrecord"
    place.mkdir()
    with (place / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        code, printed = builder.call(sources, "--out", tmp_path / "data", "--quiet")
    assert code == 2
    assert printed == "build-dataset: another build is writing this dataset; wait for it to end\n"
