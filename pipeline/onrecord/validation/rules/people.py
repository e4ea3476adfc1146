"""Rules about persons and where they are named: no one without a mention, nothing about anyone that no text says."""

from __future__ import annotations

from onrecord.validation.checks import Check, query, rows


def _count(column: str, counted: str) -> str:
    return (
        f"SELECT t.*, format('{{}} instead of {{}}', t.{column}, c.counted) AS found FROM persons t JOIN "
        f"(SELECT m.person_id, {counted} AS counted FROM mentions m JOIN article a USING (article_id) GROUP BY 1) c "
        f"USING (person_id) WHERE t.{column} <> c.counted"
    )


def _unwritten(persons: str) -> str:
    """Persons with words (`written`) that stand in no article that mentions them, whatever blanks divide them there."""
    return (
        f"SELECT t.* EXCLUDE (written), t.written AS found FROM ({persons}) t WHERE t.written IS NOT NULL AND "
        f"NOT EXISTS "
        "(SELECT 1 FROM mentions m JOIN article a USING (article_id) WHERE m.person_id = t.person_id "
        "AND contains(without_blanks(a.text), without_blanks(t.written)))"
    )


PEOPLE: tuple[Check, ...] = (
    query(
        "MEN-20",
        "warning",
        "mentions",
        "One name is not two persons: names of different persons do not overlap.",
        {
            "text": "SELECT DISTINCT t.* FROM mentions t JOIN mentions o ON o.article_id = t.article_id "
            'AND o.start < t."end" AND t.start < o."end" AND o.person_id <> t.person_id '
            "AND o.form = 'name' AND t.form = 'name'",
        },
    ),
    rows(
        "MEN-21",
        "critical",
        "mentions",
        "A name has letters in it.",
        {
            "text": r"t.form = 'name' AND NOT regexp_matches(t.text, '\p{L}')",
        },
    ),
    rows(
        "MEN-22",
        "warning",
        "mentions",
        "A mention is a name or a phrase, not a sentence: at most 200 characters.",
        {
            "text": "length(t.text) > 200",
        },
    ),
    query(
        "PER-20",
        "critical",
        "persons",
        "Everyone is mentioned somewhere: no one comes from stripped text.",
        {
            "person_id": "SELECT t.* FROM persons t ANTI JOIN mentions m USING (person_id)",
        },
    ),
    query(
        "PER-21",
        "critical",
        "persons",
        "Mentions, articles and stories are counted right.",
        {
            "mention_count": _count("mention_count", "count(*)"),
            "article_count": _count("article_count", "count(DISTINCT m.article_id)"),
            "story_count": _count("story_count", "count(DISTINCT a.story_id)"),
        },
    ),
    rows(
        "PER-22",
        "critical",
        "persons",
        "The lowest age is not above the highest, and both are ages.",
        {
            "age_min": "t.age_min > t.age_max OR t.age_min > 130",
            "age_max": "t.age_max > 130",
        },
    ),
    query(
        "PER-23",
        "critical",
        "persons",
        "The name and its other forms are written in an article that mentions the person.",
        {
            "name": _unwritten("SELECT *, name AS written FROM persons"),
            "aliases": _unwritten("SELECT *, unnest(aliases) AS written FROM persons"),
        },
    ),
    rows(
        "PER-24",
        "critical",
        "persons",
        "Aliases and roles are listed once, and the name is not among the aliases.",
        {
            "aliases": "len(t.aliases) <> len(list_distinct(t.aliases)) OR list_contains(t.aliases, t.name)",
            "roles": "len(t.roles) <> len(list_distinct(t.roles))",
        },
    ),
    rows(
        "PER-25",
        "critical",
        "persons",
        "A minor is protected.",
        {
            "protection": "t.age_max < 18 AND t.protection NOT IN ('minor', 'pseudonym')",
        },
    ),
    rows(
        "PER-26",
        "critical",
        "persons",
        "A pseudonym is protected as one.",
        {
            "protection": "t.is_pseudonym AND t.protection = 'none'",
        },
    ),
    query(
        "PER-27",
        "info",
        "persons",
        "What is said of a person is in the words of an article that mentions them.",
        {
            # A credit makes an author a journalist or photographer without the word, and "her grandfather" is given
            # with whose: the grandfather of someone. The rest is as written.
            "roles": _unwritten(
                "SELECT * EXCLUDE (role), regexp_replace(role, ' of .+$', '') AS written "
                "FROM (SELECT *, unnest(roles) AS role FROM persons) "
                "WHERE NOT (is_author AND role IN ('journalist', 'photographer'))"
            ),
            "affiliation": _unwritten("SELECT *, affiliation AS written FROM persons"),
            "nationality": _unwritten("SELECT *, nationality AS written FROM persons"),
            "ethnicity": _unwritten("SELECT *, ethnicity AS written FROM persons"),
        },
    ),
)
