"""Groups and the judgments behind them: a group is a star, named by its members; what was judged is kept with reasons.

A kind of thing (story, person, claim, event) has, in the database:
- `<kind>_ranks(number, id)`: its rows, best representative first;
- `<kind>_judged(a, b, is_alike, score, reasons, conflict)`: pairs by number that were seriously considered, a < b, and
  in which way the two conflict where they speak of one thing and cannot both hold;
- `<kind>_members(member, centre)`: each row's id and that of the row that represents its group.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pyarrow as pa

from onrecord.dataset.batches import in_parts, make_in_parts, numbers
from onrecord.dataset.similar import stars
from onrecord_schema.arrow import arrow_schema
from onrecord_schema.tables import TABLES

if TYPE_CHECKING:
    import duckdb

    from onrecord.dataset.similar import Numbers

JUDGED = pa.schema(
    [
        ("a", pa.int32()),
        ("b", pa.int32()),
        ("is_alike", pa.bool_()),
        ("score", pa.float32()),
        ("reasons", pa.list_(pa.string())),
        ("conflict", pa.string()),
    ]
)
#: Judgments kept of one row beside the one that put it into its group: the strongest, whatever was decided.
KEPT = 6
#: Beyond all numbers that stand for what is stated.
_FAR = 2**62
_NOT_THE_CENTRE = "alike, but not like what represents the group"
_BY_ANOTHER = "not alike by themselves, but each like what represents the group"
_CORRECTED = "a correction by %s decides: %s"


def rank(connection: duckdb.DuckDBPyConnection, kind: str, query: str) -> None:
    """Make `<kind>_ranks` of a query of ids in rank order (one column `id`, and `place`, its order)."""
    connection.execute(
        f"""CREATE OR REPLACE TABLE {kind}_ranks AS
        SELECT (row_number() OVER (ORDER BY place) - 1)::INTEGER AS number, id FROM ({query})"""
    )


def group_alike(connection: duckdb.DuckDBPyConnection, kind: str, stated: Sequence[tuple[str, str]]) -> None:
    """Make `<kind>_members` of the pairs that were judged alike.

    `stated` are facts of `<kind>_details`, as columns of what is stated at least and at most: no group holds two that
    cannot both be so.
    """
    import numpy as np

    left, right = numbers(connection, f"SELECT a, b FROM {kind}_judged WHERE is_alike")
    least = ", ".join(f"coalesce({_number(low)}, {-_FAR})" for low, _ in stated)
    most = ", ".join(f"coalesce({_number(high)}, {_FAR})" for _, high in stated)
    columns = numbers(connection, f"SELECT {least}, {most} FROM {kind}_details ORDER BY number")
    set_members(connection, kind, stars(left, right, *np.split(np.stack(columns, axis=1), 2, axis=1)))


def _number(column: str) -> str:
    """SQL for a day as a number of days, or for any number that stands for a word."""
    if column.startswith("date_"):
        return f"date_diff('day', DATE '1970-01-01', {column})"
    return f"CASE WHEN {column} IS NOT NULL THEN (hash({column}) // 4)::BIGINT END"


def set_members(connection: duckdb.DuckDBPyConnection, kind: str, centre: Numbers) -> None:
    """Make `<kind>_members` of the number of each member's centre, by the member's number."""
    import numpy as np

    connection.register("centres", pa.table({"number": np.arange(len(centre)), "centre": centre}))
    connection.execute(
        f"""CREATE OR REPLACE TABLE {kind}_members AS
        SELECT one.id AS member, other.id AS centre FROM centres
        JOIN {kind}_ranks AS one USING (number) JOIN {kind}_ranks AS other ON other.number = centres.centre"""
    )
    connection.unregister("centres")


def name_groups(connection: duckdb.DuckDBPyConnection, kind: str, prefix: str) -> None:
    """Make `<kind>_named(member, group_id, is_canonical)`: the group's id is the hash of its members' ids."""
    connection.execute(
        f"""
        CREATE OR REPLACE TABLE {kind}_named AS
        SELECT member, group_id, member = centre AS is_canonical FROM {kind}_members JOIN (
            SELECT centre,
                '{prefix}-' || left(sha256(array_to_string(list_sort(list(member)), chr(31))), 16) AS group_id
            FROM {kind}_members GROUP BY centre
        ) USING (centre)
        """
    )


def count_reports(connection: duckdb.DuckDBPyConnection, kind: str) -> None:
    """Make `<kind>_groups` of claims or events: `<kind>_named` with the articles and stories that carry each group."""
    query = f"""
        SELECT named.*, counted.* EXCLUDE (group_id)
        FROM some_rows JOIN {kind}_named AS named USING (group_id) JOIN (
            SELECT group_id, count(DISTINCT article_id)::INTEGER AS article_count,
                count(DISTINCT versions.story_id)::INTEGER AS story_count,
                min(published_start) AS first_reported, max(published_end) AS last_reported
            FROM some_rows JOIN {kind}_named USING (group_id) JOIN {kind}s ON {kind}s.{kind}_id = member
            JOIN versions USING (article_id) JOIN articles USING (article_id) GROUP BY group_id
        ) AS counted USING (group_id)
    """
    make_in_parts(connection, f"SELECT DISTINCT group_id FROM {kind}_named", "group_id", query, f"{kind}_groups")


def record_judgments(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `judgments` of what was judged of every kind; the decision is what the tables hold, and so are its reasons.

    Bounded: each row's strongest pairs, and always the one with what represents its group.
    """
    connection.register("no_judgments", arrow_schema(TABLES["judgments"]).empty_table())
    connection.execute("CREATE OR REPLACE TABLE judgments AS SELECT * FROM no_judgments")
    connection.unregister("no_judgments")
    for kind in ("story", "person", "claim", "event"):
        _add_decided(connection, kind)
        _record(connection, kind)


def _add_decided(connection: duckdb.DuckDBPyConnection, kind: str) -> None:
    """What a person decided is a judgment too where nothing had brought the two together; no evidence was weighed."""
    if not connection.execute("SELECT 1 FROM regrouped WHERE kind = ? AND was <> now LIMIT 1", [kind]).fetchall():
        return
    connection.execute(
        f"""
        INSERT INTO {kind}_judged
        SELECT DISTINCT least(one.number, other.number) AS a, greatest(one.number, other.number) AS b, false, 0.0,
            []::VARCHAR[], NULL
        FROM regrouped JOIN {kind}_held AS one ON one.id = was JOIN {kind}_held AS other ON other.id = now
        WHERE kind = '{kind}' AND was <> now
            AND (a, b) NOT IN (SELECT (a, b) FROM {kind}_judged)
        """
    )


def _record(connection: duckdb.DuckDBPyConnection, kind: str) -> None:
    decided = f"""
        WITH once AS (
            SELECT a, b, bool_or(is_alike) AS is_alike, max(score) AS score FROM {kind}_judged GROUP BY a, b
        ), placed AS (
            SELECT *, row_number() OVER (PARTITION BY a ORDER BY score DESC, b) AS of_a,
                row_number() OVER (PARTITION BY b ORDER BY score DESC, a) AS of_b FROM once
        ), corrected AS (
            SELECT one.number AS a, other.number AS b, arg_max(left_one.author, left_one.step) AS author,
                arg_max(left_one.reason, left_one.step) AS reason
            FROM regrouped AS left_one JOIN {kind}_ranks AS one ON one.id = left_one.member
            JOIN once ON once.a = one.number JOIN {kind}_ranks AS other ON other.number = once.b
            JOIN regrouped AS right_one ON right_one.member = other.id AND right_one.step = left_one.step
            WHERE left_one.kind = '{kind}' AND right_one.kind = '{kind}'
                AND (left_one.was = right_one.was) <> (left_one.now = right_one.now)
            GROUP BY one.number, other.number
        )
        SELECT a, b, left_one.shown AS x, right_one.shown AS y, is_alike, score,
            left_one.centre = right_one.centre AS is_same, author, reason
        FROM placed JOIN {kind}_held AS left_one ON left_one.number = a
        JOIN {kind}_held AS right_one ON right_one.number = b
        LEFT JOIN corrected USING (a, b)
        WHERE x <> y AND (author IS NOT NULL OR (of_a <= {KEPT} AND of_b <= {KEPT})
            OR (is_same AND (left_one.id = left_one.centre OR right_one.id = right_one.centre)))
    """
    for _ in in_parts(connection, decided, "a, b"):
        connection.execute(
            f"""
            INSERT INTO judgments
            SELECT 'jdg-' || left(sha256(concat_ws(chr(31), '{kind}', least(x, y), greatest(x, y))), 16), '{kind}',
                least(x, y), greatest(x, y), CASE WHEN is_same THEN 'same' ELSE 'apart' END, score,
                CASE WHEN author IS NOT NULL THEN list_append(reasons, printf('{_CORRECTED}', author, reason))
                    WHEN is_same = is_alike THEN reasons
                    WHEN is_alike THEN list_append(reasons, '{_NOT_THE_CENTRE}')
                    ELSE list_append(reasons, '{_BY_ANOTHER}') END
            FROM some_rows JOIN (
                SELECT a, b, arg_max(reasons, (is_alike, score, reasons)) AS reasons
                FROM {kind}_judged SEMI JOIN some_rows USING (a, b) GROUP BY a, b
            ) AS why USING (a, b)
            """
        )


def hold(connection: duckdb.DuckDBPyConnection, kind: str) -> None:
    """Make `<kind>_held(number, id, shown, centre)`: by what each row is named and where it is held."""
    shown = "first_mentions.mention_id" if kind == "person" else "ranks.id"
    mentions = "JOIN first_mentions ON first_mentions.local_id = ranks.id" if kind == "person" else ""
    connection.execute(
        f"""
        CREATE OR REPLACE TABLE {kind}_held AS
        SELECT number, ranks.id, {shown} AS shown, centre
        FROM {kind}_ranks AS ranks JOIN {kind}_members ON member = ranks.id {mentions}
        """
    )
