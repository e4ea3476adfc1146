"""Rules about segments: they tile the text, and what was set aside says why."""

from __future__ import annotations

from onrecord.validation.articles_whole import NUMBERED, TILED, TILED_TO_THE_END
from onrecord.validation.checks import Check, query, reads, rows
from onrecord_schema.segments import REMOVED_ROLES

_REMOVED = ", ".join(f"'{role}'" for role in REMOVED_ROLES)

#: Makes `beginnings`: how prose and boilerplate begin, blanks apart. Whole lines are compared only where that is alike.
_BEGINNINGS = """
    CREATE TABLE IF NOT EXISTS beginnings AS SELECT segment_id, role, hash(squeezed(left(text, 60))) AS begins
    FROM segments WHERE role = 'boilerplate' OR (role IN ('body', 'summary') AND length(text) >= 20)"""
_LIKE_BOILERPLATE = (
    "(SELECT * FROM segments SEMI JOIN (SELECT segment_id FROM beginnings WHERE role <> 'boilerplate' AND begins IN "
    "(SELECT begins FROM beginnings WHERE role = 'boilerplate')) USING (segment_id))"
)
_OFTEN_BEGUN = (
    "(SELECT * FROM segments SEMI JOIN (SELECT segment_id FROM beginnings WHERE role <> 'boilerplate' AND begins IN "
    "(SELECT begins FROM beginnings WHERE role <> 'boilerplate' GROUP BY 1 HAVING count(*) >= 3)) USING (segment_id))"
)

SEGMENTS: tuple[Check, ...] = (
    reads(
        "SEG-20",
        "critical",
        "segments",
        "Segments tile the text: each begins where the one before it ends, the first at 0, without gap or overlap.",
        {"start": TILED},
    ),
    reads(
        "SEG-21",
        "critical",
        "segments",
        "The last segment ends where the text ends.",
        {"end": TILED_TO_THE_END},
    ),
    reads(
        "SEG-22",
        "critical",
        "segments",
        "Ordinals count from 0 without a break.",
        {"ordinal": NUMBERED},
    ),
    rows(
        "SEG-23",
        "critical",
        "segments",
        "Kept is false for boilerplate, author_bio, source_url and off_topic, and for no other role.",
        {"kept": f"t.kept = (t.role IN ({_REMOVED}))"},
    ),
    rows(
        "SEG-24",
        "critical",
        "segments",
        "What was set aside says why, and how strong the evidence is.",
        {
            "reason": "NOT t.kept AND t.reason IS NULL",
            "score": "NOT t.kept AND t.score IS NULL",
        },
    ),
    rows(
        "SEG-25",
        "critical",
        "segments",
        "What was kept has no reason and no score for being set aside.",
        {
            "reason": "t.kept AND t.reason IS NOT NULL",
            "score": "t.kept AND t.score IS NOT NULL",
        },
    ),
    rows(
        "SEG-26",
        "warning",
        "segments",
        "No markup is left in kept text.",
        {
            # Looked for only where there are the signs that make markup.
            "text": "CASE WHEN t.kept AND (contains(t.text, '<') OR contains(t.text, '&')) "
            r"THEN regexp_matches(t.text, "
            r"'</?(p|div|span|br|a|b|i|em|strong|img|script|style|ul|li|h[1-6]|table|t[dr])(\s[^<>]{0,300})?/?>|"
            r"&(amp|nbsp|quot|lt|gt|apos|[lr][sd]quo|[nm]dash|#x?[0-9a-f]{2,5});', 'i') END",
        },
    ),
    query(
        "SEG-27",
        "warning",
        "segments",
        "What was stripped as boilerplate in one article is not kept as prose in another.",
        {
            "text": f"SELECT t.* FROM {_LIKE_BOILERPLATE} t SEMI JOIN (SELECT squeezed(text) AS line FROM segments "
            "WHERE role = 'boilerplate') b ON b.line = squeezed(t.text)",
        },
        _BEGINNINGS,
    ),
    query(
        "SEG-28",
        "warning",
        "segments",
        "No paragraph of prose stands word for word in three stories: that is a page's furniture.",
        {
            "text": f"SELECT t.* FROM {_OFTEN_BEGUN} t SEMI JOIN (SELECT squeezed(s.text) AS line FROM {_OFTEN_BEGUN} "
            "s JOIN article a USING (article_id) GROUP BY 1 HAVING count(DISTINCT a.story_id) >= 3) r "
            "ON r.line = squeezed(t.text)",
        },
        _BEGINNINGS,
    ),
    rows(
        "SEG-29",
        "warning",
        "segments",
        "No notice of rights, cookies or subscription is left in the prose.",
        {
            "text": r"CASE WHEN t.role IN ('body', 'summary') AND length(t.text) < 400 THEN regexp_matches(t.text, "
            r"'\ball rights reserved\b|^\s*(©|\(c\)|copyright) *[12]\d{3}\b|\b(uses?|accept(ing)?|of) cookies\b|"
            r"\b(enable|requires?) javascript\b|\bsign up (for|to) (our|the|a) [a-z ]{0,30}newsletter\b|"
            r"\bprivacy policy\b.{0,40}\bterms\b|\bterms of (use|service)\b.{0,40}\bprivacy\b', 'i') END",
        },
    ),
)
