"""Shows the progress of a command and its summary: bars or lines, JSON, or nothing but errors."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from rich.console import Console as RichConsole
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from onrecord.cli.summary import printable, summarize, summary_lines

if TYPE_CHECKING:
    from onrecord.validation import Outcome


class Console:
    """Shows progress while it is entered, and the summary at the end.

    Progress is bars on a terminal (lines where there is a log, too), and one line a stage elsewhere.
    """

    def __init__(self, *, is_quiet: bool, as_json: bool, has_log: bool = False) -> None:
        self._is_quiet, self._as_json = is_quiet, as_json
        self._is_silent = is_quiet or as_json
        errors = RichConsole(stderr=True)
        self._bars: Progress | None = None
        self._task: Any = None
        if errors.is_terminal and not self._is_silent and not has_log:
            self._bars = Progress(
                SpinnerColumn(), TextColumn("{task.description:<11}"), BarColumn(), MofNCompleteColumn(),
                TimeElapsedColumn(), console=errors, transient=True,
            )  # fmt: skip

    def __enter__(self) -> Self:
        if self._bars:
            self._bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._bars:
            self._bars.stop()

    def stage(self, name: str, total: int | None = None) -> None:
        """Show that a stage begins; `total` is its number of documents where it counts them."""
        if self._bars:
            if self._task is not None:
                self._bars.update(self._task, visible=False)
            self._task = self._bars.add_task(name, total=total)
        elif not self._is_silent:
            print(f"{name} {total} documents" if total is not None else name, file=sys.stderr, flush=True)

    def advance(self, documents: int) -> None:
        """Show that some more documents of the stage are done."""
        if self._bars and self._task is not None:
            self._bars.advance(self._task, documents)

    def close(self, outcome: Outcome, folder: Path, report: Path | None) -> None:
        """Print the summary of a dataset and its validation."""
        summary = summarize(outcome, folder, report)
        if self._as_json:
            print(json.dumps(summary, ensure_ascii=False))
        elif not self._is_quiet:
            out = RichConsole(highlight=False, soft_wrap=True)
            for line in summary_lines(summary):
                out.print(printable(line), markup=False)
        elif not outcome.is_valid:
            *_, verdict = summary_lines(summary)
            print(printable(verdict), file=sys.stderr)
