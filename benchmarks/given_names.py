#!/usr/bin/env python3
"""Collects the given names that men or women alone bear, `given_names.tsv`, from faker's lists.

    python benchmarks/given_names.py [--write]

faker 40.54 (MIT) must be installed. A name is a man's where several locales list it for men and hardly any for women.
Prints how many names are in the file and not found so, and the other way round; `--write` stores what was found.
"""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import textwrap
from collections import Counter

from known_names import LAST_LETTER, LONGEST, folded

from onrecord.language.en import lexicons

LIST = lexicons.FOLDER / "given_names.tsv"
#: In so many locales at least a name has to be listed for the one,
FEWEST = 2
#: and in so many times more than for the other: Jan, Dana and Leslie are both.
TIMES = 20


def locales_of(attribute: str) -> Counter[str]:
    """Name -> the locales that list it under the attribute."""
    person = importlib.import_module("faker.providers.person")
    counted: Counter[str] = Counter()
    for module in sorted(found.name for found in pkgutil.iter_modules(person.__path__)):
        provider = importlib.import_module(f"faker.providers.person.{module}").Provider
        counted.update({folded(name) for name in vars(provider).get(attribute, ())})
    return counted


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    men, women = locales_of("first_names_male"), locales_of("first_names_female")
    found: dict[str, set[str]] = {}
    for gender, own, other in (("male", men, women), ("female", women, men)):
        often = {name for name, count in own.items() if count >= FEWEST and count >= TIMES * other[name]}
        found[gender] = {w for w in often if 2 <= len(w) <= LONGEST and w.isalpha() and max(map(ord, w)) <= LAST_LETTER}
    lines = LIST.read_text("utf-8").splitlines() if LIST.exists() else []
    head = [line for line in lines if line.startswith("#")]
    for gender, names in found.items():
        listed = {name for line in lines if line.startswith(f"{gender}\t") for name in line.split()[1:]}
        print(f"{gender}: {len(names & listed)} names as listed, {len(listed - names)} listed alone,", end=" ")
        print(f"{len(names - listed)} new:", *sorted(names - listed)[:12])
    if arguments.write:
        rows = [f"{g}\t{row}" for g, names in found.items() for row in textwrap.wrap(" ".join(sorted(names)), 112)]
        LIST.write_text("\n".join([*head, "gender\tnames", *rows]) + "\n", "utf-8")


if __name__ == "__main__":
    main()
