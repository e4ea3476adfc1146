"""Rules about segments: they cover the text without gap or overlap, and what was stripped has a reason."""

from __future__ import annotations

from onrecord.validation.checks import Check, WorkingTable, article_rows, row, rows, rule
from onrecord_schema.segments import REMOVED_ROLES

_REMOVED = ", ".join(f"'{role}'" for role in REMOVED_ROLES)
_PROSE = "role IN ('body', 'summary') AND length(text) >= 20"
_MARKUP = (
    r"</?(a|abbr|article|aside|b|blockquote|br|center|div|em|figure|figcaption|font|footer|h[1-6]|header|hr|i|iframe|img|"
    r"li|main|nav|ol|p|pre|script|section|small|span|strong|style|su[bp]|svg|table|tbody|t[dhr]|u|ul|video)"
    r"(\s[^<>]{0,300})?/?>|<!--|&([a-z]{2,8}|#x?[0-9a-f]{2,6});"
)
_NOTICE = (
    r"\ball rights reserved\b|^\s*(©|\(c\)|copyright) *[12]\d{3}\b|\b(uses?|accept(ing)?|of) cookies\b|"
    r"\b(enable|requires?) javascript\b|\bsign up (for|to) (our|the|a) [a-z ]{0,30}newsletter\b|"
    r"\bprivacy policy\b.{0,40}\bterms\b|\bterms of (use|service)\b.{0,40}\bprivacy\b"
)
#: Each segment with the end of the one before it and the number of segments before it.
_IN_ORDER = """
    SELECT t.*, a.chars, row_number() OVER positions - 1 AS place, coalesce(lag(t."end") OVER ordinals, 0) AS before,
           row_number() OVER (PARTITION BY article_id ORDER BY t."end" DESC, t.segment_id) AS from_the_end
    FROM segments t JOIN article a USING (article_id)
    WINDOW ordinals AS (PARTITION BY article_id ORDER BY t.ordinal, t.start, t."end"),
           positions AS (PARTITION BY article_id ORDER BY t.start, t.ordinal, t.segment_id)"""

#: A paragraph as a number that stands for its characters, spaces and line ends left out.
_LINE = "hash(replace(replace({}.text, ' ', ''), chr(10), ''))"
#: The paragraphs of prose and of boilerplate, and the stories they are in.
LINES = WorkingTable(
    "lines",
    f"SELECT {_LINE.format('s')} AS line, s.role = 'boilerplate' AS is_boilerplate, hash(a.story_id) AS story "
    f"FROM segments s LEFT JOIN article a USING (article_id) WHERE role = 'boilerplate' OR ({_PROSE})",
)
_BOILERPLATE = "SELECT line FROM lines GROUP BY 1 HAVING bool_or(is_boilerplate) AND NOT bool_and(is_boilerplate)"
_OFTEN = "SELECT line FROM lines WHERE NOT is_boilerplate GROUP BY 1 HAVING count(*) >= 3"
_IN_THREE_STORIES = (
    f"SELECT line FROM lines WHERE NOT is_boilerplate AND line IN ({_OFTEN}) GROUP BY 1 "
    "HAVING count(DISTINCT story) >= 3"
)
_PROSE_AMONG = f"SELECT t.* FROM segments t WHERE {_PROSE} AND {_LINE.format('t')} IN ({{}})"

SEGMENTS: tuple[Check, ...] = (
    rule("SEG-20", "critical", "Each segment begins where the one before it ends, the first at 0.").broken_by(
        article_rows("start", f"SELECT * FROM ({_IN_ORDER}) WHERE start <> before", "{t.before}")
    ),
    rule("SEG-21", "critical", "The last segment ends where the text ends.").broken_by(
        article_rows("end", f'SELECT * FROM ({_IN_ORDER}) WHERE from_the_end = 1 AND "end" <> chars', "{t.chars}")
    ),
    rule("SEG-22", "critical", "Ordinals count from 0, in the order of the text.").broken_by(
        article_rows("ordinal", f"SELECT * FROM ({_IN_ORDER}) WHERE ordinal <> place", "{t.place}")
    ),
    rule("SEG-23", "critical", "Segments are stripped exactly if their role is one that is stripped.").broken_by(
        row("kept", f"t.kept = (t.role IN ({_REMOVED}))", "{NOT t.kept}, as the role is {t.role}")
    ),
    rule("SEG-24", "critical", "A stripped segment has a reason and a score.").broken_by(
        row("reason", "NOT t.kept AND t.reason IS NULL", "a reason"),
        row("score", "NOT t.kept AND t.score IS NULL", "a score"),
    ),
    rule("SEG-25", "critical", "A kept segment has no reason and no score.").broken_by(
        row("reason", "t.kept AND t.reason IS NOT NULL", "null"),
        row("score", "t.kept AND t.score IS NOT NULL", "null"),
    ),
    rule("SEG-26", "warning", "Kept text has no markup.").broken_by(
        row(
            "text",
            "t.kept AND CASE WHEN contains(t.text, '<') OR contains(t.text, '&') "
            f"THEN regexp_matches(t.text, '{_MARKUP}', 'i') END",
            "text without markup",
        )
    ),
    rule("SEG-27", "warning", "No paragraph of prose is boilerplate of another article.").broken_by(
        rows("text", _PROSE_AMONG.format(_BOILERPLATE), "text that is not boilerplate elsewhere"), reads=(LINES,)
    ),
    rule("SEG-28", "warning", "No paragraph of prose is, word for word, in three stories.").broken_by(
        rows("text", _PROSE_AMONG.format(_IN_THREE_STORIES), "text of at most two stories"), reads=(LINES,)
    ),
    rule("SEG-29", "warning", "No notice of rights, cookies or subscription is prose.").broken_by(
        row(
            "text",
            "t.role IN ('body', 'summary') AND CASE WHEN length(t.text) < 400 "
            f"THEN regexp_matches(t.text, '{_NOTICE}', 'i') END",
            "prose of the article",
        )
    ),
)
