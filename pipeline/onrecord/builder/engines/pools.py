"""The engine's interface, and the engines of one machine.

An engine runs a function over units of work (shards) and yields each with its error, or None. The result of a shard is
the file that the function writes, so a shard may be run twice.
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

Work = TypeVar("Work")
Outcome = tuple[Work, Exception | None]


class Engine(Protocol):
    def map(self, function: Callable[[Work], None], shards: Sequence[Work]) -> Iterator[Outcome[Work]]:
        """Run the function on every shard; yield each shard once, as it is done, with its error or None."""
        ...


class InProcess:
    """Runs shards one after another in this process, without the time that workers take to start."""

    def map(self, function: Callable[[Work], None], shards: Sequence[Work]) -> Iterator[Outcome[Work]]:
        for shard in shards:
            try:
                function(shard)
            except Exception as error:
                yield shard, error
            else:
                yield shard, None


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
