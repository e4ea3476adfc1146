"""Groups: the rows of one kind (story, person, claim, event) that are the same thing, built around a representative.

The rows of a kind are numbered by rank, the best representative first. In that order, a row that is in no group becomes
the representative of a new one, and every later row that is scored the same as the representative joins it. A member is
thus the same as the representative, not merely as another member, and no chain of small differences joins unlike rows.
Stories and persons choose their representatives by rules of their own.

The table `judgments` records scored pairs, whether their rows ended in one group, and why: of each row the pair with
its representative, a few of the highest scores, and what a correction decided.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from onrecord.dataset.database import Connection, Numbers, create, drop, fill, in_parts, insert, numbers
from onrecord_schema.tables import GROUPS

#: Beyond the numbers of all days and words.
_INFINITE = 2**62
#: Judgments of one row beside that with its representative.
_MOST = 6
_SAME_AS_OTHER_MEMBER = "alike, but not like what represents the group"
_BY_REPRESENTATIVE = "not alike by themselves, but each like what represents the group"
_CORRECTED = "a correction by %s decides: %s"


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


def record_judgments(connection: Connection) -> None:
    """Fill `judgments` from the scored pairs and the groups of every kind, and from the corrections of groups."""
    create(connection, "judgments")
    for kind in GROUPS:
        _place_rows(connection, kind)
        if connection.execute("FROM regrouped LIMIT 1").fetchall():
            _add_corrected_pairs(connection, kind)
        _record(connection, kind)
    drop(connection, "placed_rows")


def _place_rows(connection: Connection, kind: str) -> None:
    """A person of a document is shown by the mention that its id is made of."""
    shown = "mention_id" if kind == "person" else "ranks.id"
    mentions = "JOIN first_mentions ON local_id = ranks.id" if kind == "person" else ""
    query = f"""SELECT number, ranks.id, {shown} AS shown_id, representative
        FROM {kind}_ranks AS ranks JOIN {kind}_members ON member = ranks.id {mentions}"""
    fill(connection, placed_rows=query)


def _add_corrected_pairs(connection: Connection, kind: str) -> None:
    """Add the pairs of old and new representatives that only a correction has brought together, with score 0."""
    query = f"""
        SELECT DISTINCT least(one.number, other.number) AS a, greatest(one.number, other.number) AS b,
            false AS is_same, 0.0 AS score, []::VARCHAR[] AS reasons
        FROM regrouped JOIN placed_rows AS one ON one.id = was JOIN placed_rows AS other ON other.id = now
        WHERE kind = '{kind}' AND was <> now AND (a, b) NOT IN (SELECT (a, b) FROM {kind}_scored)
        """
    insert(connection, f"{kind}_scored", query)


def _record(connection: Connection, kind: str) -> None:
    pairs = f"""
        WITH best AS (
            SELECT a, b, bool_or(is_same) AS is_same, max(score) AS score FROM {kind}_scored GROUP BY a, b
        ), ordered AS (
            SELECT *, row_number() OVER (PARTITION BY a ORDER BY score DESC, b) AS place_of_a,
                row_number() OVER (PARTITION BY b ORDER BY score DESC, a) AS place_of_b FROM best
        ), corrected AS (
            SELECT one.number AS a, other.number AS b, arg_max(left_row.author, left_row.step) AS author,
                arg_max(left_row.reason, left_row.step) AS reason
            FROM regrouped AS left_row JOIN {kind}_ranks AS one ON one.id = left_row.member
            JOIN best ON best.a = one.number JOIN {kind}_ranks AS other ON other.number = best.b
            JOIN regrouped AS right_row ON right_row.member = other.id AND right_row.step = left_row.step
            WHERE left_row.kind = '{kind}' AND right_row.kind = '{kind}'
                AND (left_row.was = right_row.was) <> (left_row.now = right_row.now)
            GROUP BY one.number, other.number
        )
        SELECT a, b, one.shown_id AS x, other.shown_id AS y, is_same, score,
            one.representative = other.representative AS in_one_group, author, reason
        FROM ordered JOIN placed_rows AS one ON one.number = a JOIN placed_rows AS other ON other.number = b
        LEFT JOIN corrected USING (a, b)
        WHERE x <> y AND (author IS NOT NULL OR (place_of_a <= {_MOST} AND place_of_b <= {_MOST})
            OR (in_one_group AND (one.id = one.representative OR other.id = other.representative)))
    """
    for _ in in_parts(connection, pairs, "a, b"):
        query = f"""
            SELECT '{kind}' AS kind, least(x, y) AS "left", greatest(x, y) AS "right",
                'jdg-' || left(sha256(concat_ws(chr(31), '{kind}', "left", "right")), 16) AS judgment_id,
                if(in_one_group, 'same', 'apart') AS decision, score,
                CASE WHEN author IS NOT NULL THEN list_append(why.reasons, printf('{_CORRECTED}', author, reason))
                    WHEN in_one_group = is_same THEN why.reasons
                    WHEN is_same THEN list_append(why.reasons, '{_SAME_AS_OTHER_MEMBER}')
                    ELSE list_append(why.reasons, '{_BY_REPRESENTATIVE}') END AS reasons
            FROM some_rows JOIN (
                SELECT a, b, arg_max(reasons, (is_same, score, reasons)) AS reasons
                FROM {kind}_scored SEMI JOIN some_rows USING (a, b) GROUP BY a, b
            ) AS why USING (a, b)
            """
        insert(connection, "judgments", query)
