"""How long validation takes and how much memory it needs, layer by layer, on datasets of up to millions of claims.

    python benchmarks/validation_scale.py [--like data] [--claims 100000 1000000 5000000] [--work DIR] [--expectations]
                                          [--alone]

The datasets are copies of a small valid one (`large_dataset.py`): real texts of real lengths, all tables in proportion,
nothing wrong with them. With `--alone` only the claims are multiplied, and each has an id that is not its own, so that
all are reported. Each layer runs in a process of its own. Prints one line a size and layer: rows, seconds,
seconds of processor time, peak resident memory in MB, and what was found. With `--expectations` the whole validation is
run too, with the Great Expectations suites.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from large_dataset import make, make_claims_alone

_LAYERS = {"2 files": "2", "2, 3 and 5": "2 3 5", "all": "all"}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--like", type=Path, default=Path("data"), help="the valid dataset that is copied")
    arguments.add_argument("--claims", type=int, nargs="+", default=[100_000, 1_000_000, 5_000_000])
    arguments.add_argument("--work", type=Path, help="where the datasets go, and stay (default: a temporary folder)")
    arguments.add_argument("--expectations", action="store_true", help="run layer 4 too")
    arguments.add_argument("--alone", action="store_true", help="many claims of few articles, all of them wrong")
    arguments.add_argument("--layers", help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.layers:
        run_layers(given.layers, given.work)
        return
    print(f"| {'claims':>9} | {'layers':<10} | {'rows':>10} | seconds | CPU s | peak MB | found |")
    print("|---:|---|---:|---:|---:|---:|---|", flush=True)
    for claims in given.claims:
        with tempfile.TemporaryDirectory() as scratch:
            folder = (given.work or Path(scratch)) / f"{'alone' if given.alone else 'claims'}-{claims}"
            if not (folder / "manifest.json").exists():
                (make_claims_alone if given.alone else make)(given.like, folder, claims)
            for name, layers in _LAYERS.items():
                if layers == "all" and not given.expectations:
                    continue
                command = [sys.executable, __file__, "--layers", layers, "--work", str(folder)]
                found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
                print(
                    f"| {found['claims']:>9,} | {name:<10} | {found['rows']:>10,} | {found['seconds']:>7.1f} "
                    f"| {found['cpu']:>5.1f} | {found['peak_mb']:>7,.0f} | {found['found']} |",
                    flush=True,
                )


def run_layers(layers: str, folder: Path) -> None:
    """Run some layers and print what they took as JSON."""
    from onrecord.validation import validate
    from onrecord.validation.files import check_files

    started = time.perf_counter()
    if layers == "2":
        files = check_files(folder)
        rows, failed = files.row_counts, [f"{one.rule_id} {one.table}" for one in files.failures]
    else:
        outcome = validate(folder, expectations=layers == "all")
        rows, failed = dict(outcome.row_counts), [f"{one.rule.id} {one.failed}" for one in outcome.failed]
    seconds = time.perf_counter() - started
    found = {
        "claims": rows["claims"], "rows": sum(rows.values()), "seconds": seconds,
        "found": ", ".join(failed) or "nothing",
        "cpu": time.process_time(), "peak_mb": peak_memory(),
    }  # fmt: skip
    print(json.dumps(found))


def peak_memory() -> float:
    """The process's largest resident memory, in MB."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    raise OSError("the system does not say how much memory was used")


if __name__ == "__main__":
    os.nice(5)
    main()
