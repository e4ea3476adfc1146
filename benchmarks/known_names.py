#!/usr/bin/env python3
"""Collects the words that people bear as names, `known_names.txt`, from the packages it is made of.

    python benchmarks/known_names.py PERSONS [--write]

PERSONS is `rigour/data/names/persons.txt` of rigour 1.3.0 (MIT; unpack its wheel, ICU is not needed), and faker 40.54
(MIT) must be installed. Prints how many words are in the file and not found so, and the other way round; `--write`
stores what was found.
"""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import re
import textwrap
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from onrecord.language.en import lexicons

LIST = lexicons.FOLDER / "known_names.txt"
LONGEST = 12
#: The last of the Latin letters that the list has: Latin Extended-B ends here.
LAST_LETTER = 0x24F
#: faker's lists of names, and not of languages, degrees or of patronymics without their ending.
NAMES = re.compile(r"(?!last_names_without_suffix|.*pairs)(?:first|last|middle|unisex|male|prefixes|suffixes)\w*")
APOSTROPHES = str.maketrans("", "", "'’ʼ`ʹ.\"")


def folded(word: str) -> str:
    """A word small, without accents and apostrophes."""
    plain = unicodedata.normalize("NFKD", word.translate(APOSTROPHES).casefold())
    return "".join(c for c in plain if not unicodedata.combining(c))


def of_rigour(persons: Path) -> Iterator[str]:
    """Spellings of one word: `spelling, spelling => Wikidata item` a line."""
    for line in persons.read_text("utf-8").splitlines():
        for spelling in line.split("=>")[0].split(","):
            if spelling.strip() and not re.search(r"[\s-]", spelling.strip()):
                yield spelling.strip()


def of_faker() -> Iterator[str]:
    """The words of every list of names of every locale."""
    person = importlib.import_module("faker.providers.person")
    for module in sorted(found.name for found in pkgutil.iter_modules(person.__path__)):
        provider = importlib.import_module(f"faker.providers.person.{module}").Provider
        for attribute in dir(provider):
            names = getattr(provider, attribute)
            if NAMES.fullmatch(attribute) and isinstance(names, dict | list | tuple):
                yield from (word for name in names if isinstance(name, str) for word in re.split(r"[\s-]+", name))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("persons", type=Path)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    words = {folded(word) for source in (of_rigour(arguments.persons), of_faker()) for word in source}
    words = {w for w in words if 2 <= len(w) <= LONGEST and w.isalpha() and max(map(ord, w)) <= LAST_LETTER}
    lines = LIST.read_text("utf-8").splitlines()
    head = [line for line in lines if line.startswith("#")]
    listed = {word for line in lines if not line.startswith("#") for word in line.split()}
    print(f"{len(words & listed)} words as listed, {len(listed - words)} listed alone, {len(words - listed)} new")
    print("listed alone:", *sorted(listed - words)[:12])
    print("new:", *sorted(words - listed)[:12])
    if arguments.write:
        LIST.write_text("\n".join([*head, *textwrap.wrap(" ".join(sorted(words)), 120)]) + "\n", "utf-8")


if __name__ == "__main__":
    main()
