"""How processor time and memory grow with texts that repeat one pattern, as lists of victims and hostile inputs do.

    python benchmarks/long_texts.py [--characters 30000]

For each pattern: processor seconds of a text of that length and of one twice as long, their ratio, and the most memory
that the process has had so far.
"""

from __future__ import annotations

import argparse
from resource import RUSAGE_SELF, getrusage
from time import process_time

from onrecord.document.process import process
from onrecord.inputs.page import Input
from onrecord.language import DEFAULT_MODEL, language_of

START = "Floods hit Jakarta\n\nJAKARTA - Floods hit the city on Monday, officials said.\n\n"
PATTERNS = (
    "Given Smith told Smith that Smith was killed. ",
    "was arrested and was beaten and ",
    "said he said ",
    "12 percent 13% ",
    "1234 567 ",
    '"No," he said. "Yes," ',
    "word ",
    "Anna Berg, ",
    "Smith, John, 34, farmer, killed; ",
    "on Monday 3 May 2021 ",
    "The minister said on Monday that 12 people were killed in Oslo. ",
    "and ",
    "He ",
    "(a) [b] ",
    "- – — ",
    "http://a.b/c ",
    "POLICE SAID ",
    "which said that which ",
    "the minister of the minister of ",
    "the minister's brother's ",
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--characters", type=int, default=30_000)
    given = parser.parse_args()
    nlp = language_of(DEFAULT_MODEL).load(DEFAULT_MODEL)
    process(Input("a.txt", START.encode()), nlp)  # what is loaded once
    print(f"{'pattern':<36}{'s':>8}{'s':>8}{'ratio':>7}{'MB':>7}")
    for pattern in PATTERNS:
        seconds = []
        for length in (given.characters, 2 * given.characters):
            text = START + (pattern * (length // len(pattern) + 1))[:length].strip() + ".\n"
            began = process_time()
            process(Input("a.txt", text.encode()), nlp)
            seconds.append(process_time() - began)
        memory = getrusage(RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{pattern[:34]:<36}{seconds[0]:8.2f}{seconds[1]:8.2f}{seconds[1] / seconds[0]:7.2f}{memory:7.0f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
