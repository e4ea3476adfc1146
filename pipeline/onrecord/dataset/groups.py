"""Groups: the rows of one kind (story, person, claim, event) that are the same thing, built around a representative.

The rows of a kind are numbered by rank, the best representative first. In that order, a row that is in no group becomes
the representative of a new one, and every later row that is scored the same as the representative joins it. A member is
thus the same as the representative, not merely as another member, and no chain of small differences joins unlike rows.
Stories and persons choose their representatives by rules of their own, in their folders.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from onrecord.dataset.database import Connection, Numbers, create, fill, in_parts, insert, numbers
from onrecord_schema.tables import GROUPS

#: Beyond the numbers of all days and words.
_INFINITE = 2**62


def rank_rows(connection: Connection, kind: str, key: str, tables: str, order: str) -> None:
    """Fill `<kind>_ranks` with the ids in the column `key` of some tables, the best representative first."""
    query = f"SELECT row_number() OVER (ORDER BY {order}) - 1 AS number, {key} AS id FROM {tables}"
    fill(connection, **{f"{kind}_ranks": query})


def group_scored_pairs(connection: Connection, kind: str, facts: Sequence[tuple[str, str]]) -> None:
    """Fill `<kind>_members` from the pairs of `<kind>_scored` that are the same.

    `facts` are pairs of columns of `<kind>_details` with the least and the greatest value that a row allows; all rows
    of a group allow one value in common.
    """
    left, right = numbers(connection, f"SELECT a, b FROM {kind}_scored WHERE is_same")
    least = ", ".join(f"coalesce({_number(low)}, {-_INFINITE})" for low, _ in facts)
    most = ", ".join(f"coalesce({_number(high)}, {_INFINITE})" for _, high in facts)
    columns = numbers(connection, f"SELECT {least}, {most} FROM {kind}_details ORDER BY number")
    write_members(connection, kind, representatives(left, right, *np.split(np.stack(columns, axis=1), 2, axis=1)))


def _number(column: str) -> str:
    """SQL for a date as a number of days, or for any other value as a number of its own."""
    if column.startswith("date_"):
        return f"date_diff('day', DATE '1970-01-01', {column})"
    return f"CASE WHEN {column} IS NOT NULL THEN (hash({column}) // 4)::BIGINT END"


def representatives(left: Numbers, right: Numbers, least: Numbers, most: Numbers) -> Numbers:
    """The representative of each row, shape (rows,), from the pairs of rows that are the same.

    `least` and `most`, shape (rows, facts), bound what each row states of each fact; a row that contradicts a member of
    the group does not join it.
    """
    chosen = np.arange(len(least), dtype=np.int64)
    first, second = np.minimum(left, right), np.maximum(left, right)
    order = np.lexsort((second, first))
    is_free = np.ones(len(least), dtype=bool)
    least, most = least.copy(), most.copy()
    for one, other in zip(first[order].tolist(), second[order].tolist(), strict=True):
        if chosen[one] == one and is_free[other]:
            low, high = np.maximum(least[one], least[other]), np.minimum(most[one], most[other])
            if (low <= high).all():
                chosen[other], is_free[other] = one, False
                least[one], most[one] = low, high
    return chosen


def write_members(connection: Connection, kind: str, chosen: Numbers) -> None:
    """Fill `<kind>_members` from the number of each row's representative, in the order of the rows' numbers."""
    connection.register("chosen", pa.table({"number": np.arange(len(chosen)), "representative": chosen}))
    query = f"""SELECT one.id AS member, other.id AS representative FROM chosen
        JOIN {kind}_ranks AS one USING (number) JOIN {kind}_ranks AS other ON other.number = chosen.representative"""
    fill(connection, **{f"{kind}_members": query})
    connection.unregister("chosen")


def name_groups(connection: Connection, kind: str) -> None:
    """Fill `<kind>_group_ids`: the id of a group is the hash of its members' ids."""
    hashed = "left(sha256(array_to_string(list_sort(list(member)), chr(31))), 16)"
    query = f"""SELECT member, group_id, member = representative AS is_canonical FROM {kind}_members JOIN (
            SELECT representative, '{GROUPS[kind].prefix}-' || {hashed} AS group_id
            FROM {kind}_members GROUP BY representative
        ) USING (representative)"""
    fill(connection, **{f"{kind}_group_ids": query})


def count_reports(connection: Connection, kind: str) -> None:
    """Fill `<kind>_groups` of claims or events: the articles and stories that report each group, and when."""
    query = f"""SELECT ids.*, counted.* EXCLUDE (group_id)
        FROM some_rows JOIN {kind}_group_ids AS ids USING (group_id) JOIN (
            SELECT group_id, count(DISTINCT article_id) AS article_count,
                count(DISTINCT versions.story_id) AS story_count,
                min(published_start) AS first_reported, max(published_end) AS last_reported
            FROM some_rows JOIN {kind}_group_ids USING (group_id) JOIN {kind}s ON {kind}_id = member
            JOIN versions USING (article_id) JOIN articles USING (article_id) GROUP BY group_id
        ) AS counted USING (group_id)"""
    create(connection, f"{kind}_groups")
    for _ in in_parts(connection, f"SELECT DISTINCT group_id FROM {kind}_group_ids", "group_id"):
        insert(connection, f"{kind}_groups", query)
