"""Builds datasets of texts that nothing is wrong with, and says which rules they break all the same.

    python benchmarks/clean_builds.py SOURCES ...

Each of SOURCES is a folder as `build-dataset` takes it, or a dataset that it wrote, which is only validated. Prints for
each how many articles, claims and events it gave, and every rule that is broken with its severity, how many rows break
it, and the first of them. Exits 1 where a critical rule is broken.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from onrecord.builder.build import build
from onrecord.validation import Outcome, validate


def main() -> None:
    broken = 0
    for sources in map(Path, sys.argv[1:]):
        outcome = _outcome(sources)
        counts = ", ".join(f"{outcome.row_counts.get(name, 0):,} {name}" for name in ("articles", "claims", "events"))
        print(f"{sources}: {counts}", flush=True)
        for result in outcome.failed:
            first = result.failures[0]
            named = " ".join(filter(None, (first.key, first.column, first.found)))
            print(f"  {result.rule.severity:<8} {result.rule.id:<6} {result.failed:>6}  {named[:90]!r}", flush=True)
        broken += len(outcome.failed_rules("critical"))
    print(f"{broken} critical rules broken")
    sys.exit(1 if broken else 0)


def _outcome(sources: Path) -> Outcome:
    if (sources / "articles.parquet").exists():
        return validate(sources)
    with tempfile.TemporaryDirectory() as scratch:
        return build(sources, Path(scratch) / "dataset", cache=False).outcome


if __name__ == "__main__":
    main()
