"""Rules about persons and where they are named: no one without a mention, nothing about anyone that no text says."""

from __future__ import annotations

from onrecord.validation.checks import Check, overlapping, query, rows


def _count(column: str, counted: str) -> str:
    return (
        f"SELECT t.*, format('{{}} instead of {{}}', t.{column}, c.counted) AS found FROM persons t JOIN "
        f"(SELECT m.person_id, {counted} AS counted FROM mentions m JOIN article a USING (article_id) GROUP BY 1) c "
        f"USING (person_id) WHERE t.{column} <> c.counted"
    )


def _unwritten(persons: str) -> str:
    """Persons with words (`written`) that stand in no article that mentions them, whatever blanks divide them there."""
    return (
        f"SELECT t.* EXCLUDE (written), t.written AS found FROM ({persons}) t ANTI JOIN (SELECT DISTINCT w.person_id, "
        f"w.written FROM ({persons}) w JOIN (SELECT DISTINCT person_id, article_id FROM mentions) m USING (person_id) "
        "JOIN article a USING (article_id) WHERE w.written IS NOT NULL AND has_words(a.text, w.written)) f "
        "USING (person_id, written) WHERE t.written IS NOT NULL AND NOT t.curated"
    )


def _in_stripped_text_alone(persons: str) -> str:
    """Persons, authors apart, with words that stand in stripped segments of their articles and in no kept one."""
    known = f"({persons} WHERE NOT is_author)"
    places = (
        f"SELECT DISTINCT w.person_id, w.written FROM {known} w JOIN (SELECT DISTINCT person_id, article_id FROM "
        "mentions) m USING (person_id) JOIN segments s USING (article_id) WHERE {kept} AND contains(s.text, w.written)"
    )
    return (
        f"SELECT t.* EXCLUDE (written), t.written AS found FROM {known} t SEMI JOIN "
        f"({places.format(kept='NOT s.kept')}) r USING (person_id, written) "
        f"ANTI JOIN ({places.format(kept='s.kept')}) k USING (person_id, written)"
    )


PEOPLE: tuple[Check, ...] = (
    query(
        "MEN-20",
        "warning",
        "mentions",
        "One name is not two persons: names of different persons do not overlap.",
        {
            "text": overlapping("mentions", "l.form = 'name' AND o.form = 'name' AND l.person_id <> o.person_id"),
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
        "The name and its other forms are written in an article that mentions the person, or given by a correction.",
        {
            "name": _unwritten("SELECT *, name AS written FROM persons"),
            "aliases": _unwritten("SELECT *, unnest(aliases) AS written FROM persons"),
        },
    ),
    rows(
        "PER-24",
        "critical",
        "persons",
        "Aliases and roles are listed once, in order, and the name is not among the aliases.",
        {
            "aliases": "t.aliases <> list_sort(list_distinct(t.aliases)) OR list_contains(t.aliases, t.name)",
            "roles": "t.roles <> list_sort(list_distinct(t.roles))",
        },
    ),
    rows(
        "PER-25",
        "critical",
        "persons",
        "A minor is protected, and who is of age is no minor.",
        {
            "protection": "(t.age_max < 18 AND t.protection NOT IN ('minor', 'pseudonym')) "
            "OR (t.age_min >= 18 AND t.protection = 'minor')",
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
    query(
        "MEN-23",
        "critical",
        "mentions",
        "A person mentioned by name is so named in `persons`.",
        {
            "text": "SELECT t.*, concat(t.text, ' is not among the names of ', p.name) AS found FROM mentions t "
            "JOIN persons p USING (person_id) WHERE t.form = 'name' AND t.text <> p.name AND NOT list_contains("
            "list_transform(list_append(p.aliases, p.name), lambda name: without_blanks(name)), "
            "without_blanks(t.text))",
        },
    ),
    query(
        "MEN-24",
        "warning",
        "mentions",
        "No two mentions overlap: the same words name one person once.",
        {"text": overlapping("mentions")},
    ),
    query(
        "PER-28",
        "critical",
        "persons",
        "The id is the hash of the persons of single articles, whose ids are hashes of their first mentions; that of "
        "a person whom a correction made may be another.",
        {
            # Where an article mentions someone twice, two persons of that article may have been held to be one: the
            # tables do not tell them apart any more.
            "person_id": "SELECT t.*, g.made AS found FROM persons t JOIN (SELECT person_id, "
            "hashed_group('per', list(hashed('per', mention_id))) AS made, count(*) = count(DISTINCT article_id) "
            "AS is_known FROM mentions GROUP BY 1) g USING (person_id) WHERE g.is_known AND NOT t.curated "
            "AND t.person_id <> g.made",
        },
    ),
    query(
        "PER-29",
        "critical",
        "persons",
        "No name, role or origin stands in stripped text alone, but for an author's.",
        {
            column: _in_stripped_text_alone(persons)
            for column, persons in {
                "name": "SELECT *, name AS written FROM persons",
                "aliases": "SELECT *, unnest(aliases) AS written FROM persons",
                "roles": "SELECT *, unnest(roles) AS written FROM persons",
                "affiliation": "SELECT *, affiliation AS written FROM persons",
                "nationality": "SELECT *, nationality AS written FROM persons",
                "ethnicity": "SELECT *, ethnicity AS written FROM persons",
            }.items()
        },
    ),
)
