"""Rules about the sources and the articles made from them."""

from __future__ import annotations

import pycountry

from onrecord.validation.checks import Check, article_rows, row, rows, rule
from onrecord.validation.rules.spans import written_in_text

#: The codes of ISO 639, of two and three letters, as SQL.
_LANGUAGES = ", ".join(
    sorted(f"'{code}'" for one in pycountry.languages for code in (one.alpha_3, getattr(one, "alpha_2", one.alpha_3)))
)

#: The share of stripped characters, blanks left out.
_SHARE = "a.stripped_chars / greatest(a.stripped_chars + a.kept_chars, 1)"
#: How many words single blanks divide the body into.
_FAST_COUNT = "1 + length(t.body) - length(replace(replace(t.body, ' ', ''), chr(10), ''))"
#: Control characters, the replacement character, and letters and quotation marks of UTF-8 read as another encoding.
_MISREAD = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x{9f}\x{fffd}]|Ã[\x{80}-\x{bf}©¨¼¶¤±³]|â€[\x{9c}\x{9d}™œ\x{93}\x{94}]"

SOURCES: tuple[Check, ...] = (
    rule("SRC-20", "critical", "A source is an article, a duplicate of one, or rejected with a reason.").broken_by(
        row(
            "article_id",
            "(t.status = 'rejected') <> (t.article_id IS NULL)",
            "an article_id exactly if not rejected",
            "status {t.status}, article_id {t.article_id}",
        ),
        row("reason", "t.status <> 'article' AND t.reason IS NULL", "the reason why it is {t.status}"),
    ),
    rule("SRC-21", "critical", "The article_id is made of the source's SHA-256.").broken_by(
        row("article_id", "t.article_id <> 'art-' || left(t.source_sha256, 16)", "art-{left(t.source_sha256, 16)}")
    ),
    rule(
        "SRC-22",
        "critical",
        "One source of each article has status article; others with the same bytes are duplicates.",
    ).broken_by(
        rows(
            "status",
            "SELECT t.*, d.times FROM sources t JOIN (SELECT article_id, count(*) AS times FROM sources "
            "WHERE status = 'article' GROUP BY 1 HAVING count(*) > 1) d USING (article_id) WHERE t.status = 'article'",
            "one source with status article",
            "{t.times} of {t.article_id}",
        ),
    ),
    rule(
        "SRC-23", "critical", "Bytes and hash of every article and duplicate are known, and how an article was read."
    ).broken_by(
        # A duplicate is not read again.
        *(
            row(column, f"t.status <> 'rejected' AND t.{column} IS NULL", "a value")
            for column in ("source_sha256", "bytes")
        ),
        *(
            row(column, f"t.status = 'article' AND t.{column} IS NULL", "a value")
            for column in ("media_type", "encoding")
        ),
    ),
    rule("SRC-24", "critical", "Paths are relative, inside the sources folder, with forward slashes.").broken_by(
        row(
            "source_path",
            r"regexp_matches(t.source_path, '^/|^[A-Za-z]:[/\\]|//|(^|/)\.\.?(/|$)')",
            "a relative path without ..",
        )
    ),
    rule("SRC-25", "warning", "No rejected source has the bytes of an article.").broken_by(
        rows(
            "status",
            "SELECT t.* FROM sources t SEMI JOIN sources o ON o.source_sha256 = t.source_sha256 "
            "AND o.status = 'article' WHERE t.status = 'rejected'",
            "duplicate, as an article has these bytes",
        )
    ),
)

ARTICLES: tuple[Check, ...] = (
    rule("ART-21", "critical", "Every article has a source with its path, id and hash.").broken_by(
        rows(
            "source_path",
            "SELECT t.* FROM articles t ANTI JOIN sources s ON s.source_path = t.source_path "
            "AND s.article_id = t.article_id AND s.status = 'article' "
            "AND s.source_sha256 IS NOT DISTINCT FROM t.source_sha256",
            "a source with this path, id and hash",
            "{t.source_path}, {t.article_id}, {t.source_sha256}",
        ),
    ),
    rule("ART-22", "critical", "Every article has segments.").broken_by(
        article_rows(
            "article_id", "SELECT t.* FROM articles t ANTI JOIN segments s USING (article_id)", "segments", "none"
        )
    ),
    rule("ART-23", "critical", "The body is the text of the segments with role body, summary or subheading.").broken_by(
        row(
            "body",
            "without_blanks(t.body) <> a.prose",
            "the text of such segments, {length(a.prose)} characters without blanks",
            "{length(without_blanks(t.body))} characters, {left(t.body, 150)}",
        )
    ),
    rule("ART-24", "critical", "The removed share is that of stripped characters, blanks left out.").broken_by(
        row(
            "removed_share",
            f"abs(t.removed_share - {_SHARE}) > 0.005",
            f"{{round({_SHARE}, 3)}}",
            "{round(t.removed_share, 3)}",
        )
    ),
    rule("ART-25", "critical", "The publication date is between 1600 and 2200.").broken_by(
        row(
            "published",
            "t.published_start < DATE '1600-01-01' OR t.published_end >= DATE '2200-01-01'",
            "a date from 1600 to 2199",
        ),
    ),
    rule("ART-26", "critical", "The basis of the publication date is unknown exactly if the date is null.").broken_by(
        row(
            "published_basis",
            "(t.published IS NULL) <> (t.published_basis = 'unknown')",
            "unknown exactly if published is null",
            "{t.published_basis}, published {t.published}",
        ),
    ),
    rule("ART-27", "warning", "The text was decoded with the right encoding.").broken_by(
        row("text", f"regexp_matches(t.text, '{_MISREAD}')", "characters as printed", "{around_odd_sign(t.text)}")
    ),
    rule("ART-28", "warning", "The language is known.").broken_by(row("language", "t.language IS NULL", "a language")),
    rule("ART-29", "warning", "The article has prose of its own.").broken_by(
        row("body", "t.body = '' OR t.word_count = 0", "at least one word", "{t.word_count} words")
    ),
    rule("ART-30", "info", "At most four fifths of the text were stripped.").broken_by(
        row("removed_share", "t.removed_share > 0.8", "at most 0.8")
    ),
    rule("ART-31", "warning", "Titles are at most 400 characters long, subtitles 1,000.").broken_by(
        row("title", "length(t.title) > 400", "at most 400 characters", "{length(t.title)} characters"),
        row("subtitle", "length(t.subtitle) > 1000", "at most 1,000 characters", "{length(t.subtitle)} characters"),
    ),
    rule("ART-32", "warning", "Addresses have the form of a URL.").broken_by(
        row("url", "NOT regexp_full_match(t.url, '[A-Za-z][A-Za-z0-9+.-]*:[^[:space:]<>]+')", "a URL"),
        row(
            "source_url",
            "NOT regexp_full_match(t.source_url, '([A-Za-z][A-Za-z0-9+.-]*:|www[.])[^[:space:]<>]+')",
            "a URL",
        ),
    ),
    rule("ART-33", "critical", "Lines of the text end in a line feed, without a carriage return.").broken_by(
        row(
            "text",
            "contains(t.text, chr(13))",
            "no carriage return",
            "one after {position(chr(13) IN t.text) - 1} characters",
        )
    ),
    rule("ART-34", "warning", "The word count is the number of words in the body.").broken_by(
        row(
            "word_count",
            f"CASE WHEN t.word_count <> {_FAST_COUNT} THEN t.word_count <> words_in(t.body) END",
            "{words_in(t.body)}",
        )
    ),
    rule("ART-35", "warning", "The dateline, subtitle and original's address are in the text, or corrected.").broken_by(
        *(written_in_text(column) for column in ("dateline_place", "subtitle", "source_url"))
    ),
    rule("ART-36", "critical", "Every author is listed once.").broken_by(
        row("authors", "len(t.authors) <> len(list_distinct(t.authors))", "every author once")
    ),
    rule("ART-37", "critical", "The language is a code of ISO 639.").broken_by(
        row(
            "language",
            f"split_part(t.language, '-', 1) NOT IN ({_LANGUAGES})",
            "a code of ISO 639",
        ),
    ),
    rule("ART-38", "warning", "An article in English has the words the, of or and.").broken_by(
        row(
            "language",
            "t.language[:2] = 'en' AND t.word_count >= 50 "
            "AND NOT regexp_matches(left(t.body, 5000), '\\b(the|of|and)\\b', 'i')",
            "the language of the text",
            "{t.language}: {left(t.body, 150)}",
        ),
    ),
    rule("ART-39", "warning", "The text of a plain file has the file's SHA-256, if as many bytes.").broken_by(
        article_rows(
            "text",
            # An old file's carriage returns are line feeds in the text.
            "SELECT t.* FROM articles t JOIN sources s USING (source_path) WHERE s.media_type = 'text/plain' "
            "AND s.encoding = 'utf-8' AND s.bytes = octet_length(encode(t.text)) "
            "AND t.source_sha256 NOT IN (sha256(t.text), sha256(replace(t.text, chr(10), chr(13))))",
            "a text whose SHA-256 is {t.source_sha256}",
            "{sha256(t.text)}",
        )
    ),
    rule("ART-40", "critical", "The article that represents its story has a version similarity of 1.").broken_by(
        row("version_similarity", "t.is_canonical AND t.version_similarity < 1", "1")
    ),
)
