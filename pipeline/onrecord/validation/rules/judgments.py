"""Rules about judgments, conflicts and corrections: they name rows that exist, and say of them what the tables say."""

from __future__ import annotations

from onrecord.validation.checks import Check, query, rows

#: kind of judgment -> the rows it is about, as (id, group): what the tables hold to be one has the same group.
_JUDGED = {
    "story": "SELECT article_id AS id, story_id AS held FROM articles",
    "person": "SELECT mention_id AS id, person_id AS held FROM mentions",
    "claim": "SELECT claim_id AS id, claim_group_id AS held FROM claims",
    "event": "SELECT event_id AS id, event_group_id AS held FROM events",
}
_HELD = " UNION ALL ".join(
    f"SELECT hash('{kind}', id) AS id, hash(held) AS held FROM ({rows})" for kind, rows in _JUDGED.items()
)
#: Makes `misjudged`: the judgments of which a row is nowhere, or which say what the tables do not hold.
_MISJUDGED = f"""
    CREATE TABLE IF NOT EXISTS misjudged AS
    SELECT judgment_id, "left", "right", decision, one.held AS left_held, other.held AS right_held FROM judgments
    LEFT JOIN ({_HELD}) one ON one.id = hash(kind, "left") LEFT JOIN ({_HELD}) other ON other.id = hash(kind, "right")
    WHERE one.held IS NULL OR other.held IS NULL OR (one.held = other.held) <> (decision = 'same')"""
#: A dropped row is in `corrections` alone, and what was judged of it stays on record.
_DROPPED = "(SELECT unnest(dropped) AS content FROM corrections)"


def _nowhere(side: str) -> str:
    return (
        f"SELECT t.* FROM misjudged t WHERE t.{side}_held IS NULL "
        f'AND NOT EXISTS (SELECT 1 FROM {_DROPPED} d WHERE contains(d.content, t."{side}"))'
    )


_DECIDED = "SELECT t.* FROM misjudged t WHERE (t.left_held = t.right_held) <> (t.decision = 'same')"
_SAYERS = (
    "SELECT claim_id AS id, article_id FROM claims UNION ALL SELECT event_id, article_id FROM events "
    "UNION ALL SELECT quantity_id, article_id FROM quantities"
)


def _unsaid(side: str) -> str:
    return (
        f'SELECT t.* FROM conflicts t LEFT JOIN ({_SAYERS}) s ON s.id = t."{side}" '
        f"WHERE s.article_id IS DISTINCT FROM t.{side}_article_id"
    )


_SIDES = " UNION ALL ".join(
    f"SELECT conflict_id, '{side}_text' AS side, {side}_article_id AS article_id, {side}_start AS first, "
    f"{side}_end AS past, {side}_text AS quoted FROM conflicts"
    for side in ("left", "right")
)
#: Makes `misquoted`: the sides of conflicts that are not what stands in their articles. Those of an article are one
#: row, so that the database keeps them in memory for the join, and not the articles' texts.
_MISQUOTED = f"""
    CREATE TABLE IF NOT EXISTS misquoted AS SELECT DISTINCT one.conflict_id, one.side FROM (
        SELECT text, unnest(sides) AS one FROM articles JOIN (
            SELECT article_id, list(struct_pack(conflict_id, side, first, past, quoted)) AS sides FROM ({_SIDES})
            GROUP BY article_id
        ) USING (article_id)
    ) WHERE one.quoted IS DISTINCT FROM piece(text, one.first, one.past)"""


def _wrong_side(side: str) -> str:
    return (
        f"SELECT t.* FROM conflicts t SEMI JOIN (SELECT * FROM misquoted WHERE side = '{side}') m USING (conflict_id)"
    )


JUDGMENTS: tuple[Check, ...] = (
    rows(
        "JDG-20",
        "critical",
        "judgments",
        "The id is the hash of (kind, left, right), and left comes before right.",
        {
            "judgment_id": """t.judgment_id IS DISTINCT FROM hashed('jdg', concat_ws(chr(31), t.kind, t."left", """
            """t."right"))""",
            "right": 't."left" >= t."right"',
        },
    ),
    query(
        "JDG-21",
        "critical",
        "judgments",
        "The rows that were judged exist, or a correction dropped them.",
        {"left": _nowhere("left"), "right": _nowhere("right")},
        _MISJUDGED,
    ),
    query(
        "JDG-22",
        "critical",
        "judgments",
        "What was decided is what the tables hold: rows judged the same are in one group, and only those.",
        {"decision": _DECIDED},
        _MISJUDGED,
    ),
    rows(
        "JDG-23",
        "critical",
        "judgments",
        "Every decision has its reasons.",
        {"reasons": "len(t.reasons) = 0"},
    ),
    rows(
        "CFL-20",
        "critical",
        "conflicts",
        "The id is the hash of (kind, left, right), and left comes before right.",
        {
            "conflict_id": """t.conflict_id IS DISTINCT FROM hashed('cfl', concat_ws(chr(31), t.kind, t."left", """
            """t."right"))""",
            "right": 't."left" >= t."right"',
        },
    ),
    query(
        "CFL-21",
        "critical",
        "conflicts",
        "The rows that conflict exist, in the articles that are named.",
        {"left": _unsaid("left"), "right": _unsaid("right")},
    ),
    query(
        "CFL-22",
        "critical",
        "conflicts",
        "Both sentences are what stands in their articles.",
        {side: _wrong_side(side) for side in ("left_text", "right_text")},
        _MISQUOTED,
    ),
    rows(
        "CFL-23",
        "critical",
        "conflicts",
        "An article does not conflict with itself.",
        {"right_article_id": "t.left_article_id = t.right_article_id"},
    ),
    rows(
        "COR-20",
        "critical",
        "corrections",
        "A correction names rows, and says what it changed.",
        {"row_ids": "len(t.row_ids) = 0", "changes": "len(t.changes) = 0"},
    ),
)
