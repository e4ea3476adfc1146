"""Validates each fault of `tests/validation` by itself and prints every rule that it breaks.

    python benchmarks/faults.py [RULE ...]

The tests put many faults into one dataset; here each is alone, so that a rule that is skipped when nothing else is
wrong shows. With RULE (such as CLM or CLM-05) only the faults of these rules. Exits 1 when a rule does not name its
fault.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "validation"))

from good_dataset import good_rows, write_dataset
from test_every_rule import COPIES, DATASET, FAULTS, FOLDER_FAULTS, copy_of_rows, write_rows

from onrecord.validation import Outcome, validate


def main() -> None:
    wanted = tuple(sys.argv[1:]) or ("",)
    missed = 0
    with tempfile.TemporaryDirectory() as scratch:
        good, copies, faulty = (Path(scratch) / name for name in ("good", "copies", "faulty"))
        good.mkdir()
        copies.mkdir()
        write_dataset(good, good_rows())
        write_rows(copies, map(copy_of_rows, range(COPIES)))
        for fault in FAULTS:
            if fault.rule.startswith(wanted):
                rows = copy_of_rows(0)
                names = fault.inject(rows)
                shutil.rmtree(faulty, ignore_errors=True)
                faulty.mkdir()
                write_rows(faulty, [rows])
                missed += show(fault.rule, fault.wrong, names, validate(faulty, expectations=False, deep=True))
        for fault in FOLDER_FAULTS:
            if fault.rule.startswith(wanted):
                before = copies if fault in DATASET else good
                shutil.rmtree(faulty, ignore_errors=True)
                shutil.copytree(before, faulty)
                fault.edit(faulty)
                outcome = validate(faulty, expectations=fault.rule.startswith("GX"), previous=before)
                missed += show(fault.rule, fault.wrong, fault.names, outcome)
    print(f"{missed} faults missed")
    sys.exit(1 if missed else 0)


def show(rule: str, wrong: str, names: str, outcome: Outcome) -> bool:
    """Print what a fault breaks; whether its rule missed it."""
    found = any(names in (failure.key, failure.column) for failure in outcome.of(rule).failures)
    others = [result.rule.id for result in outcome.failed if result.rule.id not in (rule, "FIL-07", "FIL-08")]
    print(
        f"{rule:<10} {'named' if found else 'MISSED':<6} {wrong}; also broken: {', '.join(others) or 'none'}",
        flush=True,
    )
    return not found


if __name__ == "__main__":
    main()
