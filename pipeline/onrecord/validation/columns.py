"""Rows of a table as columns of Python values: some rows of a batch, with the places of the articles they stand in."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc


class Columns:
    """`article` says of each row which of some articles it stands in; values are made only of columns asked for."""

    def __init__(self, table: pa.Table, article: npt.NDArray[np.int64]) -> None:
        self.article = article
        self._table = table
        self._values: dict[str, list[Any]] = {}
        self._ints: dict[str, npt.NDArray[np.int64]] = {}
        self._numbers: dict[str, list[int]] = {}

    def __len__(self) -> int:
        return int(self._table.num_rows)

    def has(self, name: str) -> bool:
        return name in self._table.column_names

    def values(self, name: str) -> list[Any]:
        if name not in self._values:
            self._values[name] = self._table.column(name).to_numpy(zero_copy_only=False).tolist()
        return self._values[name]

    def numbers(self, name: str) -> list[int]:
        """The numbers of a column, or the places of the articles (`article`), as a list."""
        if name not in self._numbers:
            self._numbers[name] = (self.article if name == "article" else self.ints(name)).tolist()
        return self._numbers[name]

    def ints(self, name: str) -> npt.NDArray[np.int64]:
        """The numbers of a column, -1 for null."""
        if name not in self._ints:
            filled = pc.fill_null(self._table.column(name), -1).cast(pa.int64())
            self._ints[name] = filled.to_numpy(zero_copy_only=False)
        return self._ints[name]
