"""Runs shards on the user's Dask cluster, whose nodes have this program and see the same folders.

Dask replaces a worker that dies and runs its shards again; a shard fails if it breaks a worker while it runs alone.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.builder.engines.pools import Outcome, Work
from onrecord.builder.plan import made_with
from onrecord.errors import EngineError

if TYPE_CHECKING:
    from distributed import Client, Future

#: A scheduler answers at once.
ANSWER_SECONDS = 5
#: Nodes need time to start, or to come back.
PATIENCE_SECONDS = 60


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
            suspects = yield from _run(client, function, list(reversed(shards)), 2 * sum(client.nthreads().values()))
            for shard in suspects:
                for guilty in (yield from _run(client, function, [shard], 1)):
                    yield guilty, RuntimeError("its worker process died")

    def _check_nodes(self, client: Client) -> None:
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


def _run(
    client: Client, function: Callable[[Work], None], waiting: list[Work], window: int
) -> Generator[Outcome[Work], None, list[Work]]:
    """Take shards off `waiting` until all are done; returns those whose worker died each time."""
    from distributed import CancelledError, KilledWorker

    suspects: list[Work] = []
    running: dict[Future, Work] = {}
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


def _some_done(client: Client, futures: list[Future]) -> set[Future]:
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
