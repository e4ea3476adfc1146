"""Faults put into copies of a good dataset, and what caught each: every one must be, by its rule, with its row named.

    python benchmarks/faults.py [--all] [--texts DATASET ...]

The faults are those of `tests/validation/faults.py`. Prints for each: the rule that caught it and its layer, the table
and row that `report.json` names, and, with `--all`, every other rule that is broken too. `--texts` checks that clean
builds break no critical rule: each DATASET is a folder that `build-dataset` wrote. Exits 1 when a fault was missed, not
named, or a clean dataset breaks a critical rule.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "validation"))

import pyarrow.parquet as pq
from faults import FAULTS, FILE_FAULTS, MANIFEST_FAULTS, Fault, key_of, write
from good_dataset import good_rows, write_dataset

from onrecord.validation import Outcome, validate
from onrecord.validation.database import opened
from onrecord.validation.evaluate import evaluate
from onrecord.validation.files import check_files
from onrecord.validation.machines import write_machine_reports
from onrecord.validation.rules import all_checks


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--all", action="store_true", help="say which other rules each fault breaks")
    arguments.add_argument("--texts", type=Path, nargs="*", default=[], help="datasets of clean builds")
    given = arguments.parse_args()
    wrong = 0
    with tempfile.TemporaryDirectory() as scratch:
        good = Path(scratch) / "good"
        good.mkdir()
        write_dataset(good, good_rows())
        if validate(good, expectations=False).failed:
            sys.exit("the good dataset is not good")
        total = 0
        for name, rule, table, keys, folder in _injected(good, Path(scratch) / "copy"):
            total += 1
            caught, others = _caught(folder, rule, keys, given.all)
            wrong += caught.startswith("NOT")
            print(f"{name:<55} {rule:<7} {table:<11} {caught}{others}", flush=True)
        print(f"{total - wrong} of {total} faults caught and named")
    for folder in given.texts:
        outcome = validate(folder, expectations=False)
        critical = [
            f"{one.rule.id} {one.failures[0].key} {one.failures[0].value}" for one in outcome.failed_rules("critical")
        ]
        wrong += len(critical)
        print(f"{folder}: {outcome.row_counts['articles']} articles, critical: {'; '.join(critical) or 'none'}")
    sys.exit(1 if wrong else 0)


def _injected(good: Path, copy: Path) -> Iterator[tuple[str, str, str, set[str] | None, Path]]:
    """(fault, rule, table, keys of which one must be named or None for any, the faulty dataset), one after another."""
    for fault in FAULTS:
        keys = _fresh(good, copy, "manifest.json") or _in_rows(fault, copy)
        yield fault.name, fault.rule, fault.table, keys, copy
    for faults, left in ((FILE_FAULTS, "manifest.json"), (MANIFEST_FAULTS, "")):
        for name, inject, rule, named in faults:
            _fresh(good, copy, left)
            inject(copy)
            yield name, rule, "claims" if faults is FILE_FAULTS else "", {named}, copy


def _fresh(good: Path, copy: Path, *left: str) -> None:
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(good, copy, ignore=shutil.ignore_patterns("report", *left))


def _in_rows(fault: Fault, copy: Path) -> set[str] | None:
    rows = pq.read_table(copy / f"{fault.table}.parquet").to_pylist()
    key = None if fault.row is None else {key_of(fault.table, rows[fault.row])}
    fault.inject(rows)
    write(copy, fault.table, rows)
    return key


def _caught(folder: Path, rule: str, keys: set[str] | None, every_rule: bool) -> tuple[str, str]:
    """What the report says of a fault, and which other rules it breaks."""
    files = check_files(folder)
    wanted: Callable[[str], bool] = lambda id: every_rule or id == rule  # noqa: E731
    with opened(files) as connection:
        results = evaluate(connection, files, [check for check in all_checks() if wanted(check.rule.id)])
    report = folder / "report"
    report.mkdir(exist_ok=True)
    write_machine_reports(Outcome((*files.results(), *results), files.row_counts), report)
    told = {one["id"]: one for one in json.loads((report / "report.json").read_text(encoding="utf-8"))["rules"]}
    found = told.get(rule, {"failed": 0, "failures": [], "layer": ""})
    if not found["failed"]:
        return "NOT CAUGHT", ""
    named = [one["key"] or one["column"] for one in found["failures"]]
    first = next((key for key in named if keys is None or key in keys), None)
    columns = {one["column"] for one in found["failures"]}
    if first is None and not (keys and keys & columns):
        return f"NOT NAMED: {named[:3]}", ""
    others = [f"{id} ({one['failed']})" for id, one in told.items() if one["failed"] and id != rule]
    return f"{found['layer']:<8} {first or min(keys or [''])}", f"  also {', '.join(others)}" if every_rule else ""


if __name__ == "__main__":
    main()
