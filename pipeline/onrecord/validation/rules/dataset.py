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
        f"SELECT '{table}.{column}' AS column_name, format('{{}} of {{}} rows: {{}}', most, rows, left(line, "
        f"100)) AS found "
        f"FROM (SELECT max(times) AS most, sum(times) AS rows, arg_max(line, times) AS line FROM "
        f"(SELECT {column} AS line, count(*) AS times FROM {table} WHERE is_canonical GROUP BY 1)) "
        f"WHERE rows >= 10 AND most > rows / 2"
    )


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
)
