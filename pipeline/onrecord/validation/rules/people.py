"""Rules about persons and where they are named: no one without a mention, nothing about anyone that no text says."""

from __future__ import annotations

from onrecord.validation.checks import Check, query, reads, rows, words_of_persons
from onrecord.validation.held_against_text import WordsOfPersons
from onrecord.validation.overlaps import apart


def _count(column: str, counted: str) -> str:
    return (
        f"SELECT t.*, format('{{}} instead of {{}}', t.{column}, c.counted) AS found FROM persons t JOIN "
        f"(SELECT m.person_id, {counted} AS counted FROM mentions m JOIN article a USING (article_id) GROUP BY 1) c "
        f"USING (person_id) WHERE t.{column} <> c.counted"
    )


def _told(column: str, among: str = "NOT curated") -> str:
    """Query of what a column tells of persons, item by item where it holds several."""
    item = f"unnest({column})" if column in ("aliases", "roles") else column
    return f"SELECT person_id, {item} AS written FROM persons WHERE {among}"


PEOPLE: tuple[Check, ...] = (
    reads(
        "MEN-20",
        "warning",
        "mentions",
        "One name is not two persons: names of different persons do not overlap.",
        {"text": apart(among=("form", "name"), differ="person_id")},
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
    rows(
        "MEN-25",
        "critical",
        "mentions",
        "A name stands for itself: only what had to be resolved has a confidence.",
        {"confidence": "t.form = 'name' AND t.confidence IS NOT NULL"},
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
    words_of_persons(
        "PER-23",
        "critical",
        "The name and its other forms are written in an article that mentions the person, or given by a correction.",
        {column: WordsOfPersons(_told(column)) for column in ("name", "aliases")},
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
    words_of_persons(
        "PER-27",
        "info",
        "What is said of a person is in the words of an article that mentions them.",
        # A credit makes an author a journalist or photographer without the word, and "her grandfather" is given with
        # whose: the grandfather of someone. The rest is as written.
        {
            "roles": WordsOfPersons(
                "SELECT person_id, regexp_replace(written, ' of .+$', '') AS written FROM (SELECT person_id, "
                "is_author, unnest(roles) AS written FROM persons WHERE NOT curated) "
                "WHERE NOT (is_author AND written IN ('journalist', 'photographer'))"
            )
        }
        | {column: WordsOfPersons(_told(column)) for column in ("affiliation", "nationality", "ethnicity")},
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
    reads(
        "MEN-24",
        "warning",
        "mentions",
        "No two mentions overlap: the same words name one person once.",
        {"text": apart()},
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
    words_of_persons(
        "PER-29",
        "critical",
        "No name, role or origin stands in stripped text alone, but for an author's.",
        {
            column: WordsOfPersons(_told(column, "NOT is_author"), kept=True)
            for column in ("name", "aliases", "roles", "affiliation", "nationality", "ethnicity")
        },
    ),
)
