"""Runs shards on a Dask cluster: the same results as on one machine, whatever happens to its workers meanwhile.

The cluster is the user's: a scheduler at an address, workers on nodes that have this program and see the same folders.
A worker that dies is replaced by its nanny; what it was running is run again, and only what breaks a worker while it
runs alone is called guilty.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.builder.engines.pools import Outcome, Shard
from onrecord.builder.plan import made_with
from onrecord.errors import EngineError

if TYPE_CHECKING:
    from distributed import Client, Future

#: How long a scheduler may take to answer: one that is there does so at once.
ANSWER_SECONDS = 5
#: How long a cluster may be without any worker before it is given up: nodes need time to start, or to come back.
PATIENCE_SECONDS = 60


class DaskCluster:
    """Runs shards on the cluster whose scheduler is at `address` (tcp://host:port)."""

    def __init__(self, address: str, folders: Sequence[Path], model: str) -> None:
        """`folders` are what every node has to see: the sources and the place of the shards."""
        self.address = address
        self.model = model
        self.folders = [str(folder) for folder in folders]

    def map(self, function: Callable[[Shard], None], shards: Sequence[Shard]) -> Iterator[Outcome[Shard]]:
        """Run the function on every shard; yield each once, as it is done, with its error or None.

        Raises EngineError when the cluster cannot be reached, has no workers left, or a node is not fit for the work.
        """
        with _connected(self.address) as client:
            self._check_nodes(client)
            # Twice as many shards as threads keep every worker busy and still leave few suspects when one dies.
            suspects = yield from _run(client, function, list(reversed(shards)), 2 * sum(client.nthreads().values()))
            for shard in suspects:
                for guilty in (yield from _run(client, function, [shard], 1)):
                    yield guilty, RuntimeError("its worker process died")

    def _check_nodes(self, client: Client) -> None:
        """A node with another program would make other rows; one without the folders would take all for missing."""
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
def _connected(address: str) -> Iterator[Client]:
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
    """Raise EngineError unless a scheduler answers; a client left waiting for one would go on trying after its time."""
    import asyncio

    from distributed.comm import connect

    async def greet() -> None:
        (await connect(address, timeout=ANSWER_SECONDS)).abort()

    try:
        asyncio.run(greet())
    except Exception as error:  # what answers in another protocol makes it fail in any way
        why = " ".join(str(error).split())[:200]
        raise EngineError(f"no Dask scheduler answers at {address}: {why or type(error).__name__}") from error


def _run(
    client: Client, function: Callable[[Shard], None], waiting: list[Shard], window: int
) -> Generator[Outcome[Shard], None, list[Shard]]:
    """Take shards off `waiting` until all are done; returns those whose worker died each time they were tried."""
    from distributed import CancelledError, KilledWorker

    suspects: list[Shard] = []
    running: dict[Future, Shard] = {}
    while waiting or running:
        while waiting and len(running) < window:
            shard = waiting.pop()
            # A shard writes a file: two equal ones are two pieces of work to Dask only when they are not `pure`.
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


def _some_done(client: Client, futures: list[Future]) -> set[Future]:
    """Wait until a future is done. Raises EngineError when the cluster has had no worker for too long."""
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
