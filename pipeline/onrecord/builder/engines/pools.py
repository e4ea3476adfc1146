"""Engines run a function over shards: the same results in the same place whatever the engine, none of them lost.

`Engine.map` is the whole seam. It yields every shard with the error that broke it, or None; a shard's output is the
file the function writes, so a shard may be run twice and nothing is doubled.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import active_children, get_context, parent_process
from typing import Protocol, TypeVar

from onrecord.errors import EngineError

Shard = TypeVar("Shard")
Outcome = tuple[Shard, Exception | None]


class Engine(Protocol):
    def map(self, function: Callable[[Shard], None], shards: Sequence[Shard]) -> Iterator[Outcome[Shard]]:
        """Run the function on every shard; yield each shard once, as it is done, with its error or None."""
        ...


class InProcess:
    """Runs shards one after another here: no start-up cost, for a handful of documents."""

    def map(self, function: Callable[[Shard], None], shards: Sequence[Shard]) -> Iterator[Outcome[Shard]]:
        for shard in shards:
            try:
                function(shard)
            except Exception as error:
                yield shard, error
            else:
                yield shard, None


class ProcessPool:
    """Runs shards in worker processes of this machine; a worker that dies costs only the shards it was running.

    No worker outlives the process that started it, however that one ends. Raises EngineError where none can be started
    at all: no document is to blame for that.
    """

    def __init__(self, workers: int) -> None:
        self.workers = workers

    def map(self, function: Callable[[Shard], None], shards: Sequence[Shard]) -> Iterator[Outcome[Shard]]:
        waiting, suspects = list(reversed(shards)), list[Shard]()
        while waiting:
            broken = yield from self._run(function, waiting, self.workers)
            if broken and not suspects:
                _expect_a_worker()
            suspects += broken
        # Each suspect runs alone, in a worker of its own: what breaks now broke by itself.
        for shard in suspects:
            alone = [shard]
            for guilty in (yield from self._run(function, alone, 1)):
                yield guilty, BrokenProcessPool("its worker process died")

    def _run(
        self, function: Callable[[Shard], None], waiting: list[Shard], workers: int
    ) -> Generator[Outcome[Shard], None, list[Shard]]:
        """Take shards off `waiting` until all are done or a worker died; return those in flight when it did."""
        running: dict[Future[None], Shard] = {}
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
    """Raise EngineError unless a worker that has nothing to do lives long enough to say so."""
    try:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            pool.submit(os.getpid).result()
    except BrokenProcessPool:
        raise EngineError(
            "no worker process can be started from this program (a script read from standard input, or one that builds "
            "outside of `if __name__ == '__main__':`); build with the engine in-process, or from a file"
        ) from None


def _begin_worker() -> None:
    """An interruption is for the parent to handle; its workers end with it and print nothing."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_parent, daemon=True).start()


def _end_with_the_parent() -> None:
    # A worker that waits for work holds both ends of its queue and would never notice that the other side is gone.
    parent = parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)
