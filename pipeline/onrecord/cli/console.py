"""What a person sees: progress bars on a terminal, plain lines elsewhere, JSON for machines, nothing when quiet."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from rich.console import Console as RichConsole
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

if TYPE_CHECKING:
    from onrecord.builder.build import BuildResult
    from onrecord.validation import Outcome

_SHOWN_FAILURES = 10


class Console:
    """Shows a build's progress while it is entered, and its outcome afterwards."""

    def __init__(self, *, quiet: bool, as_json: bool) -> None:
        self._silent = quiet or as_json
        self._as_json = as_json
        self._quiet = quiet
        self._errors = RichConsole(stderr=True)
        self._out = RichConsole(highlight=False, soft_wrap=True)
        self._bars: Progress | None = None
        self._task: Any = None
        if self._errors.is_terminal and not self._silent:
            self._bars = Progress(
                SpinnerColumn(), TextColumn("{task.description:<11}"), BarColumn(), MofNCompleteColumn(),
                TimeElapsedColumn(), console=self._errors, transient=True,
            )  # fmt: skip

    def __enter__(self) -> Self:
        if self._bars:
            self._bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._bars:
            self._bars.stop()

    def stage(self, name: str, total: int | None = None) -> None:
        if self._bars:
            if self._task is not None:
                self._bars.update(self._task, visible=False)
            self._task = self._bars.add_task(name, total=total)
        elif not self._silent:
            print(f"{name} {total} documents" if total is not None else name, file=sys.stderr, flush=True)

    def advance(self, documents: int) -> None:
        if self._bars and self._task is not None:
            self._bars.advance(self._task, documents)

    def built(self, result: BuildResult) -> None:
        """The closing summary of a build."""
        self._close(result.outcome, result.report, result.rows, result.out)

    def validated(self, outcome: Outcome, report: Path | None) -> None:
        """The closing summary of a validation."""
        self._close(outcome, report, dict(outcome.row_counts), None)

    def _close(self, outcome: Outcome, report: Path | None, rows: dict[str, int], out: Path | None) -> None:
        failed = [result for result in outcome.results if result.failed]
        if self._as_json:
            summary = {
                "out": str(out) if out else None, "valid": outcome.is_valid, "rows": rows,
                "report": str(report) if report else None,
                "failed": [
                    {"rule": one.rule.id, "severity": one.rule.severity, "table": one.rule.table, "rows": one.failed}
                    for one in failed
                ],
            }  # fmt: skip
            print(json.dumps(summary))
            return
        if self._quiet:
            return
        table = Table(box=None, pad_edge=False, show_header=False)
        table.add_column()
        table.add_column(justify="right")
        for name, count in rows.items():
            table.add_row(name, f"{count:,}")
        self._out.print(table)
        for one in failed[:_SHOWN_FAILURES]:
            where = one.rule.table or ", ".join(dict.fromkeys(failure.table for failure in one.failures)) or "dataset"
            line = f"{one.rule.severity}: {one.rule.id} {where}: {one.rule.sentence} ({one.failed:,})"
            self._out.print(line, markup=False)
        if len(failed) > _SHOWN_FAILURES:
            self._out.print(f"... and {len(failed) - _SHOWN_FAILURES} more rules")
        verdict = "valid" if outcome.is_valid else "NOT valid: a critical rule failed"
        self._out.print(f"{verdict}; report: {report}" if report else verdict, markup=False)
