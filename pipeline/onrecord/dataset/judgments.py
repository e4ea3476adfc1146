"""Writes the table `judgments`: scored pairs of all kinds, whether their rows ended in one group, and why.

Bounded: of each row the pair with its representative and a few of the highest scores, and pairs that a correction
decided.
"""

from __future__ import annotations

from onrecord.dataset.database import Connection, create, drop, fill, in_parts, insert
from onrecord_schema.tables import GROUPS

#: Judgments of one row beside that with its representative.
_MOST = 6
_SAME_AS_OTHER_MEMBER = "alike, but not like what represents the group"
_BY_REPRESENTATIVE = "not alike by themselves, but each like what represents the group"
_CORRECTED = "a correction by %s decides: %s"


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
    fill(
        connection,
        placed_rows=f"""SELECT number, ranks.id, {shown} AS shown_id, representative
        FROM {kind}_ranks AS ranks JOIN {kind}_members ON member = ranks.id {mentions}""",
    )


def _add_corrected_pairs(connection: Connection, kind: str) -> None:
    """Add the pairs of old and new representatives that only a correction has brought together, with score 0."""
    insert(
        connection,
        f"{kind}_scored",
        f"""
        SELECT DISTINCT least(one.number, other.number) AS a, greatest(one.number, other.number) AS b,
            false AS is_same, 0.0 AS score, []::VARCHAR[] AS reasons
        FROM regrouped JOIN placed_rows AS one ON one.id = was JOIN placed_rows AS other ON other.id = now
        WHERE kind = '{kind}' AND was <> now AND (a, b) NOT IN (SELECT (a, b) FROM {kind}_scored)
        """,
    )


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
        insert(
            connection,
            "judgments",
            f"""
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
            """,
        )
