"""Expectations are met in a process of their own, begun when the build begins: the tables wait for no import.

Importing Great Expectations takes seconds in which a second processor has nothing to do. The process ends with the one
that began it, however that one ends; where it cannot be begun, or dies, the expectations are met here instead.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import warnings
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, Self, cast

if TYPE_CHECKING:
    from onrecord.validation.files import Files
    from onrecord.validation.outcome import Outcome, RuleResult

_PROGRAM = "import sys; from onrecord.validation.apart import _serve; _serve(int(sys.argv[1]))"


class ExpectationsApart:
    """`Expectations` whose methods only ask: `met` and `shown` wait for what was asked, and raise what it raised."""

    def __init__(self) -> None:
        self._asked: list[tuple[str, tuple[Any, ...]]] = []
        self._here: Any = None
        self._process: subprocess.Popen[bytes] | None = None
        self._line: Connection | None = None
        if _is_worth_it():
            self._begin()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def meet(self, files: Files) -> None:
        self._ask("meet", files)

    def met(self) -> tuple[RuleResult, ...]:
        return cast("tuple[RuleResult, ...]", self._answer())

    def show(self, outcome: Outcome, report: Path) -> None:
        self._ask("show", outcome, report)

    def shown(self) -> None:
        if self._asked[-1:] and self._asked[-1][0] == "show":
            self._answer()

    def _ask(self, task: str, *arguments: Any) -> None:
        self._asked.append((task, arguments))
        if self._line is not None:
            try:
                self._line.send((task, arguments))
            except OSError:
                self._end()

    def _answer(self) -> Any:
        if self._line is not None:
            try:
                answer = self._line.recv()
            except (EOFError, OSError):
                self._end()
            else:
                if isinstance(answer, OSError):
                    raise answer
                return answer
        return self._answer_here()

    def _answer_here(self) -> Any:
        with warnings.catch_warnings():
            # Great Expectations and what it brings along warn of their own future, which is no concern of the data's.
            warnings.simplefilter("ignore")
            tasks = self._asked[-1:]
            if self._here is None:
                from onrecord.validation.expectations import Expectations

                self._here, tasks = Expectations(), self._asked
            return [getattr(self._here, task)(*arguments) for task, arguments in tasks][-1]

    def _begin(self) -> None:
        # No `multiprocessing.Process`: that would run the caller's script again, and may not be begun by a daemon.
        ours, theirs = Pipe()
        path = os.pathsep.join(str(Path(entry).absolute()) for entry in sys.path)
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-W", "ignore", "-c", _PROGRAM, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                env=os.environ | {"PYTHONPATH": path},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # an interruption is for the build to handle
            )
        except OSError:
            ours.close()
        else:
            self._line = ours
        finally:
            theirs.close()

    def _end(self) -> None:
        if self._line is not None:
            self._line.close()
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._process = self._line = None


def _is_worth_it() -> bool:
    """Not where all is imported already, there is no second processor, or a pipe cannot be handed on (Windows)."""
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return os.name == "posix" and "great_expectations" not in sys.modules and processors > 1


def _serve(descriptor: int) -> None:
    line = Connection(descriptor)
    asked: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_listen, args=(line, asked), daemon=True).start()
    from onrecord.validation.expectations import Expectations

    expectations = Expectations()
    while True:
        task, arguments = _unpickled(asked.get())
        try:
            answer = getattr(expectations, task)(*arguments)
        except OSError as error:  # of the disk; anything else ends this process, and is met again where it can be seen
            answer = error
        line.send(answer)


def _listen(line: Connection, asked: SimpleQueue[bytes]) -> None:
    """Hear what is asked, and the end of the process that asks, also in the midst of an answer."""
    while True:
        try:
            asked.put(line.recv_bytes())
        except (EOFError, OSError):
            os._exit(1)


def _unpickled(message: bytes) -> Any:
    from pickle import loads

    return loads(message)
