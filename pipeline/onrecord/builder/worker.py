"""A process for reading what nobody has checked, within limits of memory and processor time.

Whatever ends the process costs the one item of a task that it was at; the caller learns which, and why.
"""

from __future__ import annotations

import base64
import json
import os
import pickle
import queue
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from types import FrameType
from typing import Any, Protocol, Self

from onrecord.errors import EngineError, ModelError
from onrecord.inputs.limits import Limits, shown_size

#: Processor time that what is in progress has to stop by itself; then the system ends the process.
_GRACE_SECONDS = 10


class Task(Protocol):
    """Work on some items, within their limits for each."""

    @property
    def items(self) -> Sequence[Any]: ...

    @property
    def limits(self) -> Limits: ...

    def only(self, items: Sequence[Any]) -> Self:
        """The same work on some of the items."""
        ...

    def run(self) -> Iterator[tuple[int, Any]]:
        """Do the work in a worker. Yields the number of an item before it is begun, with None, and its results as JSON
        values; each step, up to the next that it yields, has the whole time."""
        ...


@dataclass(frozen=True)
class Died(Exception):
    """The worker ended, or ran out of memory, on an item; it cannot be used again."""

    item: int
    reason: str


class Worker:
    """A process that runs tasks one after the other, started when it is made."""

    def __init__(self, limits: Limits) -> None:
        """Raises EngineError where no process can be started."""
        # Not `multiprocessing`: that would import the caller's script again, and a daemon may not use it.
        path = os.pathsep.join(str(Path(entry).absolute()) for entry in sys.path)
        self.memory_bytes = limits.memory_bytes
        self.is_fresh = True
        self._was_stopped = False
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-W", "ignore", "-m", "onrecord.builder.worker", str(self.memory_bytes)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=os.environ | {"PYTHONPATH": path},
                start_new_session=True,  # the caller handles an interruption
            )
        except OSError as error:
            raise EngineError(f"no worker process can be started: {error.strerror or error}") from error

    def run(self, task: Task) -> list[Any]:
        """The results of a task, in order.

        Raises Died, the OSError or ModelError that ended the task, and CancelledError when it was stopped.
        """
        assert self._process.stdin is not None and self._process.stdout is not None
        item = 0
        results: list[Any] = []
        try:
            self._process.stdin.write(base64.b64encode(pickle.dumps(task)) + b"\n")
            self._process.stdin.flush()
            for line in self._process.stdout:
                kind, value = json.loads(line)
                if kind == "end":
                    self.is_fresh = False
                    return results
                if kind == "item":
                    item = value
                elif kind == "result":
                    results.append(value)
                else:
                    raise _error(kind, value, item)
        except (BrokenPipeError, ValueError):  # it died; what it wrote last may be cut off
            pass
        code = self._process.wait()
        if self._was_stopped:
            raise CancelledError
        raise Died(item, "its worker process died" if code >= 0 else _told(-code))

    def stop(self) -> None:
        """End the process, whatever it is doing; may be called while a task runs."""
        self._was_stopped = True
        self._process.kill()
        if self._process.stdin is not None and self._process.stdout is not None:
            self._process.stdin.close()
            self._process.stdout.close()
        self._process.wait()


def _error(kind: str, value: Any, item: int) -> Exception:
    match kind:
        case "model":
            return ModelError(value)
        case "system":
            return OSError(*value)
        case _:
            return Died(item, value)


def _told(number: int) -> str:
    if number == signal.SIGXCPU:
        return "it took too much processor time"
    return f"its worker process died ({signal.Signals(number).name})"


def main() -> None:
    """Run the tasks that come in, until the caller is gone."""
    memory_bytes = int(sys.argv[1])
    _limit(resource.RLIMIT_DATA, memory_bytes)
    _limit(resource.RLIMIT_CORE, 0)
    answers = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # no library writes among the answers

    def answer(kind: str, value: Any = None) -> None:
        answers.write(json.dumps([kind, value]) + "\n")
        answers.flush()

    for task in iter(_tasks().get, None):
        limit = _TimeLimit(task.limits.seconds)
        try:
            for item, result in task.run():
                answer(*(("item", item) if result is None else ("result", result)))
                limit.start()
        except MemoryError:
            limit.stop()
            answer("memory", f"it needs more than {shown_size(memory_bytes)} of memory")
            os._exit(1)  # what filled the memory may still be there
        except TimeoutError as error:
            answer("time", str(error))
            os._exit(1)
        except ModelError as error:
            answer("model", str(error))
        except OSError as error:
            answer("system", [error.errno, error.strerror or str(error)])
        except Exception as error:
            answer("other", type(error).__name__)
            os._exit(1)
        else:
            answer("end")
        finally:
            limit.stop()


def _tasks() -> queue.SimpleQueue[Task]:
    """The tasks from the caller. The process ends with the caller, also in the middle of a task."""
    tasks: queue.SimpleQueue[Task] = queue.SimpleQueue()

    def read() -> None:
        try:
            for line in sys.stdin.buffer:
                tasks.put(pickle.loads(base64.b64decode(line)))
        finally:
            os._exit(0)

    threading.Thread(target=read, daemon=True).start()
    return tasks


class _TimeLimit:
    """Raises TimeoutError in the main thread after so many seconds of processor time; what runs on is ended."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        signal.signal(signal.SIGPROF, self._raise)
        self.start()

    def start(self) -> None:
        signal.setitimer(signal.ITIMER_PROF, self.seconds)
        used = sum(os.times()[:2])
        _limit(resource.RLIMIT_CPU, ceil(used + self.seconds + _GRACE_SECONDS))

    def stop(self) -> None:
        signal.setitimer(signal.ITIMER_PROF, 0)
        _limit(resource.RLIMIT_CPU, resource.RLIM_INFINITY)

    def _raise(self, number: int, frame: FrameType | None) -> None:
        raise TimeoutError(f"it took longer than {self.seconds:g} seconds of processor time")


def _limit(what: int, most: int) -> None:
    """Set a soft limit: it can be raised again, up to the limit that the caller's process has."""
    _, hard = resource.getrlimit(what)
    resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


if __name__ == "__main__":
    main()
