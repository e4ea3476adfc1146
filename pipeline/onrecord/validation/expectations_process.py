"""Runs Great Expectations in a subprocess to hide its import time; if there is none, or it dies, in this process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from onrecord.validation.outcome import VALUE_CHARS, Failure, Outcome, Rule, RuleResult
from onrecord_schema.tables import TABLES

if TYPE_CHECKING:
    from onrecord.validation.files import Files

Task = dict[str, Any]


class ExpectationsProcess:
    """Checks expectations beside the caller: each method asks for something, `results` and `finish` wait for it."""

    def __init__(self) -> None:
        self._process = _start() if _is_worthwhile() else None
        self._tasks: list[Task] = []
        self._here: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def check_tables(self, files: Files) -> None:
        """Ask for the expectations of every table that can be read."""
        names = [name for name in TABLES if name in files.row_counts]
        self._ask({"task": "check_tables", "folder": str(files.folder), "tables": names})

    def results(self) -> tuple[RuleResult, ...]:
        """One result for each table: the rule that its expectations are met."""
        return tuple(_result(table, found["checked"], found["failures"]) for table, found in self._answer().items())

    def write_data_docs(self, outcome: Outcome, report: Path) -> None:
        """Ask for the Data Docs of the expectations and of the outcome of all other rules."""
        rules = [(one.rule.severity, _line(one)) for one in outcome.results if one.rule.layer != "expectation"]
        self._ask({"task": "write_data_docs", "site": str(report / "data_docs"), "rules": rules})

    def finish(self) -> None:
        """Wait for the Data Docs, if they were asked for; raises OSError if they could not be written."""
        if self._tasks and self._tasks[-1]["task"] == "write_data_docs":
            self._answer()

    def _ask(self, task: Task) -> None:
        self._tasks.append(task)
        if self._process is not None and self._process.stdin is not None:
            try:
                self._process.stdin.write(json.dumps(task).encode() + b"\n")
                self._process.stdin.flush()
            except OSError:
                self._end()

    def _answer(self) -> Any:
        if self._process is not None and self._process.stdout is not None:
            if line := self._process.stdout.readline():
                answer = json.loads(line)
                if "error" in answer:
                    raise OSError(answer["error"])
                return answer["answer"]
            self._end()
        return self._answer_here()

    def _answer_here(self) -> Any:
        """The answer to the last task; the tasks before it are done first if they were not done here."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about the future of the package and of what it imports
            from onrecord.validation.expectations import Expectations

            tasks = self._tasks[-1:] if self._here else self._tasks
            self._here = self._here or Expectations()
            return [self._here.do(task) for task in tasks][-1]

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
        self._process = None


def _is_worthwhile() -> bool:
    """Not if the package is imported already, or there is one processor only."""
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return "great_expectations" not in sys.modules and processors > 1


def _start() -> subprocess.Popen[bytes] | None:
    # Not `multiprocessing`: that would import the caller's script again, and a daemon may not use it.
    path = os.pathsep.join(str(Path(entry).absolute()) for entry in sys.path)
    try:
        return subprocess.Popen(
            [sys.executable, "-P", "-W", "ignore", "-m", "onrecord.validation.expectations"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": path, "TZ": "UTC"},  # the pages show local times
            start_new_session=True,  # the caller handles an interruption
        )
    except OSError:
        return None


def _result(table: str, checked: int, found: list[tuple[str, str, str]]) -> RuleResult:
    rule = Rule(f"GX-{table}", "critical", table, "expectation", f"The expectations of `{table}` are met.")
    failures = [
        Failure(rule.id, rule.severity, table, "", column, found[:VALUE_CHARS], expected=expected[:VALUE_CHARS])
        for column, expected, found in found
    ]
    return RuleResult(rule, checked, len(failures), tuple(failures))


def _line(result: RuleResult) -> str | None:
    """What a page says of a rule that is broken or could not be checked; None if it holds."""
    rule = result.rule
    if result.holds:
        return None
    found = f"{result.failed} of {result.checked} broken" if result.failed else f"not checked: {result.skipped}"
    return f"{rule.id} {rule.table}: {rule.sentence} ({found})"
