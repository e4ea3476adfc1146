"""Rules about the dataset as a whole: floors, ceilings and shares that no single row can break."""

from __future__ import annotations

from onrecord.validation.checks import Check, dataset


def _share(column: str, table: str, missing: str, most: float, among: str = "true") -> str:
    """A row when more than `most` of a table's rows (at least 20) are without something."""
    return (
        f"SELECT '{column}' AS column_name, format('{{:.0f}} % of {{}} rows', 100 * share, rows) AS found FROM "
        f"(SELECT avg(CASE WHEN {missing} THEN 1 ELSE 0 END) AS share, count(*) AS rows FROM {table} WHERE {among}) "
        f"WHERE rows >= 20 AND share > {most}"
    )


def _same(table: str, column: str) -> str:
    """A row when more than half of a table's rows (at least 10, republished ones apart) hold the same text."""
    return (
        f"SELECT '{table}.{column}' AS column_name, format('{{}} of {{}} rows: {{}}', most, rows, "
        f"(SELECT left(any_value({column}), 100) FROM {table} WHERE is_canonical AND hash({column}) = line)) AS found "
        f"FROM (SELECT max(times) AS most, sum(times) AS rows, arg_max(line, times) AS line FROM "
        f"(SELECT hash({column}) AS line, count(*) AS times FROM {table} WHERE is_canonical GROUP BY 1)) "
        f"WHERE rows >= 10 AND most > rows / 2"
    )


#: A table's rows for each article; and shares of nulls in columns: now (`n`) and in the previous build (`b`).
_ROWS = (
    "(SELECT p.name, p.rows, p.rows / greatest(a.rows, 1) AS each FROM {0} p, {0} a "
    "WHERE p.column_name = '' AND a.column_name = '' AND a.name = 'articles')"
)
_NULLS = "(SELECT name, column_name, rows, nulls / rows AS share FROM {} WHERE column_name <> '' AND rows >= 50)"

DATASET: tuple[Check, ...] = (
    dataset(
        "SET-01",
        "critical",
        "There is at least one article.",
        "SELECT 'article_id' AS column_name, format('{} sources, no article', (SELECT count(*) FROM sources)) AS found "
        "WHERE (SELECT count(*) FROM articles) = 0",
    ),
    dataset(
        "SET-02",
        "critical",
        "Most rows of a table do not hold one and the same text.",
        f"{_same('articles', 'text')} UNION ALL {_same('claims', 'text')} UNION ALL {_same('events', 'text')}",
    ),
    dataset(
        "SET-03",
        "warning",
        "At most half of the sources were rejected.",
        "SELECT 'status' AS column_name, format('{} of {} sources', rejected, total) AS found FROM (SELECT "
        "count(*) FILTER (status = 'rejected') AS rejected, count(*) AS total FROM sources) WHERE rejected * 2 > total",
    ),
    dataset(
        "SET-04",
        "warning",
        "At most half of the articles are without a title.",
        _share("title", "articles", "title IS NULL", 0.5),
    ),
    dataset(
        "SET-05",
        "warning",
        "At most half of the reported claims are without a speaker.",
        _share("speaker", "claims", "speaker IS NULL", 0.5, "kind <> 'narrator'"),
    ),
    dataset(
        "SET-06",
        "info",
        "At most half of the articles are without a publication date; without it, relative dates stay unknown.",
        _share("published", "articles", "published IS NULL", 0.5),
    ),
    dataset(
        "SET-07",
        "info",
        "At most nine in ten events are without a date.",
        _share("date", "events", "date IS NULL", 0.9),
    ),
    dataset(
        "SET-08",
        "info",
        "The articles are in one language; the rules for extraction are for English.",
        "SELECT 'language' AS column_name, string_agg(spoken, ', ') AS found FROM (SELECT coalesce(language, "
        "'unknown') "
        "|| ': ' || count(*) AS spoken FROM articles GROUP BY language ORDER BY language NULLS LAST) "
        "HAVING count(*) > 1",
    ),
    dataset(
        "SET-09",
        "warning",
        "Articles with prose in English of some length make claims: not one in five is silent.",
        "SELECT 'claims' AS column_name, format('{} of {} articles', silent, total) AS found FROM (SELECT count(*) AS "
        "total, count(*) FILTER (article_id NOT IN (SELECT article_id FROM claims WHERE article_id IS NOT NULL)) AS "
        "silent FROM articles WHERE word_count > 200 AND language LIKE 'en%') WHERE total >= 5 AND silent * 5 > total",
    ),
    dataset(
        "SET-10",
        "warning",
        "No table has a third fewer rows for each article than in the previous build, or half as many again.",
        "SELECT n.name AS column_name, format('{} rows, {:.2f} an article; before {} rows, {:.2f} an article', n.rows, "
        f"n.each, b.rows, b.each) AS found FROM {_ROWS.format('profile_now')} n "
        f"JOIN {_ROWS.format('profile_before')} b "
        "USING (name) WHERE greatest(n.rows, b.rows) >= 50 AND n.name NOT IN ('sources', 'articles', 'crosswalk') "
        "AND (n.each < b.each / 1.5 OR n.each > b.each * 1.5)",
    ),
    dataset(
        "SET-11",
        "warning",
        "No column's share of nulls has changed by more than fifteen hundredths since the previous build.",
        "SELECT n.name || '.' || n.column_name AS column_name, format('{:.0f} % of {} rows, before {:.0f} % of {}', "
        "100 * n.share, n.rows, 100 * b.share, b.rows) AS found "
        f"FROM {_NULLS.format('profile_now')} n JOIN {_NULLS.format('profile_before')} b USING (name, column_name) "
        "WHERE abs(n.share - b.share) > 0.15",
    ),
    dataset(
        "SET-12",
        "warning",
        "There are at least half as many articles as in the previous build.",
        "SELECT 'articles' AS column_name, format('{} articles, before {}', n.rows, b.rows) AS found "
        "FROM profile_now n JOIN profile_before b USING (name, column_name) "
        "WHERE n.name = 'articles' AND n.column_name = '' AND n.rows * 2 < b.rows",
    ),
    dataset(
        "SET-13",
        "warning",
        "No article has more claims or events than one for every four of its words.",
        "SELECT 'claims, events' AS column_name, format('{}: {} claims, {} events in {} words', a.article_id, c.made, "
        "e.made, a.word_count) AS found FROM articles a "
        "LEFT JOIN (SELECT article_id, count(*) AS made FROM claims GROUP BY 1) c USING (article_id) "
        "LEFT JOIN (SELECT article_id, count(*) AS made FROM events GROUP BY 1) e USING (article_id) "
        "WHERE greatest(coalesce(c.made, 0), coalesce(e.made, 0)) * 4 > greatest(a.word_count, 20)",
    ),
)
