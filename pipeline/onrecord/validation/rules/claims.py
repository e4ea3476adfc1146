"""Rules about claims: what is put in someone's mouth stands in the text, and so does who says it, and how."""

from __future__ import annotations

from onrecord.validation.checks import Check, query, reads, rows
from onrecord.validation.held_against_text import at_span, beside, ends_in_text, in_text, not_in_stripped_text_alone

#: Opening and closing quotation marks, single ones included, each a character of its own.
_MARKS = "\"“”„‟«»‘’‚'`´＂"

CLAIMS: tuple[Check, ...] = (
    reads(
        "CLM-20",
        "critical",
        "claims",
        "The cue is what stands in the article at its span.",
        {"cue": at_span("cue", "cue_start", "cue_end")},
    ),
    reads(
        "CLM-21",
        "critical",
        "claims",
        "Where the speaker stands is told by both ends of a span within the text.",
        {"speaker_start": ends_in_text("speaker_start", "speaker_end")},
        {"speaker_start": "(t.speaker_start IS NULL) <> (t.speaker_end IS NULL) OR t.speaker_end <= t.speaker_start"},
    ),
    reads(
        "CLM-22",
        "critical",
        "claims",
        "The speaker is named in the article's own words, or by a correction.",
        {"speaker": in_text("speaker")},
    ),
    rows(
        "CLM-23",
        "critical",
        "claims",
        "Only a claim with a speaker says where the speaker stands and who it is.",
        {
            "speaker": "t.speaker IS NULL AND (t.speaker_start IS NOT NULL OR t.person_id IS NOT NULL)",
            "speaker_kind": "t.speaker IS NULL AND t.speaker_kind <> 'unknown'",
        },
    ),
    reads(
        "CLM-24",
        "warning",
        "claims",
        "A direct quote stands word for word between quotation marks.",
        {"text": beside(_MARKS, "direct", 3, inside=False)},
    ),
    rows(
        "CLM-25",
        "warning",
        "claims",
        "An indirect claim is not itself a quotation.",
        {
            "text": "t.kind = 'indirect' AND regexp_full_match(t.text, '(?s)[\"“«].*[\"”»]')",
        },
    ),
    rows(
        "CLM-26",
        "warning",
        "claims",
        "Nothing was said after the article that reports it was published.",
        {
            "said": "t.said_start > a.published_end + 1",
        },
    ),
    query(
        "CLM-27",
        "critical",
        "claims",
        "A speaker who is a person is mentioned in the article that quotes them.",
        {
            "person_id": "SELECT t.* FROM claims t SEMI JOIN persons p USING (person_id) "
            "ANTI JOIN mentions m ON m.article_id = t.article_id AND m.person_id = t.person_id",
        },
    ),
    rows(
        "CLM-28",
        "warning",
        "claims",
        "A claim is a statement, not a page: at most 3,000 characters.",
        {
            "text": "length(t.text) > 3000",
        },
    ),
    reads(
        "CLM-29",
        "critical",
        "claims",
        "Where it was said is told in the article's own words, or by a correction.",
        {"place": in_text("place")},
    ),
    rows(
        "CLM-30",
        "info",
        "claims",
        "A claim that is reported has a speaker or a cue.",
        {
            "speaker": "t.kind <> 'narrator' AND t.speaker IS NULL AND t.cue IS NULL",
        },
    ),
    rows(
        "CLM-31",
        "critical",
        "claims",
        "A speaker who is one of the persons is a person.",
        {"speaker_kind": "t.person_id IS NOT NULL AND t.speaker_kind <> 'person'"},
    ),
    rows(
        "CLM-32",
        "critical",
        "claims",
        "What the article itself says has no speaker.",
        {"speaker": "t.kind = 'narrator' AND t.speaker IS NOT NULL"},
    ),
    rows(
        "CLM-35",
        "critical",
        "claims",
        "A speaker is more or less sure only where there is one.",
        {"speaker_confidence": "t.speaker_confidence IS NOT NULL AND t.speaker IS NULL"},
    ),
    reads(
        "CLM-33",
        "warning",
        "claims",
        "A claim that is partly quoted has a quotation mark in it or beside it.",
        {"text": beside(_MARKS, "mixed", 3, inside=True)},
    ),
    reads(
        "CLM-34",
        "critical",
        "claims",
        "Who says it, and where, does not stand in stripped text alone.",
        {column: not_in_stripped_text_alone(column) for column in ("speaker", "place")},
    ),
)
