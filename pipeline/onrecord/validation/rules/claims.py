"""Rules about claims: content, cue and speaker are words of the article, and fit together."""

from __future__ import annotations

from onrecord.validation.checks import Check, article_rows, row, rows, rule
from onrecord.validation.rules.spans import at_span, dated_by_article, not_only_in_stripped_text, written_in_text

#: A quotation mark, single ones included, as a pattern.
_MARK = "[\"“”„‟«»‘’‚''`´＂]"
#: The claim with three characters on either side, and whether it has a span in a text.
_AROUND = 'piece(a.text, greatest(t.start - 3, 0), t."end" + 3)'
_HAS_SPAN = 'a.text IS NOT NULL AND t.start >= 0 AND t.start <= t."end"'
_NAMED = (
    "SELECT 1 FROM mentions m WHERE m.article_id = t.article_id AND m.start >= t.speaker_start "
    'AND m."end" <= t.speaker_end'
)

CLAIMS: tuple[Check, ...] = (
    rule("CLM-20", "critical", "The cue is the article's text at its span.").broken_by(
        at_span("cue", "cue_start", "cue_end")
    ),
    rule("CLM-21", "critical", "speaker_start and speaker_end are both null or a valid span.").broken_by(
        row(
            "speaker_start",
            "(t.speaker_start IS NULL) <> (t.speaker_end IS NULL) OR t.speaker_end <= t.speaker_start "
            "OR t.speaker_end > a.chars",
            "both null, or a span in the text of {a.chars} characters",
            "{t.speaker_start} to {t.speaker_end}",
        )
    ),
    rule("CLM-22", "critical", "The speaker is written in the text, or a correction gave it.").broken_by(
        written_in_text("speaker")
    ),
    rule("CLM-23", "critical", "A claim without a speaker has no speaker's span, person or kind.").broken_by(
        row(
            "speaker",
            "t.speaker IS NULL AND (t.speaker_start IS NOT NULL OR t.person_id IS NOT NULL)",
            "a speaker, as there is a span or a person",
            "null, speaker_start {t.speaker_start}, person_id {t.person_id}",
        ),
        row("speaker_kind", "t.speaker IS NULL AND t.speaker_kind <> 'unknown'", "unknown, as there is no speaker"),
    ),
    # What a colon introduces is quoted without marks.
    rule("CLM-24", "warning", "A direct quote has a quotation mark at one end, or a colon as cue.").broken_by(
        row(
            "text",
            f"CASE WHEN t.kind = 'direct' AND t.cue IS DISTINCT FROM ':' AND {_HAS_SPAN} "
            f"THEN NOT regexp_matches({_AROUND}, '(?s)^.{{0,3}}{_MARK}|{_MARK}.{{0,3}}$') END",
            "a quotation mark at one end",
            f"{{{_AROUND}}}",
        )
    ),
    rule("CLM-25", "warning", "An indirect claim is not a whole quotation.").broken_by(
        row(
            "text",
            "t.kind = 'indirect' AND (regexp_full_match(t.text, '(?s)[\"“«].*[\"”»]') "
            f"OR CASE WHEN {_HAS_SPAN} AND t.start > 0 THEN regexp_full_match("
            'piece(a.text, t.start - 1, t."end" + 2), \'(?s)["“«„].*["”»“].?\') END)',
            "no quotation marks around all of it",
        )
    ),
    rule("CLM-26", "warning", "Nothing is said after the article was published.").broken_by(
        row("said", "t.said_start > a.published_end + 1", "a day up to {a.published_end}")
    ),
    rule("CLM-27", "critical", "A speaker who is a person is mentioned in the claim's article.").broken_by(
        rows(
            "person_id",
            "SELECT t.* FROM claims t SEMI JOIN persons p USING (person_id) "
            "ANTI JOIN mentions m ON m.article_id = t.article_id AND m.person_id = t.person_id",
            "a person mentioned in {t.article_id}",
        )
    ),
    rule("CLM-28", "warning", "A claim has at most 3,000 characters.").broken_by(
        row("text", "length(t.text) > 3000", "at most 3,000 characters", "{length(t.text)} characters")
    ),
    rule("CLM-29", "critical", "The place is written in the text, or a correction gave it.").broken_by(
        written_in_text("place")
    ),
    rule("CLM-30", "info", "A reported claim has a speaker or a cue.").broken_by(
        row(
            "speaker",
            "t.kind <> 'narrator' AND t.speaker IS NULL AND t.cue IS NULL",
            "a speaker or a cue",
            "neither, kind {t.kind}",
        )
    ),
    rule("CLM-31", "critical", "A speaker with a person_id is of kind person.").broken_by(
        row("speaker_kind", "t.person_id IS NOT NULL AND t.speaker_kind <> 'person'", "person")
    ),
    rule("CLM-32", "critical", "A claim of the narrator has no speaker.").broken_by(
        row("speaker", "t.kind = 'narrator' AND t.speaker IS NOT NULL", "null, as the kind is narrator")
    ),
    rule("CLM-33", "warning", "A partly quoted claim has a quotation mark in it or beside it.").broken_by(
        row(
            "text",
            f"CASE WHEN t.kind = 'mixed' AND {_HAS_SPAN} THEN NOT regexp_matches({_AROUND}, '{_MARK}') END",
            "a quotation mark",
            f"{{{_AROUND}}}",
        )
    ),
    rule("CLM-34", "critical", "Speaker and place are not only written in stripped text.").broken_by(
        not_only_in_stripped_text("speaker"), not_only_in_stripped_text("place")
    ),
    rule("CLM-35", "critical", "Only a claim with a speaker has a speaker_confidence.").broken_by(
        row(
            "speaker_confidence",
            "t.speaker_confidence IS NOT NULL AND t.speaker IS NULL",
            "null, as there is no speaker",
        )
    ),
    rule("CLM-36", "warning", "The speaker's person is one whom the speaker's span names, unless corrected.").broken_by(
        article_rows(
            "person_id",
            "SELECT t.* FROM claims t WHERE NOT t.curated AND t.person_id IS NOT NULL AND EXISTS "
            f"({_NAMED} AND m.form = 'name') AND NOT EXISTS ({_NAMED} AND m.person_id = t.person_id)",
            "a person mentioned from {t.speaker_start} to {t.speaker_end}",
        )
    ),
    rule("CLM-37", "warning", "What was said is dated by a date of the article or its publication.").broken_by(
        article_rows("said", dated_by_article("claims", "said"), "a date of the article")
    ),
)
