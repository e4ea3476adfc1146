"""Rules about groups across documents: stories, claim and event groups, and split quotes.

Ids are made of the members' ids, one member represents each group, and what is said of a group fits its members.
"""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.validation.checks import Check, Clause, WorkingTable, rows, rule
from onrecord.validation.rules.contract import several


def _group(table: str) -> tuple[str, str]:
    """The columns of `table` with the id of a row and of its group."""
    return f"{table[:-1]}_id", f"{table[:-1]}_group_id"


def _shared(table: str) -> WorkingTable:
    """The groups of `table` with more than one row. Most groups have one, which needs no counting."""
    return WorkingTable(f"{table}_shared", several(table, _group(table)[1]))


def _misgrouped(table: str, prefix: str) -> WorkingTable:
    """The rows of `table` that say anything wrong about their group, with what is right."""
    key, group = _group(table)
    stated = f'{key}, {group}, article_id, start, "end", is_canonical, article_count, story_count, first_reported'
    stated += ", last_reported"
    alone = (
        f"SELECT {stated}, hashed('{prefix}', coalesce({key}, '')) AS right_id, is_canonical::BIGINT AS canonical, "
        "(article_id IS NOT NULL)::BIGINT AS articles, (story_id IS NOT NULL)::BIGINT AS stories, "
        "published_start AS first, published_end AS last "
        f"FROM {table} LEFT JOIN article USING (article_id) ANTI JOIN {table}_shared USING ({group})"
    )
    groups = (
        f"SELECT {group}, hashed_group('{prefix}', list({key})) AS right_id, "
        "count(*) FILTER (is_canonical) AS canonical, count(DISTINCT article_id) AS articles, "
        "count(DISTINCT story_id) AS stories, "
        "min(published_start) AS first, max(published_end) AS last "
        f"FROM {table} SEMI JOIN {table}_shared USING ({group}) LEFT JOIN article USING (article_id) GROUP BY 1"
    )
    together = (
        f"SELECT {stated}, right_id, canonical, articles, stories, first, last "
        f"FROM {table} JOIN ({groups}) USING ({group})"
    )
    return WorkingTable(
        f"{table}_misgrouped",
        f"SELECT * FROM ({alone} UNION ALL {together}) WHERE {group} <> right_id OR canonical <> 1 "
        "OR article_count <> articles OR story_count <> stories "
        "OR first_reported IS DISTINCT FROM first OR last_reported IS DISTINCT FROM last",
    )


def _group_checks(rule_prefix: str, table: str, prefix: str) -> Iterator[Check]:
    """The rules of the groups of `table`; `prefix` is that of their ids (clg, evg)."""
    group = _group(table)[1]
    reads = (_shared(table), _misgrouped(table, prefix))

    def wrong(column: str, right: str) -> Clause:
        query = f"SELECT t.* FROM {table}_misgrouped t WHERE t.{column} IS DISTINCT FROM t.{right}"
        return rows(column, query, f"{{t.{right}}}")

    yield rule(f"{rule_prefix}-40", "critical", "The group's id is the hash of its rows' ids.").broken_by(
        wrong(group, "right_id"), reads=reads
    )
    yield rule(f"{rule_prefix}-41", "critical", "One row represents each group.").broken_by(
        rows(
            "is_canonical",
            f"SELECT t.* FROM {table}_misgrouped t WHERE t.canonical <> 1",
            f"one canonical row in {{t.{group}}}",
            "{t.canonical}",
        ),
        reads=reads,
    )
    sentence = "The articles and stories of a group are counted right."
    yield rule(f"{rule_prefix}-42", "critical", sentence).broken_by(
        wrong("article_count", "articles"), wrong("story_count", "stories"), reads=reads
    )
    sentence = "The days of report are the first and last days of the group's articles."
    yield rule(f"{rule_prefix}-47", "critical", sentence).broken_by(
        wrong("first_reported", "first"), wrong("last_reported", "last"), reads=reads
    )
    key = _group(table)[0]
    canonical = f"SELECT {group} FROM {table} JOIN articles a USING (article_id) WHERE a.is_canonical"
    sentence = "A group is represented by a row of an article that represents its story, if one is."
    yield rule(f"{rule_prefix}-48", "warning", sentence).broken_by(
        rows(
            "is_canonical",
            f"SELECT t.* FROM {table} t JOIN articles a USING (article_id) WHERE t.is_canonical "
            f"AND NOT a.is_canonical AND t.{group} IN ({canonical})",
            "a row of a canonical article",
        )
    )
    yield _unjudged(f"{rule_prefix}-49", table, table[:-1], key, group)


def _unjudged(id: str, table: str, kind: str, key: str, group: str) -> Check:
    """Rows that no judgment put into their group. What one article says twice needs none."""
    query = (
        f"SELECT t.* FROM {table} t SEMI JOIN (SELECT {group} FROM {table} GROUP BY 1 "
        f"HAVING count(DISTINCT article_id) > 1 AND NOT bool_or(curated)) g USING ({group}) ANTI JOIN "
        f"""(SELECT unnest(["left", "right"]) AS {key} FROM judgments WHERE kind = '{kind}' AND decision = 'same') j """
        f"USING ({key})"
    )
    sentence = "A row of a group of several articles was judged the same as another, unless corrected."
    return rule(id, "warning", sentence).broken_by(rows(group, query, "a judgment that it is the same", "none"))


def _differing(table: str, column: str, difference: str, expected: str) -> Clause:
    """Rows of groups whose members differ, unless a correction decided about the group."""
    group = _group(table)[1]
    query = (
        f"SELECT t.* FROM {table} t SEMI JOIN (SELECT {group} FROM {table} SEMI JOIN {table}_shared USING ({group}) "
        f"GROUP BY 1 HAVING NOT bool_or(curated) AND ({difference})) g USING ({group})"
    )
    return rows(column, query, f"{expected} in {{t.{group}}}")


def _two_values(table: str, column: str) -> Clause:
    return _differing(table, column, f"min({column}) <> max({column})", f"one {column}")


#: Stories with what their articles say of them.
_STORIES = """
    SELECT t.*, g.right_id, g.articles, g.canonical, g.representative, g.first, g.last FROM stories t LEFT JOIN (
        SELECT story_id, hashed_group('sto', list(article_id)) AS right_id, count(*) AS articles,
               count(*) FILTER (is_canonical) AS canonical,
               any_value(article_id ORDER BY article_id) FILTER (is_canonical) AS representative,
               min(published_start) AS first, max(published_end) AS last
        FROM articles GROUP BY 1
    ) g USING (story_id)"""


def _story(column: str, right: str) -> Clause:
    return rows(column, f"SELECT * FROM ({_STORIES}) WHERE {column} IS DISTINCT FROM {right}", f"{{t.{right}}}")


def _quotes(condition: str) -> str:
    """Query of the pieces of split quotes about which a condition over all pieces holds."""
    return (
        "SELECT t.*, q.pieces, q.speakers FROM claims t JOIN (SELECT quote_id, count(*) AS pieces, "
        "count(DISTINCT coalesce(person_id, speaker, '')) AS speakers FROM claims WHERE quote_id IS NOT NULL "
        f"GROUP BY 1 HAVING {condition}) q USING (quote_id)"
    )


CLAIM_GROUPS: tuple[Check, ...] = (
    *_group_checks("CLM", "claims", "clg"),
    rule("CLM-43", "critical", "The pieces of a split quote are in one article.").broken_by(
        rows("quote_id", _quotes("count(DISTINCT article_id) > 1"), "pieces in one article")
    ),
    rule("CLM-44", "warning", "A split quote has at least two pieces and one speaker.").broken_by(
        rows(
            "quote_id",
            _quotes("count(*) < 2 OR count(DISTINCT coalesce(person_id, speaker, '')) > 1"),
            "at least 2 pieces of 1 speaker",
            "{t.pieces} of {t.speakers}, {t.quote_id}",
        )
    ),
    rule("CLM-45", "critical", "The claims of a group have one person and one stance, unless corrected.").broken_by(
        _two_values("claims", "person_id"), _two_values("claims", "stance"), reads=(_shared("claims"),)
    ),
    rule("CLM-46", "critical", "The quote_id is the hash of its pieces' ids.").broken_by(
        rows(
            "quote_id",
            "SELECT t.*, q.right_id FROM claims t JOIN (SELECT quote_id, hashed_group('quo', list(claim_id)) "
            "AS right_id FROM claims WHERE quote_id IS NOT NULL GROUP BY 1) q USING (quote_id) "
            "WHERE t.quote_id <> q.right_id",
            "{t.right_id}",
        )
    ),
)

EVENT_GROUPS: tuple[Check, ...] = (
    *_group_checks("EVT", "events", "evg"),
    rule("EVT-45", "critical", "The events of a group do not contradict each other, unless corrected.").broken_by(
        *(_two_values("events", column) for column in ("event_type", "mode", "country")),
        _differing("events", "date", "max(date_start) > min(date_end)", "dates that overlap"),
        reads=(_shared("events"),),
    ),
)

STORIES: tuple[Check, ...] = (
    _unjudged("ART-41", "articles", "story", "article_id", "story_id"),
    rule("STO-20", "critical", "The id is the hash of the articles' ids.").broken_by(_story("story_id", "right_id")),
    rule("STO-21", "critical", "One article represents the story, the one that the story names.").broken_by(
        rows(
            "canonical_article_id",
            f"SELECT * FROM ({_STORIES}) WHERE canonical <> 1 OR canonical_article_id IS DISTINCT FROM representative",
            "the one canonical article, {t.representative}",
            "{t.canonical_article_id}, and {t.canonical} canonical articles",
        )
    ),
    rule("STO-22", "critical", "The articles are counted right.").broken_by(_story("article_count", "articles")),
    rule("STO-23", "critical", "The days of publication are the first and last of the articles.").broken_by(
        _story("published_start", "first"), _story("published_end", "last")
    ),
    rule("STO-24", "critical", "The title is that of the canonical article, or of another if it has none.").broken_by(
        rows(
            "title",
            "SELECT t.*, g.titles FROM stories t JOIN (SELECT story_id, coalesce("
            "list(title) FILTER (is_canonical AND title IS NOT NULL), list(title) FILTER (title IS NOT NULL), [NULL]) "
            "AS titles FROM articles GROUP BY 1) g USING (story_id) "
            "WHERE len(list_filter(g.titles, lambda title: title IS NOT DISTINCT FROM t.title)) = 0",
            "one of {t.titles}",
        )
    ),
    rule("STO-25", "critical", "The agency is one that an article of the story credits, null if none does.").broken_by(
        rows(
            "agency",
            "SELECT t.*, g.credited FROM stories t JOIN (SELECT story_id, coalesce(list(DISTINCT agency ORDER BY "
            "agency) FILTER (agency IS NOT NULL), []) AS credited FROM articles GROUP BY 1) g USING (story_id) WHERE "
            "CASE WHEN t.agency IS NULL THEN len(g.credited) > 0 ELSE NOT list_contains(g.credited, t.agency) END",
            "one of {t.credited}, null if there is none",
        )
    ),
)
