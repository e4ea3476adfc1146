"""The report in a real browser: its own script runs under its policy, a document's does not."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from onrecord.report.report import write_report
from onrecord.validation.outcome import Outcome

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)


@pytest.mark.skipif(BROWSER is None, reason="no Chromium here")
def test_pages_run_only_their_own_script(dataset: Path, tmp_path: Path, outcome_of: Callable[..., Outcome]) -> None:
    write_report(dataset, outcome_of())
    for event in pq.read_table(dataset / "events.parquet").to_pylist():
        page = dataset / f"report/articles/{event['article_id']}.html"
        shown = subprocess.run(
            [
                str(BROWSER),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                f"--user-data-dir={tmp_path / 'profile'}",
                "--enable-logging=stderr",
                "--dump-dom",
                f"{page.as_uri()}#{event['event_id']}",
            ],
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        marked = [mark for mark in shown.stdout.split("<mark ")[1:] if "looked-at" in mark.split(">")[0]]
        assert marked and all(event["event_id"] in mark for mark in marked)
        assert "CONSOLE" not in shown.stderr
