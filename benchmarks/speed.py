"""What a document costs over parsing alone: read → rows against bare `nlp.pipe` over the same kept text, side by side.

    python benchmarks/speed.py [--texts FOLDER] [--repeats 5] [--limit 100] [--model NAME] [--profile]

FOLDER holds .txt and .html files (default seeds/). Everything runs in this one process, warm, in turns: all documents,
then bare `nlp.pipe` over their kept text (one text a document), and again. Processor time is measured, not the clock,
and the median of the repeats printed with their range, so that other people's work disturbs little. `--profile` adds
the functions that take most time of their own, by stage, as cProfile sees them (it makes small functions look dearer
than they are).
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import process_time
from typing import TYPE_CHECKING, Any

from onrecord import document
from onrecord.annotate import DEFAULT_MODEL, load_model
from onrecord.read.again import receive
from onrecord.read.inputs import find
from onrecord.read.page import Input

if TYPE_CHECKING:
    from spacy.language import Language

#: The stages of one document, by the names under which `onrecord.document` calls them, in its order.
STAGES = (
    "read", "segment", "describe", "annotate", "find_dates", "find_quantities", "find_people", "find_claims",
    "find_events", "attach", "sketch",
)  # fmt: skip
SHOWN_FUNCTIONS = 6


def receive_all(folder: Path, limit: int) -> list[Input]:
    """The inputs of a folder that a build would read, sidecars with them."""
    received = [receive(found) for found in find([folder])[:limit]]
    return [one for one in received if isinstance(one, Input)]


def seconds(work: Callable[[], object]) -> float:
    start = process_time()
    work()
    return process_time() - start


@contextmanager
def timed_stages() -> Iterator[dict[str, float]]:
    """Seconds by stage while it is entered; the clock is read twice a stage and document, which costs nothing here."""
    spent: dict[str, float] = defaultdict(float)

    def timed(name: str, stage: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any) -> Any:
            start = process_time()
            try:
                return stage(*arguments)
            finally:
                spent[name] += process_time() - start

        return run

    stages = {name: getattr(document, name) for name in STAGES}
    for name, stage in stages.items():
        setattr(document, name, timed(name, stage))
    try:
        yield spent
    finally:
        for name, stage in stages.items():
            setattr(document, name, stage)


def profile(inputs: list[Input], nlp: Language) -> None:
    """Print the functions with most time of their own, by the folder of `onrecord` that they stand in."""
    profiler = cProfile.Profile()
    profiler.runcall(lambda: [document.process(one, nlp) for one in inputs])
    by_stage: dict[str, list[tuple[float, float, int, str]]] = defaultdict(list)
    for (file, line, name), (_, calls, own, cumulative, _) in pstats.Stats(profiler).stats.items():
        parts = Path(file).parts
        if "onrecord" in parts:
            below = parts[len(parts) - parts[::-1].index("onrecord") :]
            by_stage[below[0].removesuffix(".py")].append((own, cumulative, calls, f"{'/'.join(below)}:{line} {name}"))
        elif "spacy" not in parts and own > 0:
            by_stage["(libraries)"].append((own, cumulative, calls, f"{Path(file).name}:{line} {name}"))
    print("\nown s   with callees     calls  function (under the profiler)")
    for stage, found in sorted(by_stage.items(), key=lambda item: -sum(own for own, *_ in item[1])):
        print(f"{sum(own for own, *_ in found):6.2f}  {stage}")
        for own, cumulative, calls, name in sorted(found, reverse=True)[:SHOWN_FUNCTIONS]:
            print(f"{own:6.2f} {cumulative:8.2f} {calls:14,}    {name}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, default=Path("seeds"))
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--limit", type=int, default=100, help="documents, the first by path")
    parser.add_argument("--model", default=DEFAULT_MODEL)
    parser.add_argument("--profile", action="store_true")
    arguments = parser.parse_args()

    nlp = load_model(arguments.model)
    inputs = receive_all(arguments.texts, arguments.limit)
    # The first turn warms everything up, and tells which text is kept.
    made = [document.process(one, nlp).rows for one in inputs]
    parsed = [rows for rows in made if rows.get("articles") and rows["articles"][0].language in (None, nlp.lang)]
    kept = ["".join(one.text for one in rows["segments"] if one.kept).strip() for rows in parsed]
    words = sum(len(text.split()) for text in kept)
    list(nlp.pipe(kept))

    whole, bare, shares = list[float](), list[float](), defaultdict[str, list[float]](list)
    for _ in range(arguments.repeats):
        with timed_stages() as spent:
            whole.append(seconds(lambda: [document.process(one, nlp) for one in inputs]))
        bare.append(seconds(lambda: list(nlp.pipe(kept))))
        for name in STAGES:
            shares[name].append(spent[name] / whole[-1])
        shares["the rest"].append(1 - sum(spent.values()) / whole[-1])

    ratios = [one / other for one, other in zip(whole, bare, strict=True)]
    print(f"{len(inputs)} documents, {words:,} kept words in {len(kept)} of them; {arguments.repeats} turns")
    print(f"{'':24}{'seconds':>9}{'words/s':>10}")
    print(f"{'bare nlp.pipe':24}{median(bare):9.2f}{words / median(bare):10,.0f}")
    print(f"{'read → rows':24}{median(whole):9.2f}{words / median(whole):10,.0f}")
    print(f"ratio {median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})\n")
    print(f"{'stage':24}{'share':>9}{'of bare':>10}")
    for name, found in shares.items():
        print(f"{name:24}{median(found):9.1%}{median(found) * median(whole) / median(bare):10.2f}")
    if arguments.profile:
        profile(inputs, nlp)


if __name__ == "__main__":
    main()
