"""Engines run tasks in worker processes of this machine, or on the user's Dask cluster.

An engine yields each task with its results, or with the reason why it failed. A task that fails is one item: where a
worker dies, the item that it was at runs again, alone in a new worker, and the others go on without it.
"""

from __future__ import annotations

import atexit
import threading
import time
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from onrecord.builder.program import made_with
from onrecord.builder.worker import Died, Task, Worker
from onrecord.errors import EngineError

if TYPE_CHECKING:
    import distributed

#: A scheduler answers at once.
ANSWER_SECONDS = 5
#: Nodes need time to start, or to come back.
PATIENCE_SECONDS = 60

Work = TypeVar("Work", bound=Task)
Outcome = tuple[Work, list[Any], str | None]


class Engine(Protocol):
    def map(self, tasks: Sequence[Work]) -> Iterator[Outcome[Work]]:
        """Run the tasks; yield each, or the parts into which it was divided, with its results and None or a reason."""


class LocalWorkers:
    """Runs tasks in worker processes of this machine, which end with this process."""

    def __init__(self, workers: int) -> None:
        self.workers = workers

    def map(self, tasks: Sequence[Work]) -> Iterator[Outcome[Work]]:
        waiting, running = deque(tasks), set[Future[list[Outcome[Work]]]]()
        pool = ThreadPoolExecutor(self.workers)
        try:
            while waiting or running:
                while waiting and len(running) < self.workers:
                    running.add(pool.submit(run_task, waiting.popleft()))
                done, running = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    yield from future.result()
        except BaseException:  # nobody waits for what the workers are doing
            stop_workers()
            raise
        finally:
            pool.shutdown()


_idle: list[Worker] = []
_busy: set[Worker] = set()
_lock = threading.Lock()


def run_task(task: Work) -> list[Outcome[Work]]:
    """Run a task in an idle worker, or a new one: it, or the parts into which it had to be divided."""
    with _lock:
        worker = next((one for one in _idle if one.memory_bytes == task.limits.memory_bytes), None)
        if worker is not None:
            _idle.remove(worker)
    return _run(task, worker or Worker(task.limits))


def _run(task: Work, worker: Worker) -> list[Outcome[Work]]:
    was_fresh = worker.is_fresh
    with _lock:
        _busy.add(worker)
    try:
        results = worker.run(task)
    except Died as died:
        worker.stop()
        if was_fresh and len(task.items) == 1:
            return [(task, [], died.reason)]
        items = list(task.items)
        guilty = items.pop(died.item)
        # Alone in a new worker, it fails whatever came before it, or it does not.
        outcomes = _run(task.only([guilty]), Worker(task.limits))
        return outcomes + (run_task(task.only(items)) if items else [])
    except BaseException:
        worker.stop()
        raise
    else:
        with _lock:
            _idle.append(worker)
        return [(task, results, None)]
    finally:
        with _lock:
            _busy.discard(worker)


@atexit.register
def stop_workers() -> None:
    """End all worker processes; those that stay idle for the next build of this process, too."""
    with _lock:
        workers = [*_idle, *_busy]
        _idle.clear()
    for worker in workers:
        worker.stop()


class DaskCluster:
    """Runs shards on the cluster whose scheduler is at `address` (tcp://host:port)."""

    def __init__(self, address: str, folders: Sequence[Path], model: str) -> None:
        """`folders` are those that every node has to see: the sources and the folder of the shards."""
        self.address = address
        self.model = model
        self.folders = [str(folder) for folder in folders]

    def map(self, tasks: Sequence[Work]) -> Iterator[Outcome[Work]]:
        """Run the tasks as `Engine.map` does.

        Raises EngineError if the cluster cannot be reached, has no workers, or a node lacks the program or a folder.
        """
        with _connected(self.address) as client:
            self._check_nodes(client)
            # Twice as many tasks as threads keep every worker busy and still leave few suspects when one dies.
            window = 2 * sum(client.nthreads().values())
            suspects = yield from _run_on_cluster(client, deque(tasks), window)
            for task in [suspect.only([item]) for suspect in suspects for item in suspect.items]:
                for guilty in (yield from _run_on_cluster(client, deque([task]), 1)):
                    yield guilty, [], "its worker process died"

    def _check_nodes(self, client: distributed.Client) -> None:
        """Raise EngineError for a node with another program, which would make other rows, or without a folder."""
        here = made_with(self.model)
        for worker, (there, unseen) in client.run(_look_around, self.folders, self.model).items():
            if unseen:
                raise EngineError(f"the worker {worker} does not see {unseen[0]}; every node needs the same folders")
            if there != here:
                what = "of onrecord, of what it needs or of the model"
                raise EngineError(f"the worker {worker} has another version {what}")


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
    client: distributed.Client, waiting: deque[Work], window: int
) -> Generator[Outcome[Work], None, list[Work]]:
    """Take tasks off `waiting` until all are done; returns those whose node died each time."""
    from distributed import CancelledError, KilledWorker

    suspects: list[Work] = []
    running: dict[distributed.Future, Work] = {}
    while waiting or running:
        while waiting and len(running) < window:
            task = waiting.popleft()
            # Not pure: Dask would not run an equal task again, but the file of the first may be gone.
            running[client.submit(run_task, task, pure=False)] = task
        for future in _some_done(client, list(running)):
            task = running.pop(future)
            error = future.exception()
            if isinstance(error, KilledWorker):
                suspects.append(task)
            elif isinstance(error, CancelledError):
                raise EngineError("the Dask cluster went away; run again: what was finished is kept")
            elif error is not None:
                raise error
            else:
                yield from future.result()
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
