"""What a whole build of the seeds costs over what it cannot avoid, each in a fresh process, side by side.

    python benchmarks/startup.py [SOURCES] [--repeats 3]

What cannot be avoided: importing Great Expectations, loading the model as spaCy does, parsing the kept text with it.
The build has a worker that reads and annotates while another process begins on the expectations; nothing is left of an
earlier one. Prints processor time and the clock, of each the least of the repeats, and the ratio of the build to the
sum of the others.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from tempfile import TemporaryDirectory
from time import perf_counter

from onrecord.language import DEFAULT_MODEL

BUILD = "from onrecord import build; build({sources!r}, {out!r}, cache=False)"
IMPORT = "import os; os.environ['GX_ANALYTICS_ENABLED'] = 'false'; import great_expectations"
LOAD = "import spacy; nlp = spacy.load({model!r})"
PARSE = """
import pyarrow.parquet as pq
kept = {{}}
for row in pq.read_table({out!r} + "/segments.parquet").to_pylist():
    if row["kept"]:
        kept[row["article_id"]] = kept.get(row["article_id"], "") + row["text"]
list(nlp.pipe(kept.values()))
"""


def processor_seconds() -> float:
    used = getrusage(RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def run(program: str) -> tuple[float, float]:
    """Processor seconds and seconds by the clock of a program in a process of its own."""
    before, start = processor_seconds(), perf_counter()
    subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)
    return processor_seconds() - before, perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sources", nargs="?", type=Path, default=Path("seeds"))
    parser.add_argument("--repeats", type=int, default=3)
    given = parser.parse_args()
    with TemporaryDirectory() as folder:
        names = {"sources": str(given.sources), "out": f"{folder}/data", "model": DEFAULT_MODEL}
        programs = {
            "the whole build": BUILD.format(**names),
            "importing great_expectations": IMPORT,
            "loading the model and parsing": (LOAD + PARSE).format(**names),
        }
        least = {name: (float("inf"), float("inf")) for name in programs}
        for _ in range(given.repeats):
            for name, program in programs.items():
                processor, clock = run(program)
                least[name] = min(least[name][0], processor), min(least[name][1], clock)
    print(f"{'':32}{'processor s':>12}{'clock s':>10}")
    for name, (processor, clock) in least.items():
        print(f"{name:32}{processor:12.2f}{clock:10.2f}")
    build, *others = least.values()
    print(f"{'ratio':32}{build[0] / sum(o[0] for o in others):12.2f}{build[1] / sum(o[1] for o in others):10.2f}")


if __name__ == "__main__":
    main()
