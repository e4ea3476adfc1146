"""Rules about the ledger of sources and the articles that came of them."""

from __future__ import annotations

import pycountry

from onrecord.validation.articles_whole import BODY_IS_PROSE, REMOVED_SHARE, WORDS_COUNTED
from onrecord.validation.checks import Check, query, reads, rows
from onrecord.validation.held_against_text import in_text
from onrecord.validation.screens import has_carriage_return, is_odd

#: The two-letter codes of ISO 639, as SQL.
_LANGUAGES = ", ".join(sorted(f"'{one.alpha_2}'" for one in pycountry.languages if hasattr(one, "alpha_2")))


ARTICLES: tuple[Check, ...] = (
    query(
        "SRC-20",
        "critical",
        "sources",
        "The ledger says of every input what became of it: an article, a duplicate of one, or rejected with a reason.",
        {
            "article_id": "SELECT t.* FROM sources t WHERE (t.status = 'rejected') <> (t.article_id IS NULL)",
            "reason": "SELECT t.* FROM sources t WHERE t.status <> 'article' AND t.reason IS NULL",
        },
    ),
    rows(
        "SRC-21",
        "critical",
        "sources",
        "An article or a duplicate has the id that its bytes give.",
        {
            "article_id": "t.article_id <> 'art-' || left(t.source_sha256, 16)",
        },
    ),
    query(
        "SRC-22",
        "critical",
        "sources",
        "Sources with the same bytes became one article; the others are its duplicates.",
        {
            "status": "SELECT t.* FROM sources t JOIN (SELECT article_id FROM sources WHERE status = 'article' "
            "GROUP BY 1 "
            "HAVING count(*) > 1) d USING (article_id) WHERE t.status = 'article'",
        },
    ),
    rows(
        "SRC-23",
        "critical",
        "sources",
        "Of what became an article it is known which bytes it had, and how they were read.",
        # What repeats another's bytes is not read again.
        {column: f"t.status <> 'rejected' AND t.{column} IS NULL" for column in ("source_sha256", "bytes")}
        | {column: f"t.status = 'article' AND t.{column} IS NULL" for column in ("media_type", "encoding")},
    ),
    rows(
        "SRC-24",
        "critical",
        "sources",
        "Paths lead downward from the sources folder, with forward slashes.",
        {
            "source_path": r"regexp_matches(t.source_path, '^/|\\\\|^[A-Za-z]:|(^|/)\.\.(/|$)')",
        },
    ),
    rows(
        "ART-20",
        "critical",
        "articles",
        "The id is made of the source's SHA-256.",
        {
            "article_id": "t.article_id <> 'art-' || left(t.source_sha256, 16)",
        },
    ),
    query(
        "ART-21",
        "critical",
        "articles",
        "Every article stands in the ledger, under its path and with its hash.",
        {
            "source_path": "SELECT t.* FROM articles t ANTI JOIN sources s ON s.source_path = t.source_path "
            "AND s.article_id = t.article_id AND s.status = 'article' "
            "AND s.source_sha256 IS NOT DISTINCT FROM t.source_sha256",
        },
    ),
    query(
        "ART-22",
        "critical",
        "articles",
        "Every article has its segments.",
        {
            "article_id": "SELECT t.* FROM articles t ANTI JOIN segments s USING (article_id)",
        },
    ),
    reads(
        "ART-23",
        "critical",
        "articles",
        "The body is the article's own prose, and nothing else: its segments with role body, summary or subheading.",
        {"body": BODY_IS_PROSE},
    ),
    reads(
        "ART-24",
        "critical",
        "articles",
        "The removed share is the share of the text that lies in segments not kept.",
        {"removed_share": REMOVED_SHARE},
    ),
    rows(
        "ART-25",
        "critical",
        "articles",
        "The publication date is one on which news was printed: 1600 to 2200.",
        {
            "published": "t.published_start < DATE '1600-01-01' OR t.published_end >= DATE '2200-01-01'",
        },
    ),
    rows(
        "ART-26",
        "critical",
        "articles",
        "How the publication date is known is said exactly when there is one.",
        {
            "published_basis": "(t.published IS NULL) <> (t.published_basis = 'unknown')",
        },
    ),
    rows(
        "ART-27",
        "warning",
        "articles",
        "The text was decoded with the right encoding: no replacement characters, no "
        "control characters, no accents in pairs of signs.",
        {
            "text": r"regexp_matches(t.text, "
            r"'[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x{fffd}]|Ã[\x{80}-\x{bf}©¨¼¶¤±³]|â€[\x{9c}\x{9d}™œ\x{93}\x{94}]')",
        },
        {"text": is_odd},
    ),
    rows("ART-28", "warning", "articles", "The language is known.", {"language": "t.language IS NULL"}),
    rows(
        "ART-29",
        "warning",
        "articles",
        "The article has prose of its own.",
        {"body": "t.body = '' OR t.word_count = 0"},
    ),
    rows(
        "ART-30",
        "info",
        "articles",
        "Less than four fifths of the page was stripped.",
        {"removed_share": "t.removed_share > 0.8"},
    ),
    rows(
        "ART-31",
        "warning",
        "articles",
        "The headline and the line below it are no longer than a sentence or two.",
        {
            "title": "length(t.title) > 400",
            "subtitle": "length(t.subtitle) > 1000",
        },
    ),
    rows(
        "ART-32",
        "warning",
        "articles",
        "Addresses are addresses.",
        {
            "url": "NOT regexp_full_match(t.url, '[A-Za-z][A-Za-z0-9+.-]*:[^[:space:]<>]+')",
            "source_url": "NOT regexp_full_match(t.source_url, '([A-Za-z][A-Za-z0-9+.-]*:|www[.])[^[:space:]<>]+')",
        },
    ),
    rows(
        "ART-33",
        "critical",
        "articles",
        "Lines of the text end in a line feed alone.",
        {"text": "contains(t.text, chr(13))"},
        {"text": has_carriage_return},
    ),
    reads(
        "ART-34",
        "warning",
        "articles",
        "The words of the body are counted right.",
        # Words are divided by single blanks almost always: only where that count differs are they looked for.
        {"word_count": WORDS_COUNTED},
    ),
    reads(
        "ART-35",
        "warning",
        "articles",
        "The place of the dateline is in the article's own words.",
        {"dateline_place": in_text("dateline_place")},
    ),
    rows(
        "ART-36",
        "critical",
        "articles",
        "Authors are listed once.",
        {"authors": "len(t.authors) <> len(list_distinct(t.authors))"},
    ),
    rows(
        "ART-37",
        "critical",
        "articles",
        "The language is one that ISO 639 knows.",
        {"language": f"regexp_matches(t.language, '^[a-z]{{2}}(-|$)') AND t.language[:2] NOT IN ({_LANGUAGES})"},
    ),
    rows(
        "ART-38",
        "warning",
        "articles",
        "An article said to be in English reads as English does.",
        {
            "language": "t.language[:2] = 'en' AND t.word_count >= 50 "
            "AND NOT regexp_matches(left(t.body, 5000), '\\b(the|of|and)\\b', 'i')",
        },
    ),
)
