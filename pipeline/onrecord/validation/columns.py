"""Rows of a table as columns: some rows of a batch, with the places of the articles they stand in."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from onrecord.validation.stretch import Bools, Ints, Stretch


class Columns:
    """`article` says of each row which of some articles it stands in; values are made only of columns asked for."""

    def __init__(self, table: pa.Table, article: npt.NDArray[np.int64]) -> None:
        self.article = article
        self._table = table
        self._values: dict[str, list[Any]] = {}
        self._ints: dict[str, Ints] = {}
        self._stretches: dict[str, Stretch] = {}
        self._said: dict[str, tuple[Ints, list[tuple[int, str]]]] = {}
        #: Of a column, what the articles' kept texts do not hold; `Articles.not_kept` keeps it here.
        self.not_kept: dict[str, list[tuple[int, int, str]]] = {}

    def __len__(self) -> int:
        return int(self._table.num_rows)

    def has(self, name: str) -> bool:
        return name in self._table.column_names

    def column(self, name: str) -> pa.ChunkedArray:
        return self._table.column(name)

    def values(self, name: str) -> list[Any]:
        if name not in self._values:
            self._values[name] = self._table.column(name).to_numpy(zero_copy_only=False).tolist()
        return self._values[name]

    def ints(self, name: str) -> Ints:
        """The numbers of a column, -1 for null."""
        if name not in self._ints:
            filled = pc.fill_null(self._table.column(name), -1).cast(pa.int64())
            self._ints[name] = filled.to_numpy(zero_copy_only=False)
        return self._ints[name]

    def are(self, name: str, *values: Any) -> Bools:
        """Which rows have one of the values; null is none."""
        kind = self._table.schema.field(name).type
        found: Bools = pc.is_in(self._table.column(name), pa.array(values, kind)).to_numpy(zero_copy_only=False)
        return found

    def stretch(self, name: str) -> Stretch:
        """The texts of a column as bytes."""
        if name not in self._stretches:
            self._stretches[name] = Stretch(self._table.column(name))
        return self._stretches[name]

    def said(self, name: str) -> tuple[Ints, list[tuple[int, str]]]:
        """The distinct (article, text) of a column, and for each row its place among them, -1 where it says nothing."""
        if name not in self._said:
            coded = self._table.column(name).combine_chunks().dictionary_encode()
            texts = coded.dictionary.to_pylist()
            code = pc.fill_null(coded.indices, -1).to_numpy(zero_copy_only=False).astype(np.int64)
            says = code >= 0
            pairs, which = np.unique(self.article[says] * len(texts) + code[says], return_inverse=True)
            place = np.full(len(self), -1)
            place[says] = which
            articles, codes = np.divmod(pairs, max(len(texts), 1))
            distinct = [(article, texts[one]) for article, one in zip(articles.tolist(), codes.tolist(), strict=True)]
            self._said[name] = place, distinct
        return self._said[name]
