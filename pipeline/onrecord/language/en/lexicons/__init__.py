"""The word lists, tables and learnt weights for English: every file of this folder is read here and nowhere else.

Lines that are blank or begin with # are comments; they state the file's source and licence. A `.txt` file holds words
between blanks. A `.tsv` file begins with a row of column names, and each row has a cell for every column.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of a `.tsv` file, in their order. Raises ValueError for a row with a cell too many or too few."""
    lines = _lines(name)
    columns = next(lines)[1].split("\t")
    found = []
    for number, line in lines:
        cells = tuple(line.split("\t"))
        if len(cells) != len(columns):
            raise ValueError(
                f"{name}, line {number}: {len(columns)} cells expected ({', '.join(columns)}), found {line!r}"
            )
        found.append(cells)
    return tuple(found)


@cache
def words(name: str) -> frozenset[str]:
    """The words of a `.txt` file."""
    return frozenset(word for _, line in _lines(name) for word in line.split())


def _lines(name: str) -> Iterator[tuple[int, str]]:
    """The lines of a file that are no comments, with their numbers from 1."""
    for number, line in enumerate((FOLDER / name).read_text("utf-8").splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            yield number, line
