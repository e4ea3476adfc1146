"""Engines run shards in this process, in worker processes of this machine, or on the user's Dask cluster.

An engine yields each shard with its error, or None. The result of a shard is the file that the function writes, so a
shard may be run twice. When a worker dies, the shards it may have been running run again, each alone in a worker: the
one that breaks that, too, has failed.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import active_children, get_context, parent_process
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from onrecord.builder.plan import made_with
from onrecord.errors import EngineError

if TYPE_CHECKING:
    import distributed

#: A scheduler answers at once.
ANSWER_SECONDS = 5
#: Nodes need time to start, or to come back.
PATIENCE_SECONDS = 60

Work = TypeVar("Work")
Outcome = tuple[Work, Exception | None]


class Engine(Protocol):
    def map(self, function: Callable[[Work], None], shards: Sequence[Work]) -> Iterator[Outcome[Work]]:
        """Run the function on every shard; yield each shard once, as it is done, with its error or None."""


class InProcess:
    """Runs shards one after another in this process, without the time that workers take to start."""

    def map(self, function: Callable[[Work], None], shards: Sequence[Work]) -> Iterator[Outcome[Work]]:
        for shard in shards:
            error = None
            try:
                function(shard)
            except Exception as raised:
                error = raised
            yield shard, error


class ProcessPool:
    """Runs shards in worker processes of this machine, which end with this process.

    A worker that dies fails only the shards that break it again. Raises EngineError if no worker can be started at all.
    """

    def __init__(self, workers: int) -> None:
        self.workers = workers

    def map(self, function: Callable[[Work], None], shards: Sequence[Work]) -> Iterator[Outcome[Work]]:
        waiting, suspects = list(reversed(shards)), list[Work]()
        while waiting:
            broken = yield from self._run(function, waiting, self.workers)
            if broken and not suspects:
                _expect_a_worker()
            suspects += broken
        # Each suspect runs alone, in a worker of its own: what breaks that one is to blame.
        for shard in suspects:
            alone = [shard]
            for guilty in (yield from self._run(function, alone, 1)):
                yield guilty, BrokenProcessPool("its worker process died")

    def _run(
        self, function: Callable[[Work], None], waiting: list[Work], workers: int
    ) -> Generator[Outcome[Work], None, list[Work]]:
        """Take shards off `waiting` until all are done or a worker dies; returns those that were running then."""
        running: dict[Future[None], Work] = {}
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_begin_worker) as pool:
            try:
                while waiting or running:
                    while waiting and len(running) < workers:
                        shard = waiting.pop()
                        running[pool.submit(function, shard)] = shard
                    done, _ = wait(running, return_when=FIRST_COMPLETED)
                    for future in done:
                        error = future.exception()
                        if isinstance(error, BrokenProcessPool):
                            return list(running.values())
                        yield running.pop(future), error if isinstance(error, Exception) else None
            except KeyboardInterrupt:
                for worker in active_children():
                    worker.terminate()
                raise
        return []


def _expect_a_worker() -> None:
    """Raise EngineError unless a worker can be started."""
    try:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            pool.submit(os.getpid).result()
    except BrokenProcessPool:
        raise EngineError(
            "no worker process can be started from this program (a script read from standard input, or one that builds "
            "outside of `if __name__ == '__main__':`); build with the engine in-process, or from a file"
        ) from None


def _begin_worker() -> None:
    """Leave an interruption to the parent, and end with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_parent, daemon=True).start()


def _end_with_the_parent() -> None:
    # A worker that waits for work holds both ends of its queue and would not notice that the other side is gone.
    parent = parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)


class DaskCluster:
    """Runs shards on the cluster whose scheduler is at `address` (tcp://host:port)."""

    def __init__(self, address: str, folders: Sequence[Path], model: str) -> None:
        """`folders` are those that every node has to see: the sources and the folder of the shards."""
        self.address = address
        self.model = model
        self.folders = [str(folder) for folder in folders]

    def map(self, function: Callable[[Work], None], shards: Sequence[Work]) -> Iterator[Outcome[Work]]:
        """Run the function on every shard; yield each once, as it is done, with its error or None.

        Raises EngineError if the cluster cannot be reached, has no workers, or a node lacks the program or a folder.
        """
        with _connected(self.address) as client:
            self._check_nodes(client)
            # Twice as many shards as threads keep every worker busy and still leave few suspects when one dies.
            suspects = yield from _run_on_cluster(
                client, function, list(reversed(shards)), 2 * sum(client.nthreads().values())
            )
            for shard in suspects:
                for guilty in (yield from _run_on_cluster(client, function, [shard], 1)):
                    yield guilty, RuntimeError("its worker process died")

    def _check_nodes(self, client: distributed.Client) -> None:
        """Raise EngineError for a node with another program, which would make other rows, or without a folder."""
        here = made_with(self.model)
        for worker, (there, unseen) in client.run(_look_around, self.folders, self.model).items():
            if unseen:
                raise EngineError(f"the worker {worker} does not see {unseen[0]}; every node needs the same folders")
            if there != here:
                raise EngineError(
                    f"the worker {worker} has another version of onrecord, of what it needs or of the model"
                )


def _look_around(folders: list[str], model: str) -> tuple[str, list[str]]:
    return made_with(model), [folder for folder in folders if not Path(folder).exists()]


@contextmanager
def _connected(address: str) -> Iterator[distributed.Client]:
    try:
        from distributed import Client
    except ImportError:
        raise EngineError("the engine dask needs an extra: pip install 'onrecord[cluster]'") from None
    _expect_an_answer(address)
    client = Client(address, timeout=ANSWER_SECONDS, set_as_default=False)
    try:
        if not client.nthreads():
            client.wait_for_workers(1, timeout=PATIENCE_SECONDS)
        yield client
    except TimeoutError as error:
        raise EngineError(f"the Dask cluster at {address} has no workers") from error
    finally:
        client.close()


def _expect_an_answer(address: str) -> None:
    """Raise EngineError unless a scheduler answers; a Dask client would go on trying after its timeout."""
    import asyncio

    from distributed.comm import connect

    async def greet() -> None:
        (await connect(address, timeout=ANSWER_SECONDS)).abort()

    try:
        asyncio.run(greet())
    except Exception as error:  # what answers in another protocol makes it fail in any way
        why = " ".join(str(error).split())[:200]
        raise EngineError(f"no Dask scheduler answers at {address}: {why or type(error).__name__}") from error


def _run_on_cluster(
    client: distributed.Client, function: Callable[[Work], None], waiting: list[Work], window: int
) -> Generator[Outcome[Work], None, list[Work]]:
    """Take shards off `waiting` until all are done; returns those whose worker died each time."""
    from distributed import CancelledError, KilledWorker

    suspects: list[Work] = []
    running: dict[distributed.Future, Work] = {}
    while waiting or running:
        while waiting and len(running) < window:
            shard = waiting.pop()
            # Not pure: Dask would not run an equal shard again, but the file of the first may be gone.
            running[client.submit(function, shard, pure=False)] = shard
        for future in _some_done(client, list(running)):
            shard = running.pop(future)
            error = future.exception()
            if isinstance(error, KilledWorker):
                suspects.append(shard)
            elif isinstance(error, CancelledError):
                raise EngineError("the Dask cluster went away; run again: what was finished is kept")
            else:
                yield shard, error if isinstance(error, Exception) else None
    return suspects


def _some_done(client: distributed.Client, futures: list[distributed.Future]) -> set[distributed.Future]:
    """Wait until a future is done. Raises EngineError if the cluster has no worker for too long."""
    from distributed import wait

    last_seen = time.monotonic()
    while True:
        try:
            with client.as_current():
                return set(wait(futures, timeout=1, return_when="FIRST_COMPLETED").done)
        except TimeoutError:
            if client.status == "closed":
                raise EngineError("the Dask cluster went away; run again: what was finished is kept") from None
            if client.nthreads():
                last_seen = time.monotonic()
            elif time.monotonic() - last_seen > PATIENCE_SECONDS:
                raise EngineError("the Dask cluster has lost all its workers") from None
