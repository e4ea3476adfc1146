"""Rules about the dataset as a whole: floors, ceilings and shares that no single row can break."""

from __future__ import annotations

from onrecord.validation.checks import Check, Clause, rows, rule


def _share(column: str, table: str, missing: str, most: float, among: str = "true") -> Clause:
    """More than a share of a table's rows, at least 20, lack something."""
    query = (
        f"SELECT '{column}' AS column_name, * FROM (SELECT avg(CASE WHEN {missing} THEN 1 ELSE 0 END) AS share, "
        f"count(*) AS total FROM {table} WHERE {among}) WHERE total >= 20 AND share > {most}"
    )
    found = "{round(100 * t.share)::INTEGER} % of {t.total} rows"
    return rows("", query, f"null in at most {100 * most:g} % of the rows", found)


def _repeated(table: str, column: str) -> Clause:
    """One text in more than half of a table's canonical rows, at least 10."""
    query = (
        f"SELECT '{table}.{column}' AS column_name, *, (SELECT left(any_value({column}), 100) FROM {table} "
        f"WHERE is_canonical AND hash({column}) = line) AS example "
        "FROM (SELECT max(times) AS most, sum(times) AS total, arg_max(line, times) AS line FROM "
        f"(SELECT hash({column}) AS line, count(*) AS times FROM {table} WHERE is_canonical GROUP BY 1)) "
        "WHERE total >= 10 AND most > total / 2"
    )
    return rows("", query, "at most half of the rows with one text", "{t.most} of {t.total}: {t.example}")


def _per_article(profile: str) -> str:
    """Query of each table's rows, in all and for each article."""
    return (
        f"(SELECT p.name, p.rows, p.rows / greatest(a.rows, 1) AS each FROM {profile} p, {profile} a "
        "WHERE p.column_name = '' AND a.column_name = '' AND a.name = 'articles')"
    )


def _null_shares(profile: str) -> str:
    return (
        f"(SELECT name, column_name, rows, nulls / rows AS share FROM {profile} WHERE column_name <> '' AND rows >= 50)"
    )


DATASET: tuple[Check, ...] = (
    rule("SET-01", "critical", "There is at least one article.").broken_by(
        rows(
            "",
            "SELECT 'article_id' AS column_name WHERE (SELECT count(*) FROM articles) = 0",
            "an article",
            "none, of {SELECT count(*) FROM sources} sources",
        )
    ),
    rule("SET-02", "warning", "At most half of the rows of a table have the same text.").broken_by(
        *(_repeated(table, "text") for table in ("articles", "claims", "events"))
    ),
    rule("SET-03", "warning", "At most half of the sources are rejected.").broken_by(
        rows(
            "",
            "SELECT 'status' AS column_name, * FROM (SELECT count(*) FILTER (status = 'rejected') AS rejected, "
            "count(*) AS total FROM sources) WHERE rejected * 2 > total",
            "at most half",
            "{t.rejected} of {t.total} sources",
        )
    ),
    rule("SET-04", "warning", "At most half of the articles have no title.").broken_by(
        _share("title", "articles", "title IS NULL", 0.5)
    ),
    rule("SET-05", "warning", "At most half of the reported claims have no speaker.").broken_by(
        _share("speaker", "claims", "speaker IS NULL", 0.5, "kind <> 'narrator'")
    ),
    rule(
        "SET-06", "info", "At most half of the articles have no publication date, which relative dates need."
    ).broken_by(_share("published", "articles", "published IS NULL", 0.5)),
    rule("SET-07", "info", "At most nine tenths of the events have no date.").broken_by(
        _share("date", "events", "date IS NULL", 0.9)
    ),
    rule("SET-08", "info", "All articles are in one language.").broken_by(
        rows(
            "",
            "SELECT 'language' AS column_name, string_agg(spoken, ', ') AS languages FROM (SELECT "
            "coalesce(language, 'unknown') || ': ' || count(*) AS spoken FROM articles GROUP BY language "
            "ORDER BY language NULLS LAST) HAVING count(*) > 1",
            "one language",
            "{t.languages}",
        )
    ),
    rule("SET-09", "warning", "At most a fifth of the longer English articles have no claims.").broken_by(
        rows(
            "",
            "SELECT 'claims' AS column_name, * FROM (SELECT count(*) AS total, count(*) FILTER (article_id NOT IN "
            "(SELECT article_id FROM claims WHERE article_id IS NOT NULL)) AS silent FROM articles "
            "WHERE word_count > 200 AND language LIKE 'en%') WHERE total >= 5 AND silent * 5 > total",
            "at most a fifth without claims",
            "{t.silent} of {t.total} articles",
        )
    ),
    rule(
        "SET-10", "warning", "No table has a third fewer or half as many rows more, per article, than before."
    ).broken_by(
        rows(
            "",
            "SELECT n.name AS column_name, n.rows, n.each, b.rows AS rows_before, b.each AS each_before "
            f"FROM {_per_article('profile_now')} n JOIN {_per_article('profile_before')} b USING (name) "
            "WHERE greatest(n.rows, b.rows) >= 50 AND n.name NOT IN ('sources', 'articles', 'crosswalk') "
            "AND (n.each < b.each / 1.5 OR n.each > b.each * 1.5)",
            "about {t.rows_before} rows, {round(t.each_before, 2)} per article, as in the previous build",
            "{t.rows} rows, {round(t.each, 2)} per article",
        )
    ),
    rule("SET-11", "warning", "No column's share of nulls differs by more than 15 points from before.").broken_by(
        rows(
            "",
            "SELECT n.name || '.' || n.column_name AS column_name, n.rows, n.share, b.rows AS rows_before, "
            f"b.share AS share_before FROM {_null_shares('profile_now')} n "
            f"JOIN {_null_shares('profile_before')} b USING (name, column_name) WHERE abs(n.share - b.share) > 0.15",
            "about {round(100 * t.share_before)::INTEGER} % nulls in {t.rows_before} rows, as in the previous build",
            "{round(100 * t.share)::INTEGER} % in {t.rows} rows",
        )
    ),
    rule("SET-12", "warning", "There are at least half as many articles as before.").broken_by(
        rows(
            "",
            "SELECT 'articles' AS column_name, n.rows, b.rows AS rows_before FROM profile_now n "
            "JOIN profile_before b USING (name, column_name) "
            "WHERE n.name = 'articles' AND n.column_name = '' AND n.rows * 2 < b.rows",
            "about {t.rows_before}, as in the previous build",
            "{t.rows}",
        )
    ),
    rule("SET-13", "warning", "No article has more claims or events than a quarter of its words.").broken_by(
        rows(
            "",
            "SELECT 'claims, events' AS column_name, a.article_id, a.word_count, coalesce(c.made, 0) AS claims, "
            "coalesce(e.made, 0) AS events FROM articles a "
            "LEFT JOIN (SELECT article_id, count(*) AS made FROM claims GROUP BY 1) c USING (article_id) "
            "LEFT JOIN (SELECT article_id, count(*) AS made FROM events GROUP BY 1) e USING (article_id) "
            "WHERE greatest(coalesce(c.made, 0), coalesce(e.made, 0)) * 4 > greatest(a.word_count, 20)",
            "at most {greatest(t.word_count, 20) // 4} claims and events each",
            "{t.claims} claims and {t.events} events in {t.article_id}",
        )
    ),
)
