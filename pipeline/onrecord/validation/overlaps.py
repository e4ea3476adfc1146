"""Finds rows of an article that stand on the same words, in one pass over their spans in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from onrecord.validation.columns import Columns
from onrecord.validation.held_against_text import Reading
from onrecord.validation.texts import APART, Articles


def apart(condition: Callable[[Mapping[str, Any], Mapping[str, Any]], bool] | None = None, *columns: str) -> Reading:
    """No two rows of an article overlap, or none of which a condition on some columns of both holds."""

    def faulty(articles: Articles, rows: Columns) -> Iterator[tuple[int, None]]:
        places, starts, ends = rows.article, rows.ints("start"), rows.ints("end")
        order = np.lexsort((ends, starts, places))
        first, past = (places * APART + starts)[order], (places * APART + ends)[order]
        furthest = np.maximum.accumulate(past) if len(past) else past
        named = {column: rows.values(column) for column in columns}
        found: set[int] = set()
        for late in np.flatnonzero(first[1:] < furthest[:-1]).tolist():
            for early in range(late, -1, -1):
                if furthest[early] <= first[late + 1]:
                    break
                pair = int(order[early]), int(order[late + 1])
                overlap = first[late + 1] < past[early] and first[early] < past[late + 1]
                if overlap and (condition is None or condition(*({c: v[i] for c, v in named.items()} for i in pair))):
                    found.update(pair)
        yield from ((position, None) for position in sorted(found))

    return Reading(("start", "end", *columns), faulty)
