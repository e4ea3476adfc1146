"""Rules about judgments across documents: ids made of the members, one representative each, members counted right."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.validation.checks import Check, query


def _shared(table: str) -> str:
    """Makes `<table>_shared`: the ids of groups with several rows. Few groups have: the others need no counting."""
    group = f"{table[:-1]}_group_id"
    suspected = f"SELECT hash({group}) FROM {table} GROUP BY 1 HAVING count(*) > 1"
    return (
        f"CREATE TABLE IF NOT EXISTS {table}_shared AS SELECT {group} FROM {table} "
        f"WHERE hash({group}) IN ({suspected}) GROUP BY 1 HAVING count(*) > 1"
    )


def _misgrouped(table: str, kind: str) -> str:
    """Makes `<table>_misgrouped`: the rows that say anything wrong of their group, with what is right of it."""
    key, group = f"{table[:-1]}_id", f"{table[:-1]}_group_id"
    told = f'{key}, {group}, article_id, start, "end", is_canonical, article_count, story_count, first_reported'
    told += ", last_reported"
    alone = (
        f"SELECT {told}, hashed('{kind}', coalesce({key}, '')) AS made, is_canonical::BIGINT AS canonical, "
        "(article_id IS NOT NULL)::BIGINT AS articles, (story_id IS NOT NULL)::BIGINT AS stories, "
        "published_start AS first, published_end AS last "
        f"FROM {table} LEFT JOIN article USING (article_id) ANTI JOIN {table}_shared USING ({group})"
    )
    groups = (
        f"SELECT {group}, hashed_group('{kind}', list({key})) AS made, count(*) FILTER (is_canonical) AS canonical, "
        "count(DISTINCT article_id) AS articles, count(DISTINCT story_id) AS stories, "
        "min(published_start) AS first, max(published_end) AS last "
        f"FROM {table} SEMI JOIN {table}_shared USING ({group}) LEFT JOIN article USING (article_id) GROUP BY 1"
    )
    return (
        f"CREATE TABLE IF NOT EXISTS {table}_misgrouped AS SELECT * FROM ({alone} UNION ALL "
        f"SELECT {told}, made, canonical, articles, stories, first, last FROM {table} JOIN ({groups}) USING ({group})) "
        f"WHERE {group} <> made OR canonical <> 1 OR article_count <> articles OR story_count <> stories "
        "OR first_reported IS DISTINCT FROM first OR last_reported IS DISTINCT FROM last"
    )


def _group_checks(prefix: str, table: str, kind: str) -> Iterator[Check]:
    """The rules of the groups of `table`; `kind` is the prefix of their ids (clg, evg)."""
    group = f"{table[:-1]}_group_id"
    prepared = _shared(table), _misgrouped(table, kind)
    faulty = f"SELECT t.*, {{}} AS found FROM {table}_misgrouped t WHERE {{}}"
    instead = "format('{{}} instead of {{}}', {}, {})"
    yield query(
        f"{prefix}-40",
        "critical",
        table,
        "The group's id is the hash of its members' ids.",
        {group: faulty.format(f"t.{group}", f"t.{group} <> t.made")},
        *prepared,
    )
    yield query(
        f"{prefix}-41",
        "critical",
        table,
        "Every group has one row that represents it.",
        {"is_canonical": faulty.format("format('{} rows do', t.canonical)", "t.canonical <> 1")},
        *prepared,
    )
    counts = {
        column: faulty.format(instead.format(f"t.{column}", counted), f"t.{column} <> {counted}")
        for column, counted in (("article_count", "t.articles"), ("story_count", "t.stories"))
    }
    yield query(
        f"{prefix}-42",
        "critical",
        table,
        "The articles and independent stories that carry a group are counted right.",
        counts,
        *prepared,
    )
    reported = {
        column: faulty.format(instead.format(f"t.{column}", day), f"t.{column} IS DISTINCT FROM {day}")
        for column, day in (("first_reported", "t.first"), ("last_reported", "t.last"))
    }
    yield query(
        f"{prefix}-47",
        "critical",
        table,
        "First and last report are the first and last day that an article with the group may have appeared.",
        reported,
        *prepared,
    )


def _inconsistent(table: str, contradiction: str) -> str:
    """The rows of groups in which a condition over all members holds, unless a person decided about the group."""
    group = f"{table[:-1]}_group_id"
    return (
        f"SELECT t.* FROM {table} t SEMI JOIN (SELECT {group} FROM {table} SEMI JOIN {table}_shared USING ({group}) "
        f"GROUP BY 1 HAVING NOT bool_or(curated) AND ({contradiction})) g USING ({group})"
    )


def _several(column: str) -> str:
    """More than one value, which the least and the greatest tell without counting them."""
    return f"min({column}) <> max({column})"


_STORIES = (
    "(SELECT story_id, hashed_group('sto', list(article_id)) AS made, count(*) AS articles, "
    "count(*) FILTER (is_canonical) AS canonical, any_value(article_id) FILTER (is_canonical) AS representative, "
    "min(published_start) AS first, max(published_end) AS last FROM articles GROUP BY 1) g"
)
_STORY = f"SELECT t.* FROM stories t LEFT JOIN {_STORIES} USING (story_id) WHERE "

GROUPS: tuple[Check, ...] = (
    *_group_checks("CLM", "claims", "clg"),
    query(
        "CLM-43",
        "critical",
        "claims",
        "The pieces of one split quote stand in one article.",
        {
            "quote_id": "SELECT t.* FROM claims t JOIN (SELECT quote_id FROM claims WHERE quote_id IS NOT NULL "
            "GROUP BY 1 "
            "HAVING count(DISTINCT article_id) > 1) q USING (quote_id)",
        },
    ),
    query(
        "CLM-44",
        "warning",
        "claims",
        "A split quote has at least two pieces, and one speaker.",
        {
            "quote_id": "SELECT t.* FROM claims t JOIN (SELECT quote_id FROM claims WHERE quote_id IS NOT NULL "
            "GROUP BY 1 "
            "HAVING count(*) < 2 OR count(DISTINCT coalesce(person_id, speaker, '')) > 1) q USING (quote_id)",
        },
    ),
    *_group_checks("EVT", "events", "evg"),
    query(
        "STO-20",
        "critical",
        "stories",
        "The story's id is the hash of its articles' ids.",
        {
            "story_id": _STORY + "t.story_id IS DISTINCT FROM g.made",
        },
    ),
    query(
        "STO-21",
        "critical",
        "stories",
        "Every story has one article that represents it, and says which.",
        {
            "canonical_article_id": _STORY
            + "g.canonical <> 1 OR t.canonical_article_id IS DISTINCT FROM g.representative",
        },
    ),
    query(
        "STO-22",
        "critical",
        "stories",
        "The story's articles are counted right.",
        {
            "article_count": _STORY + "t.article_count IS DISTINCT FROM g.articles",
        },
    ),
    query(
        "STO-23",
        "critical",
        "stories",
        "The story runs from the first to the last day that a version of it may have been published.",
        {
            "published_start": _STORY + "t.published_start IS DISTINCT FROM g.first",
            "published_end": _STORY + "t.published_end IS DISTINCT FROM g.last",
        },
    ),
    query(
        "ART-40",
        "critical",
        "articles",
        "The story's representative is wholly like itself.",
        {
            "version_similarity": "SELECT t.* FROM articles t WHERE t.is_canonical AND t.version_similarity < 1",
        },
    ),
    query(
        "CLM-45",
        "critical",
        "claims",
        "The claims of a group are by the same person, and none of them denies what another asserts.",
        {
            "person_id": _inconsistent("claims", _several("person_id")),
            "stance": _inconsistent("claims", _several("stance")),
        },
        _shared("claims"),
    ),
    query(
        "CLM-46",
        "critical",
        "claims",
        "The id of a split quote is the hash of its pieces' ids.",
        {
            "quote_id": "SELECT t.*, q.made AS found FROM claims t JOIN (SELECT quote_id, "
            "hashed_group('quo', list(claim_id)) AS made FROM claims WHERE quote_id IS NOT NULL GROUP BY 1) q "
            "USING (quote_id) WHERE t.quote_id <> q.made",
        },
    ),
    query(
        "EVT-45",
        "critical",
        "events",
        "The events of a group are of one type, and nothing that is told of one contradicts another.",
        {
            "event_type": _inconsistent("events", _several("event_type")),
            "mode": _inconsistent("events", _several("mode")),
            "country": _inconsistent("events", _several("country")),
            "date": _inconsistent("events", "max(date_start) > min(date_end)"),
        },
        _shared("events"),
    ),
    query(
        "STO-24",
        "critical",
        "stories",
        "The story has the title of the article that represents it, or of another where that has none.",
        {
            "title": "SELECT t.* FROM stories t LEFT JOIN articles a ON a.article_id = t.canonical_article_id "
            "WHERE CASE WHEN a.title IS NOT NULL THEN t.title IS DISTINCT FROM a.title ELSE t.title IS NOT NULL "
            "AND t.title NOT IN (SELECT title FROM articles WHERE title IS NOT NULL) END",
        },
    ),
    query(
        "STO-25",
        "critical",
        "stories",
        "The story has an agency exactly when a version of it credits one, and it is that one.",
        {
            "agency": "SELECT t.* FROM stories t JOIN (SELECT story_id, coalesce(list(DISTINCT agency) FILTER "
            "(agency IS NOT NULL), []) AS credited FROM articles GROUP BY 1) g USING (story_id) WHERE "
            "CASE WHEN t.agency IS NULL THEN len(g.credited) > 0 ELSE NOT list_contains(g.credited, t.agency) END",
        },
    ),
)
