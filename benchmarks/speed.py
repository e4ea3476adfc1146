"""What a document costs over parsing alone: read → rows against bare `nlp.pipe` over the same kept text, side by side.

    python benchmarks/speed.py [--texts FOLDER] [--repeats 5] [--limit 100] [--model NAME] [--profile]

FOLDER holds .txt and .html files (default seeds/). Everything runs in this one process, warm, some documents at a time:
these documents, then bare `nlp.pipe` of the model as spaCy loads it over their kept text (one text a document), and
again. Processor time is measured, not the clock, and the least of the repeats counted for both, as other people's work
can only add to it; the ratio of each repeat tells how much it did. `--profile` adds the functions that take most time
of their own, by stage, as cProfile sees them (it makes small functions look dearer than they are).
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING, Any

import spacy

from onrecord.document import process as document
from onrecord.inputs.containers.reader import receive
from onrecord.inputs.find import find
from onrecord.inputs.page import Input
from onrecord.language import DEFAULT_MODEL
from onrecord.language.en.model import load_model
from onrecord.language.en.paragraphs import parser

if TYPE_CHECKING:
    from spacy.language import Language

#: The stages of one document, by the names under which `onrecord.document.process` calls them, in its order.
STAGES = (
    "read", "segment", "describe", "annotate", "find_dates", "find_quantities", "find_people", "find_claims",
    "find_events", "attach", "sketch",
)  # fmt: skip
SHOWN_FUNCTIONS = 6
#: Documents that are measured in turn: few enough that both sides meet the same moment of a busy machine.
IN_TURN = 8


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


@dataclass
class Measured:
    """Seconds of some documents in every turn, and by stage in the best one."""

    words: int
    whole: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)
    stages: dict[str, float] = field(default_factory=dict)


def measure(group: list[Input], nlp: Language, bare_nlp: Language, repeats: int) -> Measured:
    # The first turn warms everything up, and tells which text is kept.
    made = [document.process(one, nlp).rows for one in group]
    parsed = [rows for rows in made if rows.get("articles") and rows["articles"][0].language in (None, nlp.lang)]
    kept = ["".join(one.text for one in rows["segments"] if one.kept).strip() for rows in parsed]
    list(bare_nlp.pipe(kept))
    measured = Measured(sum(len(text.split()) for text in kept))
    for _ in range(repeats):
        parser.cache_clear()  # what an earlier turn parsed is no help in a build
        with timed_stages() as spent:
            measured.whole.append(seconds(lambda: [document.process(one, nlp) for one in group]))
        if measured.whole[-1] == min(measured.whole):
            measured.stages = dict(spent)
        measured.bare.append(seconds(lambda: list(bare_nlp.pipe(kept))))
    return measured


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

    nlp, bare_nlp = load_model(arguments.model), spacy.load(arguments.model)
    inputs = receive_all(arguments.texts, arguments.limit)
    groups = [inputs[i : i + IN_TURN] for i in range(0, len(inputs), IN_TURN)]
    measured = [measure(group, nlp, bare_nlp, arguments.repeats) for group in groups]
    words, whole = sum(one.words for one in measured), sum(min(one.whole) for one in measured)
    bare, stages = sum(min(one.bare) for one in measured), defaultdict[str, float](float)
    for one in measured:
        for name, seconds_spent in one.stages.items():
            stages[name] += seconds_spent
    stages["the rest"] = whole - sum(stages.values())
    turns = [
        sum(one.whole[turn] for one in measured) / sum(one.bare[turn] for one in measured)
        for turn in range(arguments.repeats)
    ]

    print(f"{len(inputs)} documents, {words:,} kept words; the best of {arguments.repeats} turns")
    print(f"{'':24}{'seconds':>9}{'words/s':>10}")
    print(f"{'bare nlp.pipe':24}{bare:9.2f}{words / bare:10,.0f}")
    print(f"{'read → rows':24}{whole:9.2f}{words / whole:10,.0f}")
    print(f"ratio {whole / bare:.2f} (turn by turn {min(turns):.2f} to {max(turns):.2f})\n")
    print(f"{'stage':24}{'share':>9}{'of bare':>10}")
    for name in (*STAGES, "the rest"):
        print(f"{name:24}{stages[name] / whole:9.1%}{stages[name] / bare:10.2f}")
    if arguments.profile:
        profile(inputs, nlp)


if __name__ == "__main__":
    main()
