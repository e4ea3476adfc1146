"""Rules about judgments, conflicts and corrections: they name rows that exist, and the tables agree with them."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.validation.checks import Check, Clause, WorkingTable, article_rows, row, rows, rule
from onrecord_schema.tables import TABLES

#: Kind of judgment -> the rows it is about, each with the group it is in.
_JUDGED = {
    "story": "SELECT article_id AS id, story_id AS grouped FROM articles",
    "person": "SELECT mention_id AS id, person_id AS grouped FROM mentions",
    "claim": "SELECT claim_id AS id, claim_group_id AS grouped FROM claims",
    "event": "SELECT event_id AS id, event_group_id AS grouped FROM events",
}
_GROUPED = " UNION ALL ".join(
    f"SELECT hash('{kind}', id) AS id, hash(grouped) AS grouped FROM ({rows})" for kind, rows in _JUDGED.items()
)
#: The judgments of which a row does not exist, or that the tables do not agree with.
MISJUDGED = WorkingTable(
    "misjudged",
    f"""
    SELECT judgment_id, kind, "left", "right", decision, one.grouped AS left_group, other.grouped AS right_group
    FROM judgments LEFT JOIN ({_GROUPED}) one ON one.id = hash(kind, "left")
    LEFT JOIN ({_GROUPED}) other ON other.id = hash(kind, "right")
    WHERE one.grouped IS NULL OR other.grouped IS NULL OR (one.grouped = other.grouped) <> (decision = 'same')""",
)
_SAYERS = (
    'SELECT claim_id AS id, article_id, start, "end" FROM claims UNION ALL SELECT event_id, article_id, start, "end" '
    'FROM events UNION ALL SELECT quantity_id, article_id, start, "end" FROM quantities'
)
_CORRECTION_ID = (
    "hashed('cor', concat_ws(chr(31), t.ordinal, t.action, array_to_string(t.row_ids, chr(31)), "
    "array_to_string(t.changes, chr(31))))"
)
_CHANGE_ID = "hashed('chg', concat_ws(chr(31), t.correction_id, t.ordinal))"
_ALL_COLUMNS = ", ".join(f"'{table.name}.{column}'" for table in TABLES.values() for column in table.columns)
_ALL_IDS = " UNION ALL ".join(
    f"SELECT {table.key[0]} AS id FROM {table.name}" for table in TABLES.values() if table.of_origin("free")
)


def _missing(side: str) -> Clause:
    # Judgments about a row that a correction dropped stay on record.
    query = (
        f"SELECT t.* FROM misjudged t WHERE t.{side}_group IS NULL AND NOT EXISTS (SELECT 1 FROM "
        f'(SELECT unnest(dropped) AS content FROM corrections) d WHERE contains(d.content, t."{side}"))'
    )
    return rows(side, query, "the id of a row ({t.kind}), or of one that a correction dropped")


def _pair_ids(key: str, prefix: str) -> Iterator[Clause]:
    right = f"""hashed('{prefix}', concat_ws(chr(31), t.kind, t."left", t."right"))"""
    yield row(key, f"t.{key} IS DISTINCT FROM {right}", f"{{{right}}}")
    yield row("right", 't."left" >= t."right"', 'an id after {t."left"}')


def _unknown_side(side: str) -> Clause:
    query = (
        f"SELECT t.*, s.article_id AS its_article FROM conflicts t LEFT JOIN ({_SAYERS}) s "
        f'ON s.id = t."{side}" WHERE s.article_id IS DISTINCT FROM t.{side}_article_id'
    )
    expected = f"a claim, event or quantity of {{t.{side}_article_id}}"
    return rows(side, query, expected, f'{{t."{side}"}} of {{t.its_article}}')


def _misquoted(side: str) -> Clause:
    right = f"piece(a.text, t.{side}_start, t.{side}_end)"
    query = (
        f"SELECT t.*, {right} AS right_text FROM conflicts t JOIN article a ON a.article_id = t.{side}_article_id "
        f"WHERE a.text IS NOT NULL AND t.{side}_text IS DISTINCT FROM {right}"
    )
    return article_rows(f"{side}_text", query, "{t.right_text}")


JUDGMENTS: tuple[Check, ...] = (
    rule("JDG-20", "critical", "The id is the hash of (kind, left, right), and left is before right.").broken_by(
        *_pair_ids("judgment_id", "jdg")
    ),
    rule("JDG-21", "critical", "The two rows exist, or a correction dropped them.").broken_by(
        _missing("left"), _missing("right"), reads=(MISJUDGED,)
    ),
    rule("JDG-22", "critical", "Two rows are in one group exactly if they were judged the same.").broken_by(
        rows(
            "decision",
            "SELECT t.* FROM misjudged t WHERE (t.left_group = t.right_group) <> (t.decision = 'same')",
            "{CASE WHEN t.left_group = t.right_group THEN 'same, as they are in one group' "
            "ELSE 'apart, as they are in two groups' END}",
        ),
        reads=(MISJUDGED,),
    ),
    rule("JDG-23", "critical", "Every decision has reasons.").broken_by(
        row("reasons", "len(t.reasons) = 0", "at least one reason", "none")
    ),
)

CONFLICTS: tuple[Check, ...] = (
    rule("CFL-20", "critical", "The id is the hash of (kind, left, right), and left is before right.").broken_by(
        *_pair_ids("conflict_id", "cfl")
    ),
    rule("CFL-21", "critical", "The two rows exist, in the articles that are named.").broken_by(
        _unknown_side("left"), _unknown_side("right")
    ),
    rule("CFL-22", "critical", "Both texts are the text of their articles at their spans.").broken_by(
        _misquoted("left"), _misquoted("right")
    ),
    rule("CFL-23", "critical", "The two rows are in two articles.").broken_by(
        row("right_article_id", "t.left_article_id = t.right_article_id", "another article than the left one's")
    ),
    rule("CFL-24", "critical", "The two sentences overlap the rows that conflict.").broken_by(
        *(
            rows(
                side,
                f'SELECT t.*, s.start, s."end" FROM conflicts t JOIN ({_SAYERS}) s ON s.id = t."{side}" '
                f'WHERE t.{side}_start >= s."end" OR t.{side}_end <= s.start',
                f"a row between {{t.{side}_start}} and {{t.{side}_end}}",
                '{t.start} to {t."end"}',
            )
            for side in ("left", "right")
        )
    ),
    rule("CFL-25", "critical", "The two rows are of one table; those of an assertion are claims.").broken_by(
        row(
            "right",
            """t."left"[:3] <> t."right"[:3] OR (t.kind = 'assertion' AND t."left"[:3] <> 'clm')""",
            """a {CASE WHEN t.kind = 'assertion' THEN 'clm' ELSE t."left"[:3] END} id""",
            '{t."right"} against {t."left"}',
        )
    ),
)

CORRECTIONS: tuple[Check, ...] = (
    rule("COR-20", "critical", "A correction has rows and changes.").broken_by(
        row("row_ids", "len(t.row_ids) = 0", "at least one row", "none"),
        row("changes", "len(t.changes) = 0", "at least one change", "none"),
    ),
    rule("COR-21", "critical", "The id is the hash of (ordinal, action, row_ids, changes).").broken_by(
        row("correction_id", f"t.correction_id <> {_CORRECTION_ID}", f"{{{_CORRECTION_ID}}}")
    ),
    rule("COR-22", "critical", "Ordinals count from 0 without a gap.").broken_by(
        rows(
            "ordinal",
            "SELECT t.* FROM corrections t ANTI JOIN corrections o ON o.ordinal = t.ordinal - 1 WHERE t.ordinal > 0",
            "a correction with ordinal {t.ordinal - 1}",
        )
    ),
    rule("COR-23", "critical", "A correction has a row of `changes` for each of its changes in words.").broken_by(
        rows(
            "changes",
            "SELECT t.*, coalesce(c.counted, 0) AS counted FROM corrections t LEFT JOIN (SELECT correction_id, "
            "count(*) AS counted FROM changes GROUP BY 1) c USING (correction_id) "
            "WHERE len(t.changes) <> coalesce(c.counted, 0)",
            "{t.counted} changes",
            "{len(t.changes)}",
        )
    ),
)

CHANGES: tuple[Check, ...] = (
    rule("CHG-20", "critical", "The id is the hash of (correction_id, ordinal).").broken_by(
        row("change_id", f"t.change_id <> {_CHANGE_ID}", f"{{{_CHANGE_ID}}}")
    ),
    rule("CHG-21", "critical", "A change is in a column that the contract has.").broken_by(
        row(
            "column_name",
            f"t.table_name || '.' || t.column_name NOT IN ({_ALL_COLUMNS})",
            "a column of the table",
            "{t.table_name}.{t.column_name}",
        )
    ),
    rule("CHG-22", "critical", "A row of which a column was set is there, renamed or dropped.").broken_by(
        rows(
            "row_id",
            f"SELECT t.* FROM changes t ANTI JOIN ({_ALL_IDS}) r ON r.id = t.row_id ANTI JOIN (SELECT row_id FROM "
            "changes WHERE kind <> 'set') c ON c.row_id = t.row_id WHERE t.kind = 'set' AND NOT EXISTS "
            "(SELECT 1 FROM corrections WHERE action = 'drop')",
            "the id of a row, or of one that a correction renamed",
        )
    ),
)
