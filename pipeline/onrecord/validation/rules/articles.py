"""Rules about the ledger of sources and the articles that came of them."""

from __future__ import annotations

from onrecord.validation.checks import Check, query, rows

ARTICLES: tuple[Check, ...] = (
    query(
        "SRC-20",
        "critical",
        "sources",
        "The ledger says of every input what became of it: an article, a duplicate of one, or rejected with a reason.",
        {
            "article_id": "SELECT t.* FROM sources t WHERE (t.status = 'rejected') <> (t.article_id IS NULL)",
            "reason": "SELECT t.* FROM sources t WHERE t.status = 'rejected' AND t.reason IS NULL",
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
    query(
        "ART-23",
        "critical",
        "articles",
        "The body is the article's own prose, and nothing else: its segments with role body, summary or subheading.",
        {
            "body": "SELECT t.* FROM articles t LEFT JOIN (SELECT article_id, string_agg(text, chr(10) ORDER "
            "BY ordinal) AS "
            "prose FROM segments WHERE role IN ('body', 'summary', 'subheading') GROUP BY 1) p USING (article_id) "
            "WHERE without_blanks(t.body) <> without_blanks(coalesce(p.prose, ''))",
        },
    ),
    query(
        "ART-24",
        "critical",
        "articles",
        "The removed share is the share of the text that lies in segments not kept.",
        {
            "removed_share": "SELECT t.*, format('{:.3f} instead of {:.3f}', t.removed_share, p.share) AS found "
            "FROM articles t JOIN (SELECT article_id, coalesce(sum(chars) FILTER (NOT kept), 0) / "
            "greatest(sum(chars), 1) AS share FROM (SELECT article_id, kept, length(without_blanks(text)) "
            "AS chars FROM segments) GROUP BY 1) p USING (article_id) "
            "WHERE abs(t.removed_share - p.share) > 0.005",
        },
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
)
