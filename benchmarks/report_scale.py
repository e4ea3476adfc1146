"""What the report of a large dataset takes: seconds, memory, pages.

    python benchmarks/report_scale.py [--like data] [--articles 2000 10000 20000] [--work DIR]

The datasets are copies of a small valid one (`large_dataset.py`). Each report is written in a process of its own.
Prints one line a size: articles, seconds of processor time, milliseconds an article, peak resident memory in MB, files,
all of them in MB, and the largest in MB.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pyarrow.parquet as pq
from large_dataset import make

from onrecord.report import write_report
from onrecord.validation import Outcome


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--like", type=Path, default=Path("data"), help="the valid dataset that is copied")
    arguments.add_argument("--articles", type=int, nargs="+", default=[2_000, 10_000, 20_000])
    arguments.add_argument("--work", type=Path, help="where the datasets go, and stay (default: a temporary folder)")
    arguments.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.one:
        print(json.dumps(measured(given.one)))
        return
    articles, claims = (pq.read_metadata(given.like / f"{name}.parquet").num_rows for name in ("articles", "claims"))
    print("| articles | CPU s | ms an article | peak MB | files | MB | largest MB |")
    print("|---:|---:|---:|---:|---:|---:|---:|", flush=True)
    for count in given.articles:
        with tempfile.TemporaryDirectory() as scratch:
            folder = (given.work or Path(scratch)) / f"articles-{count}"
            if not (folder / "manifest.json").exists():
                make(given.like, folder, -(-count * claims // articles))
            shutil.rmtree(folder / "report", ignore_errors=True)
            command = [sys.executable, __file__, "--one", str(folder)]
            found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            print(
                f"| {found['articles']:>8,} | {found['cpu']:>5.1f} | {1000 * found['cpu'] / found['articles']:>13.2f} "
                f"| {found['peak_mb']:>7,.0f} | {found['files']:>6,} | {found['mb']:>4,.0f} "
                f"| {found['largest_mb']:>10.2f} |",
                flush=True,
            )


def measured(folder: Path) -> dict[str, float]:
    """Write the report of the dataset in `folder`; returns what it took."""
    begun = time.process_time()
    write_report(folder, Outcome((), {}))
    cpu = time.process_time() - begun
    sizes = [path.stat().st_size for path in (folder / "report").rglob("*") if path.is_file()]
    return {
        "articles": pq.read_metadata(folder / "articles.parquet").num_rows,
        "cpu": cpu,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "files": len(sizes),
        "mb": sum(sizes) / 1e6,
        "largest_mb": max(sizes) / 1e6,
    }


if __name__ == "__main__":
    main()
